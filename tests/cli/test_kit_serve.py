"""`seedbed kit serve` and `seedbed shared` as typed, with real processes and a real participant."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from app.cli.arguments import parser
from app.cli.qr import lines
from app.core.cancel import Cancel
from app.core.kits.making import Workbench, make_kit
from app.core.proof.code import Outcome, ProofCode
from app.core.proof.coding import workshop_mark
from app.core.session import Session
from app.core.sharing.messages import Phase, Progress, write_progress
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from tests.cli.test_cli import seedbed
from tests.fakes.bench import Bench
from tests.fakes.small_workshop import make_workshop
from tests.real.seedbed_process import ROOT

HERE = ("--at", "127.0.0.1", "--port", "0", "--no-announce")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    session = Bench(folder / "bench").session
    opened = open_workshop(str(make_workshop(folder / "workshop")), session, Cancel())
    bench = Workbench(session, Cancel(), lambda _event: None)
    return make_kit(opened, LockFor(("linux-64",)), folder / "kit", bench).folder


@contextmanager
def serving(kit: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "app", "--language", "en", "kit", "serve", str(kit)]
    with subprocess.Popen(
        [*command, *HERE, *more],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.communicate(timeout=30)


def next_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    found: dict[str, Any] = json.loads(process.stdout.readline())
    return found


def tell(address: str, told: Progress) -> None:
    headers = {"Content-Type": "application/json"}
    answer = requests.post(f"{address}/progress", write_progress(told), headers=headers, timeout=20)
    assert answer.status_code == 200


def test_programs_read_the_board_as_json_and_ctrl_c_ends_it(kit: Path) -> None:
    with serving(kit, "--json") as process:
        first = next_line(process)
        assert (first["event"], first["title"]) == ("sharing", "Small <workshop>")
        (address,) = first["addresses"]
        assert next_line(process) == {
            "event": "board", "rows": [], "rate": 0, "sent": 0, "proven": 0, "troubles": [],
        }  # fmt: skip
        workshop = open_workshop(str(kit), Session.start(), Cancel()).workshop
        code = ProofCode(Outcome.PASSED, workshop_mark(workshop), 0).text
        tell(address, Progress("a" * 32, Phase.READY, 1, 1, code, "Ada"))
        (row,) = next_line(process)["rows"]
        assert (row["name"], row["code"], row["proven"]) == ("Ada", code, True)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        assert process.returncode == 0, errors
        assert json.loads(output.splitlines()[-1])["event"] == "stopped"


def test_without_a_terminal_plain_lines_say_what_changed(kit: Path) -> None:
    with serving(kit) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        tell(address, Progress("b" * 32, Phase.INSTALLING, 1, 2))
        assert process.stderr is not None
        told = ""
        while "Computer 1" not in told:
            line = process.stderr.readline()
            assert line, told
            told += line
        assert "“Small <workshop>” is being shared here:" in told
        assert f"seedbed install {address}" in told
        assert "… Computer 1: installing, 50 %" in told
        process.send_signal(signal.SIGINT)
        _output, rest = process.communicate(timeout=30)
        assert "No longer shared." in rest
        assert "█" not in told + rest, "a QR code is for terminals"


@pytest.mark.parametrize("words", [["kit", "serve", "KIT"], ["shared"]])
def test_without_an_address_all_of_this_computer_are_meant(words: list[str]) -> None:
    assert not parser().parse_args(words).at
    assert parser().parse_args([*words, "--at", "127.0.0.1"]).at == "127.0.0.1"


def test_what_cannot_be_shared_is_told_in_one_sentence(kit: Path, tmp_path: Path) -> None:
    nothing = seedbed("kit", "serve", str(tmp_path), *HERE)
    assert nothing.returncode == 2
    assert "it is not a kit" in nothing.stderr
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = seedbed("kit", "serve", str(kit), "--at", "127.0.0.1", "--port", port)
    assert refused.returncode == 2
    assert f"The port {port} is taken" in refused.stderr
    assert seedbed("kit", "serve", str(kit), "--port", "99999").returncode == 2


def test_what_is_announced_is_listed(kit: Path) -> None:
    command = [sys.executable, "-m", "app", "kit", "serve", str(kit), "--at", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--port", "0", "--json"], cwd=ROOT, text=True, stdout=subprocess.PIPE
    ) as process:
        try:
            first = next_line(process)
            if not first["announced"]:
                pytest.skip("nothing can be announced on this computer's loopback")
            listed = seedbed("shared", "--at", "127.0.0.1", "--json")
            assert {"title": "Small <workshop>", "address": first["addresses"][0]} in json.loads(
                listed.stdout
            )
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def test_a_qr_code_on_a_terminal_is_square() -> None:
    drawn = lines("02D9-9GQH")
    assert len({len(line) for line in drawn}) == 1
    assert len(drawn[0]) in (2 * len(drawn), 2 * len(drawn) - 1)
    assert set("".join(drawn)) <= set(" ▀▄█")
