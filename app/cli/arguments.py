"""What may stand on the command line. Meaning is given to it by the commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app import __version__
from app.cli import cache, check, install, lock, mirrors, report, search, steps, window
from app.core.cache import USUAL_DAYS
from app.core.plan import Accelerator
from app.core.preferences import THEMES
from app.i18n import LANGUAGES, PSEUDO, _


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` in its result is what to call."""
    top = argparse.ArgumentParser(
        prog="seedbed", description=_("From a bare computer to a proven Python environment.")
    )
    top.add_argument("--version", action="version", version=f"Seedbed {__version__}")
    top.add_argument(
        "--language", choices=[*LANGUAGES, PSEUDO], default="", help=_("language of the texts")
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    text = _("install what a workshop or kit wants")
    sub = _plan_command(commands, "install", install.run, text)
    sub.add_argument(
        "--report", type=Path, metavar="FILE", help=_("save a report there if it fails (zip)")
    )
    checking = _plan_command(
        commands, "check", check.run, _("show machine, findings and plan; change nothing")
    )
    checking.add_argument(
        "--details", action="store_true", help=_("with the technical facts about the machine")
    )
    _plan_command(commands, "steps", steps.run, _("list the steps of a plan; change nothing"))
    _report_command(commands)
    _lock_command(commands)
    opening = _plan_command(commands, "window", window.run, _("open the window"))
    opening.add_argument(
        "--theme", choices=THEMES, default="", help=_("its look; none: as chosen there before")
    )
    search.add_command(commands)
    mirrors.add_command(commands)
    _cache_command(commands)
    return top


def _report_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("save what a helper wants to see about the last run, without names and passwords")
    sub = _plan_command(commands, "report", report.run, text)
    how = sub.add_mutually_exclusive_group()
    how.add_argument(
        "--output",
        type=Path,
        default=Path(report.USUAL_NAME),
        metavar="FILE",
        help=_("where to save it (zip)"),
    )
    how.add_argument("--text", action="store_true", help=_("write it as text instead, to paste"))


def _cache_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("show what Seedbed keeps that can be downloaded again, or clean it up")
    sub = commands.add_parser("cache", help=text, description=text)
    sub.set_defaults(command=cache.run)
    sub.add_argument(
        "action",
        nargs="?",
        choices=[cache.SHOW, cache.CLEAN],
        default=cache.SHOW,
        help=_("“clean” removes what is older than {days} days and not in use").format(
            days=USUAL_DAYS
        ),
    )
    age = sub.add_mutually_exclusive_group()
    age.add_argument(
        "--older-than", type=_days, metavar="DAYS", help=_("another age; 0 is everything")
    )
    age.add_argument("--all", action="store_true", help=_("whatever its age"))
    sub.add_argument(
        "--partials", action="store_true", help=_("only unfinished downloads, whatever their age")
    )
    sub.add_argument("--yes", action="store_true", help=_("remove without asking"))
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))


def _days(text: str) -> float:
    """A number of days on the command line."""
    try:
        days = float(text)
    except ValueError:
        days = -1.0
    if not 0 <= days < float("inf"):
        raise argparse.ArgumentTypeError(_("“{text}” is not a number of days").format(text=text))
    return days


def _lock_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("find the exact packages of a workshop and write them beside its file")
    sub = commands.add_parser("lock", help=text, description=text)
    sub.set_defaults(command=lock.run)
    sub.add_argument("place", metavar="WORKSHOP", help=_("workshop file or kit folder"))
    sub.add_argument(
        "--platform",
        action="append",
        default=[],
        metavar="SUBDIR",
        help=_("for this platform of conda, e.g. win-64, or: all; repeatable; none: this one"),
    )
    _add_accelerator(sub, _("builds that are locked; cuda: for NVIDIA cards, where there are any"))
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))


def _plan_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    command: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    sub = commands.add_parser(name, help=text, description=text)
    sub.set_defaults(command=command)
    sub.add_argument(
        "place",
        nargs="?",
        default="",
        metavar="WORKSHOP_OR_KIT",
        help=_("workshop file, kit folder, zipped kit, address, environment.yml; none: presets"),
    )
    _add_conda(sub)
    _add_environment(sub)
    _add_running(sub)
    return sub


def _folder(text: str) -> Path:
    """A folder on the command line; an empty text is a slip, not the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError(_("the folder is empty"))
    return Path(text)


def _add_conda(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("conda"))
    where = group.add_mutually_exclusive_group()
    where.add_argument("--to", type=_folder, metavar="DIR", help=_("folder for conda"))
    where.add_argument(
        "--reuse", type=_folder, metavar="DIR", help=_("use the conda that is already in DIR")
    )
    group.add_argument("--distribution", metavar="NAME", help=_("miniconda or miniforge"))
    group.add_argument("--conda-version", metavar="VERSION", help=_("its version, or: latest"))


def _add_environment(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("environment"))
    group.add_argument("--name", metavar="ENV", help=_("name of the environment"))
    group.add_argument("--python", metavar="VERSION", help=_("Python version, e.g. 3.12"))
    group.add_argument("--channel", action="append", metavar="NAME", help=_("channel; repeatable"))
    group.add_argument("--preset", metavar="NAME", help=_("a set of libraries, e.g. scientific"))
    group.add_argument(
        "--package", action="append", default=[], metavar="SPEC", help=_("a library; repeatable")
    )
    group.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="NAME",
        help=_("leave out a library of the workshop or preset; repeatable"),
    )
    group.add_argument(
        "--packages-from",
        type=Path,
        metavar="FILE",
        help=_("environment.yml, requirements.txt or explicit file"),
    )
    _add_accelerator(group, _("builds for the processor, for NVIDIA cards, or what suits (auto)"))
    group.add_argument(
        "--materials-to", type=_folder, metavar="DIR", help=_("where materials are copied")
    )
    group.add_argument("--no-materials", action="store_true", help=_("copy no materials"))
    lessons = group.add_mutually_exclusive_group()
    lessons.add_argument(
        "--lessons-to", type=_folder, metavar="DIR", help=_("where the first lessons are copied")
    )
    lessons.add_argument("--no-lessons", action="store_true", help=_("copy no first lessons"))
    group.add_argument(
        "--no-launchers",
        action="store_true",
        help=_("no menu entry and no kernel outside the folder"),
    )


def _add_accelerator(group: argparse._ActionsContainer, text: str) -> None:
    names = [str(one) for one in Accelerator]
    group.add_argument("--accelerator", choices=names, default=None, help=text)


def _add_running(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("running"))
    group.add_argument(
        "--yes",
        action="store_true",
        help=_("accept the distribution’s licence and start without asking"),
    )
    group.add_argument(
        "--mirror",
        action="append",
        metavar="NAME",
        help=_("ask this server first, in this run; repeatable; official: none (seedbed mirrors)"),
    )
    group.add_argument("--json", action="store_true", help=_("one JSON object per line"))
