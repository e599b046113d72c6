"""What may stand on the command line. Meaning is given to it by the commands."""

from __future__ import annotations

import argparse
from pathlib import Path

from app import __version__
from app.cli import commands
from app.cli.kit_arguments import add_kit, add_shared
from app.cli.mirror_arguments import add_mirrors
from app.cli.plan_arguments import add_accelerator, add_plan_command
from app.cli.platform_arguments import add_platforms
from app.cli.prepare_arguments import add_prepare
from app.cli.proof_arguments import add_proof
from app.core.cache.age import USUAL_DAYS
from app.core.preferences import THEMES
from app.i18n import LANGUAGES, PSEUDO, _

SHOW, CLEAN = "show", "clean"


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` in its result is what to call."""
    top = argparse.ArgumentParser(
        prog="seedbed", description=_("From a bare computer to a proven Python environment.")
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"Seedbed {__version__}",
        help=_("show the version and exit"),
    )
    top.add_argument(
        "--language",
        choices=[*LANGUAGES, PSEUDO],
        default="",
        metavar="{" + ",".join(LANGUAGES) + "}",  # the other one is for tests
        help=_("language of the texts"),
    )
    subparsers = top.add_subparsers(required=True, metavar="COMMAND")
    _plan_commands(subparsers)
    _report_command(subparsers)
    _lock_command(subparsers)
    add_prepare(subparsers)
    add_kit(subparsers)
    add_shared(subparsers)
    opening = add_plan_command(subparsers, "window", commands.window, _("open the window"))
    opening.add_argument(
        "--theme", choices=THEMES, default="", help=_("its look; none: as chosen there before")
    )
    _search_command(subparsers)
    add_mirrors(subparsers)
    _cache_command(subparsers)
    _environments_command(subparsers)
    add_proof(subparsers)
    _update_command(subparsers)
    _selftest_command(subparsers)
    return top


def _plan_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("install what a workshop or kit wants")
    sub = add_plan_command(subparsers, "install", commands.install, text)
    sub.add_argument(
        "--report", type=Path, metavar="FILE", help=_("save a report there if it fails (zip)")
    )
    checking = add_plan_command(
        subparsers, "check", commands.check, _("show machine, findings and plan; change nothing")
    )
    checking.add_argument(
        "--details", action="store_true", help=_("with the technical facts about the machine")
    )
    add_plan_command(
        subparsers, "steps", commands.steps, _("list the steps of a plan; change nothing")
    )


def _report_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("save what a helper wants to see about the last run, without names and passwords")
    sub = add_plan_command(subparsers, "report", commands.report, text)
    how = sub.add_mutually_exclusive_group()
    how.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help=_("where to save it (zip)"),
    )
    how.add_argument("--text", action="store_true", help=_("write it as text instead, to paste"))


def _cache_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("show what Seedbed keeps that can be downloaded again, or clean it up")
    sub = subparsers.add_parser("cache", help=text, description=text)
    sub.set_defaults(command=commands.cache)
    sub.add_argument(
        "action",
        nargs="?",
        choices=[SHOW, CLEAN],
        default=SHOW,
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


def _lock_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("find the exact packages of a workshop and write them beside its file")
    sub = subparsers.add_parser("lock", help=text, description=text)
    sub.set_defaults(command=commands.lock)
    sub.add_argument("place", metavar="WORKSHOP", help=_("workshop file or kit folder"))
    text = _("for this platform of conda, e.g. win-64, or: all; repeatable; none: this one")
    add_platforms(sub, text, required=False)
    add_accelerator(sub, _("builds that are locked; cuda: for NVIDIA cards, where there are any"))
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))


def _search_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("find packages by name or by what they are for")
    sub = subparsers.add_parser("search", help=text, description=text)
    sub.set_defaults(command=commands.search)
    sub.add_argument("words", metavar="WORDS", help=_("a name, a part of it, or quoted words"))
    sub.add_argument(
        "place",
        nargs="?",
        default="",
        metavar="WORKSHOP",
        help=_("search in the channels of this workshop or kit"),
    )
    sub.add_argument("--channel", action="append", metavar="NAME", help=_("channel; repeatable"))
    sub.add_argument("--python", metavar="VERSION", default="", help=_("Python version, e.g. 3.12"))
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))


def _environments_command(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    text = _("list the conda folders and environments that Seedbed has made")
    sub = subparsers.add_parser("environments", help=text, description=text)
    sub.set_defaults(command=commands.environments)
    how = sub.add_mutually_exclusive_group()
    how.add_argument(
        "--paths", action="store_true", help=_("only the folders that are there, one on a line")
    )
    how.add_argument("--json", action="store_true", help=_("the result as one JSON object"))
    # For the removal program of Windows, which can read only UTF-16 with a mark at its beginning.
    how.add_argument("--to", type=Path, metavar="FILE", help=argparse.SUPPRESS)


def _update_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("look whether a newer Seedbed is announced; changes nothing")
    sub = subparsers.add_parser("update", help=text, description=text)
    sub.set_defaults(command=commands.update)
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))


def _selftest_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("prove that this copy of Seedbed is whole and works on this computer")
    sub = subparsers.add_parser("selftest", help=text, description=text)
    sub.set_defaults(command=commands.selftest)
    sub.add_argument(
        "--deep", metavar="KIT", help=_("also install from this kit, prove it, and remove it again")
    )
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON object"))
