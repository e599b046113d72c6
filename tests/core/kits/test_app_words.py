"""What is said of Seedbed’s own files in a kit: missing, strange, or still to be put in."""

from __future__ import annotations

from pathlib import Path

from app.core.kits.app_words import app_findings
from app.core.kits.apps import app_name, apps_for

ALL = ("linux-64", "osx-arm64", "win-64")


def test_a_platform_without_seedbed_is_named_with_the_file_that_it_needs() -> None:
    (found,) = app_findings(("osx-arm64",), ALL, ())
    assert found.rule == "without_app"
    assert "macOS, Apple chip (osx-arm64)" in found.sentence
    assert "-macos-arm64.dmg" in found.remedy
    assert "windows" not in found.remedy


def test_a_file_that_was_added_is_in_the_kit_once_it_is_made_again() -> None:
    given = (Path("Seedbed-1.0-macos-arm64.dmg"),)
    (found,) = app_findings(("osx-arm64",), ALL, given)
    assert found.rule == "app_added"
    assert app_findings((), ALL, given) == ()


def test_a_file_that_nobody_would_find_in_the_kit_is_named() -> None:
    given = (Path("Seedbed-1.0-windows-x86_64-setup (1).exe"), Path("Seedbed-1.0-linux-x86_64"))
    (found,) = app_findings((), ALL, given)
    assert found.rule == "strange_app"
    assert "setup (1).exe" in found.sentence
    assert "linux" not in found.sentence


def test_what_only_another_seedbed_knows_is_left_alone() -> None:
    assert app_findings((), ("z-z",), ()) == ()


def test_the_name_that_is_asked_for_is_one_that_is_taken() -> None:
    for subdir in ALL:
        file = Path(app_name(subdir, "1.2.3"))
        assert apps_for((subdir,), (file,), ()) == {subdir: file}
