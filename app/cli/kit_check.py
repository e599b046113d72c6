"""`seedbed kit check`: is everything there and unaltered, and does it install on this computer?"""

from __future__ import annotations

import argparse
import json
import sys

from app.cli.kit import told
from app.cli.places import absolute
from app.cli.signals import stopped_by_signals
from app.cli.texts import console, show_error
from app.core.amounts import bytes_text
from app.core.cancel import Cancel
from app.core.kits.checking import Checked, check_kit
from app.core.kits.rehearsal import rehearse
from app.core.kits.telling import Telling
from app.core.session import Session
from app.errors import ExitCode, InstallError
from app.i18n import _, ngettext

_SHOWN = 20
_PARTS = {"files": 20.0, "rehearsal": 80.0}
_QUICK_PARTS = {"files": 1.0}


def run(options: argparse.Namespace) -> int:
    """Check a kit; 0 only if it is whole and, unless `--quick`, was proved by installing."""
    session, cancel = Session.start(), Cancel()
    folder = absolute(options.folder)
    rehearsed: bool | None = None
    failure: InstallError | None = None
    with stopped_by_signals(cancel), told(options.json) as emit:
        telling = Telling(emit, _QUICK_PARTS if options.quick else _PARTS)
        with telling.step("files", _("Reading every file")):
            checked = check_kit(folder, session, cancel, telling.bytes)
        if not options.quick and session.subdir in checked.complete:
            with telling.step("rehearsal", _("Installing from it, into a folder of its own")):
                failure = _rehearsed(session, cancel, str(folder))
                rehearsed = failure is None
    if options.json:
        data = _as_data(checked, rehearsed)
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    else:
        _show(checked)
        _show_rehearsal(rehearsed, options.quick, session.subdir)
    if failure is not None:
        show_error(failure)
        return int(failure.exit_code)
    return int(ExitCode.DONE if checked.whole else ExitCode.PLAN)


def _rehearsed(session: Session, cancel: Cancel, kit: str) -> InstallError | None:
    """What went wrong when the kit was tried out, None if it was proved to work."""
    try:
        rehearse(session, cancel, kit)
    except InstallError as error:
        return error
    return None


def _as_data(checked: Checked, rehearsed: bool | None) -> dict[str, object]:
    return {
        "whole": checked.whole,
        "platforms": {s: s in checked.complete for s in checked.manifest.platforms},
        "missing": list(checked.missing),
        "altered": list(checked.altered),
        "unexpected": list(checked.unexpected),
        "problems": list(checked.problems),
        "rehearsed": rehearsed,
    }


def _show(checked: Checked) -> None:
    manifest = checked.manifest
    number = len(manifest.files)
    text = ngettext("{title}: {number} file, {size}", "{title}: {number} files, {size}", number)
    size = bytes_text(manifest.bytes)
    sys.stdout.write(text.format(title=manifest.title, number=number, size=size) + "\n")
    for subdir in manifest.platforms:
        whole = subdir in checked.complete
        state = _("complete") if whole else _("not complete")
        sys.stdout.write(f"{'✓' if whole else '✗'} {subdir}: {state}\n")
    for sentence in checked.problems:
        sys.stdout.write(f"✗ {sentence}\n")
    _list(_("missing: {path}"), "✗", checked.missing)
    _list(_("altered: {path}"), "✗", checked.altered)
    _list(_("not part of the kit: {path}"), "!", checked.unexpected)
    if not checked.whole:
        remedy = _("Make the kit again with the same command, or copy it again from its source.")
        console().print(remedy, markup=False)


def _list(text: str, mark: str, paths: tuple[str, ...]) -> None:
    for path in paths[:_SHOWN]:
        sys.stdout.write(f"{mark} {text.format(path=path)}\n")
    if len(paths) > _SHOWN:
        more = _("… and {number} more").format(number=len(paths) - _SHOWN)
        sys.stdout.write(f"  {more}\n")


def _show_rehearsal(rehearsed: bool | None, quick: bool, own: str) -> None:
    if rehearsed:
        sys.stdout.write("✓ " + _("It was installed from this kit and proved to work.") + "\n")
    elif rehearsed is None and not quick:
        text = _("Not tried out: the kit is not complete for this computer ({platform}).")
        sys.stdout.write("! " + text.format(platform=own) + "\n")
