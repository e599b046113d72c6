"""One channel for three systems: what they share, what they do not; and the built one, for real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from practice import interpreters
from practice.conda_package import unpack
from practice.kit import inputs_of
from practice.systems import WINDOWS, Python
from practice.wheels import Wheel, read_wheel
from practice_workshop.libraries import jobs_for
from practice_workshop.mac import MAC, build_mac_python, mac_python

from tests.cli.test_cli import seedbed
from tests.real.seedbed_process import ROOT

WORKSHOP = ROOT / ".cache" / "practice-workshop"
SUBDIRS = ("linux-64", "osx-arm64", "win-64")


def wheel(folder: Path, name: str, *requires: str, tag: str = "py3-none-any") -> Wheel:
    path = folder / f"{name}-1.0-{tag}.whl"
    lines = "".join(f"Requires-Dist: {text}\n" for text in requires)
    with zipfile.ZipFile(path, "w") as archive:
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{lines}"
        archive.writestr(f"{name}-1.0.dist-info/METADATA", metadata)
    return read_wheel(path)


def test_pure_libraries_are_shared_unless_systems_want_different_ones(tmp_path: Path) -> None:
    same = wheel(tmp_path, "same", "other>=1")
    differs = wheel(tmp_path, "differs", "colour; sys_platform == 'win32'")
    fast = wheel(tmp_path, "fast", tag="cp311-cp311-win_amd64")
    mac, windows = Python("3.11.7", MAC), Python("3.11.9", WINDOWS)
    jobs = jobs_for({mac: [same, differs], windows: [same, differs, fast]})
    found = {(job.info.name, job.info.subdir): job for job in jobs}
    assert set(found) == {
        ("same", "noarch"), ("differs", "osx-arm64"), ("differs", "win-64"), ("fast", "win-64"),
    }  # fmt: skip
    assert found["same", "noarch"].python is None
    assert "colour" in found["differs", "win-64"].info.depends
    assert "colour" not in found["differs", "osx-arm64"].info.depends
    assert found["differs", "osx-arm64"].info.build == "py311_0"
    assert found["differs", "osx-arm64"].info.noarch is None


def test_the_mac_takes_wheels_for_apples_chip_and_for_both(tmp_path: Path) -> None:
    assert {"macosx_12_0_arm64", "macosx_11_0_arm64", "macosx_10_9_universal2"} <= set(
        MAC.wheel_platforms
    )
    assert not [name for name in MAC.wheel_platforms if name.endswith("x86_64")]
    assert not [name for name in MAC.wheel_platforms if name.startswith("macosx_13")]


def test_the_python_for_the_mac_has_the_library_and_says_what_it_lacks(tmp_path: Path) -> None:
    running = interpreters.running()
    made = build_mac_python(mac_python(running), running, tmp_path / "work", tmp_path / "channel")
    assert made.info.subdir == "osx-arm64"
    unpack(made.path, tmp_path / "tree")
    library = tmp_path / "tree" / "lib" / f"python{running.minor}"
    assert (library / "json" / "decoder.py").is_file()
    assert not list(library.rglob("*.so")), "nothing of Linux"
    assert not list(library.glob("_sysconfigdata*"))
    about = json.loads((tmp_path / "tree" / "info" / "about.json").read_text())
    assert "WITHOUT an interpreter" in about["summary"]
    started = subprocess.run(
        [tmp_path / "tree" / "bin" / "python", "-c", ""],
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "no macOS interpreter" in started.stderr


def test_the_kits_do_not_depend_on_it() -> None:
    """Otherwise they would have to be built again with it."""
    sources = (ROOT / "build_scripts" / "practice").glob("*.py")
    assert not [file.name for file in sources if "practice_workshop" in file.read_text("utf-8")]
    assert inputs_of([interpreters.running()])


@pytest.fixture
def practice_workshop() -> Path:
    if not (WORKSHOP / "workshop.toml").is_file():
        pytest.skip("not built: python3 build_scripts/practice_kit.py build --workshop")
    return WORKSHOP


def run_alone(*words: str) -> subprocess.CompletedProcess[str]:
    """`seedbed kit` in a network namespace without any way out."""
    script = ("sh", "-c", 'ip link set lo up; exec "$@"', "-")
    return subprocess.run(
        [
            "unshare",
            "--net",
            "--map-root-user",
            *script,
            sys.executable,
            "-m",
            "app",
            "kit",
            *words,
        ],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


@pytest.mark.real
def test_what_is_in_it_for_windows_and_macos_comes_from_their_wheels(
    practice_workshop: Path, tmp_path: Path
) -> None:
    magic = {"osx-arm64": (".so", b"\xcf\xfa\xed\xfe"), "win-64": (".pyd", b"MZ")}
    for subdir, (ending, beginning) in magic.items():
        (package,) = (practice_workshop / "channel" / subdir).glob("numpy-*.conda")
        unpack(package, tmp_path / subdir)
        compiled = list((tmp_path / subdir).rglob(f"*{ending}"))
        assert len(compiled) > 10
        assert all(file.read_bytes()[: len(beginning)] == beginning for file in compiled)
    text = (practice_workshop / "installers.toml").read_text("utf-8")
    found = {(one["os"], one["cpu"]): one["file"] for one in tomllib.loads(text)["installer"]}
    assert set(found) == {("linux", "x86_64"), ("macos", "arm64"), ("windows", "x86_64")}
    header = (practice_workshop / "installers" / found["macos", "arm64"]).read_bytes()[:4000]
    assert b"(MacOSX-arm64)" in header


@pytest.mark.real
def test_a_kit_for_three_systems_is_made_without_a_network_and_installs_here(
    practice_workshop: Path, tmp_path: Path
) -> None:
    kit = tmp_path / "kit"
    made = run_alone("make", str(practice_workshop), "--to", str(kit), "--no-app", "--json")
    assert made.returncode == 0, made.stderr
    last = json.loads(made.stdout.splitlines()[-1])
    assert last["platforms"] == list(SUBDIRS)
    manifest = json.loads((kit / "manifest.json").read_text("utf-8"))
    shared = [one for one in manifest["files"] if "/noarch/" in one["path"]]
    assert len(shared) > 50
    for subdir in SUBDIRS:
        assert [one for one in manifest["files"] if f"/{subdir}/numpy-" in one["path"]]
    checked = run_alone("check", str(kit), "--json")
    assert checked.returncode == 0, checked.stdout[-2000:] + checked.stderr[-2000:]
    last = json.loads(checked.stdout.splitlines()[-1])
    assert last["platforms"] == dict.fromkeys(SUBDIRS, True)
    assert last["rehearsed"] is True
    assert seedbed("check", str(kit), "--to", str(tmp_path / "c"), "--yes").returncode == 0
