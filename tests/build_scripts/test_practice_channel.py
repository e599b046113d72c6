"""Archives are complete and repeatable, and the index tells the truth about them."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import pytest
import zstandard
from practice.channel import missing_names, write_index
from practice.conda_package import (
    EPOCH,
    PLACEHOLDER,
    BuiltPackage,
    PackageInfo,
    unpack,
    write_package,
)


def make_tree(folder: Path) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "tool").write_text(f"#!{PLACEHOLDER}/bin/python\n")
    (folder / "bin" / "tool").chmod(0o700)
    (folder / "bin" / "alias").symlink_to("tool")
    (folder / "lib").mkdir()
    (folder / "lib" / "blob").write_bytes(b"\0" + PLACEHOLDER.encode() + b"\0")
    (folder / "lib" / "same").hardlink_to(folder / "lib" / "blob")
    return folder


def make_package(folder: Path, name: str, *depends: str) -> BuiltPackage:
    tree = folder / f"tree-{name}"
    tree.mkdir()
    return write_package(tree, PackageInfo(name, "1", "0", "linux-64", depends=depends), folder)


def test_what_is_packed_comes_out_again(tmp_path: Path) -> None:
    info = PackageInfo("tool", "1.0", "h1_0", "linux-64", depends=("python >=3.11",))
    built = write_package(make_tree(tmp_path / "tree"), info, tmp_path / "channel")
    assert built.path == tmp_path / "channel/linux-64/tool-1.0-h1_0.conda"
    out = tmp_path / "out"
    unpack(built.path, out)
    assert (out / "bin/tool").stat().st_mode & 0o777 == 0o755
    assert (out / "bin/alias").readlink() == Path("tool")
    assert (out / "lib/same").read_bytes() == (out / "lib/blob").read_bytes()
    assert (out / "bin/tool").stat().st_mtime == EPOCH
    assert json.loads((out / "info/index.json").read_text())["depends"] == ["python >=3.11"]
    paths = {p["_path"]: p for p in json.loads((out / "info/paths.json").read_text())["paths"]}
    assert paths["bin/alias"]["path_type"] == "softlink"
    assert paths["bin/tool"]["file_mode"] == "text"
    assert paths["lib/blob"]["file_mode"] == "binary"
    assert paths["bin/tool"]["prefix_placeholder"] == PLACEHOLDER
    listed = (out / "info/files").read_text().splitlines()
    assert listed == ["bin/alias", "bin/tool", "lib/blob", "lib/same"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    info = PackageInfo("tool", "1.0", "0", "linux-64")
    one = write_package(make_tree(tmp_path / "a"), info, tmp_path / "one")
    time.sleep(0.02)
    two = write_package(make_tree(tmp_path / "b"), info, tmp_path / "two")
    assert one.sha256 == two.sha256


def test_the_index_gives_the_real_size_and_checksums(tmp_path: Path) -> None:
    tool, needed = make_package(tmp_path, "tool", "needed >=1"), make_package(tmp_path, "needed")
    write_index(tmp_path, ("linux-64", "noarch"), [tool, needed])
    text = (tmp_path / "linux-64/repodata.json").read_bytes()
    records = json.loads(text)["packages.conda"]
    data = tool.path.read_bytes()
    record = records[tool.path.name]
    assert (record["size"], record["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert record["md5"] == hashlib.md5(data, usedforsecurity=False).hexdigest()
    packed = (tmp_path / "linux-64/repodata.json.zst").read_bytes()
    assert zstandard.ZstdDecompressor().decompress(packed) == text
    empty = json.loads((tmp_path / "noarch/repodata.json").read_text())
    assert (empty["info"]["subdir"], empty["packages.conda"]) == ("noarch", {})


def test_a_channel_that_lacks_a_needed_package_is_not_written(tmp_path: Path) -> None:
    tool = make_package(tmp_path, "tool", "absent 2.*")
    assert missing_names([tool]) == ["absent"]
    with pytest.raises(ValueError, match="absent"):
        write_index(tmp_path, ("linux-64",), [tool])
    assert not (tmp_path / "linux-64/repodata.json").exists()


def test_two_packages_of_one_name_are_refused(tmp_path: Path) -> None:
    tool = make_package(tmp_path, "tool")
    with pytest.raises(ValueError, match="built twice: tool-1-0"):
        write_index(tmp_path, ("linux-64",), [tool, tool])
