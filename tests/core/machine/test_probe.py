"""The probe against real small programs and files, and against everything that goes wrong."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from app.core.cancel import Cancel
from app.core.machine.facts import Machine, PythonFound, Reach, from_data, to_data
from app.core.machine.probe import ProbeTools, probe
from app.core.machine.probes import pythons
from app.core.machine.probes.drives import drives, memory, mount_of
from app.core.shell import Shell
from app.errors import Cancelled
from app.platforms.base import CpuFacts, OsFacts
from app.platforms.linux import Linux
from tests.fakes.programs import program

SYSTEM_PATH = "/usr/bin:/bin"


class Bare(Linux):
    """A Linux on which no conda is where condas usually are."""

    def conda_places(self, home: Path, environ: object) -> tuple[Path, ...]:
        return (home / "miniconda3",)


@dataclass
class Asked:
    """What a probe reported."""

    machines: list[Machine]

    def __call__(self, machine: Machine) -> None:
        self.machines.append(machine)


def tools(home: Path, path: str = "", platform: Linux | None = None) -> ProbeTools:
    used = platform or Bare()
    return ProbeTools(
        platform=used,
        shell=Shell(used, Cancel()),
        reach=lambda: (Reach("example.org", ok=True),),
        home=home,
        environ={"PATH": path or SYSTEM_PATH},
    )


def wait_for(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


def fake_conda(base: Path, says: str | None = None, version: str = "26.7.1") -> Path:
    """A folder that looks like a conda and whose Python answers `conda info --json`."""
    (base / "conda-meta").mkdir(parents=True)
    (base / "conda-meta" / "history").write_text("")
    (base / "conda-meta" / f"conda-{version}-py313h1_0.json").write_text("{}")
    (base / "condabin").mkdir()
    answer = json.dumps(
        {"root_prefix": str(base.resolve()), "conda_version": version, "root_writable": True}
    )
    program(base / "bin", "python", says if says is not None else f"cat <<'X'\n{answer}\nX")
    program(base / "bin", "conda", "exit 0")
    return base


def condas(home: Path, path: str = "", environ: dict[str, str] | None = None) -> list[PythonFound]:
    platform = Bare()
    used = {"PATH": path or SYSTEM_PATH, **(environ or {})}
    found = pythons.find_pythons(platform, Shell(platform, Cancel()), home, used)
    return [one for one in found if one.kind == "conda"]


def test_every_fact_arrives_and_nothing_is_pending_at_the_end(own_home: Path) -> None:
    asked = Asked([])
    machine = probe(tools(own_home), asked, Cancel())
    assert machine.pending == ()
    for name in ("os", "cpu", "memory", "drives", "graphics", "pythons", "settings", "reach"):
        assert getattr(machine, name) is not None, name
    assert asked.machines[-1] == machine
    lengths = [len(one.pending) for one in asked.machines]
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) == lengths[0] + 1
    assert from_data(json.loads(json.dumps(to_data(machine)))) == machine


def test_quick_facts_do_not_wait_for_slow_ones(own_home: Path) -> None:
    release = threading.Event()

    def slow() -> tuple[Reach, ...]:
        release.wait(20)
        return ()

    waiting: list[tuple[str, ...]] = []

    def report(machine: Machine) -> None:
        waiting.append(machine.pending)
        if machine.pending == ("reach",):
            release.set()

    machine = probe(replace(tools(own_home), reach=slow), report, Cancel())
    assert ("reach",) in waiting
    assert machine.reach == ()


@pytest.mark.parametrize("error", [OSError, ValueError, RecursionError, KeyError, TypeError])
def test_a_check_that_fails_is_unknown_and_hides_nothing_else(
    own_home: Path, error: type[Exception]
) -> None:
    class Odd(Bare):
        def os_facts(self) -> OsFacts:
            raise error("broken check")

        def cpu_facts(self) -> CpuFacts:
            raise error("broken check")

    machine = probe(tools(own_home, platform=Odd()), Asked([]), Cancel())
    assert (machine.os, machine.cpu) == (None, None)
    assert machine.memory is not None
    assert machine.pending == ()


def test_a_check_that_hangs_is_unknown_after_the_patience(own_home: Path) -> None:
    hang = threading.Event()

    def never() -> tuple[Reach, ...]:
        hang.wait(30)
        return ()

    started = time.monotonic()
    machine = probe(replace(tools(own_home), reach=never, patience=1.0), Asked([]), Cancel())
    hang.set()
    assert time.monotonic() - started < 3
    assert machine.reach is None
    assert machine.pending == ()
    assert machine.os is not None


def test_cancelling_stops_the_probe_and_its_programs(own_home: Path, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    fake_conda(
        own_home / "miniconda3", says=f"echo $$ > {note}.new; mv {note}.new {note}; exec sleep 60"
    )
    cancel = Cancel()

    def report(machine: Machine) -> None:
        if machine.pending == ("pythons",):
            assert wait_for(note.exists)
            cancel.set()

    with pytest.raises(Cancelled):
        probe(tools(own_home), report, cancel)
    pid = int(note.read_text())
    assert wait_for(lambda: not psutil.pid_exists(pid))


def test_a_healthy_conda_is_found_and_described(own_home: Path) -> None:
    base = fake_conda(own_home / "miniconda3")
    assert condas(own_home) == [PythonFound("conda", str(base.resolve()), "26.7.1", healthy=True)]


@pytest.mark.parametrize(
    ("says", "trouble"),
    [
        ("echo 'No module named conda.cli' >&2; exit 1", "does_not_start"),
        ('echo \'{"root_prefix": "/elsewhere", "conda_version": "4.9.2"}\'', "does_not_start"),
        ("echo '[1, 2]'", "does_not_start"),
        ("exec sleep 30", "silent"),
    ],
)
def test_a_conda_that_does_not_work_says_how(
    own_home: Path, monkeypatch: pytest.MonkeyPatch, says: str, trouble: str
) -> None:
    monkeypatch.setattr(pythons, "_INFO_SECONDS", 0.5)
    fake_conda(own_home / "miniconda3", says=says)
    (found,) = condas(own_home)
    assert (found.healthy, found.trouble) == (False, trouble)


def test_a_conda_without_its_python_is_not_healthy(own_home: Path) -> None:
    base = fake_conda(own_home / "miniconda3")
    (base / "bin" / "python").unlink()
    (found,) = condas(own_home)
    assert (found.version, found.trouble) == ("26.7.1", "no_python")


def test_condas_are_found_by_path_variable_and_register(own_home: Path, tmp_path: Path) -> None:
    on_path = fake_conda(tmp_path / "on path")
    active = fake_conda(tmp_path / "active")
    register = fake_conda(tmp_path / "registered")
    environment = register / "envs" / "ml"
    (environment / "conda-meta").mkdir(parents=True)
    (own_home / ".conda").mkdir()
    (own_home / ".conda" / "environments.txt").write_text(f"{environment}\n/gone\n\n")
    found = condas(own_home, f"{on_path}/bin:{SYSTEM_PATH}", {"CONDA_EXE": f"{active}/bin/conda"})
    assert {one.prefix for one in found} == {str(p) for p in (on_path, active, register)}


def test_the_same_conda_is_named_once(own_home: Path) -> None:
    base = fake_conda(own_home / "miniconda3")
    (own_home / "link").symlink_to(base)
    found = condas(own_home, f"{own_home}/link/bin:{base}/condabin:{SYSTEM_PATH}")
    assert len(found) == 1


def test_looking_at_a_conda_leaves_home_as_it_was(own_home: Path) -> None:
    fake_conda(own_home / "miniconda3")
    before = sorted(own_home.rglob("*"))
    condas(own_home)
    assert sorted(own_home.rglob("*")) == before


def test_pythons_on_path_are_named_with_their_version(own_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "python3").symlink_to(sys.executable)
    program(tmp_path / "odd", "python", "echo Python; exit 3")
    platform = Bare()
    environ = {"PATH": f"{folder}:{tmp_path / 'odd'}"}
    found = pythons.find_pythons(platform, Shell(platform, Cancel()), own_home, environ)
    version = ".".join(map(str, sys.version_info[:3]))
    assert [(one.version, one.healthy, one.trouble) for one in found] == [
        (version, True, ""),
        ("", False, "does_not_start"),
    ]


def test_a_python_that_only_offers_to_install_one_is_never_started(
    own_home: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "started"
    program(tmp_path / "bin", "python", f"touch {trace}")

    class Store(Bare):
        def is_stub_python(self, path: Path) -> bool:
            return path.parent == tmp_path / "bin"

    platform = Store()
    (found,) = pythons.find_pythons(
        platform, Shell(platform, Cancel()), own_home, {"PATH": str(tmp_path / "bin")}
    )
    assert found.trouble == "stub"
    assert not trace.exists()


def test_memory_and_the_home_drive_are_measured(own_home: Path) -> None:
    now = memory()
    assert 0 < now.available <= now.total
    mount, _filesystem = mount_of(own_home.resolve())
    found = {drive.mount: drive for drive in drives(own_home.resolve())}
    assert mount in found
    usage = os.statvfs(mount)
    assert found[mount].total == usage.f_blocks * usage.f_frsize
    assert len(found) == len(drives(own_home.resolve()))


def test_the_register_of_environments_may_hold_anything(tmp_path: Path) -> None:
    path = tmp_path / "environments.txt"
    assert pythons.registered(path) == ()
    path.write_bytes(b"\xff\xfe\x00/a\n\r\n  /b  \n")
    assert Path("/b") in pythons.registered(path)
    assert pythons.base_of(Path("/a\0b")) is None
