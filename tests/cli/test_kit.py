"""`seedbed kit` as typed: progress and results, killed and run again, without any network."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.core.amounts import bytes_text
from tests.cli.test_cli import seedbed
from tests.fakes.bench import contents
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import drip
from tests.fakes.own_kit import own_kit
from tests.fakes.small_workshop import WORKSHOP, make_workshop, served
from tests.real.seedbed_process import ROOT, SeedbedProcess

TINY = "channel/linux-64/tiny-1.0-0.conda"
WINDOWS_KIT = ROOT / ".cache" / "practice-kit-windows"


def make(place: Path | str, kit: Path, *more: str) -> subprocess.CompletedProcess[str]:
    app = () if "--app" in more else ("--no-app",)
    return seedbed("kit", "make", str(place), "--to", str(kit), *app, *more)


def result_of(finished: subprocess.CompletedProcess[str]) -> dict[str, object]:
    last: dict[str, object] = json.loads(finished.stdout.splitlines()[-1])
    return last


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return make_workshop(tmp_path / "small")


def test_a_kit_is_made_checked_and_found_altered(small: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    both = ("--platform", "linux-64", "--platform", "win-64")
    made = make(small, kit, *both)
    assert made.returncode == 0, made.stderr
    assert "The kit is complete: 22 files" in made.stdout
    assert "Written: 22, removed: 0" in made.stdout
    assert "Downloading packages and installers" in made.stderr
    again = make(small, kit, *both, "--json")
    assert result_of(again)["written"] == []
    assert json.loads(again.stdout.splitlines()[0])["event"] == "step_started"
    checked = seedbed("kit", "check", str(kit), "--quick")
    assert checked.returncode == 0, checked.stderr
    assert "✓ win-64: complete" in checked.stdout
    (kit / TINY).write_bytes(b"?")
    checked = seedbed("kit", "check", str(kit), "--quick", "--json")
    assert checked.returncode == 2
    assert result_of(checked)["altered"] == [TINY]
    counted = [json.loads(line) for line in checked.stdout.splitlines()[:-1]]
    assert max(event.get("overall", 0) for event in counted) == 1
    assert result_of(checked)["platforms"] == {"linux-64": False, "win-64": True}
    told = seedbed("kit", "check", str(kit))
    assert told.returncode == 2
    assert f"✗ altered: {TINY}" in told.stdout
    assert "Not tried out" in told.stdout


def test_a_kit_that_does_not_install_is_told_after_what_was_found_in_it(
    small: Path, tmp_path: Path, own_home: Path
) -> None:
    """Every file is as it should be; only the installer is no program."""
    kit = tmp_path / "kit"
    assert make(small, kit, "--platform", "linux-64").returncode == 0
    checked = seedbed("kit", "check", str(kit))
    assert checked.returncode == 6, checked.stderr
    assert "✓ linux-64: complete" in checked.stdout
    assert "proved to work" not in checked.stdout
    assert "✗ The installation failed." in checked.stderr
    assert not list(own_home.glob("seedbed*")), "the folder of the trial is gone"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--platform", "amiga"), 2),
        (("--platform", "osx-arm64"), 2),
        (("--platform", "all"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_made_ends_with_the_code_of_its_error(
    small: Path, tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    refused = make(small, tmp_path / "kit", *arguments)
    assert refused.returncode == code
    assert refused.stderr
    assert not (tmp_path / "kit").exists()


def test_the_workshop_says_for_which_platforms_the_kit_is(small: Path, tmp_path: Path) -> None:
    refused = make(small, tmp_path / "kit")
    assert "--platform" in refused.stderr
    with (small / "workshop.toml").open("a", encoding="utf-8") as file:
        file.write('[platforms]\nnames = ["win-64"]\n')
    made = make(small, tmp_path / "kit", "--json")
    assert result_of(made)["platforms"] == ["win-64"]


def test_which_platforms_have_no_seedbed_is_told(small: Path, tmp_path: Path) -> None:
    app = tmp_path / "Seedbed-9.0-linux-x86_64"
    app.write_bytes(b"program")
    both = ("--platform", "linux-64", "--platform", "win-64")
    told = make(small, tmp_path / "kit", *both)
    assert "Without Seedbed itself for: linux-64, win-64." in told.stderr
    made = result_of(make(small, tmp_path / "kit", *both, "--app", str(app), "--json"))
    assert f"seedbed/{app.name}" in made["written"]  # type: ignore[operator]
    assert "linux-64" not in made["without_app"]  # type: ignore[operator]


def test_a_kit_for_another_system_is_told_in_one_sentence(small: Path, tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    assert make(small, kit, "--platform", "win-64").returncode == 0
    refused = seedbed("install", str(kit), "--to", str(tmp_path / "conda"), "--yes")
    assert refused.returncode == 2
    told = [line for line in refused.stderr.splitlines() if line.startswith("✗")]
    sentence = "✗ This kit is for win-64, and this computer is linux-64."
    assert told, refused.stderr
    assert all(line.startswith(sentence) for line in told), "nothing else is the matter"
    assert not (tmp_path / "conda").exists()


def test_a_folder_that_is_no_kit_is_refused_by_check(tmp_path: Path) -> None:
    refused = seedbed("kit", "check", str(tmp_path))
    assert refused.returncode == 2
    assert "manifest.json" in refused.stderr


def test_a_killed_making_is_recognised_and_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed in the middle of a slow download; what was there is not asked for again."""
    payload = os.urandom(600_000)
    files = served(make_workshop(tmp_path / "there", materials=False, payload=payload))
    kit, size = tmp_path / "kit", len(files[f"/{TINY}"])
    with FaultServer(files) as server:
        server.always(f"/{TINY}", drip(300_000))
        place = f"{server.url}/workshop.toml"
        arguments = (
            "kit",
            "make",
            place,
            "--platform",
            "linux-64",
            "--to",
            str(kit),
            "--json",
            "--no-app",
        )
        run = SeedbedProcess(arguments)
        for event in run.read():
            if event["event"] == "progress" and event["done"] > 250_000:
                run.send(signal.SIGKILL)
        assert run.finish().code == -signal.SIGKILL
        assert (kit / "unfinished.json").is_file()
        assert not (kit / "manifest.json").exists()
        assert seedbed("kit", "check", str(kit)).returncode == 2
        before = server.sent(f"/{TINY}")
        made = make(place, kit, "--platform", "linux-64")
        assert made.returncode == 0, made.stderr
        assert server.sent(f"/{TINY}") - before < size - 100_000, bytes_text(before)
    assert seedbed("kit", "check", str(kit), "--quick").returncode == 0
    assert not (kit / "unfinished.json").exists()


