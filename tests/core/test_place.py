"""Where things of a workshop lie; nothing leaves its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.place import (
    as_url,
    beside,
    checked_reference,
    files_in,
    folder_name,
    is_address,
    is_readable,
    join,
)
from app.errors import PlanInvalid


@pytest.mark.parametrize(
    ("reference", "clean"),
    [("a/b.txt", "a/b.txt"), ("./a//b/", "a/b"), ("a/./b", "a/b"), ("数据/点.csv", "数据/点.csv")],
)
def test_a_reference_inside_is_cleaned(reference: str, clean: str) -> None:
    assert checked_reference(reference, "It") == clean


@pytest.mark.parametrize(
    "reference",
    [
        "", ".", "/", "..", "../x", "a/../../x", "/etc/passwd", "~/x", "~anna/x", "C:/x", "C:x",
        "a\\..\\..\\x", "\\\\server\\share", "a/con", "NUL.txt", "aux.tar.gz", "com1", "x/lpt9.log",
        "a.", "a ", "a /b", "x?", "a|b", "a\0b", "a\nb", "x" * 401, "file:///etc", "http://x/y",
    ],
)  # fmt: skip
def test_a_reference_that_leaves_or_that_some_system_cannot_have_is_refused(reference: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        checked_reference(reference, "It")
    assert caught.value.remedy


@given(st.text(max_size=40))
def test_whatever_passes_stays_inside(reference: str) -> None:
    try:
        clean = checked_reference(reference, "It")
    except PlanInvalid:
        return
    base = Path("/kit/folder")
    assert base in Path(join(str(base), clean)).parents
    assert ".." not in clean.split("/")


def test_an_address_that_cannot_be_taken_apart_is_none() -> None:
    for address in ("http://h", "https://u:p@h:8/k?x#y", "http://[::1]:80/x", "file:///a", "./a"):
        assert is_readable(address)
    for address in ("http://[", "//[/a", "https://h:99999", "https://h:x", "https://ex℀mple"):
        assert not is_readable(address)


def test_places_beside_a_folder_and_beside_an_address() -> None:
    assert join("/kit", "a/b c.txt") == str(Path("/kit/a/b c.txt"))
    assert join("https://h/kit/?x=1#y", "a/b c.txt") == "https://h/kit/a/b%20c.txt"
    assert join("http://u:p@h:8/k", "点") == "http://u:p@h:8/k/%E7%82%B9"


def test_a_place_beside_a_workshop_is_inside_its_folder_with_all_links_followed(
    tmp_path: Path,
) -> None:
    real, seen = tmp_path / "real", tmp_path / "seen"
    (real / "a").mkdir(parents=True)
    seen.symlink_to(real)
    (real / "near").symlink_to("a")
    (real / "away").symlink_to("..")
    (real / "round").symlink_to("round")
    for reference in ("a", "a/missing", "near"):
        assert beside(str(seen), reference, "It") == str(seen / reference)
    assert beside("https://h/kit", "away", "It") == "https://h/kit/away"
    for reference in ("away", "away/real/../../x", "round", "../x"):
        with pytest.raises(PlanInvalid, match="does not stay inside"):
            beside(str(seen), reference, "It")


def test_the_files_in_a_folder_are_no_links_and_not_behind_links(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    for made in (folder / "b", outside):
        made.mkdir(parents=True)
        (made / "file").write_text("x")
    (folder / "a").write_text("x")
    (folder / "link").symlink_to(outside / "file")
    (folder / "links").symlink_to(outside)
    assert files_in(folder) == [folder / "a", folder / "b" / "file"]


def test_paths_become_file_addresses_and_addresses_stay(tmp_path: Path) -> None:
    assert as_url(str(tmp_path / "a b")) == (tmp_path / "a b").as_uri()
    assert as_url("HTTPS://x/y") == "HTTPS://x/y"
    assert is_address("HTTP://x")
    assert not is_address("file:///x")


@pytest.mark.parametrize("title", ["/etc", "../../x", "..", ".", "CON", "a/b", "C:\\x", " ", "\0"])
def test_a_title_becomes_one_harmless_folder_name(title: str) -> None:
    name = folder_name(title, "workshop")
    assert name
    assert not set(name) & set("/\\:\0")
    assert name not in (".", "..")
    assert name.lower() != "con"


def test_an_ordinary_title_stays_as_it_is() -> None:
    assert folder_name("机器学习 入门 2026", "workshop") == "机器学习 入门 2026"
