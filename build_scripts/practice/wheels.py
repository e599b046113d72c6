"""Turn a wheel into a conda package: pure ones `noarch: python`, others for one Python.

Which wheels there are and what they depend on is decided by the callers.
"""

from __future__ import annotations

import configparser
import csv
import io
import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from packaging.metadata import parse_email
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from practice.conda_package import PLACEHOLDER
from practice.requirements import Distribution

_SCRIPT = """\
import sys

from {module} import {first}

if __name__ == "__main__":
    sys.exit({call}())
"""


# For Windows setuptools brings a program that runs `NAME-script.py` from beside itself with the
# Python one folder above: what conda's own launcher was made from.
_LAUNCHER_MEMBER = "setuptools/cli-64.exe"


@dataclass(frozen=True)
class Layout:
    """Where the parts of a wheel go, relative to the package.

    `launcher` is the program that starts a script on Windows, empty where scripts start themselves.
    """

    site_packages: str
    scripts: str
    headers: str
    launcher: bytes = b""


NOARCH = Layout("site-packages", "python-scripts", "include/python")


@dataclass(frozen=True)
class Wheel:
    """A wheel file read once: its names and metadata."""

    path: Path
    dist_info: str
    distribution: Distribution
    entry_points: tuple[str, ...]

    @cached_property
    def pure(self) -> bool:
        """True if the wheel fits every Python 3 and every system."""
        tags = parse_wheel_filename(self.path.name)[3]
        return all(tag.platform == "any" and tag.abi == "none" for tag in tags)


def read_wheel(path: Path) -> Wheel:
    """Read a wheel's metadata. Raises ValueError if the file is not a complete wheel."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        metadata = [name for name in names if name.endswith(".dist-info/METADATA")]
        top = [name for name in metadata if name.count("/") == 1]
        if len(top) != 1:
            raise ValueError(f"{path.name} has no METADATA")
        dist_info = top[0].split("/")[0]
        raw, _ = parse_email(archive.read(top[0]))
        entry_file = f"{dist_info}/entry_points.txt"
        entries = archive.read(entry_file).decode("utf-8") if entry_file in names else ""
    version = str(parse_wheel_filename(path.name)[1])
    distribution = Distribution(
        name=canonicalize_name(raw.get("name", "")),
        version=version,
        requires=tuple(Requirement(line) for line in raw.get("requires_dist", [])),
        requires_python=raw.get("requires_python", ""),
        summary=raw.get("summary", "").splitlines()[0] if raw.get("summary") else "",
        licence=raw.get("license_expression", "") or (raw.get("license", "")[:80].strip()),
    )
    return Wheel(path, dist_info, distribution, _console_scripts(entries))


def _console_scripts(text: str) -> tuple[str, ...]:
    """`name = module:function` of every program, graphical ones too."""
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    found = {}
    for section in ("console_scripts", "gui_scripts"):
        if parser.has_section(section):
            for name, target in parser.items(section):
                found[name] = f"{name} = {target.split('[')[0].strip()}"
    return tuple(found[name] for name in sorted(found))


def stage_wheel(wheel: Wheel, tree: Path, layout: Layout) -> None:
    """Unpack a wheel into `tree`; launchers are written unless conda makes them (noarch)."""
    data = f"{wheel.dist_info.removesuffix('.dist-info')}.data/"
    with zipfile.ZipFile(wheel.path) as archive:
        for item in archive.infolist():
            if item.is_dir():
                continue
            target = tree / _target(item.filename, data, layout, wheel.distribution.name)
            _refuse_outside(target, tree, item.filename)
            target.parent.mkdir(parents=True, exist_ok=True)
            content = archive.read(item)
            script = item.filename.startswith(f"{data}scripts/")
            if script and content.startswith(b"#!python"):
                rest = content.split(b"\n", 1)[1] if b"\n" in content else b""
                content = f"#!{PLACEHOLDER}/bin/python\n".encode() + rest
            target.write_bytes(content)
            if script or (item.external_attr >> 16) & 0o111:
                target.chmod(0o755)
    made = [] if layout is NOARCH else _write_launchers(wheel, tree / layout.scripts, layout)
    _rewrite_record(wheel, tree, layout, made)


def _target(name: str, data: str, layout: Layout, project: str) -> str:
    """Where a member of the wheel goes in the package."""
    if not name.startswith(data):
        return f"{layout.site_packages}/{name}"
    scheme, _, rest = name.removeprefix(data).partition("/")
    match scheme:
        case "data":
            return rest
        case "scripts":
            return f"{layout.scripts}/{rest}"
        case "headers":
            return f"{layout.headers}/{project}/{rest}"
        case _:
            return f"{layout.site_packages}/{rest}"


def _refuse_outside(target: Path, tree: Path, name: str) -> None:
    if not Path(os.path.normpath(target)).is_relative_to(tree):
        raise ValueError(f"a file of the wheel points outside: {name}")


def launcher_among(wheels: Iterable[Wheel]) -> bytes:
    """The program that starts scripts on Windows. Raises ValueError if no wheel brings it."""
    for wheel in wheels:
        if wheel.distribution.name == "setuptools":
            with zipfile.ZipFile(wheel.path) as archive:
                return archive.read(_LAUNCHER_MEMBER)
    raise ValueError("setuptools, which brings the launcher for Windows, is not among the wheels")


def _write_launchers(wheel: Wheel, folder: Path, layout: Layout) -> list[str]:
    """Write what starts the wheel's programs; returns the names of the files."""
    return [
        file
        for entry in wheel.entry_points
        for file in write_launcher(entry, folder, layout.launcher)
    ]


