"""Choosing wheels as pip would: newest first, for any platform, beside what conda has."""

from __future__ import annotations

import pytest

from app.core.wheels.index_page import Wheel
from app.errors import NoNetwork, PlanInvalid
from tests.core.wheels.conftest import Choose
from tests.fakes.fault_server import FaultServer
from tests.fakes.faults import status
from tests.fakes.package_index import Packages


def names(wheels: tuple[Wheel, ...]) -> list[str]:
    return [f"{wheel.name} {wheel.version}" for wheel in wheels]


@pytest.mark.parametrize(
    ("in_html", "metadata"), [(False, True), (True, True), (False, False), (True, False)]
)
def test_the_newest_that_fits_and_what_it_needs(
    packages: Packages, choose: Choose, in_html: bool, metadata: bool
) -> None:
    """However the index tells it: with METADATA beside the wheel, or only inside of it."""
    packages.in_html, packages.metadata = in_html, metadata
    packages.add("tool", "1.0")
    packages.add("tool", "2.0", "part>=1", "gone; extra == 'more'")
    packages.add("part", "1.5")
    packages.add("part", "0.9")
    assert names(choose("tool")) == ["part 1.5", "tool 2.0"]
    assert names(choose("tool<2")) == ["tool 1.0"]


def test_an_older_version_is_taken_where_the_newest_does_not_fit_the_others(
    packages: Packages, choose: Choose
) -> None:
    packages.add("tool", "2.0", "part>=2")
    packages.add("tool", "1.0", "part>=1")
    packages.add("part", "1.0")
    packages.add("part", "2.0")
    packages.add("other", "1.0", "part<2")
    assert names(choose("tool", "other")) == ["other 1.0", "part 1.0", "tool 1.0"]


def test_each_platform_gets_its_own_wheel_and_what_its_markers_say(
    packages: Packages, choose: Choose
) -> None:
    for tag in ("manylinux_2_17_x86_64", "macosx_11_0_arm64", "win_amd64"):
        packages.add("fast", "1.0", "colour; sys_platform == 'win32'", tag=f"cp312-cp312-{tag}")
    packages.add("colour", "3.0")
    tags = {}
    for subdir in ("linux-64", "osx-arm64", "win-64"):
        found = {wheel.name: wheel for wheel in choose("fast", subdir=subdir)}
        tags[subdir] = found["fast"].file_name.rpartition("-")[2]
        assert ("colour" in found) == (subdir == "win-64")
    assert tags == {
        "linux-64": "manylinux_2_17_x86_64.whl",
        "osx-arm64": "macosx_11_0_arm64.whl",
        "win-64": "win_amd64.whl",
    }


def test_what_conda_has_installed_is_not_brought_again(packages: Packages, choose: Choose) -> None:
    packages.add("tool", "1.0", "numpy>=2", "My.Part")
    packages.add("numpy", "9.9")
    assert names(choose("tool", installed={"numpy": "2.1", "my-part": "1"})) == ["tool 1.0"]
    assert names(choose("numpy", installed={"numpy": "2.1"})) == []


def test_extras_bring_what_they_need_also_of_what_conda_has(
    packages: Packages, choose: Choose
) -> None:
    packages.add("tool", "1.0", "base", "plot; extra == 'all'", "never; extra == 'other'")
    for name in ("base", "plot"):
        packages.add(name, "1.0")
    assert names(choose("tool[all]")) == ["base 1.0", "plot 1.0", "tool 1.0"]
    assert names(choose("tool[all]", installed={"tool": "1.0"})) == ["plot 1.0"]


def test_previews_and_withdrawn_versions_are_left_unless_named(
    packages: Packages, choose: Choose
) -> None:
    packages.add("tool", "1.0")
    packages.add("tool", "1.1", yanked="broken")
    packages.add("tool", "2.0rc1")
    packages.add("early", "0.1a1")
    assert names(choose("tool")) == ["tool 1.0"]
    assert names(choose("tool==1.1")) == ["tool 1.1"]
    assert names(choose("tool>=2.0rc1")) == ["tool 2.0rc1"]
    assert names(choose("early")) == ["early 0.1a1"]


