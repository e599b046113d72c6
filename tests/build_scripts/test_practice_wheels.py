"""Small wheels, really written, become packages laid out as conda wants them."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path

import pytest
from practice.conda_package import PLACEHOLDER, PackageInfo, unpack, write_package
from practice.wheels import NOARCH, Layout, read_wheel, stage_wheel

COMPILED = Layout("lib/python3.11/site-packages", "bin", "include/python3.11")


def write_wheel(folder: Path, tag: str = "py3-none-any") -> Path:
    info, data = "My_Tool-1.5.dist-info", "My_Tool-1.5.data"
    files = {
        "my_tool/__init__.py": "def main():\n    return 0\n",
        f"{data}/data/share/jupyter/kernels/mine/kernel.json": "{}",
        f"{data}/scripts/my-script": "#!python\nprint('hello')\n",
        f"{data}/headers/tool.h": "int tool;\n",
        f"{info}/METADATA": (
            "Metadata-Version: 2.1\nName: My.Tool\nVersion: 1.5\nSummary: A tool\n"
            "Requires-Python: >=3.9\nRequires-Dist: numpy>=1\nRequires-Dist: rich; extra == 'all'\n"
        ),
        f"{info}/entry_points.txt": (
            "[console_scripts]\nmy-tool = my_tool:main [all]\n\n[other.group]\nx = a:b\n"
        ),
        f"{info}/WHEEL": "Wheel-Version: 1.0\n",
    }
    path = folder / f"My_Tool-1.5-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        rows = "".join(f"{name},sha256=x,{len(text)}\n" for name, text in files.items())
        archive.writestr(f"{info}/RECORD", rows + f"{info}/RECORD,,\n")
    return path


def test_a_wheel_tells_its_name_requirements_and_programs(tmp_path: Path) -> None:
    wheel = read_wheel(write_wheel(tmp_path))
    assert (wheel.distribution.name, wheel.distribution.version) == ("my-tool", "1.5")
    assert [r.name for r in wheel.distribution.requires] == ["numpy", "rich"]
    assert wheel.distribution.requires_python == ">=3.9"
    assert wheel.entry_points == ("my-tool = my_tool:main",)
    assert wheel.pure
    assert not read_wheel(write_wheel(tmp_path, "cp311-abi3-manylinux_2_17_x86_64")).pure


def test_a_pure_wheel_leaves_programs_to_conda_and_data_goes_to_the_prefix(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    stage_wheel(read_wheel(write_wheel(tmp_path)), tree, NOARCH)
    assert (tree / "site-packages/my_tool/__init__.py").is_file()
    assert (tree / "share/jupyter/kernels/mine/kernel.json").is_file()
    assert (tree / "include/python/my-tool/tool.h").is_file()
    script = tree / "python-scripts/my-script"
    assert script.read_text().splitlines() == [f"#!{PLACEHOLDER}/bin/python", "print('hello')"]
    assert os.access(script, os.X_OK)
    assert not (tree / "python-scripts/my-tool").exists()


def test_a_compiled_wheel_gets_launchers_that_run(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    stage_wheel(read_wheel(write_wheel(tmp_path)), tree, COMPILED)
    launcher = tree / "bin/my-tool"
    text = launcher.read_text()
    assert text.startswith(f"#!{PLACEHOLDER}/bin/python\n")
    assert "from my_tool import main" in text
    assert os.access(launcher, os.X_OK)
    compile(text, "my-tool", "exec")


def test_record_says_where_the_files_really_are(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    stage_wheel(read_wheel(write_wheel(tmp_path)), tree, COMPILED)
    site = tree / COMPILED.site_packages
    with (site / "My_Tool-1.5.dist-info/RECORD").open(newline="") as file:
        rows = [row[0] for row in csv.reader(file)]
    assert "../../../bin/my-tool" in rows
    assert "../../../share/jupyter/kernels/mine/kernel.json" in rows
    assert [row for row in rows if not (site / row).exists()] == []


def test_a_wheel_that_writes_outside_is_refused(tmp_path: Path) -> None:
    path = write_wheel(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("My_Tool-1.5.data/data/../../../../evil", "x")
    with pytest.raises(ValueError, match="points outside"):
        stage_wheel(read_wheel(path), tmp_path / "tree", COMPILED)


def test_a_zip_without_metadata_is_no_wheel(tmp_path: Path) -> None:
    path = tmp_path / "empty-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(ValueError, match="has no METADATA"):
        read_wheel(path)


def test_the_package_of_a_pure_wheel_carries_its_entry_points_and_placeholders(
    tmp_path: Path,
) -> None:
    wheel = read_wheel(write_wheel(tmp_path))
    tree = tmp_path / "tree"
    stage_wheel(wheel, tree, NOARCH)
    info = PackageInfo(
        "my-tool", "1.5", "py_0", "noarch", noarch="python", entry_points=wheel.entry_points
    )
    unpack(write_package(tree, info, tmp_path).path, tmp_path / "out")
    link = json.loads((tmp_path / "out/info/link.json").read_text())
    assert link["noarch"] == {"type": "python", "entry_points": ["my-tool = my_tool:main"]}
    paths = json.loads((tmp_path / "out/info/paths.json").read_text())["paths"]
    marked = {p["_path"]: p["file_mode"] for p in paths if "prefix_placeholder" in p}
    assert marked == {"python-scripts/my-script": "text"}
