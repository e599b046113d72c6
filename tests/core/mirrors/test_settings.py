"""What conda, pip and Hugging Face are told; the practice kit's conda understands it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from app.core.catalog.mirrors import built_in
from app.core.conda import marker
from app.core.conda.condarc import condarc
from app.core.consent import Kind
from app.core.mirrors.installed import apply_to
from app.core.mirrors.settings import ForEnvironment, for_conda, for_environment
from app.core.plan import Plan, Target, Workshop
from app.errors import PlanInvalid
from app.platforms import current

MIRRORS = built_in()
TUNA = MIRRORS.consent("tuna")
BOTH = (TUNA, MIRRORS.consent("hf-mirror"))
CLOUD = "https://mirrors.tuna.tsinghua.edu.cn/anaconda/cloud"


def test_an_environment_is_told_of_the_first_server_that_has_the_kind() -> None:
    assert for_environment(MIRRORS, BOTH) == ForEnvironment(
        "https://pypi.tuna.tsinghua.edu.cn/simple/", "https://hf-mirror.com"
    )
    order = (MIRRORS.consent("nju"), MIRRORS.consent("aliyun"), TUNA)
    assert for_environment(MIRRORS, order).pip_index == "https://mirrors.aliyun.com/pypi/simple/"


def test_what_was_not_ticked_is_not_told() -> None:
    only_conda = MIRRORS.consent("tuna", (Kind.CONDA,))
    assert for_environment(MIRRORS, (only_conda,)) == ForEnvironment()
    only_pip = MIRRORS.consent("tuna", (Kind.PIP,))
    assert for_conda(("conda-forge",), MIRRORS, (only_pip,)).custom == {}


def test_channels_by_name_are_moved_and_addresses_stay() -> None:
    channels = ("conda-forge", "someone", "file:///kit/channel", "https://x.example/c", "a b")
    places = for_conda(channels, MIRRORS, (TUNA,))
    assert places.custom == {"conda-forge": CLOUD}
    assert places.defaults == ()


def test_each_channel_is_at_the_first_server_that_has_it() -> None:
    consents = (MIRRORS.consent("tencent"), TUNA)
    places = for_conda(("conda-forge", "bioconda"), MIRRORS, consents)
    assert places.custom["bioconda"] == CLOUD
    assert "tencent" in places.custom["conda-forge"]


def test_defaults_stand_for_the_mirrors_own_folders() -> None:
    places = for_conda(("defaults",), MIRRORS, (TUNA,))
    assert places.defaults == tuple(
        f"https://mirrors.tuna.tsinghua.edu.cn/anaconda/pkgs/{part}" for part in ("main", "r")
    )


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A conda as our run leaves it, and three environments: ours, ours of another, a stranger's."""
    folder = tmp_path / "conda"
    (folder / "conda-meta").mkdir(parents=True)
    (folder / ".condarc").write_text(condarc(("conda-forge",)) + "solver: classic\n")
    for name in ("ours", "other"):
        marker.write(Plan(Workshop(environment=name), Target(folder)))
    (folder / "envs" / "stranger" / "conda-meta").mkdir(parents=True)
    return folder


def test_a_conda_that_is_installed_gets_other_servers_and_the_official_ones_back(
    base: Path,
) -> None:
    before = (base / ".condarc").read_text()
    said = apply_to(base, current(), MIRRORS, BOTH)
    data = yaml.safe_load((base / ".condarc").read_text())
    assert data["custom_channels"] == {"conda-forge": CLOUD}
    assert data["solver"] == "classic"
    envs = base / "envs"
    assert {path.parent.name for path in envs.glob("*/pip.*")} == {"ours", "other"}
    assert len(said) == 5
    assert apply_to(base, current(), MIRRORS, BOTH) == [], "a second time there is nothing to do"
    apply_to(base, current(), MIRRORS, ())
    assert (base / ".condarc").read_text() == before
    assert list(envs.glob("*/pip.*")) == []


def test_settings_that_somebody_has_written_are_left_alone(base: Path) -> None:
    (base / ".condarc").write_text("channels: [mine]\n")
    said = apply_to(base, current(), MIRRORS, BOTH)
    assert (base / ".condarc").read_text() == "channels: [mine]\n"
    assert "not written by Seedbed" in said[0]


def test_where_there_is_no_conda_nothing_is_done(tmp_path: Path) -> None:
    with pytest.raises(PlanInvalid, match="no conda"):
        apply_to(tmp_path, current(), MIRRORS, BOTH)
    assert list(tmp_path.iterdir()) == []
