"""What is said to be inside the packaged program is what is inside, with its licences."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

import pytest
from package import contents, icons
from package.contents import Part
from package.freezing import this_machine


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """A folder like a frozen one: some of the installed packages' own files."""
    internal = tmp_path / "Seedbed" / "_internal"
    (internal / "psutil").mkdir(parents=True)
    (internal / "psutil" / "__init__.py").touch()
    return tmp_path / "Seedbed"


def test_a_package_counts_by_its_files_or_by_its_modules(frozen: Path) -> None:
    found = list(contents.distributions(frozen / "_internal", frozenset({"requests"}), sys.path))
    assert {part.name for part in found} == {"psutil", "requests"}
    assert all(part.purl.startswith("pkg:pypi/") and part.version for part in found)
    assert all(part.licence and part.licence_files for part in found)


def test_the_list_and_the_licences_are_written_and_always_the_same(frozen: Path) -> None:
    contents.describe(frozen, this_machine())
    text = (frozen / "_internal" / contents.LIST).read_text("utf-8")
    data = json.loads(text)
    assert (data["bomFormat"], data["specVersion"]) == ("CycloneDX", "1.6")
    assert {"python", "psutil"} <= {part["name"] for part in data["components"]}
    assert len({part["bom-ref"] for part in data["components"]}) == len(data["components"])
    licences = {file.name for file in (frozen / "_internal" / contents.LICENCES).iterdir()}
    assert {"Seedbed.txt", "psutil-1.txt"} <= licences
    contents.describe(frozen, this_machine())
    assert (frozen / "_internal" / contents.LIST).read_text("utf-8") == text


def test_another_version_is_another_list() -> None:
    one, two = (contents.as_cyclonedx([Part("a", v, f"pkg:pypi/a@{v}")]) for v in ("1", "2"))
    assert one["serialNumber"] != two["serialNumber"]
    assert one["serialNumber"].startswith("urn:uuid:")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian's packages")
def test_a_library_of_the_system_is_told_with_its_package(frozen: Path) -> None:
    (frozen / "_internal" / "libz.so.1").touch()
    found = {part.name: part for part in contents.system_libraries(frozen / "_internal")}
    if found:  # elsewhere than on Debian nobody can be asked
        assert found["zlib1g"].purl.startswith("pkg:deb/debian/zlib1g@")


@pytest.mark.parametrize("size", [16, 256])
def test_the_icon_is_drawn_in_each_size(size: int) -> None:
    data = icons.png(size)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (size, size)


def test_the_icons_of_windows_and_macos_hold_several_sizes() -> None:
    kind, count = struct.unpack("<HH", icons.ico()[2:6])
    assert (kind, count) == (1, 6)
    apple = icons.icns()
    assert apple[:4] == b"icns"
    assert struct.unpack(">I", apple[4:8]) == (len(apple),)
