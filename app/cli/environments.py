"""`seedbed environments`: where the conda folders and environments are that Seedbed has made."""

from __future__ import annotations

import argparse
import json
import sys

from app.core.after.environments import Kind, Made, made
from app.core.amounts import bytes_text
from app.core.files.disk_trouble import writing
from app.core.run.journal import Owner
from app.errors import ExitCode
from app.i18n import _, sentences
from app.paths import state_folder


def run(options: argparse.Namespace) -> int:
    """Write the list as asked for."""
    found = made(state_folder())
    paths = [str(each.folder) for each in found if each.owner is Owner.COMPLETE]
    if options.to is not None:
        # With a mark of the byte order: the removal program of Windows reads nothing else.
        text = "\ufeff" + "".join(f"{path}\r\n" for path in paths)
        with writing(options.to):
            options.to.write_bytes(text.encode("utf-16-le", "surrogatepass"))
    elif options.paths:
        sys.stdout.write("".join(f"{path}\n" for path in paths))
    elif options.json:
        sys.stdout.write(json.dumps({"environments": [_data(each) for each in found]}) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(found)) + "\n")
    return int(ExitCode.DONE)


def _lines(found: tuple[Made, ...]) -> list[str]:
    if not found:
        return [_("Seedbed has made no environment here.")]
    lines = [f"{each.folder}\n  {_about(each)}" for each in found]
    stay = _("They stay when Seedbed is removed.")
    delete = _("To remove one, delete its folder.")
    return [*lines, sentences(stay, delete)]


def _about(each: Made) -> str:
    match each.owner:
        case Owner.ABSENT:
            return _("no longer there")
        case Owner.FOREIGN:
            return _("another folder is there now, which Seedbed has not made")
        case Owner.UNFINISHED:
            return _("not finished, {size}").format(size=_size(each))
        case Owner.COMPLETE:
            if each.kind is Kind.CONDA:
                return _("conda with all its environments, {size}").format(size=_size(each))
            return _("environment, {size}").format(size=_size(each))


def _size(each: Made) -> str:
    return bytes_text(each.size() or 0)


def _data(each: Made) -> dict[str, object]:
    return {
        "folder": str(each.folder),
        "kind": str(each.kind),
        "state": str(each.owner),
        "size": each.size(),
    }
