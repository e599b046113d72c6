"""Names in a kit are legal everywhere, stay inside it, and mean one file everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.kits import names
from app.errors import PlanInvalid


@pytest.mark.parametrize(
    "path",
    [
        *("../secret", "a/../../b", "/etc/passwd", "~/x", "C:/x", "C:x", "a\\b", ""),
        *("con", "a/NUL.txt", "aux.conda", "com1", "lpt9.log", "COM¹", "conin$"),
        *("a:b", "a*", "a?", "a|b", 'a"b', "a<b", "a\nb", "a\x00b", "a\x7fb", "\ud800"),
        *("a.", "a ", "a./b", "./a", "a//b", "a/", "a/./b"),
        *("x" * 121, "/".join(["x" * 50] * 4)),
    ],
)
def test_what_leaves_the_kit_or_is_not_legal_everywhere_is_refused_in_one_sentence(
    path: str,
) -> None:
    with pytest.raises(PlanInvalid) as caught:
        names.checked(path)
    assert caught.value.summary.isprintable()
    assert caught.value.summary.count(".") <= 4 + path.count(".")
    assert caught.value.remedy


@pytest.mark.parametrize(
    "path",
    ["channel/linux-64/x264-1!164.3095-h4_0.conda", "materials/第一课/a b.ipynb", "console.txt"],
)
def test_ordinary_names_are_taken_as_they_are(path: str) -> None:
    assert names.checked(path) == path


@pytest.mark.parametrize(
    "paths",
    [
        ("a.txt", "A.TXT"),
        ("notes/a", "Notes/b"),
        ("é", "e\u0301"),
        ("straße", "STRASSE"),
        ("a", "a/b"),
        ("a", "a"),
    ],
)
def test_two_names_for_one_file_are_refused(paths: tuple[str, ...]) -> None:
    with pytest.raises(PlanInvalid):
        names.refuse_collisions(paths)


@pytest.mark.parametrize(
    ("file", "folder"), [("a", "a"), ("a", "A/b"), ("a/b", "A"), ("A/b", "a/c"), ("a/b", "a/b")]
)
def test_a_folder_without_files_is_in_the_way_as_any_other(file: str, folder: str) -> None:
    with pytest.raises(PlanInvalid):
        names.refuse_collisions([file], [folder])


def test_different_names_do_not_collide() -> None:
    names.refuse_collisions(["a/b"], ["a", "a/c", "b", "b"])
    names.refuse_collisions(["a/b", "a/c", "ab", "b/a"])


def test_one_byte_too_many_for_fat32_is_one_too_many() -> None:
    names.refuse_too_large("big.conda", 2**32 - 1)
    with pytest.raises(PlanInvalid, match=r"big\.conda"):
        names.refuse_too_large("big.conda", 2**32)


def test_a_path_through_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "channel").symlink_to(tmp_path)
    with pytest.raises(PlanInvalid, match="link"):
        names.inside(tmp_path / "kit", "channel/file")
    assert names.inside(tmp_path / "kit", "a/b") == tmp_path / "kit" / "a" / "b"
