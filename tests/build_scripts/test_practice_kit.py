"""Choosing interpreters and wheels, when to build again; and the built kit, used for real."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from practice import interpreters
from practice.conda_itself import own_imports
from practice.conda_package import BuiltPackage, PackageInfo
from practice.interpreters import Interpreter
from practice.kit import STAMP, base_packages, build, inputs_of, is_built
from practice.requirements import Pin
from practice.server import KitServer
from practice.systems import LINUX
from practice.wheelhouse import choose, tags_of

PYTHON = Interpreter(
    "3.11.7",
    LINUX["x86_64"],
    Path("/x/bin/python3.11"),
    Path("/x"),
    Path("/x/lib/python3.11"),
)


def package(name: str, version: str, *depends: str) -> BuiltPackage:
    info = PackageInfo(name, version, "0", "linux-64", depends=depends)
    return BuiltPackage(info, Path(f"{name}.conda"), 1, "m", "s")


def test_the_base_takes_what_fits_its_python_and_nothing_else() -> None:
    there = [
        package("python", "3.11.7"),
        package("python", "3.13.0"),
        package("python_abi", "3.11"),
        package("python_abi", "3.13"),
        package(
            "conda", "24.7.1", "python >=3.11,<3.12.0a0", "python_abi 3.11.* *_cp311", "boltons"
        ),
        package("pip", "26", "python >=3.9"),
        package("boltons", "2", "python >=3.12"),
        package("boltons", "1.10", "python >=3.7,3.*"),
        package("boltons", "1.9", "python >=3.7,3.*"),
        package("numpy", "2", "python >=3.11,<3.12.0a0"),
    ]
    found = {(p.info.name, p.info.version) for p in base_packages(there, PYTHON)}
    assert found == {
        ("python", "3.11.7"), ("python_abi", "3.11"), ("conda", "24.7.1"), ("pip", "26"),
        ("boltons", "1.10"),
    }  # fmt: skip


def test_the_running_python_comes_first_and_is_described_truly() -> None:
    first = interpreters.choose(())[0]
    assert first.version == ".".join(map(str, sys.version_info[:3]))
    assert first.prefix == Path(sys.base_prefix)
    assert (first.stdlib / "os.py").is_file()
    assert interpreters.choose([first.minor]) == (first,)


def test_a_python_that_is_not_here_is_refused_by_name() -> None:
    with pytest.raises(RuntimeError, match=r"3\.99"):
        interpreters.choose(["3.99"])


def test_a_program_that_is_no_python_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "python3.98"
    fake.write_text("#!/bin/sh\nexit 127\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    assert interpreters.ask(fake) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"3\.98"):
        interpreters.choose(["3.98"])


def test_the_best_fitting_wheel_with_the_right_hash_is_chosen(tmp_path: Path) -> None:
    for tag in ("py3-none-any", "cp313-cp313-linux_x86_64", "cp311-cp311-win_amd64"):
        (tmp_path / f"tool-1.0-{tag}.whl").write_bytes(tag.encode())
    good = hashlib.sha256(b"py3-none-any").hexdigest()
    pin = Pin("tool", "1.0", None, frozenset((good,)))
    wrong = Pin("tool", "1.0", None, frozenset(("0" * 64,)))
    other = Pin("tool", "2.0", None, frozenset((good,)))
    chosen, missing = choose([pin], tmp_path, tags_of(PYTHON))
    assert ([path.name for path in chosen], missing) == (["tool-1.0-py3-none-any.whl"], [])
    assert choose([wrong, other], tmp_path, tags_of(PYTHON)) == ([], [wrong, other])


def test_only_the_vendored_prefix_of_conda_is_rewritten() -> None:
    source = (
        b"from conda_lock._vendor.conda.base import x\n'conda_lock.vendor.conda.core'\nconda_lock\n"
    )
    assert own_imports(source) == b"from conda.base import x\n'conda.core'\nconda_lock\n"


def test_another_interpreter_makes_another_kit() -> None:
    newer = replace(PYTHON, version="3.11.8")
    assert inputs_of([PYTHON]) == inputs_of([PYTHON])
    assert len({inputs_of([PYTHON]), inputs_of([newer]), inputs_of([PYTHON, newer])}) == 3


def test_a_folder_without_the_right_stamp_is_no_kit(tmp_path: Path) -> None:
    assert not is_built(tmp_path, "abc")
    (tmp_path / STAMP).write_text("abc\n")
    assert is_built(tmp_path, "abc")
    assert not is_built(tmp_path, "abd")


@pytest.fixture(scope="module")
def kit() -> Path:
    """The kit in the cache, built now if it is absent or old."""
    from practice.kit import DEFAULT_FOLDER

    return build(DEFAULT_FOLDER, lambda text: None)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def run(home: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home)}, timeout=200,
    )  # fmt: skip


@pytest.fixture(scope="module")
def base(kit: Path, home: Path) -> Path:
    installer = next((kit / "installers").glob("*.sh"))
    done = run(home, "bash", installer, "-b", "-p", home / "base")
    assert done.returncode == 0, done.stderr
    return home / "base"


@pytest.fixture(scope="module")
def served(kit: Path) -> Iterator[KitServer]:
    with KitServer(kit) as server:
        yield server


def conda(base: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    python = (base / "bin/python", "-I", "-X", "utf8", "-u", "-m", "conda")
    return run(base.parent, *python, *arguments)


@pytest.mark.real
def test_the_catalogue_tells_the_truth_about_the_installer(kit: Path) -> None:
    catalogue = tomllib.loads((kit / "installers.toml").read_text("utf-8"))
    (entry,) = catalogue["installer"]
    data = (kit / entry["url"]).read_bytes()
    assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["size"], entry["sha256"])
    assert Path(entry["url"]).name == entry["file"]
    workshop = tomllib.loads((kit / "workshop.toml").read_text("utf-8"))
    assert workshop["conda"]["distribution"] == entry["distribution"]
    assert workshop["conda"]["version"] == entry["version"]
    assert (kit / workshop["conda"]["catalog"]).is_file()
    assert (kit / workshop["materials"]["folder"] / "README.md").is_file()
    for channel in workshop["environment"]["channels"]:
        assert (kit / channel / "noarch" / "repodata.json").is_file()


@pytest.mark.real
def test_the_installed_base_is_a_real_conda(base: Path) -> None:
    done = conda(base, "info", "--json")
    info = json.loads(done.stdout)
    assert (done.returncode, info["root_prefix"]) == (0, str(base))
    assert info["solver"]["name"] == "classic"
    listed = json.loads(conda(base, "list", "--json").stdout)
    on_disk = {path.stem for path in (base / "conda-meta").glob("*.json")}
    assert {entry["dist_name"] for entry in listed} == on_disk
    assert {"conda", "python", "pip"} <= {entry["name"] for entry in listed}
    assert str(base) in (base.parent / ".conda/environments.txt").read_text()
    assert (base / "bin/conda").read_text().startswith(f"#!{base}/bin/python\n")
    # Another .condarc, as the product writes one, must not take the solver away.
    (base / ".condarc").write_text("channels: []\n")
    assert json.loads(conda(base, "info", "--json").stdout)["solver"]["name"] == "classic"


@pytest.mark.real
def test_conda_solves_fetches_and_links_from_the_served_channel(
    base: Path, served: KitServer
) -> None:
    env = base.parent / "served"
    common = ("--override-channels", "-c", f"{served.url}/channel", "--json", "python", "pandas")
    dry = json.loads(conda(base, "create", "-p", env, "--dry-run", *common).stdout)
    assert {"python", "numpy", "pandas", "pip"} <= {r["name"] for r in dry["actions"]["FETCH"]}
    assert not env.exists()
    done = conda(base, "create", "-y", "-p", env, *common)
    assert done.returncode == 0, done.stderr
    shown = run(
        base.parent, env / "bin/python", "-I", "-c", "import pandas; print(pandas.__file__)"
    )
    assert shown.stdout.startswith(str(env))
    assert run(base.parent, env / "bin/pip", "check").returncode == 0
    # The same environment again from an explicit file, without any network.
    explicit = base.parent / "explicit.txt"
    explicit.write_text(conda(base, "list", "-p", env, "--explicit", "--md5").stdout)
    again = base.parent / "again"
    made = conda(base, "create", "-y", "-p", again, "--offline", "--file", explicit)
    assert made.returncode == 0, made.stderr
    assert run(base.parent, again / "bin/python", "-I", "-c", "import pandas").returncode == 0


@pytest.mark.real
def test_a_failing_transaction_takes_back_what_it_linked(base: Path, served: KitServer) -> None:
    env = base.parent / "clash"
    minor = f"{sys.version_info[0]}.{sys.version_info[1]}"
    blocked = env / f"lib/python{minor}/site-packages/numpy"
    blocked.parent.mkdir(parents=True)
    blocked.write_text("a file where a folder must go")
    channel = ("--override-channels", "-c", f"{served.url}/channel")
    done = conda(base, "create", "-y", "-p", env, *channel, f"python={minor}", "numpy")
    assert done.returncode == 1
    assert blocked.is_file()
    assert not (env / "bin/python").exists()
    assert list((env / "conda-meta").glob("*.json")) == []


@pytest.mark.real
def test_names_that_do_not_exist_are_answered_as_conda_does(base: Path, served: KitServer) -> None:
    channel = ("--override-channels", "-c", f"{served.url}/channel", "--json")
    done = conda(base, "create", "-y", "-p", base.parent / "no", *channel, "no-such-package")
    assert done.returncode == 1
    assert json.loads(done.stdout)["exception_name"] == "PackagesNotFoundError"


@pytest.mark.real
def test_activation_puts_the_environment_first(base: Path) -> None:
    for line in (
        f'eval "$({base}/bin/conda shell.posix activate {base})"',
        f'eval "$({base}/bin/conda shell.posix hook)"; conda activate base',
        f"source {base}/bin/activate",
    ):
        done = run(base.parent, "bash", "-c", f"{line}; command -v python; echo $CONDA_PREFIX")
        assert done.stdout.splitlines() == [f"{base}/bin/python", str(base)], done.stderr


@pytest.mark.real
def test_every_python_of_the_channel_can_be_asked_for(kit: Path, base: Path) -> None:
    subdir = interpreters.this_system().subdir
    records = json.loads((kit / "channel" / subdir / "repodata.json").read_text())
    versions = [r["version"] for r in records["packages.conda"].values() if r["name"] == "python"]
    assert versions
    wanted = tomllib.loads((kit / "workshop.toml").read_text("utf-8"))["environment"]["packages"]
    channel = ("--override-channels", "-c", (kit / "channel").as_uri(), "--json", "--dry-run")
    for version in versions:
        env = base.parent / f"py{version}"
        done = conda(base, "create", "-p", env, *channel, f"python={version}", *wanted)
        names = {entry["name"] for entry in json.loads(done.stdout)["actions"]["LINK"]}
        assert set(wanted) <= names, done.stdout[-500:]


@pytest.mark.real
def test_a_kit_that_is_up_to_date_is_left_alone(kit: Path) -> None:
    before = (kit / "workshop.toml").stat().st_mtime_ns
    said: list[str] = []
    build(kit, said.append)
    assert (kit / "workshop.toml").stat().st_mtime_ns == before
    assert len(said) == 1