def write_launcher(entry: str, folder: Path, launcher: bytes = b"") -> tuple[str, ...]:
    """Write what starts `name = module:function` into `folder`; returns the names of the files."""
    name, target = (part.strip() for part in entry.split("=", 1))
    module, _, call = target.partition(":")
    text = _SCRIPT.format(module=module, first=call.split(".")[0], call=call)
    folder.mkdir(parents=True, exist_ok=True)
    if launcher:
        (folder / f"{name}-script.py").write_text(text, "utf-8")
        (folder / f"{name}.exe").write_bytes(launcher)
        return f"{name}-script.py", f"{name}.exe"
    (folder / name).write_text(f"#!{PLACEHOLDER}/bin/python\n{text}", "utf-8")
    (folder / name).chmod(0o755)
    return (name,)


def _rewrite_record(wheel: Wheel, tree: Path, layout: Layout, launchers: list[str]) -> None:
    """Say in RECORD where the files really are, so that pip can list and remove them."""
    data = f"{wheel.dist_info.removesuffix('.dist-info')}.data/"
    info = tree / layout.site_packages / wheel.dist_info
    (info / "INSTALLER").write_text("conda\n", "utf-8")
    rows = list(csv.reader(io.StringIO((info / "RECORD").read_text("utf-8"))))
    kept = [row for row in rows if row and row[0] != f"{wheel.dist_info}/INSTALLER"]
    result = [[f"{wheel.dist_info}/INSTALLER", "", ""]]
    for row in kept:
        inside = _target(row[0], data, layout, wheel.distribution.name)
        scheme = row[0].removeprefix(data).split("/")[0] if row[0].startswith(data) else ""
        result.append([_from_site(inside, layout), *(row[1:] if scheme != "scripts" else ("", ""))])
    result += [[_from_site(f"{layout.scripts}/{name}", layout), "", ""] for name in launchers]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(result)
    (info / "RECORD").write_text(text.getvalue(), "utf-8")


def _from_site(inside: str, layout: Layout) -> str:
    """A package path as seen from site-packages; that of `noarch` lies three folders deep."""
    site = PurePosixPath(layout.site_packages)
    path = PurePosixPath(inside)
    if path.is_relative_to(site):
        return path.relative_to(site).as_posix()
    if layout is NOARCH and path.is_relative_to(layout.scripts):
        path = PurePosixPath("bin") / path.relative_to(layout.scripts)
    depth = 3 if layout is NOARCH else len(site.parts)
    return "../" * depth + path.as_posix()
