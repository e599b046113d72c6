"""`seedbed prepare`: makes or changes a workshop file, and tells what it comes to everywhere."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from app.cli.places import absolute
from app.cli.platform_arguments import named_platforms
from app.cli.prepare_arguments import TEXTS
from app.cli.signals import stopped_by_signals
from app.cli.texts import console
from app.cli.wishes import refuse_idle, wishes_of
from app.core.cancel import Cancel
from app.core.catalog.platforms import conda_platform
from app.core.catalog.presets import preset
from app.core.kits.survey import Surveyed, survey
from app.core.kits.survey_words import cells, headings, total_sentence, trouble
from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Accelerator, Workshop
from app.core.session import Session
from app.core.specs.spec_names import name_of
from app.core.specs.specfile import read_spec_file
from app.core.workshops import platform_changes as differing
from app.core.workshops import preparing
from app.core.workshops.draft import Draft, keep_draft, new_draft, open_draft
from app.core.workshops.locking import LockFor
from app.core.workshops.opening import bytes_of, with_list
from app.errors import ExitCode
from app.i18n import _


def run(options: argparse.Namespace) -> int:
    """Write what was answered, then survey; the exit code is that of the first platform for which
    the workshop cannot be had."""
    session, cancel = Session.start(), Cancel()
    path = absolute(options.file)
    there = path.exists()
    draft = open_draft(path) if there else new_draft(Workshop())
    answered = replace(draft, workshop=changed(draft.workshop, options))
    written = answered.changed or not there
    if written:
        answered = keep_draft(answered, answered.path or path)
    found: tuple[Surveyed, ...] = ()
    if not options.no_survey:
        with stopped_by_signals(cancel):
            found = tuple(_surveyed(answered, options, session, cancel))
    if options.json:
        sys.stdout.write(json.dumps(_as_data(answered, written, found), ensure_ascii=False) + "\n")
    else:
        _show(answered, written, found)
    errors = [error for one in found for error in one.errors]
    return int(errors[0].exit_code if errors else ExitCode.DONE)


def changed(workshop: Workshop, options: argparse.Namespace) -> Workshop:
    """The workshop with the answers on the command line. Raises PlanInvalid for one that cannot
    be."""
    said = {field: getattr(options, field) for _flag, field, _metavar in TEXTS}
    given = {field: value for field, value in said.items() if value is not None}
    usual = Workshop()
    for field in ("distribution", "distribution_version", "environment"):
        if given.get(field) == "":
            given[field] = getattr(usual, field)
    workshop = _with_libraries(replace(workshop, **given), options)
    if options.channel:
        workshop = replace(workshop, channels=tuple(options.channel))
    if options.later_channel:
        workshop = replace(workshop, later_channels=tuple(options.later_channel))
    workshop = preparing.with_rules(workshop, dict(options.page))
    if options.platform:
        workshop = preparing.with_platforms(workshop, named_platforms(options.platform))
    return _with_differences(workshop, options)


def _with_libraries(workshop: Workshop, options: argparse.Namespace) -> Workshop:
    if options.from_list:
        read = read_spec_file(bytes_of(options.from_list), options.from_list.name)
        workshop = with_list(read, workshop)
    if options.preset:
        workshop = replace(workshop, packages=preset(options.preset).packages, explicit=())
    refuse_idle(options, workshop.packages)
    wishes = wishes_of(options)
    workshop = preparing.with_packages(workshop, wishes.added, tuple(options.without))
    return preparing.with_pip(workshop, tuple(options.pip), tuple(options.without_pip))


def _with_differences(workshop: Workshop, options: argparse.Namespace) -> Workshop:
    for subdir in options.alike:
        workshop = differing.alike(workshop, subdir)
    for subdir, name in options.drop:
        conda_platform(subdir)
        workshop = differing.dropped(workshop, subdir, name)
    for subdir, name, spec in options.replace:
        conda_platform(subdir)
        workshop = differing.replaced(workshop, subdir, name, spec)
    return workshop


def _surveyed(
    draft: Draft, options: argparse.Namespace, session: Session, cancel: Cancel
) -> Sequence[Surveyed]:
    subdirs = draft.workshop.platforms or named_platforms(["all"])
    asked = LockFor(subdirs, Accelerator(options.accelerator or Accelerator.AUTO))

    def say(subdir: str) -> None:
        if not options.json:
            text = _("Choosing versions for {platform} …").format(platform=subdir)
            console().print(text, markup=False)

    return tuple(survey(draft.opened, asked, session, cancel, say))


def _as_data(draft: Draft, written: bool, found: Sequence[Surveyed]) -> dict[str, object]:
    return {
        "file": str(draft.path),
        "written": written,
        "platforms": {one.subdir: _platform(one) for one in found},
    }


def _platform(found: Surveyed) -> dict[str, object]:
    if not found.possible:
        return {
            "problem": trouble(found),
            "missing": list(found.absent),
            "ways_out": [way.title for way in found.ways_out],
        }
    return {
        "packages": found.count,
        "download": found.download,
        "disk": found.disk,
        "locked": found.locked,
    }


def _show(draft: Draft, written: bool, found: Sequence[Surveyed]) -> None:
    text = _("Written: {path}") if written else _("Unchanged: {path}")
    sys.stdout.write(text.format(path=draft.path) + "\n")
    if not found:
        return
    *heads, _last = headings()
    rows = [tuple(heads), *(cells(one)[:-1] for one in found)]
    widths = [max(len(row[number]) for row in rows) for number in range(len(heads))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    sys.stdout.write(f"{lines[0]}\n")
    for line, one in zip(lines[1:], found, strict=True):
        sys.stdout.write(f"{line}\n")
        remark = cells(one)[-1]
        if remark:
            sys.stdout.write(f"  {'' if one.possible else '✗ '}{remark}\n")
        for way in one.ways_out:
            text = _("or: {change} ({options})")
            text = text.format(change=way.title, options=_typed(one.subdir, way))
            sys.stdout.write(f"  {text}\n")
    sys.stdout.write(total_sentence(found) + "\n")


def _typed(subdir: str, way_out: WayOut) -> str:
    """A way out as it is typed here; leaving out and replacing are for that platform only."""
    name = name_of(way_out.spec)
    match way_out.way:
        case Way.LEAVE_OUT:
            return f"--drop {subdir}:{name}"
        case Way.REPLACE:
            return f"--replace {subdir}:{name}={way_out.value}"
        case Way.PYTHON | Way.ACCELERATOR:
            return way_out.typed
        case _:
            assert_never(way_out.way)
