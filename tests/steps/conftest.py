"""What tests of steps share: a workbench in which the fake installer finds its Python, and one
real environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.conda.commands import CondaAt
from app.core.shell import Shell
from app.core.workshops.planfile import read_workshop
from app.platforms import current
from tests.fakes.bench import Bench, python_program

REAL_LIBRARIES = ("numpy", "scipy", "matplotlib", "pandas", "jupyter", "scikit-learn")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setenv("FAKE_PYTHON_PROGRAM", python_program())
    return Bench(tmp_path)


@pytest.fixture(scope="session")
def real_prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment made by the practice kit's own conda, from the practice kit's channel."""
    kit = Path(__file__).parents[2] / ".cache" / "practice-kit"
    if not (kit / "workshop.toml").is_file():
        pytest.skip("the practice kit is not built: python3 build_scripts/dev.py kit")
    root = tmp_path_factory.mktemp("real")
    platform, base = current(), root / "conda"
    python = read_workshop((kit / "workshop.toml").read_bytes()).python
    shell = Shell(platform, Cancel())
    (installer,) = (kit / "installers").glob("*.sh")
    assert shell.run(platform.installer_command(installer, base)).returncode == 0
    create = ("create", "-y", "-q", "-p", str(base / "envs" / "ml"), "--override-channels", "-c")
    conda = CondaAt(platform, base, root / "home")
    made = shell.run(
        conda.command(*create, (kit / "channel").as_uri(), f"python={python}", *REAL_LIBRARIES)
    )
    assert made.returncode == 0, made.stderr
    return base
