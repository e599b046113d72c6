"""Whether motion is wanted: our variable first, then the desktop, asked by real small programs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.motion import VARIABLE, wants_no_motion
from app.core.shell import Shell
from app.platforms import named
from tests.fakes.programs import program

LINUX = named("linux")
ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="starts shell scripts")


def asked(home: Path, **environ: str) -> bool:
    variables = {"PATH": str(home / "bin"), "XDG_CONFIG_HOME": str(home / ".config"), **environ}
    return wants_no_motion(LINUX, Shell(LINUX, Cancel()), home, variables)


def desktop(home: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A `gsettings` that does what the script says."""
    folder = program(home / "bin", "gsettings", script).parent
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.parametrize(
    ("value", "still"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_our_own_variable_decides(tmp_path: Path, value: str, still: bool) -> None:
    assert asked(tmp_path, **{VARIABLE: value}) is still


def test_a_system_that_says_nothing_wants_motion(tmp_path: Path) -> None:
    assert not asked(tmp_path)


@ON_POSIX
@pytest.mark.parametrize(("answer", "still"), [("false", True), ("true", False)])
def test_gnome_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, still: bool
) -> None:
    desktop(tmp_path, monkeypatch, f'[ "$3" = enable-animations ] && echo {answer}')
    assert asked(tmp_path) is still


@ON_POSIX
def test_a_desktop_that_fails_wants_motion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop(tmp_path, monkeypatch, "echo false; exit 1")
    assert not asked(tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "still"),
    [
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n", True),
        ("gtk-4.0/settings.ini", "[Settings]\ngtk-enable-animations = false\n", True),
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=1\n", False),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n", True),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0.5\n", False),
        ("kdeglobals", "AnimationDurationFactor\n=0\n", False),
    ],
)
def test_files_of_other_desktops_are_read(
    tmp_path: Path, file: str, text: str, still: bool
) -> None:
    path = tmp_path / ".config" / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert asked(tmp_path) is still


def test_macos_is_asked_by_its_own_program() -> None:
    macos = named("macos")
    question = macos.motion_question()
    assert question is not None
    assert question.arguments[-1] == "reduceMotion"
    assert macos.reduced_motion("1\n", Path(), {})
    assert not macos.reduced_motion("0\n", Path(), {})
    assert not macos.reduced_motion("", Path(), {})
