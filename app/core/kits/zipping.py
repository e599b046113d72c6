"""A finished kit as one zip file, for handing it out by download or copying."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.files.disk_trouble import writing
from app.core.kits import names
from app.core.kits.making import Made
from app.core.kits.telling import Emit, Telling
from app.errors import PlanInvalid
from app.i18n import _

_CHUNK = 1 << 20
_OVERHEAD = 1024  # at most, for each file: names, twice, and what zip keeps about them
_PARTS = {"zip": 1.0}


def zip_kit(made: Made, cancel: Cancel, emit: Emit) -> Path:
    """Write the zip file beside the kit's folder, unless one with this very kit is there.

    Raises PlanInvalid where it would be too large for a stick in FAT32, NoSpace, Cancelled.
    """
    target = made.folder.with_name(f"{made.folder.name}.zip")
    _refuse_too_large(made)
    telling = Telling(emit, _PARTS)
    with telling.step("zip", _("Writing the zip file")):
        if _is_of(target, made.folder):
            return target
        beside = target.with_name(f".{target.name}.arriving")
        with writing(target):
            try:
                _write(beside, made, cancel, telling)
                os.replace(beside, target)  # noqa: PTH105 - both are paths of ours
            finally:
                beside.unlink(missing_ok=True)
    return target


def _refuse_too_large(made: Made) -> None:
    size = made.manifest.bytes + _OVERHEAD * (len(made.manifest.files) + 1)
    if size > names.LARGEST:
        raise PlanInvalid(
            _(
                "The zip file would have {size}, and a stick in FAT32 holds 4 GB in one file."
            ).format(size=bytes_text(size)),
            _("The folder is complete: hand that out, or make kits for fewer platforms each."),
        )


def _write(file: Path, made: Made, cancel: Cancel, telling: Telling) -> None:
    """Not compressed: packages are already. The manifest comes last, as in the folder."""
    paths = [*(entry.path for entry in made.manifest.files), names.MANIFEST]
    total, done = made.manifest.bytes, 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        for path in paths:
            place = made.folder / path
            entry = zipfile.ZipInfo.from_file(
                place, f"{made.folder.name}/{path}", strict_timestamps=False
            )
            with place.open("rb") as source, archive.open(entry, "w") as copy:
                while chunk := source.read(_CHUNK):
                    cancel.check()
                    copy.write(chunk)
                    done += len(chunk)
                    telling.bytes(min(done, total), total)


def _is_of(archive: Path, kit: Path) -> bool:
    """Whether a zip file holds the manifest of this kit, and so all that it names."""
    try:
        with zipfile.ZipFile(archive) as contents:
            found = contents.read(f"{kit.name}/{names.MANIFEST}")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    return found == (kit / names.MANIFEST).read_bytes()
