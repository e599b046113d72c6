"""Making a kit: all that is needed and nothing else, once for all platforms, again and again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import zstandard

from app.core.cancel import Cancel
from app.core.kits.ingredients import find_ingredients
from app.core.kits.making import Workbench, make_kit
from app.core.kits.texts import kit_workshop
from app.core.packages.hand_over import archive_path
from app.core.packages.solve import wish_for
from app.core.packages.workshop_lock import given_lock
from app.core.plan import Workshop
from app.core.run.events import Event, Progress, StepDone, StepStarted
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from app.errors import PlanInvalid
from tests.core.kits.conftest import Make
from tests.fakes.bench import contents
from tests.fakes.fault_server import FaultServer
from tests.fakes.small_workshop import (
    SUBDIRS,
    WORKSHOP,
    make_workshop,
    served,
)

PATHS = {
    "START-HERE.html",
    "channel/linux-64/python-3.12.1-0.conda",
    "channel/linux-64/repodata.json",
    "channel/linux-64/repodata.json.zst",
    "channel/linux-64/tiny-1.0-0.conda",
    "channel/noarch/pip-2.0-0.conda",
    "channel/noarch/repodata.json",
    "channel/noarch/repodata.json.zst",
    "channel/noarch/shared-2.0-0.conda",
    "channel/win-64/python-3.12.1-0.conda",
    "channel/win-64/repodata.json",
    "channel/win-64/repodata.json.zst",
    "channel/win-64/tiny-1.0-0.conda",
    "installers.toml",
    "installers/Small-Linux.sh",
    "installers/Small-Windows.exe",
    "materials/read me.txt",
    "materials/第一课/a.ipynb",
    "workshop.linux-64.txt",
    "workshop.lock.toml",
    "workshop.toml",
    "workshop.win-64.txt",
}


def files_of(folder: Path) -> set[str]:
    return {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}


def test_a_kit_has_all_that_two_platforms_need_and_shares_what_both_use(
    make: Make, workshop: Path
) -> None:
    made = make(workshop)
    assert files_of(made.folder) == PATHS | {"manifest.json"}
    assert set(made.written) == {entry.path for entry in made.manifest.files} == PATHS
    needed = {entry.path for entry in made.manifest.needed_by("linux-64")}
    assert {path for path in PATHS - needed if "indow" not in path} == {
        path for path in PATHS if "win-64/" in path and "repodata" not in path
    } | {"workshop.win-64.txt"}
    for subdir in (*SUBDIRS, "noarch"):
        index = (made.folder / "channel" / subdir / "repodata.json").read_bytes()
        packed = (made.folder / "channel" / subdir / "repodata.json.zst").read_bytes()
        assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == index
    index = (made.folder / "channel" / "noarch" / "repodata.json").read_bytes()
    assert set(json.loads(index)["packages.conda"]) == {"pip-2.0-0.conda", "shared-2.0-0.conda"}


def test_a_kit_is_not_made_inside_the_kit_that_it_is_made_from(
    make: Make, workshop: Path, session: Session
) -> None:
    made = make(workshop)
    opened = open_workshop(str(made.folder), session, Cancel())
    bench = Workbench(session, Cancel(), lambda _event: None)
    with pytest.raises(PlanInvalid, match="in the folder that it is made from"):
        make_kit(opened, LockFor(SUBDIRS), made.folder / "copy", bench)
    assert not (made.folder / "copy").exists()


def test_the_kit_opens_as_a_workshop_whose_lock_needs_nothing_outside(
    make: Make, workshop: Path, session: Session
) -> None:
    made = make(workshop)
    opened = open_workshop(str(made.folder), session, Cancel())
    plan = session.opened(opened.workshop, opened.source)
    for subdir in SUBDIRS:
        lock = given_lock(plan.workshop.lock, wish_for(plan, subdir))
        assert lock is not None
        assert {p.name for p in lock.packages} == {"python", "pip", "tiny", "shared"}
        assert all(p.url.startswith((made.folder / "channel").as_uri()) for p in lock.packages)
    catalog = session.catalog_for(plan, Cancel())
    for system in ("linux", "windows"):
        (url,) = catalog.choose("small", "1.0", system, "x86_64").urls
        assert url.startswith((made.folder / "installers").as_uri())
    assert catalog.distribution("small").licence_text == 'A "licence".'


def test_a_second_making_writes_nothing_and_a_changed_workshop_only_what_changed(
    make: Make, workshop: Path
) -> None:
    first = make(workshop)
    before = {path: (first.folder / path).stat().st_mtime_ns for path in PATHS}
    second = make(workshop)
    assert (second.written, second.removed) == ((), ())
    assert {path: (first.folder / path).stat().st_mtime_ns for path in PATHS} == before
    (workshop / "notes" / "read me.txt").write_text("hello again")
    assert make(workshop).written == ("materials/read me.txt",)
    only = make(workshop, "linux-64")
    assert set(only.removed) == {path for path in PATHS if "win-64" in path or "Win" in path}
    assert not (only.folder / "channel" / "win-64").exists()
    assert files_of(only.folder) == {entry.path for entry in only.manifest.files} | {
        "manifest.json"
    }


def test_the_public_channels_of_the_workshop_are_those_of_later() -> None:
    workshop = Workshop(channels=("conda-forge", "./channel"))
    assert kit_workshop(workshop).channels == ("./channel",)
    assert kit_workshop(workshop).later_channels == ("conda-forge",)
    assert kit_workshop(kit_workshop(workshop)) == kit_workshop(workshop)
    assert kit_workshop(Workshop(channels=("./channel",))).later_channels == ()


def test_an_altered_file_is_made_good(make: Make, workshop: Path) -> None:
    made = make(workshop)
    file = made.folder / "channel" / "linux-64" / "tiny-1.0-0.conda"
    good = file.read_bytes()
    file.write_bytes(good[:-1] + b"?")
    assert make(workshop).written == ("channel/linux-64/tiny-1.0-0.conda",)
    assert file.read_bytes() == good


def records(folder: Path) -> dict[str, dict[str, object]]:
    """What the index says about each package, but not when that was written."""
    found = json.loads((folder / "repodata.json").read_bytes())["packages.conda"]
    return {
        file: {key: value for key, value in record.items() if key != "indexed_timestamp"}
        for file, record in found.items()
    }


@pytest.mark.parametrize("index", ["repodata.json", "repodata.json.zst"])
def test_an_altered_index_is_made_good_too(make: Make, workshop: Path, index: str) -> None:
    """Otherwise the manifest would vouch for what somebody else wrote."""
    made = make(workshop)
    folder = made.folder / "channel" / "noarch"
    before = records(folder)
    (folder / index).write_bytes((folder / index).read_bytes().replace(b"shared", b"chared"))
    (folder / index).write_bytes((folder / index).read_bytes() + b"\n")
    assert f"channel/noarch/{index}" in make(workshop).written
    assert records(folder) == before
    packed = (folder / "repodata.json.zst").read_bytes()
    unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    assert unpacked == (folder / "repodata.json").read_bytes()


def test_files_that_no_kit_has_made_are_neither_replaced_nor_removed(
    make: Make, workshop: Path, tmp_path: Path
) -> None:
    kit = tmp_path / "kit"
    kit.mkdir()
    (kit / "holiday.jpg").write_text("mine")
    make(workshop)
    make(workshop, "linux-64")
    assert (kit / "holiday.jpg").read_text() == "mine"
    (kit / "workshop.win-64.txt").write_text("mine, too")
    with pytest.raises(PlanInvalid, match=r"workshop\.win-64\.txt"):
        make(workshop)
    assert (kit / "workshop.win-64.txt").read_text() == "mine, too"


def test_a_manifest_that_names_files_elsewhere_removes_none(
    make: Make, workshop: Path, tmp_path: Path
) -> None:
    made = make(workshop)
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    manifest = made.folder / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("START-HERE.html", "../victim.txt"), "utf-8")
    with pytest.raises(PlanInvalid):
        make(workshop)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "victim.txt").write_text("mine")
    (made.folder / "gone").symlink_to(tmp_path / "outside")
    manifest.write_text(text.replace("START-HERE.html", "gone/victim.txt"), "utf-8")
    with pytest.raises(PlanInvalid):
        make(workshop)
    assert victim.exists()
    assert (tmp_path / "outside" / "victim.txt").exists()


def test_a_half_made_kit_is_recognised_and_finished_by_the_next_making(
    make: Make, workshop: Path, session: Session
) -> None:
    whole = make(workshop)
    before = contents(whole.folder)
    good = (workshop / "installers" / "Small-Linux.sh").read_bytes()
    (whole.folder / "installers" / "Small-Linux.sh").unlink()
    (workshop / "installers" / "Small-Linux.sh").write_bytes(b"not what the catalogue says")
    with pytest.raises(Exception, match="Small-Linux"):
        make(workshop)
    assert (whole.folder / "unfinished.json").is_file()
    with pytest.raises(PlanInvalid, match="not finished"):
        open_workshop(str(whole.folder), session, Cancel())
    (workshop / "installers" / "Small-Linux.sh").write_bytes(good)
    assert make(workshop).written == ("installers/Small-Linux.sh",)
    assert contents(whole.folder) == before


def test_a_kit_is_made_of_a_workshop_at_an_address(
    make: Make, tmp_path: Path, events: list[Event]
) -> None:
    files = served(make_workshop(tmp_path / "there", materials=False))
    with FaultServer(files) as server:
        made = make(f"{server.url}/workshop.toml")
        again = make(f"{server.url}/workshop.toml")
    assert {entry.path for entry in made.manifest.files} == {
        p for p in PATHS if "materials" not in p
    }
    assert again.written == ()
    names = [event.step for event in events if isinstance(event, StepStarted)]
    assert names == ["lock", "fetch", "index", "write"] * 2
    assert [e.step for e in events if isinstance(e, StepDone)] == names
    overall = [event.overall for event in events if isinstance(event, Progress)]
    assert overall
    assert all(0 <= part <= 1 for part in overall)


def test_packages_come_from_our_cache_where_it_has_them(
    make: Make, session: Session, tmp_path: Path
) -> None:
    folder = make_workshop(tmp_path / "there", materials=False)
    opened = open_workshop(str(folder), session, Cancel())
    made_of = find_ingredients(opened, LockFor(SUBDIRS), session, Cancel(), lambda _text: None)
    for part in made_of.parts:
        for one in part.packages:
            kept = archive_path(one, session.cache)
            kept.parent.mkdir(parents=True, exist_ok=True)
            if one.name == "tiny":
                (folder / "channel" / one.subdir / one.file_name).rename(kept)
    assert {entry.path for entry in make(folder).manifest.files} >= {
        "channel/linux-64/tiny-1.0-0.conda",
        "channel/win-64/tiny-1.0-0.conda",
    }


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('pip = ["-r other.txt"]\n', "not a package from PyPI"),
        (f'explicit = ["https://h/osx-64/a-1-0.conda#{"0" * 32}"]\n', "exact packages are for"),
    ],
)
def test_what_a_kit_cannot_hold_is_told_before_anything_is_written(
    make: Make, workshop: Path, tmp_path: Path, more: str, sentence: str
) -> None:
    text = WORKSHOP.replace('packages = ["tiny"]\n', f'packages = ["tiny"]\n{more}')
    (workshop / "workshop.toml").write_text(text)
    with pytest.raises(PlanInvalid, match=sentence):
        make(workshop)
    assert not (tmp_path / "kit").exists()


def test_anacondas_packages_are_not_handed_on(make: Make, workshop: Path) -> None:
    text = WORKSHOP.replace("./channel", "defaults")
    (workshop / "workshop.toml").write_text(text)
    with pytest.raises(PlanInvalid, match="Anaconda"):
        make(workshop)


def test_a_platform_that_cannot_be_solved_or_has_no_installer_is_named(
    make: Make, workshop: Path
) -> None:
    with pytest.raises(PlanInvalid, match="osx-arm64"):
        make(workshop, "linux-64", "osx-arm64")
    with pytest.raises(PlanInvalid, match="amiga"):
        make(workshop, "amiga")


def test_two_different_files_of_one_name_are_refused(make: Make, workshop: Path) -> None:
    """The lock names another "shared" for each platform, as two channels could have it."""
    index = json.loads((workshop / "channel" / "noarch" / "repodata.json").read_text())
    digest = index["packages.conda"]["shared-2.0-0.conda"]["sha256"]
    make(workshop)
    lock = workshop / "workshop.lock.toml"
    linux, windows = lock.read_text().split("[win-64]")
    lock.write_text(f"{linux}[win-64]{windows.replace(digest, 'f' * 64)}")
    with pytest.raises(PlanInvalid, match=r"shared-2\.0-0\.conda"):
        make(workshop)


def test_seedbed_itself_comes_along_and_the_start_page_leads_to_it(
    session: Session, workshop: Path, tmp_path: Path
) -> None:
    app = tmp_path / "Seedbed-1.0 setup.exe"
    app.write_bytes(b"MZ")
    opened = open_workshop(str(workshop), session, Cancel())
    bench = Workbench(session, Cancel(), lambda _event: None, (app,))
    made = make_kit(opened, LockFor(SUBDIRS), tmp_path / "kit", bench)
    assert (made.folder / "seedbed" / app.name).read_bytes() == b"MZ"
    page = (made.folder / "START-HERE.html").read_text("utf-8")
    assert page.count('href="seedbed/Seedbed-1.0%20setup.exe"') == 2
    app.unlink()
    with pytest.raises(PlanInvalid, match=r"setup\.exe"):
        make_kit(opened, LockFor(SUBDIRS), tmp_path / "kit", bench)


@pytest.mark.parametrize("name", ["aux.txt", "a:b", "ends with a dot.", "x" * 150])
def test_a_material_that_windows_cannot_have_is_named(
    make: Make, workshop: Path, name: str
) -> None:
    (workshop / "notes" / name).write_text("x")
    with pytest.raises(PlanInvalid, match=name[:20]):
        make(workshop)


def test_materials_that_differ_only_in_case_are_named(make: Make, workshop: Path) -> None:
    (workshop / "notes" / "READ ME.txt").write_text("x")
    with pytest.raises(PlanInvalid, match="one file on Windows"):
        make(workshop)


def test_materials_behind_a_link_out_of_the_workshop_do_not_come_into_a_kit(
    make: Make, workshop: Path, tmp_path: Path
) -> None:
    (workshop / "notes").rename(tmp_path / "private")
    (workshop / "notes").symlink_to(tmp_path / "private")
    with pytest.raises(PlanInvalid, match="The materials folder “notes” does not stay inside"):
        make(workshop)


def test_a_kit_is_not_made_of_itself(make: Make, tmp_path: Path) -> None:
    make_workshop(tmp_path / "kit")
    with pytest.raises(PlanInvalid, match="made from"):
        make(tmp_path / "kit")


def test_the_start_page_shows_what_is_somebody_elses_as_text(make: Make, workshop: Path) -> None:
    page = (make(workshop).folder / "START-HERE.html").read_text("utf-8")
    assert "Small &lt;workshop&gt;" in page
    assert page.count('<ol data-platform="') == 2
    assert "installers\\Small-Windows.exe" in page
    assert "从这里开始" in page
