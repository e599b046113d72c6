"""A class of thirty at one server behind a slow link: how long until all have every byte, how many
are proven, and what it costs the server; the same with nginx in the same run.

Called by `dev.py bench --classroom`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import class_servers
from bench.children import BUILD_SCRIPTS, ROOT, BenchFailed, environment, must, run
from bench.class_servers import Running
from bench.room import Room, classroom, no_room_reason

TARGETS = {"seconds_over_ideal": 1.15, "memory_mb": 150.0, "of_nginx": 0.9}
_SUBDIR = "linux-64"
_LONGEST = 1800.0
Say = Callable[[str], None]
Serve = Callable[[Path, tuple[str, ...], Path], AbstractContextManager[Running]]


@dataclass(frozen=True, slots=True)
class Class:
    """How big it is: `installs` of the participants install for real, the others download."""

    participants: int = 30
    installs: int = 3
    bits: float = 300e6


def measure_classroom(practice: Path, folder: Path, room: Class, say: Say) -> dict[str, Any]:
    """The figures with their targets. Raises BenchFailed."""
    reason = no_room_reason()
    if reason:
        raise BenchFailed(f"no classroom can be made here: {reason}")
    kit = folder / "kit"
    _make_kit(practice, kit, folder, say)
    files = _files(kit)
    size = sum(int(one["size"]) for one in files)
    ideal = room.participants * size * 8 / room.bits
    say(f"{room.participants} × {size / 1e6:.0f} MB at {room.bits / 1e6:.0f} Mbit/s: {ideal:.0f} s")
    servers: dict[str, Serve] = {"seedbed": class_servers.seedbed, "nginx": class_servers.nginx}
    found = {
        name: _Lesson(kit, files, folder / f"class-{name}", room, say).hold(name, serve)
        for name, serve in servers.items()
    }
    return figures(found, ideal, size)


def figures(found: dict[str, dict[str, Any]], ideal: float, size: int) -> dict[str, Any]:
    """What is aimed at, next to what came of it."""
    ours, theirs = found["seedbed"], found["nginx"]
    told = {
        "seconds": ours["seconds"],
        "seconds_over_ideal": ours["seconds"] / ideal,
        "memory_mb": ours["memory"] / 1e6,
        "of_nginx": theirs["seconds"] / ours["seconds"],
        "proven": ours["proven"],
        "hash_complete": ours["whole"],
        "participants": ours["participants"],
        "green_on_board": ours["green"],
        "bytes_from_internet": ours["outside"],
        "bytes_of_one_copy": size,
    }
    met = {
        "seconds_over_ideal": told["seconds_over_ideal"] <= TARGETS["seconds_over_ideal"],
        "memory_mb": told["memory_mb"] <= TARGETS["memory_mb"],
        "of_nginx": told["of_nginx"] >= TARGETS["of_nginx"],
        "everybody": told["proven"] + told["hash_complete"] == told["participants"],
        "one_copy": told["bytes_from_internet"] == 0,
        "board": told["green_on_board"] == told["proven"],
    }
    return {**told, "targets": TARGETS, "met": met, "runs": found}


class _Lesson:
    """One class at one server."""

    def __init__(
        self, kit: Path, files: list[dict[str, Any]], folder: Path, room: Class, say: Say
    ) -> None:
        self._kit, self._files, self._folder = kit, files, folder
        self._room, self._say = room, say
        folder.mkdir(parents=True)

    def hold(self, name: str, serve: Serve) -> dict[str, Any]:
        """Let everybody begin at once, and wait for the last."""
        room = self._room
        with (
            classroom(room.participants, room.bits) as net,
            serve(self._kit, net.server, self._folder) as server,
            ThreadPoolExecutor(room.installs) as pool,
        ):
            began, downloads, installs = self._begin(server.url, net, pool)
            ends = [self._ended(child) for child in downloads]
            there, proven = zip(*(one.result() for one in installs), strict=True)
            checked = [self._is_whole(child) for child in downloads]
            memory = server.memory
            time.sleep(1)  # the board is told twice a second
            outside = net.from_outside()
            green = sum(bool(row.get("proven")) for row in server.board.get("rows", ()))
        seconds, whole = max(*ends, *there) - began, sum(checked)
        told = (
            f"{name}: {seconds:.1f} s, {memory / 1e6:.0f} MB, {whole} whole, {sum(proven)} proven"
        )
        self._say(told)
        shutil.rmtree(self._folder / "participants")
        return {
            "seconds": seconds,
            "memory": memory,
            "whole": whole,
            "proven": sum(proven),
            "green": green,
            "outside": outside,
            "participants": room.participants,
        }

    def _begin(
        self, url: str, net: Room, pool: ThreadPoolExecutor
    ) -> tuple[float, list[subprocess.Popen[str]], list[Future[tuple[float, bool]]]]:
        listed = self._folder / "files.json"
        listed.write_text(
            json.dumps([{**one, "url": f"{url}/{one['url']}"} for one in self._files])
        )
        installing = net.participants[: self._room.installs]
        downloads = [
            self._download(prefix, listed, at)
            for at, prefix in enumerate(net.participants[len(installing) :], start=100)
        ]
        for child in downloads:
            assert child.stdout is not None
            if child.stdout.readline().strip() != "ready":
                raise BenchFailed("a participant did not start")
        began = time.monotonic()
        for child in downloads:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        children = [self._install(prefix, url, at) for at, prefix in enumerate(installing)]
        installs = [pool.submit(self._installed, *child) for child in children]
        return began, downloads, installs

    def _place(self, at: int) -> Path:
        place = self._folder / "participants" / str(at)
        place.mkdir(parents=True)
        return place

    def _download(self, prefix: tuple[str, ...], listed: Path, at: int) -> subprocess.Popen[str]:
        place = self._place(at)
        script = str(BUILD_SCRIPTS / "bench" / "participant.py")
        env = environment(place / "home", PYTHONPATH=str(ROOT))
        return subprocess.Popen(
            [*prefix, sys.executable, script, str(listed), str(place / "kit")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
        )  # fmt: skip

    def _install(
        self, prefix: tuple[str, ...], url: str, at: int
    ) -> tuple[subprocess.Popen[str], Path]:
        place = self._place(at)
        env = environment(place / "home", SEEDBED_HOME=str(place / "seedbed"))
        command = [
            *prefix, sys.executable, "-m", "app", "install", url, "--to", str(place / "conda"),
            "--no-launchers", "--no-lessons", "--yes", "--json",
        ]  # fmt: skip
        log = place / "install.log"
        with log.open("w") as errors:
            child = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        return child, log

    def _ended(self, child: subprocess.Popen[str]) -> float:
        """When this participant had every byte."""
        assert child.stdout is not None
        line = child.stdout.readline()
        if not line:
            raise BenchFailed(f"a participant's download ended with code {child.wait()}")
        return float(json.loads(line)["ended"])

    def _is_whole(self, child: subprocess.Popen[str]) -> bool:
        """Whether all of it is what the manifest says."""
        output, _errors = child.communicate("look\n", timeout=_LONGEST)
        return bool(json.loads(output)["whole"])

    def _installed(self, child: subprocess.Popen[str], log: Path) -> tuple[float, bool]:
        """When all packages were there, and whether it was proven in the end."""
        assert child.stdout is not None
        fetched, ended = 0.0, ""
        for line in child.stdout:
            event = json.loads(line)
            ended = event["event"]
            if ended in ("step_done", "step_skipped") and event["step"].startswith("fetch"):
                fetched = time.monotonic()
        if child.wait():
            self._say(f"an installation ended with {child.returncode}: {log.read_text()[-500:]}")
        return fetched, ended == "run_done"


def _make_kit(practice: Path, kit: Path, folder: Path, say: Say) -> None:
    say("making the kit")
    log = folder / "make.log"
    env = environment(folder / "home", SEEDBED_HOME=str(folder / "seedbed"))
    command = [
        sys.executable, "-m", "app", "kit", "make", str(_beside(practice, folder)),
        "--platform", _SUBDIR, "--to", str(kit), "--json",
    ]  # fmt: skip
    must(run(command, env, log, cwd=ROOT), "kit make", log)


def _beside(practice: Path, folder: Path) -> Path:
    """The practice kit's workshop file in a folder of its own: making a kit writes a lock beside
    it, which tests that use the practice kit must not find."""
    own = folder / "workshop"
    own.mkdir()
    for name in ("workshop.toml", "installers.toml"):
        shutil.copy(practice / name, own)
    for name in ("channel", "installers"):
        (own / name).symlink_to((practice / name).resolve())
    shutil.copytree(practice / "materials", own / "materials")
    return own / "workshop.toml"


def _files(kit: Path) -> list[dict[str, Any]]:
    """What one participant downloads: everything of the kit for this platform."""
    from urllib.parse import quote

    listed = json.loads((kit / "manifest.json").read_text("utf-8"))["files"]
    return [
        {
            "url": quote(one["path"]),
            "path": one["path"],
            "size": one["size"],
            "sha256": one["sha256"],
        }
        for one in sorted(listed, key=lambda one: -one["size"])
        if not one.get("platforms") or _SUBDIR in one["platforms"]
    ]
