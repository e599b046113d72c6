"""What a workshop brings to show and to run is read when it is opened, beside its file only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.checks.own_check import own_check_findings
from app.core.finding import Level
from app.core.plan import Plan
from app.core.session import Session
from app.core.workshops.arriving import plan_for, read_logo
from app.core.workshops.opening import open_workshop
from app.core.workshops.own_check import MAX_BYTES, OwnCheck
from app.core.workshops.words import own_check_sentence
from tests.fakes.bench import Bench
from tests.fakes.fault_server import FaultServer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Bench(tmp_path / "bench").session


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "course"
    (made / "checks").mkdir(parents=True)
    (made / "checks" / "check.py").write_text("print('hello')\n")
    write(made, "checks/check.py")
    return made


def write(folder: Path, check: str, logo: str = "") -> None:
    logo_line = f'logo = "{logo}"\n' if logo else ""
    text = f'schema = 1\n[workshop]\ntitle = "A class"\n{logo_line}[check]\nfile = "{check}"\n'
    (folder / "workshop.toml").write_text(text)


def arrived(place: str | Path, session: Session) -> Plan:
    return plan_for(open_workshop(str(place), session, Cancel()), session, Cancel())


def test_the_check_is_read_from_a_folder_or_an_address_and_named(
    session: Session, folder: Path, no_proxies: None
) -> None:
    own = arrived(folder, session).target.own_check
    assert own is not None
    assert own.data == b"print('hello')\n"
    said = own_check_sentence(arrived(folder, session))
    for words in ("checks/check.py", str(folder), own.sha256[:12]):
        assert words in said
    files = {
        f"/{file.relative_to(folder).as_posix()}": file.read_bytes() for file in folder.rglob("*.*")
    }
    with FaultServer(files) as server:
        fetched = arrived(f"{server.url}/workshop.toml", session)
        assert fetched.target.own_check == own
        assert server.url in own_check_sentence(fetched)


def test_a_check_that_cannot_be_run_stops_with_a_way_to_go_on(
    session: Session, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "secret.py"
    outside.write_text("1")
    (folder / "link.py").symlink_to(outside)
    (folder / "large.py").write_bytes(bytes(MAX_BYTES + 1))
    (folder / "check.sh").write_text("true")
    for name in ("missing.py", "link.py", "large.py", "check.sh"):
        write(folder, name)
        plan = arrived(folder, session)
        (finding,) = own_check_findings(plan)
        assert finding.level is Level.STOP
        assert name in finding.sentence
        assert finding.remedy
        assert own_check_sentence(plan) == ""
        (way,) = finding.ways_out
        assert way.typed == "--no-check"
        assert list(own_check_findings(way.applied_to(plan))) == []
        assert "left out" in own_check_sentence(plan) or not own_check_sentence(plan)
    write(folder, "checks/check.py")
    assert list(own_check_findings(arrived(folder, session))) == []


def test_what_would_be_run_can_be_read_and_moves_no_terminal() -> None:
    script = OwnCheck("check.py", "\ufeffprint('\x1b[2J')\n\tx = '王'\n".encode())
    assert script.text == "print('?[2J')\n    x = '王'"
    cells = [
        {"cell_type": "markdown", "source": "hello"},
        {"cell_type": "code", "source": ["a = 1\n", "b = 2"]},
        {"cell_type": "code", "source": "c = 3"},
    ]
    notebook = OwnCheck("check.ipynb", json.dumps({"cells": cells}).encode())
    assert notebook.text == "# [1]\na = 1\nb = 2\n\n# [2]\nc = 3"
    assert OwnCheck("check.ipynb", b"no notebook").text == "no notebook"


def test_a_logo_is_a_picture_of_two_kinds_or_is_not_shown(session: Session, folder: Path) -> None:
    (folder / "logo.png").write_bytes(PNG)
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name, shown in (("logo.png", True), ("logo.svg", False), ("missing.png", False)):
        write(folder, "checks/check.py", name)
        logo = read_logo(open_workshop(str(folder), session, Cancel()), session, Cancel())
        assert logo is not None
        assert bool(logo.data) is shown
        assert bool(logo.problem) is not shown
    write(folder, "checks/check.py")
    assert read_logo(open_workshop(str(folder), session, Cancel()), session, Cancel()) is None
