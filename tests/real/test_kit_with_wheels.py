"""A kit with a package of pip, made from an index and installed where there is no network."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.kits.making import Workbench, make_kit
from app.core.mirrors import remembered
from app.core.session import Session
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import open_workshop
from tests.cli.test_kit import practice, run_alone
from tests.fakes.fault_server import FaultServer
from tests.fakes.package_index import CONSENT, Packages, mirrors_at

__all__ = ["practice"]
pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]


def test_a_kit_with_a_wheel_installs_and_proves_it_without_a_network(
    practice: Path, tmp_path: Path
) -> None:
    packages = Packages()
    proof = packages.add("greeting", "1.0", "numpy>=1", "helper; python_version>='3'")
    packages.add("helper", "2.0")
    file = practice / "workshop.toml"
    line = f'pip = ["greeting==1.0 --hash=sha256:{proof}"]\npackages'
    file.write_text(file.read_text("utf-8").replace("packages", line, 1), "utf-8")
    remembered.keep((CONSENT,))
    kit, home = tmp_path / "a kit", tmp_path / "conda"
    with FaultServer(packages.served()) as server:
        session = replace(Session.start(), mirrors=mirrors_at(server))
        opened = open_workshop(str(practice), session, Cancel())
        bench = Workbench(session, Cancel(), lambda _event: None)
        made = make_kit(opened, LockFor((session.subdir,)), kit, bench)
    assert {one.path for one in made.manifest.files if one.path.startswith("wheels/")} == {
        "wheels/greeting-1.0-py3-none-any.whl",
        "wheels/helper-2.0-py3-none-any.whl",
    }, "numpy is conda's"
    app = (sys.executable, "-m", "app")
    assert "Their exact files come from: the workshop’s own folder." in run_alone(
        *app, "check", str(kit), "--to", str(home), "--yes"
    )
    where = ("--to", str(home), "--yes", "--no-launchers", "--no-lessons", "--no-materials")
    told = run_alone(*app, "install", str(kit), *where, "--json")
    assert json.loads(told.splitlines()[-1])["event"] == "run_done"
    python = home / "envs" / "practice" / "bin" / "python"
    _is_pips_own(python)


def _is_pips_own(python: Path) -> None:
    """pip knows the packages by name and version, as if they came from its index."""
    listed = subprocess.run(
        [python, "-I", "-m", "pip", "list", "--format", "freeze", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert {"greeting==1.0", "helper==2.0"} <= set(listed.stdout.split())
    frozen = subprocess.run(
        [python, "-I", "-m", "pip", "freeze", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "greeting==1.0" in frozen.stdout.split(), "no place of the kit in it"
    subprocess.run([python, "-I", "-c", "import greeting, helper"], check=True)