def test_a_python_that_is_too_old_or_new_for_a_version_gets_another(
    packages: Packages, choose: Choose
) -> None:
    packages.add("tool", "2.0", **{"requires-python": ">=3.13"})
    packages.add("tool", "1.0", **{"requires-python": ">=3.8"})
    assert names(choose("tool")) == ["tool 1.0"]


def test_only_wheels_with_an_allowed_checksum_are_taken(packages: Packages, choose: Choose) -> None:
    old = packages.add("tool", "1.0")
    packages.add("tool", "2.0")
    assert names(choose("tool", hashes={"tool": frozenset({old})})) == ["tool 1.0"]
    with pytest.raises(PlanInvalid, match="checksums"):
        choose("tool", hashes={"tool": frozenset({"0" * 64})})


def test_a_wheel_that_is_only_for_other_platforms_is_told_with_both(
    packages: Packages, choose: Choose
) -> None:
    packages.add("fast", "1.0", tag="cp312-cp312-manylinux_2_17_x86_64")
    packages.add("tool", "1.0", "fast")
    with pytest.raises(PlanInvalid, match=r"fast has no ready build for win-64 with Python 3\.12"):
        choose("tool", subdir="win-64")


def test_source_code_only_and_no_project_at_all_are_told(
    packages: Packages, choose: Choose
) -> None:
    packages.add_source("old", "1.0")
    with pytest.raises(PlanInvalid, match="old is published as source code only"):
        choose("old")
    with pytest.raises(PlanInvalid, match="no package called “nothing”"):
        choose("nothing")


def test_what_does_not_fit_together_names_who_asks(packages: Packages, choose: Choose) -> None:
    packages.add("one", "1.0", "part<2")
    packages.add("two", "1.0", "part>=2")
    packages.add("part", "1.0")
    packages.add("part", "2.0")
    with pytest.raises(PlanInvalid) as caught:
        choose("one", "two")
    assert "do not fit together for linux-64" in caught.value.summary
    assert "one 1.0 needs part<2" in caught.value.summary
    assert "two 1.0 needs part>=2" in caught.value.summary


def test_what_does_not_fit_conda_names_what_conda_has(packages: Packages, choose: Choose) -> None:
    packages.add("tool", "1.0", "numpy>=3")
    with pytest.raises(PlanInvalid) as caught:
        choose("tool", installed={"numpy": "2.1"})
    assert "numpy 2.1" in caught.value.summary
    assert "tool 1.0 needs numpy>=3" in caught.value.summary


def test_a_version_that_does_not_exist_is_told(packages: Packages, choose: Choose) -> None:
    packages.add("tool", "1.0")
    with pytest.raises(PlanInvalid, match=r"no version .* tool==7"):
        choose("tool==7")


def test_addresses_of_their_own_cannot_be_pinned(packages: Packages, choose: Choose) -> None:
    packages.add("tool", "1.0", "part @ https://example.org/part.whl")
    for wanted in ("tool", "x @ https://example.org/x.whl"):
        with pytest.raises(PlanInvalid, match="address of its own"):
            choose(wanted)


def test_an_index_that_cannot_be_read_is_a_matter_of_the_network(
    packages: Packages, choose: Choose, server: FaultServer
) -> None:
    packages.add("tool", "1.0")
    server.always("/simple/tool/", status(403))
    with pytest.raises(NoNetwork, match="index of Python packages cannot be read"):
        choose("tool")


def test_a_wheel_that_lies_about_its_hash_is_not_believed(
    packages: Packages, choose: Choose, server: FaultServer
) -> None:
    packages.metadata = False
    packages.add("tool", "1.0", "part")
    packages.facts["tool-1.0-py3-none-any.whl"] = {"hashes": {"sha256": "0" * 64}}
    with pytest.raises(Exception, match=r"damaged|altered|not what"):
        choose("tool")
