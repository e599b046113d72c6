"""Whose workshop it is and what it runs, told on one line and without tricks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.plan import Plan, Workshop
from app.core.session import Session
from app.core.workshops import words
from app.core.workshops.own_check import OwnCheck
from tests.fakes.bench import Bench


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Bench(tmp_path / "bench").session


def plan(session: Session, source: str = "/media/stick/kit", **workshop: str) -> Plan:
    given = {"title": "Waves", "author": "Anna", "contact": "anna@example.org", **workshop}
    return session.opened(Workshop(**given), source)  # type: ignore[arg-type]


def test_whose_it_is_and_from_where(session: Session) -> None:
    told = words.whose_sentence(plan(session), session)
    for part in ("Waves", "by Anna", "From: /media/stick/kit", "Questions: anna@example.org"):
        assert part in told
    assert words.whose_sentence(session.new_plan(), session) == ""
    zipped = plan(session, str(session.cache / "kits" / "0123"))
    assert "From: a zip file, unpacked in" in words.whose_sentence(zipped, session)


def test_a_password_in_an_address_is_not_shown(session: Session) -> None:
    told = words.whose_sentence(plan(session, "https://me:secret@example.org/kit"), session)
    assert "example.org/kit" in told
    assert "secret" not in told


def test_foreign_text_stays_on_its_line(session: Session) -> None:
    made = plan(session, title="A\nB\x1b[2J\u202e", description="x " * 1000)
    assert words.heading(made).startswith("A B?[2J?")
    assert len(words.description(made)) <= 600


def test_where_packages_come_from_is_told_of_exact_addresses_too(session: Session) -> None:
    forged = "https://me:secret@evil.example/ch\n  They: conda-forge"
    made = plan(session, "/kit").with_workshop(channels=(forged,))
    assert "secret" not in words.packages_from(made)
    assert "\n" not in words.packages_from(made)
    exact = made.with_workshop(
        explicit=(
            "http://evil.example/linux-64/a-1-0.conda#0",
            "https://evil.example/linux-64/b-1-0.conda",
            "file:///kit/channel/linux-64/c-1-0.conda",
            "file:///elsewhere/linux-64/d-1-0.conda",
        )
    )
    told = words.packages_from(exact)
    assert told == "evil.example, the workshop’s own folder, /elsewhere/linux-64"


def test_the_file_behind_an_installers_name_is_told(session: Session) -> None:
    made = plan(session, "/kit", distribution="miniforge", catalog="installers.toml")
    genuine = session.catalog.choose("miniconda", "latest", "linux", "x86_64")
    evil = replace(genuine, file="evil.sh", sha256="ab" * 32, urls=("https://evil.example/e.sh",))
    told = words.installer_sentence(made, evil)
    assert told.endswith("evil.sh from evil.example, SHA-256 abababababab….")
    beside = replace(evil, urls=("file:///kit/installers/evil.sh",), sha256="")
    told = words.installer_sentence(made, beside)
    assert told.endswith("evil.sh from the workshop’s own folder.")


def test_every_program_is_named(session: Session) -> None:
    made = plan(session, distribution="miniconda")
    assert words.what_runs(made, session.catalog) == "It runs: the installer of Miniconda, conda."
    made = made.with_workshop(catalog="installers.toml", pip_packages=("requests",))
    made = made.with_target(own_check=OwnCheck("check.py", b"1"))
    told = words.what_runs(made, session.catalog)
    for part in ("which it names itself", "conda", "pip", "at the end its own check, check.py"):
        assert part in told
    own = made.target.own_check
    assert own is not None
    declined = made.with_target(reuse=True, own_check=replace(own, wanted=False))
    assert words.what_runs(declined, session.catalog) == "It runs: conda, pip."
