"""Checking a kit: what is missing, altered or added, and what a kit that lies promises."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.checking import Checked, check_kit
from app.core.session import Session
from app.errors import Cancelled, PlanInvalid
from tests.core.kits.conftest import Make

LINUX = "channel/linux-64/tiny-1.0-0.conda"
SHARED = "channel/noarch/shared-2.0-0.conda"


@pytest.fixture
def kit(make: Make, workshop: Path) -> Path:
    return make(workshop).folder


def check(kit: Path, session: Session) -> Checked:
    return check_kit(kit, session, Cancel(), lambda _done, _total: None)


def test_a_kit_that_was_just_made_is_whole(kit: Path, session: Session) -> None:
    counts: list[tuple[int, int | None]] = []
    checked = check_kit(kit, session, Cancel(), lambda *count: counts.append(count))
    assert checked.whole
    assert checked.complete == ("linux-64", "win-64")
    assert (checked.missing, checked.altered, checked.unexpected) == ((), (), ())
    assert counts[-1] == (checked.manifest.bytes, checked.manifest.bytes)


def test_a_kit_may_be_carried_elsewhere(kit: Path, session: Session, tmp_path: Path) -> None:
    moved = kit.rename(tmp_path / "a stick ü")
    assert check(moved, session).complete == ("linux-64", "win-64")


def test_one_altered_byte_is_found_and_concerns_only_who_needs_the_file(
    kit: Path, session: Session
) -> None:
    data = bytearray((kit / LINUX).read_bytes())
    data[len(data) // 2] ^= 1
    (kit / LINUX).write_bytes(data)
    checked = check(kit, session)
    assert checked.altered == (LINUX,)
    assert checked.complete == ("win-64",)
    assert not checked.whole


def test_a_missing_file_that_all_need_spoils_all(kit: Path, session: Session) -> None:
    (kit / SHARED).unlink()
    checked = check(kit, session)
    assert (checked.missing, checked.complete) == ((SHARED,), ())


def test_what_does_not_belong_is_told_but_not_what_systems_leave_on_sticks(
    kit: Path, session: Session
) -> None:
    (kit / "System Volume Information").mkdir()
    for name in ("System Volume Information/x", ".DS_Store", "._workshop.toml", "notes.txt"):
        (kit / name).write_text("x")
    checked = check(kit, session)
    assert checked.unexpected == ("notes.txt",)
    assert checked.whole


def test_deep_folders_and_names_that_are_no_text_are_told_in_order(
    kit: Path, session: Session
) -> None:
    script = "for n in $(seq 200); do mkdir d && cd -P d || exit 1; done; touch f"
    subprocess.run(["bash", "-c", script], cwd=kit, check=True, stderr=subprocess.DEVNULL)
    (kit / os.fsdecode(b"bad \xff\x1b[31m")).write_text("x")
    try:
        bad, deep = check(kit, session).unexpected
    finally:
        subprocess.run(["rm", "-rf", str(kit / "d")], check=True)
    assert bad == "bad ??[31m"
    assert deep == "d/" * 200 + "f"


def test_a_link_in_the_place_of_a_file_or_folder_is_not_followed(
    kit: Path, session: Session, tmp_path: Path
) -> None:
    (kit / LINUX).rename(tmp_path / "same bytes")
    (kit / LINUX).symlink_to(tmp_path / "same bytes")
    assert check(kit, session).altered == (LINUX,)
    (kit / "materials").rename(tmp_path / "materials")
    (kit / "materials").symlink_to(tmp_path / "materials")
    checked = check(kit, session)
    assert set(checked.altered) == {LINUX, "materials/read me.txt", "materials/第一课/a.ipynb"}


def rewrite(kit: Path, drop: str = "", changed: str = "") -> None:
    """Alter the manifest so that it is true about every file, as somebody who lies would."""
    data = json.loads((kit / "manifest.json").read_text("utf-8"))
    data["files"] = [entry for entry in data["files"] if entry["path"] != drop]
    for entry in data["files"]:
        if entry["path"] == changed:
            content = (kit / changed).read_bytes()
            entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    (kit / "manifest.json").write_text(json.dumps(data), "utf-8")


def test_a_manifest_that_leaves_out_what_the_lock_needs_is_found_out(
    kit: Path, session: Session
) -> None:
    (kit / LINUX).unlink()
    rewrite(kit, drop=LINUX)
    checked = check(kit, session)
    assert (checked.missing, checked.altered) == ((), ())
    assert "tiny-1.0-0.conda" in " ".join(checked.problems)
    assert checked.complete == ("win-64",)


def test_a_manifest_that_vouches_for_other_bytes_than_the_lock_is_found_out(
    kit: Path, session: Session
) -> None:
    (kit / SHARED).write_bytes(b"something else")
    rewrite(kit, changed=SHARED)
    checked = check(kit, session)
    assert checked.altered == ()
    assert len(checked.problems) == 2
    assert checked.complete == ()


@pytest.mark.parametrize("name", ["workshop.toml", "workshop.lock.toml", "installers.toml"])
def test_a_kit_without_one_of_its_own_files_is_not_whole(
    kit: Path, session: Session, name: str
) -> None:
    (kit / name).unlink()
    rewrite(kit, drop=name)
    checked = check(kit, session)
    assert checked.problems
    assert checked.complete == ()


def test_an_installer_on_a_server_is_not_in_the_kit(kit: Path, session: Session) -> None:
    file = kit / "installers.toml"
    text = file.read_text().replace('"installers/Small-L', '"https://example.org/Small-L')
    file.write_text(text)
    rewrite(kit, changed="installers.toml")
    assert check(kit, session).complete == ("win-64",)


def test_what_is_no_kit_or_not_a_finished_one_is_refused(
    kit: Path, session: Session, tmp_path: Path
) -> None:
    for place in (tmp_path / "nowhere", tmp_path, kit / "workshop.toml"):
        with pytest.raises(PlanInvalid):
            check(place, session)
    (kit / "unfinished.json").write_text("{}")
    with pytest.raises(PlanInvalid, match="not finished"):
        check(kit, session)


def test_checking_can_be_stopped(kit: Path, session: Session) -> None:
    cancel = Cancel()
    with pytest.raises(Cancelled):
        check_kit(kit, session, cancel, lambda _done, _total: cancel.set())