@pytest.mark.parametrize("step", ["fetch", "index", "write"])
def test_whenever_it_is_killed_the_next_making_gives_the_same_kit(
    small: Path, tmp_path: Path, step: str
) -> None:
    kit, both = tmp_path / "kit", ("--platform", "linux-64", "--platform", "win-64")
    arguments = ("kit", "make", str(small), "--to", str(kit), "--json", "--no-app", *both)
    SeedbedProcess(arguments).send_at(step, signal.SIGKILL)
    assert make(small, kit, *both).returncode == 0
    assert seedbed("kit", "check", str(kit), "--quick").returncode == 0
    assert make(small, tmp_path / "other", *both).returncode == 0
    ours, other = (_without_stamps(tmp_path / name) for name in ("kit", "other"))
    assert ours == other


def _without_stamps(kit: Path) -> dict[str, str]:
    """An index says when it was written, and the manifest has its hash: all but these."""
    found = contents(kit)
    return {
        path: sha for path, sha in found.items() if "repodata" not in path if "mani" not in path
    }


def test_ctrl_c_ends_it_in_order(tmp_path: Path) -> None:
    files = served(make_workshop(tmp_path / "there", materials=False, payload=os.urandom(600_000)))
    with FaultServer(files) as server:
        server.always(f"/{TINY}", drip(100_000))
        where = ("--platform", "linux-64", "--to", str(tmp_path / "kit"), "--json")
        run = SeedbedProcess(("kit", "make", f"{server.url}/workshop.toml", "--no-app", *where))
        assert run.send_at("fetch", signal.SIGINT).code == 3


@pytest.fixture
def practice(practice_kit: Path, tmp_path: Path) -> Path:
    """The practice workshop with a folder of its own, so that a lock can be written there."""
    return own_kit(practice_kit, tmp_path / "practice")


def alone(*arguments: str, loopback: bool = True) -> list[str]:
    """A command in a network of its own, which has no interface but, perhaps, the loopback."""
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("networks of one's own cannot be made here")
    if loopback and shutil.which("ip") is None:
        pytest.skip("the program `ip` is missing; install: iproute2")
    up = "ip link set lo up && " if loopback else ""
    return ["unshare", "-n", "sh", "-c", f'{up}exec "$@"', "sh", *arguments]


