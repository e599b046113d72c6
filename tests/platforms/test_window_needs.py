"""The one command that brings missing libraries, on distributions as they describe themselves."""

from __future__ import annotations

import pytest

from app.platforms.linux_facts import os_release
from app.platforms.window_needs import install_command, window_needs

MISSING = ("libGL.so.1", "libEGL.so.1", "libxcb-cursor.so.0", "libxcb-icccm.so.4")
# The lines of /etc/os-release that matter, as the distributions ship them.
RELEASES = {
    "debian": "ID=debian",
    "ubuntu": "ID=ubuntu\nID_LIKE=debian",
    "mint": 'ID=linuxmint\nID_LIKE="ubuntu debian"',
    "pop": 'ID=pop\nID_LIKE="ubuntu debian"',
    "fedora": "ID=fedora\nVARIANT_ID=workstation",
    "silverblue": "ID=fedora\nVARIANT_ID=silverblue\nOSTREE_VERSION='41.1'",
    "rocky": 'ID="rocky"\nID_LIKE="rhel centos fedora"',
    "tumbleweed": 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"',
    "arch": "ID=arch",
    "endeavouros": "ID=endeavouros\nID_LIKE=arch",
    "alpine": "ID=alpine",
}
APT = "sudo apt install libgl1 libegl1 libxcb-cursor0 libxcb-icccm4"
RPM = "libglvnd-glx libglvnd-egl xcb-util-cursor xcb-util-wm"
COMMANDS = {
    **dict.fromkeys(("debian", "ubuntu", "mint", "pop"), APT),
    "fedora": f"sudo dnf install {RPM}",
    "silverblue": f"sudo rpm-ostree install {RPM}",
    "rocky": f"sudo dnf install {RPM}",
    "tumbleweed": "sudo zypper install libglvnd libxcb-cursor0 libxcb-icccm4",
    "arch": "sudo pacman -S libglvnd xcb-util-cursor xcb-util-wm",
    "endeavouros": "sudo pacman -S libglvnd xcb-util-cursor xcb-util-wm",
    "alpine": "sudo apk add mesa-gl mesa-egl xcb-util-cursor xcb-util-wm",
}


@pytest.mark.parametrize("name", RELEASES)
def test_each_family_of_distributions_has_its_command(name: str) -> None:
    assert install_command(os_release(RELEASES[name]), MISSING) == COMMANDS[name]


def test_every_library_that_is_looked_for_is_known_everywhere() -> None:
    needs = window_needs("linux")
    for text in RELEASES.values():
        for library in (*needs.libraries, *needs.screen_libraries):
            assert install_command(os_release(text), [library]), library


@pytest.mark.parametrize("text", ["", "ID=nixos", "ID=void\nID_LIKE=", "no equals sign"])
def test_what_is_not_known_gets_no_guess(text: str) -> None:
    assert install_command(os_release(text), MISSING) == ""


def test_a_library_that_is_not_known_gets_no_guess() -> None:
    assert install_command({"ID": "debian"}, ["libfuture.so.9"]) == ""
