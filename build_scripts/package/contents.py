"""Says what is inside a frozen folder: a CycloneDX list, and every licence that goes with it.

What is put in is the spec's business; nothing here changes a program.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from package import names
from package.freezing import Machine

LIST = "contents.cdx.json"
LICENCES = "licences"
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_NAMESPACE = uuid.UUID("6f1c1c1e-4f0e-4d6a-9d43-0f6a3a9f6f5d")


@dataclass(frozen=True, slots=True)
class Part:
    """One component: `purl` says where it comes from, `licence` is what it says of itself."""

    name: str
    version: str
    purl: str
    licence: str = ""
    licence_files: tuple[Path, ...] = ()


def describe(folder: Path, machine: Machine) -> None:
    """Write the list and the licences into the `folder` that was frozen on `machine`."""
    internal = folder / "_internal"
    where = [str(machine.packages)] if machine.packages else sys.path
    found = distributions(internal, _modules(internal), where)
    carried = system_libraries(internal) if machine.system == "linux" else ()
    parts = (_python(machine), *found, *carried)
    text = json.dumps(as_cyclonedx(parts), indent=1, ensure_ascii=False) + "\n"
    (internal / LIST).write_text(text, "utf-8", newline="\n")
    write_licences(parts, internal / LICENCES)


def write_licences(parts: Sequence[Part], target: Path) -> None:
    """Copy every licence that the parts bring into `target`, named after the part."""
    target.mkdir(exist_ok=True)
    shutil.copyfile(names.ROOT / "LICENSE", target / "Seedbed.txt")
    for part in parts:
        for number, file in enumerate(part.licence_files, 1):
            shutil.copyfile(file, target / f"{part.name}-{number}.txt")


def distributions(internal: Path, modules: frozenset[str], where: Sequence[str]) -> Iterator[Part]:
    """The PyPI packages in the folders `where` of which a file lies in `internal` or a module is
    in the programs."""
    everything = metadata.distributions(path=list(where))
    for found in sorted(everything, key=lambda each: each.name.lower()):
        files = [str(file).replace("\\", "/") for file in found.files or ()]
        if found.name == "seedbed" or not any(
            _module(file) in modules or _lies_in(internal, file) for file in files
        ):
            continue
        fields = found.metadata.json
        told = str(fields.get("license_expression") or fields.get("license") or "")
        yield Part(
            found.name,
            found.version,
            f"pkg:pypi/{found.name.lower().replace('_', '-')}@{found.version}",
            told.strip().partition("\n")[0],
            _licence_files(found),
        )


def system_libraries(internal: Path) -> Iterator[Part]:
    """The Debian packages whose libraries are inside; nothing where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return
    from package.linux.host_libraries import system_libraries as known

    paths = known()
    inside = {path.name for path in internal.rglob("*.so*") if path.is_file()}
    packages = sorted({_package_of(paths[name]) for name in inside & set(paths)} - {""})
    for package in packages:
        version = _ask("dpkg-query", "-W", "-f", "${Version}", package)
        name = package.partition(":")[0]
        licence = Path(f"/usr/share/doc/{name}/copyright")
        files = (licence,) if licence.is_file() else ()
        yield Part(name, version, f"pkg:deb/debian/{name}@{version}", "", files)


def as_cyclonedx(parts: Sequence[Part]) -> dict[str, Any]:
    """The list in CycloneDX's form, version 1.6; the same for the same parts."""
    identity = " ".join(part.purl for part in parts)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, identity)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "seedbed",
                "version": names.version(),
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(part) for part in parts],
    }


def _component(part: Part) -> dict[str, Any]:
    told = {"licenses": [{"license": {"name": part.licence}}]} if part.licence else {}
    return {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        **told,
    }


def _python(machine: Machine) -> Part:
    version = machine.version
    base = machine.python.parent if machine.packages else Path(sys.base_prefix)
    places = (base / "lib" / f"python{version.rpartition('.')[0]}", base)
    files = [place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file()]
    purl = f"pkg:generic/python@{version}"
    return Part("python", version, purl, "Python-2.0", tuple(files[:1]))


def _modules(internal: Path) -> frozenset[str]:
    """Every module that the programs share, as PyInstaller lists them."""
    from PyInstaller.archive.readers import ZlibArchiveReader

    file = internal / names.MODULES
    return frozenset(ZlibArchiveReader(str(file)).toc) if file.is_file() else frozenset()


def _module(file: str) -> str:
    return file.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")


def _lies_in(internal: Path, file: str) -> bool:
    return ".dist-info" not in file and not file.startswith("..") and (internal / file).is_file()


def _licence_files(found: metadata.Distribution) -> tuple[Path, ...]:
    files = [file for file in found.files or () if ".dist-info" in str(file)]
    named = [file for file in files if _LICENCE_FILE.search(file.name)]
    paths = sorted(Path(str(found.locate_file(file))) for file in named)
    return tuple(path for path in paths if path.is_file())


def _package_of(library: Path) -> str:
    """The Debian package that a file belongs to; merged /usr has two names for each."""
    real = library.resolve()
    for path in (real, Path(str(real).removeprefix("/usr"))):
        told = _ask("dpkg-query", "-S", str(path))
        if told:
            return told.partition(": ")[0].partition(",")[0]
    return ""


def _ask(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""
