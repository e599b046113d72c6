"""The zip file of a kit holds all of it, is written once, and opens."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.manifest import Entry
from app.core.kits.zipping import zip_kit
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import Cancelled, PlanInvalid
from tests.core.kits.conftest import Make
from tests.fakes.bench import contents


def test_a_zipped_kit_opens_and_has_the_same_files(
    make: Make, workshop: Path, session: Session
) -> None:
    made = make(workshop)
    archive = zip_kit(made, Cancel(), lambda _event: None)
    assert archive == made.folder.with_name("kit.zip")
    opened = open_workshop(str(archive), session, Cancel())
    assert opened.workshop.lock.find("win-64")
    unpacked = Path(opened.source)
    assert contents(unpacked) == contents(made.folder)
    stamp = archive.stat().st_mtime_ns
    assert zip_kit(made, Cancel(), lambda _event: None) == archive
    assert archive.stat().st_mtime_ns == stamp


def test_a_changed_kit_is_zipped_again(make: Make, workshop: Path) -> None:
    archive = zip_kit(make(workshop), Cancel(), lambda _event: None)
    (workshop / "notes" / "read me.txt").write_text("hello again")
    zip_kit(make(workshop), Cancel(), lambda _event: None)
    with zipfile.ZipFile(archive) as file:
        assert file.read("kit/materials/read me.txt") == b"hello again"
        assert file.testzip() is None


def test_a_zip_file_that_no_stick_could_hold_is_refused(make: Make, workshop: Path) -> None:
    made = make(workshop)
    big = (*made.manifest.files, Entry("big.conda", 2**32 - 1, "0" * 64))
    with pytest.raises(PlanInvalid, match="FAT32"):
        zip_kit(
            replace(made, manifest=replace(made.manifest, files=big)), Cancel(), lambda _event: None
        )
    assert not made.folder.with_name("kit.zip").exists()


def test_stopping_leaves_nothing_half(make: Make, workshop: Path) -> None:
    made, cancel = make(workshop), Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        zip_kit(made, cancel, lambda _event: None)
    assert not list(made.folder.parent.glob("*.zip*"))
    assert not list(made.folder.parent.glob(".kit*"))
