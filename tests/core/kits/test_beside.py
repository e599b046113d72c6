"""The instructor's check and logo travel in the kit, and what they say about pages with them."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from app.core.cancel import Cancel
from app.core.kits.checking import check_kit
from app.core.session import Session
from app.core.workshops.opening import open_workshop
from app.errors import InstallError, PlanInvalid
from tests.core.kits.conftest import Make
from tests.fakes.fault_server import FaultServer
from tests.fakes.small_workshop import make_workshop, served

PICTURE = b"\x89PNG\r\n\x1a\n and so on"
MORE = """
[check]
file = "tests/try it.py"
[pages]
libraries = "locked"
download = "hidden"
[platforms]
names = ["linux-64", "win-64"]
glibc = "2.31"
[platforms.win-64]
without = ["tiny"]
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return with_files(make_workshop(tmp_path / "a workshop"))


def with_files(folder: Path) -> Path:
    (folder / "tests").mkdir()
    (folder / "tests" / "try it.py").write_text("import tiny\n")
    (folder / "our logo.png").write_bytes(PICTURE)
    file = folder / "workshop.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[conda]", 'logo = "our logo.png"\n[conda]') + MORE, "utf-8")
    return folder


def test_check_and_logo_are_in_the_kit_and_its_workshop_names_them(
    make: Make, workshop: Path, session: Session
) -> None:
    made = make(workshop, "linux-64", "win-64")
    found = open_workshop(str(made.folder), session, Cancel()).workshop
    assert (found.check, found.logo) == ("check/try it.py", "logo/our logo.png")
    assert (made.folder / found.check).read_text() == "import tiny\n"
    assert (made.folder / found.logo).read_bytes() == PICTURE
    assert {found.check, found.logo} <= {entry.path for entry in made.manifest.files}
    assert 'src="logo/our%20logo.png"' in (made.folder / "START-HERE.html").read_text("utf-8")


def test_pages_differences_and_oldest_versions_survive(
    make: Make, workshop: Path, session: Session
) -> None:
    before = open_workshop(str(workshop), session, Cancel()).workshop
    after = open_workshop(str(make(workshop).folder), session, Cancel()).workshop
    for field in ("pages", "differences", "glibc", "platforms", "title"):
        assert getattr(before, field) == getattr(after, field) != ()


def test_a_kit_of_a_kit_has_them_in_the_same_places(
    make: Make, workshop: Path, session: Session, tmp_path: Path
) -> None:
    first = make(workshop).folder.rename(tmp_path / "first")
    second = make(first)
    assert (second.folder / "check" / "try it.py").is_file()
    assert (second.folder / "workshop.toml").read_text() == (first / "workshop.toml").read_text()


def test_a_start_page_without_a_logo_has_no_picture(make: Make, tmp_path: Path) -> None:
    made = make(make_workshop(tmp_path / "plain"))
    assert "<img" not in (made.folder / "START-HERE.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["tests/try it.py", "our logo.png"])
def test_a_file_that_is_not_there_or_a_link_is_told(make: Make, workshop: Path, name: str) -> None:
    (workshop / name).rename(workshop / "elsewhere")
    with pytest.raises(PlanInvalid, match="beside it"):
        make(workshop)
    (workshop / name).symlink_to(workshop / "elsewhere")
    with pytest.raises(PlanInvalid, match="beside it"):
        make(workshop)


def test_a_name_that_windows_cannot_have_is_refused(make: Make, workshop: Path) -> None:
    file = workshop / "workshop.toml"
    file.write_text(file.read_text("utf-8").replace("tests/try it.py", "tests/aux.py"), "utf-8")
    with pytest.raises(InstallError):
        make(workshop)


def test_they_are_fetched_where_the_workshop_lies_on_a_server(make: Make, tmp_path: Path) -> None:
    folder = with_files(make_workshop(tmp_path / "site", materials=False))
    files = {quote(path): data for path, data in served(folder).items()}
    with FaultServer(files) as server:
        made = make(f"{server.url}/workshop.toml")
    assert (made.folder / "check" / "try it.py").read_text() == "import tiny\n"


def test_a_manifest_that_leaves_the_check_out_is_found_out(
    make: Make, workshop: Path, session: Session
) -> None:
    kit = make(workshop).folder
    manifest = kit / "manifest.json"
    data = json.loads(manifest.read_text("utf-8"))
    data["files"] = [one for one in data["files"] if not one["path"].startswith("check/")]
    manifest.write_text(json.dumps(data), "utf-8")
    checked = check_kit(kit, session, Cancel(), lambda _done, _total: None)
    assert not checked.whole
    assert "check/try it.py" in " ".join(checked.problems)
    assert checked.complete == ()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("our logo.png", b"<svg/>", "no PNG or JPEG"),
        ("tests/try it.py", b"#" * (5 * 1024 * 1024), "far too large"),
        ("tests/try it.py", b"# coding: utf-7\n", "not text in UTF-8"),
    ],
)
def test_what_no_participant_could_use_is_refused_when_the_kit_is_made(
    make: Make, workshop: Path, name: str, data: bytes, why: str
) -> None:
    (workshop / name).write_bytes(data)
    with pytest.raises(PlanInvalid, match=why):
        make(workshop)
