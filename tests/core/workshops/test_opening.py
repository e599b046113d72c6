"""Whatever a person hands us is opened, or refused with one clear error."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from app.core.kits.names import UNFINISHED
from app.core.plan import Workshop
from app.core.specs.specfile import read_spec_file
from app.core.workshops.lock_file import LockedFile, LockFile, PlatformLock, write_lock_file
from app.core.workshops.opening import Opened, as_workshop, open_workshop
from app.core.workshops.planwrite import write_workshop
from app.errors import Cancelled, InstallError, NoNetwork, PlanInvalid
from tests.fakes import faults
from tests.fakes.bench import Bench
from tests.fakes.fault_server import FaultServer

WORKSHOP = 'schema = 1\n[workshop]\ntitle = "A class"\n[materials]\nfolder = "lessons"\n'


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def kit(bench: Bench) -> Path:
    folder = bench.root / "my kit"
    (folder / "lessons").mkdir(parents=True)
    (folder / "workshop.toml").write_text(WORKSHOP)
    (folder / "lessons" / "一.ipynb").write_text("{}")
    return folder


def opened(bench: Bench, place: str | Path) -> Opened:
    return open_workshop(str(place), bench.session, bench.cancel)


def refused(bench: Bench, place: str | Path) -> InstallError:
    with pytest.raises(PlanInvalid) as caught:
        opened(bench, place)
    assert caught.value.summary
    assert caught.value.remedy
    return caught.value


def zipped(folder: Path, root: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(root))
    return target


def test_a_folder_a_file_and_a_file_address_are_the_same_workshop(bench: Bench, kit: Path) -> None:
    wanted = opened(bench, kit)
    assert wanted.workshop.title == "A class"
    assert wanted.source == str(kit)
    file = kit / "workshop.toml"
    for place in (file, f'"{file}"', f"  {file}  ", file.as_uri(), kit.as_uri()):
        assert opened(bench, place) == wanted


def test_a_folder_around_the_kit_is_looked_into_unless_there_are_two(
    bench: Bench, kit: Path
) -> None:
    outer = bench.root / "outer"
    outer.mkdir()
    shutil.copytree(kit, outer / "one")
    assert opened(bench, outer).source == str(outer / "one")
    shutil.copytree(kit, outer / "two")
    assert "not a kit" in refused(bench, outer).summary


@pytest.mark.parametrize("inside", [True, False])
def test_a_zipped_kit_is_unpacked_once(bench: Bench, kit: Path, inside: bool) -> None:
    archive = zipped(kit, kit.parent if inside else kit, bench.root / "kit.zip")
    first = opened(bench, archive)
    lesson = Path(first.source) / "lessons" / "一.ipynb"
    assert lesson.read_text() == "{}"
    stamp = lesson.stat().st_mtime_ns
    assert opened(bench, archive) == first
    assert lesson.stat().st_mtime_ns == stamp


def test_half_an_unpacked_kit_is_unpacked_again(bench: Bench, kit: Path) -> None:
    archive = zipped(kit, kit, bench.root / "kit.zip")
    source = Path(opened(bench, archive).source)
    (source.parent / ".complete").unlink()
    (source / "workshop.toml").write_text("half")
    assert opened(bench, archive).workshop.title == "A class"
    bench.cancel.set()
    (source.parent / ".complete").unlink()
    with pytest.raises(Cancelled):
        opened(bench, archive)


def with_entry(bench: Bench, kit: Path, name: str, mode: int = 0) -> Path:
    archive = zipped(kit, kit, bench.root / "bad.zip")
    with zipfile.ZipFile(archive, "a") as contents:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        contents.writestr(entry, "/etc/passwd")
    return archive


@pytest.mark.parametrize(
    "name", ["../evil", "/tmp/evil", "a/../../evil", "C:/evil", "a\\..\\..\\b"]
)
def test_a_zip_cannot_write_outside_its_folder(bench: Bench, kit: Path, name: str) -> None:
    refused(bench, with_entry(bench, kit, name))
    assert not [path for path in bench.root.rglob("*evil*") if path.is_file()]


def test_a_zip_may_not_bring_links_nor_a_file_in_a_files_place(bench: Bench, kit: Path) -> None:
    assert "link" in refused(bench, with_entry(bench, kit, "lessons/link", 0o120777)).summary
    refused(bench, with_entry(bench, kit, "workshop.toml/x"))


def test_a_zip_that_would_fill_the_drive_is_refused(bench: Bench, kit: Path) -> None:
    (kit / "zeros").write_bytes(bytes(50_000_000))
    assert "unreasonable" in refused(bench, zipped(kit, kit, bench.root / "bomb.zip")).summary


def test_a_damaged_zip_is_told(bench: Bench, kit: Path) -> None:
    (kit / "noise").write_bytes(b"".join(bytes([n % 251]) * 3 for n in range(30_000)))
    archive = zipped(kit, kit, bench.root / "kit.zip")
    data = bytearray(archive.read_bytes())
    start = data.find(b"noise") + 5
    data[start : start + 400] = bytes(400)
    archive.write_bytes(data)
    assert "damaged" in refused(bench, archive).summary


@pytest.mark.parametrize(
    "place",
    ["", "  ", "nowhere", "~nobody-here/x", "x" * 5000, "a\0b", "file:///nowhere", "/dev/null"],
)
def test_a_place_where_nothing_is_is_told(bench: Bench, place: str) -> None:
    refused(bench, place)


def test_a_folder_without_a_workshop_is_no_kit(bench: Bench) -> None:
    empty = bench.root / "empty"
    (empty / "sub").mkdir(parents=True)
    assert "workshop.toml" in refused(bench, empty).summary


def test_a_kit_whose_making_was_stopped_early_is_called_unfinished(bench: Bench) -> None:
    begun = bench.root / "begun"
    begun.mkdir()
    (begun / UNFINISHED).write_text("{}")
    assert "is not finished" in refused(bench, begun).summary


def test_a_bare_list_is_recognised_and_needs_nothing_beside_it(bench: Bench) -> None:
    file = bench.root / "environment.yml"
    file.write_text("name: mine\ndependencies: [numpy, {pip: [requests]}]\n")
    found = opened(bench, file)
    assert found.source == ""
    assert found.workshop.environment == "mine"
    assert "numpy" in found.workshop.packages


@pytest.mark.parametrize("name", ["class.txt", "class.seedbed", "CLASS.SEEDBED"])
def test_a_workshop_under_another_name_is_recognised(bench: Bench, name: str) -> None:
    file = bench.root / name
    file.write_text(WORKSHOP)
    found = opened(bench, file)
    assert (found.workshop.title, found.source) == ("A class", str(bench.root))


def test_a_list_over_a_workshop_changes_only_the_libraries() -> None:
    base = Workshop(title="A class", distribution="miniforge", python="3.12", channels=("own",))
    found = as_workshop(read_spec_file(b"scipy\n", "list.txt"), base)
    assert (found.title, found.distribution, found.channels) == ("A class", "miniforge", ("own",))
    assert found.environment == base.environment


@pytest.mark.parametrize("path", ["/kit", "/kit/", "/kit/workshop.toml"])
def test_a_kit_on_a_server_is_opened_by_its_folder_or_its_file(bench: Bench, path: str) -> None:
    with FaultServer({"/kit/workshop.toml": WORKSHOP.encode()}) as server:
        found = opened(bench, server.url + path)
        assert found.workshop.title == "A class"
        assert found.source == server.url + "/kit"


def test_a_missing_page_is_told(bench: Bench) -> None:
    with FaultServer({}) as server, pytest.raises(NoNetwork) as caught:
        opened(bench, server.url + "/kit")
    assert caught.value.remedy


CHANNEL = 'schema = 1\n[environment]\nchannels = ["./channel"]\npackages = ["numpy"]\n'
SHA256 = "0123456789abcdef" * 4
LOCK = write_lock_file(
    LockFile(
        (
            PlatformLock(
                "linux-64",
                SHA256,
                (LockedFile("./channel/linux-64/numpy-2.1-0.conda", 9, SHA256),),
            ),
        )
    ),
    "workshop.toml",
)


@pytest.fixture
def locked_kit(kit: Path) -> Path:
    (kit / "workshop.toml").write_text(CHANNEL)
    (kit / "workshop.lock.toml").write_text(LOCK)
    return kit


def test_the_lock_file_beside_a_workshop_is_read_wherever_it_comes_from(
    bench: Bench, locked_kit: Path
) -> None:
    archive = zipped(locked_kit, locked_kit, bench.root / "kit.zip")
    for place in (locked_kit, locked_kit / "workshop.toml", archive):
        found = opened(bench, place).workshop.lock
        assert [platform.subdir for platform in found.platforms] == ["linux-64"]
        assert found.problem == ""
    files = {"/k/workshop.toml": CHANNEL.encode(), "/k/workshop.lock.toml": LOCK.encode()}
    with FaultServer(files) as server:
        assert opened(bench, server.url + "/k").workshop.lock.find("linux-64")


def test_a_lock_file_that_is_a_link_out_of_the_folder_is_not_read(
    bench: Bench, locked_kit: Path
) -> None:
    lock = locked_kit / "workshop.lock.toml"
    lock.rename(bench.root / "elsewhere.toml")
    lock.symlink_to(bench.root / "elsewhere.toml")
    found = opened(bench, locked_kit).workshop.lock
    assert found.platforms == ()
    assert "workshop.lock.toml” does not stay inside" in found.problem


def test_the_lock_is_no_part_of_the_workshop_file(bench: Bench, locked_kit: Path) -> None:
    workshop = opened(bench, locked_kit).workshop
    assert "numpy-2.1" not in write_workshop(workshop)
    assert opened(bench, locked_kit / "workshop.toml").name == "workshop.toml"


@pytest.mark.parametrize(
    "content",
    [
        b"<html>Welcome</html>",
        LOCK.encode()[:-40],
        b"\x00" * 9_000_000,
        LOCK.replace("./channel", "https://evil.example").encode(),
        LOCK.replace("size = 9", 'size = "9"').encode(),
    ],
    ids=["page", "cut", "huge", "elsewhere", "type"],
)
def test_a_bad_lock_file_is_told_and_the_workshop_opens_all_the_same(
    bench: Bench, locked_kit: Path, content: bytes
) -> None:
    (locked_kit / "workshop.lock.toml").write_bytes(content)
    found = opened(bench, locked_kit).workshop
    assert found.packages == ("numpy",)
    assert found.lock.platforms == ()
    assert "workshop.lock.toml" in found.lock.problem
    assert found.lock.remedy


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (faults.status(404), False),
        (faults.status(410), False),
        (faults.status(403), True),
        (faults.html, True),
    ],
)
def test_a_server_without_a_lock_file_is_no_problem_but_a_sign_in_page_is_told(
    bench: Bench, fault: faults.Fault, told: bool
) -> None:
    with FaultServer({"/k/workshop.toml": CHANNEL.encode()}) as server:
        server.always("/k/workshop.lock.toml", fault)
        found = opened(bench, server.url + "/k").workshop
    assert found.packages == ("numpy",)
    assert bool(found.lock.problem) is told


@pytest.mark.parametrize(
    "address", ["http://[", "https://[/kit.zip", "http://h:99999/k", "http://h:x/", "file://["]
)
def test_an_address_that_is_none_is_refused_in_a_sentence(bench: Bench, address: str) -> None:
    assert address in refused(bench, address).summary


def test_a_kit_of_a_newer_seedbed_is_not_opened_in_whatever_way(bench: Bench, kit: Path) -> None:
    (kit / "manifest.json").write_text('{"schema": 9}')
    archive = zipped(kit, kit, bench.root / "kit.zip")
    for place in (kit, kit / "workshop.toml", archive):
        assert "made by a newer Seedbed" in refused(bench, place).summary
    (kit / "manifest.json").write_text('{"name": "a web page"}')
    assert opened(bench, kit).workshop.title == "A class"
