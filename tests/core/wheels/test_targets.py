"""Which wheels a platform takes, told from conda's words and not from this computer."""

from __future__ import annotations

import pytest
from packaging.markers import Marker
from packaging.tags import parse_tag

from app.core.catalog.platforms import all_platforms
from app.core.wheels.targets import WheelTarget, target_for

GLIBC = ("__unix=0=0", "__glibc=2.28=0")


def takes(target: WheelTarget, tag: str) -> bool:
    return not target.ranks.keys().isdisjoint(parse_tag(tag))


@pytest.mark.parametrize(
    ("subdir", "virtual", "taken", "refused"),
    [
        ("linux-64", GLIBC, "manylinux_2_28_x86_64", "manylinux_2_34_x86_64"),
        ("linux-64", GLIBC, "manylinux2014_x86_64", "manylinux2014_aarch64"),
        ("linux-64", (), "manylinux1_x86_64", "win_amd64"),
        ("linux-64", ("__glibc=2.39=0",), "manylinux_2_39_x86_64", "musllinux_1_2_x86_64"),
        ("linux-aarch64", GLIBC, "manylinux_2_17_aarch64", "manylinux_2_17_x86_64"),
        ("osx-arm64", ("__osx=12.1=0",), "macosx_12_0_arm64", "macosx_13_0_arm64"),
        ("osx-arm64", ("__osx=12.1=0",), "macosx_10_9_universal2", "macosx_10_9_x86_64"),
        ("osx-64", ("__osx=11.0=0",), "macosx_10_9_x86_64", "macosx_11_0_arm64"),
        ("win-64", (), "win_amd64", "win32"),
    ],
)
def test_a_platform_takes_its_own_wheels_up_to_its_age(
    subdir: str, virtual: tuple[str, ...], taken: str, refused: str
) -> None:
    target = target_for(subdir, "3.12.4", virtual)
    assert takes(target, f"cp312-cp312-{taken}")
    assert takes(target, f"cp38-abi3-{taken}")
    assert takes(target, f"py3-none-{taken}")
    assert takes(target, "py3-none-any")
    assert not takes(target, f"cp312-cp312-{refused}")
    assert not takes(target, f"cp311-cp311-{taken}")
    assert not takes(target, f"cp312-cp312t-{taken}")


@pytest.mark.parametrize("subdir", [platform.subdir for platform in all_platforms()])
def test_every_platform_that_can_be_locked_has_its_markers(subdir: str) -> None:
    target = target_for(subdir, "3.11.9", ())
    environment = {**target.markers, "extra": ""}
    windows = Marker("sys_platform == 'win32' and os_name == 'nt'").evaluate(environment)
    mac = Marker("platform_system == 'Darwin'").evaluate(environment)
    assert windows == (subdir == "win-64")
    assert mac == subdir.startswith("osx")
    assert Marker("python_full_version == '3.11.9'").evaluate(environment)
    assert Marker("platform_machine in 'x86_64 AMD64'").evaluate(environment) == (
        not subdir.endswith(("arm64", "aarch64"))
    )


def test_the_nearest_wheel_is_the_best() -> None:
    target = target_for("linux-64", "3.12.4", GLIBC)
    tags = ("cp312-cp312-manylinux_2_28_x86_64", "cp312-cp312-manylinux_2_17_x86_64",
            "cp38-abi3-manylinux_2_28_x86_64", "py3-none-any")  # fmt: skip
    ranks = [min(target.ranks[tag] for tag in parse_tag(text)) for text in tags]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(("macos", "darwin"), [("11.0", "20"), ("12.1", "21"), ("26.0", "25")])
def test_what_depends_on_the_kernel_of_a_mac_is_known(macos: str, darwin: str) -> None:
    markers = target_for("osx-arm64", "3.12.4", (f"__osx={macos}=0",)).markers
    assert Marker(f'platform_release >= "{darwin}.0"').evaluate({**markers, "extra": ""})
    assert not Marker(f'platform_release >= "{int(darwin) + 1}.0"').evaluate(
        {**markers, "extra": ""}
    )