def run_alone(*arguments: str, loopback: bool = True, cwd: Path = ROOT, code: int = 0) -> str:
    done = subprocess.run(
        alone(*arguments, loopback=loopback),
        cwd=cwd,
        env=dict(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


@pytest.mark.real
def test_a_kit_and_its_zip_file_install_where_there_is_no_network(
    practice: Path, tmp_path: Path
) -> None:
    kit, home = tmp_path / "kit", tmp_path / "conda"
    made = make(practice, kit, "--platform", "linux-64", "--zip")
    assert made.returncode == 0, made.stderr
    shutil.rmtree(practice)  # nothing may be needed but the kit
    app = (sys.executable, "-m", "app")
    checked = run_alone(*app, "kit", "check", str(kit), "--json")
    assert json.loads(checked.splitlines()[-1])["rehearsed"] is True
    where = ("--to", str(home), "--yes", "--no-launchers", "--no-lessons", "--json")
    materials = ("--materials-to", str(tmp_path / "notes"))
    told = run_alone(*app, "install", str(kit.with_name("kit.zip")), *where, *materials)
    assert json.loads(told.splitlines()[-1])["event"] == "run_done"
    assert (tmp_path / "notes" / "first_steps.ipynb").is_file()
    assert len(list((home / "envs" / "practice" / "conda-meta").glob("*.json"))) == 115


@pytest.mark.real
def test_the_commands_of_the_start_page_work_by_hand_without_a_network(
    practice: Path, tmp_path: Path, own_home: Path
) -> None:
    """Plan B: no Seedbed, only what the page says; and conda takes the channel as its own."""
    kit = tmp_path / "kit"
    assert make(practice, kit, "--platform", "linux-64").returncode == 0
    page = (kit / "START-HERE.html").read_text("utf-8")
    found = re.search(r'<ol data-platform="linux-64">(.*?)</ol>', page, re.DOTALL)
    assert found
    lines = re.findall(r"<code>(.*?)</code>", found[1])
    assert len(lines) == 3
    commands = html.unescape("\n".join(lines))
    script = tmp_path / "by-hand.sh"
    channel = (kit / "channel").as_uri()
    script.write_text(
        f"set -e\n{commands}\npython -c 'import numpy, sys; print(sys.prefix)'\n"
        f"conda create -y -q --offline --override-channels -c {channel} -n other pandas\n"
    )
    told = run_alone("bash", str(script), loopback=False, cwd=kit)
    assert str(own_home / "seedbed-conda" / "envs" / "practice") in told
    other = own_home / "seedbed-conda" / "envs" / "other" / "conda-meta"
    assert list(other.glob("pandas-*.json"))


def _joined(practice_kit: Path, folder: Path) -> Path:
    """One workshop of the practice kits for Linux and Windows. Packages for both systems that
    were built differently are needed by Jupyter only, which this workshop leaves out."""
    for kit in (practice_kit, WINDOWS_KIT):
        for file in [*(kit / "channel").rglob("*.conda"), *(kit / "installers").iterdir()]:
            place = folder / file.relative_to(kit)
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                place.symlink_to(file)
    for subdir in ("linux-64", "win-64", "noarch"):
        records: dict[str, object] = {}
        for kit in (WINDOWS_KIT, practice_kit):
            index = kit / "channel" / subdir / "repodata.json"
            if index.is_file():
                records |= json.loads(index.read_text("utf-8"))["packages.conda"]
        data = {"info": {"subdir": subdir}, "packages": {}, "packages.conda": records}
        (folder / "channel" / subdir / "repodata.json").write_text(json.dumps(data))
    windows = (WINDOWS_KIT / "installers.toml").read_text("utf-8")
    both = (practice_kit / "installers.toml").read_text("utf-8")
    both += "\n[[installer]]" + windows.partition("[[installer]]")[2]
    (folder / "installers.toml").write_text(both, "utf-8")
    text = WORKSHOP.replace('"small"', '"practice"').replace('"1.0"', '"latest"')
    text = text.replace('["tiny"]', '["numpy", "pandas"]\npython = "3.11"')
    (folder / "workshop.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.real
def test_one_kit_serves_linux_and_windows_and_installs_here(
    practice_kit: Path, tmp_path: Path
) -> None:
    if not (WINDOWS_KIT / "workshop.toml").is_file():
        pytest.skip("the practice kit for Windows is not built; dev.py test --wine")
    kit = tmp_path / "kit"
    place = _joined(practice_kit, tmp_path / "both")
    made = make(place, kit, "--platform", "linux-64", "--platform", "win-64", "--zip", "--json")
    assert made.returncode == 0, made.stderr
    assert result_of(made)["platforms"] == ["linux-64", "win-64"]
    manifest = json.loads((kit / "manifest.json").read_text("utf-8"))
    shared = [f["path"] for f in manifest["files"] if "/noarch/" in f["path"]]
    assert any("pandas" in f["path"] for f in manifest["files"] if f.get("platforms") == ["win-64"])
    assert len(shared) == len(set(shared)) > 4
    with zipfile.ZipFile(kit.with_name("kit.zip")) as archive:
        assert len(archive.namelist()) == len(manifest["files"]) + 1
    told = run_alone(sys.executable, "-m", "app", "kit", "check", str(kit), "--json")
    last = json.loads(told.splitlines()[-1])
    assert last["platforms"] == {"linux-64": True, "win-64": True}
    assert last["rehearsed"] is True
