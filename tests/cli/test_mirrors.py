"""`seedbed mirrors` as a person types it: nothing changes without `use` or `official`."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli.arguments import parser
from app.cli.planning import plan_from
from app.core.cancel import Cancel
from app.core.catalog.mirrors import built_in
from app.core.consent import Kind
from app.core.mirrors import remembered
from app.core.session import Session
from app.errors import PlanInvalid
from app.paths import state_folder
from tests.cli.test_cli import seedbed
from tests.core.conftest import no_proxies
from tests.fakes import faults
from tests.fakes.fault_server import FaultServer
from tests.fakes.mirror import SAMPLE, mirrors_of

__all__ = ["no_proxies"]


def test_the_list_names_every_server_and_what_it_lacks_and_changes_nothing() -> None:
    listed = seedbed("mirrors")
    assert listed.returncode == 0
    assert "The official servers are used." in listed.stdout
    for server in built_in().servers:
        assert f"{server.id}: {server.title}" in listed.stdout
    assert "The first look at the list of packages takes longer" in listed.stdout
    assert not state_folder().exists()


def test_the_list_as_json_has_the_same() -> None:
    data = json.loads(seedbed("mirrors", "list", "--json").stdout)
    assert [each["name"] for each in data["servers"]] == [each.id for each in built_in().servers]
    assert data["used"] == []


def test_a_choice_is_remembered_until_it_is_taken_back() -> None:
    chosen = seedbed("mirrors", "use", "tuna", "ustc", "--for", "conda, installers", "--json")
    assert chosen.returncode == 0, chosen.stderr
    used = json.loads(chosen.stdout)["used"]
    assert used == [{"name": name, "kinds": ["installers", "conda"]} for name in ("tuna", "ustc")]
    assert json.loads(seedbed("mirrors", "--json").stdout)["used"] == used
    assert "Tsinghua" in seedbed("mirrors").stdout.splitlines()[0]
    back = seedbed("mirrors", "official")
    assert "The official servers are used." in back.stdout
    assert remembered.load(built_in()) == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("use", "nowhere"), "Known servers: official, tuna"),
        (("use", "hf-mirror", "--for", "conda"), "has no conda packages"),
        (("use", "tuna", "--for", "cakes"), "installers, conda, pip, huggingface"),
        (("use", "official"), "seedbed mirrors official"),
        (("use", "tuna", "--in", "nowhere at all"), "no conda in"),
        (("official", "--in", "nowhere at all"), "no conda in"),
    ],
)
def test_a_wrong_choice_is_refused_and_nothing_is_remembered(
    arguments: tuple[str, ...], words: str
) -> None:
    refused = seedbed("mirrors", *arguments)
    assert refused.returncode == 2
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not state_folder().exists()


def plan_of(session: Session, *arguments: str) -> tuple[tuple[str, tuple[Kind, ...]], ...]:
    options = parser().parse_args(["install", "--preset", "scientific", *arguments])
    plan = plan_from(options, session, Cancel())
    return tuple((each.server, each.kinds) for each in plan.target.mirrors)


def test_one_run_can_have_servers_of_its_own() -> None:
    session = Session.start()
    remembered.keep((built_in().consent("nju"),))
    assert [name for name, _kinds in plan_of(session)] == ["nju"]
    asked = plan_of(session, "--mirror", "tuna", "--mirror", "hf-mirror")
    assert [name for name, _kinds in asked] == ["tuna", "hf-mirror"]
    assert plan_of(session, "--mirror", "official") == ()
    assert remembered.load(built_in())[0].server == "nju", "and nothing of it is remembered"


def test_an_unknown_server_for_one_run_is_refused() -> None:
    with pytest.raises(PlanInvalid, match="nowhere"):
        plan_of(Session.start(), "--mirror", "nowhere")


def test_check_says_which_servers_would_be_asked(practice_kit: Path, tmp_path: Path) -> None:
    where = (str(practice_kit), "--to", str(tmp_path / "conda"), "--no-launchers")
    checked = seedbed("check", *where, "--mirror", "bfsu")
    assert "Asked first: Beijing Foreign Studies University (BFSU)" in checked.stdout
    assert "Asked first" not in seedbed("check", *where).stdout


@pytest.fixture
def measured(
    no_proxies: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Namespace:
    """Output of `measure` on loopback servers: a slow official one, a fast and a dead mirror."""
    data = bytes(1_000_000)
    slow, fast, dead = (FaultServer(files) for files in ({SAMPLE: data}, {SAMPLE: data}, {}))
    found = Namespace()
    with slow, fast, dead:
        slow.always(SAMPLE, faults.drip(300_000))
        session = replace(Session.start(), mirrors=mirrors_of(slow, fast=fast, dead=dead))
        monkeypatch.setattr(Session, "start", lambda: session)
        for name, more in (("text", []), ("data", ["--json"])):
            options = parser().parse_args(["mirrors", "measure", "--for", "conda", *more])
            assert options.command(options) == 0
            setattr(found, name, capsys.readouterr().out)
    return found


def test_measuring_shows_each_servers_speed_and_proposes_the_fastest(measured: Namespace) -> None:
    lines = measured.text.splitlines()
    assert any("official: " in line and "kB/s" in line for line in lines)
    assert any("fast: " in line and "MB/s" in line for line in lines)
    assert any("dead: not reachable: 127.0.0.1 does not have this file." in line for line in lines)
    assert "seedbed mirrors use fast --for conda" in measured.text
    assert not state_folder().exists(), "nothing is changed by it"


def test_measuring_as_json_has_numbers(measured: Namespace) -> None:
    data = {each["server"]: each for each in json.loads(measured.data)}
    assert data["fast"]["bytes_per_second"] > data["official"]["bytes_per_second"] > 0
    assert data["dead"]["trouble"] == "gone"
    assert data["official"]["bytes"] > 100_000
