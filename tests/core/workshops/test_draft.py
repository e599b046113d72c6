"""A workshop file that is prepared: nothing of it is lost, and nobody else's change is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.plan import Workshop
from app.core.workshops.draft import ChangedMeanwhile, beside, keep_draft, new_draft, open_draft
from app.errors import PlanInvalid

TEXT = """\
# ours, since 2019
schema = 1
[workshop]
title = "Two days"   # a working title
[environment]
packages = ["numpy"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a course" / "workshop.toml"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


def titled(workshop: Workshop, title: str) -> Workshop:
    return replace(workshop, title=title)


def test_saving_without_a_change_writes_the_same_file(file: Path) -> None:
    draft = open_draft(file)
    assert not draft.changed
    keep_draft(draft, file)
    assert file.read_text("utf-8") == TEXT


def test_a_change_keeps_the_comments(file: Path) -> None:
    draft = open_draft(file.parent)
    changed = replace(draft, workshop=titled(draft.workshop, "Three days"))
    assert changed.changed
    kept = keep_draft(changed, file)
    assert not kept.changed
    assert file.read_text("utf-8").splitlines()[:2] == TEXT.splitlines()[:2]
    assert open_draft(file).workshop.title == "Three days"


def test_a_file_that_changed_meanwhile_is_not_overwritten_without_being_asked(file: Path) -> None:
    draft = open_draft(file)
    draft = replace(draft, workshop=titled(draft.workshop, "Three days"))
    other = TEXT.replace('"numpy"', '"numpy", "scipy"') + "# theirs\n"
    file.write_text(other, "utf-8")
    with pytest.raises(ChangedMeanwhile, match="changed by another program"):
        keep_draft(draft, file)
    assert file.read_text("utf-8") == other
    keep_draft(draft, file, over_changes=True)
    assert open_draft(file).workshop == draft.workshop
    assert "# theirs" in file.read_text("utf-8")


def test_another_name_does_not_overwrite_what_lies_there(file: Path) -> None:
    there = file.with_name("other.toml")
    there.write_text("precious", "utf-8")
    with pytest.raises(ChangedMeanwhile, match="already"):
        keep_draft(open_draft(file), there)
    assert there.read_text("utf-8") == "precious"


def test_another_name_takes_the_comments_along(file: Path) -> None:
    kept = keep_draft(open_draft(file), file.with_name("copy.toml"))
    assert kept.path == file.with_name("copy.toml")
    assert kept.text == TEXT


def test_a_file_that_was_broken_meanwhile_is_replaced_when_it_is_wished(file: Path) -> None:
    draft = open_draft(file)
    file.write_bytes(b"\xff\xfe\x00broken")
    with pytest.raises(ChangedMeanwhile):
        keep_draft(draft, file)
    keep_draft(draft, file, over_changes=True)
    assert file.read_text("utf-8") == TEXT


def test_a_new_workshop_is_unchanged_until_something_is_answered(tmp_path: Path) -> None:
    draft = new_draft(Workshop(packages=("numpy",)))
    assert not draft.changed
    kept = keep_draft(draft, tmp_path / "new" / "workshop.toml")
    assert open_draft(tmp_path / "new").workshop == kept.workshop == draft.workshop


def test_a_name_that_is_no_workshops_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(PlanInvalid, match=r"ends in \.toml"):
        keep_draft(new_draft(Workshop()), tmp_path / "workshop.txt")
    assert list(tmp_path.iterdir()) == []


def test_what_lies_beside_is_named_from_the_file(file: Path) -> None:
    folder = str(file.parent)
    assert beside(folder, file.parent / "notes" / "a.ipynb", "The check") == "notes/a.ipynb"
    with pytest.raises(PlanInvalid, match="does not lie beside"):
        beside(folder, file.parent.parent / "elsewhere", "The check")
    with pytest.raises(PlanInvalid, match="no file yet"):
        beside("", file, "The check")
