"""What may be said to every command that is about a plan: where, which environment, how to run."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.cli.library_arguments import add_libraries
from app.core.plan import Accelerator
from app.i18n import _

_INSTALL, _WINDOW = "install", "window"


def add_plan_command(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    command: Callable[[argparse.Namespace], int],
    text: str,
) -> argparse.ArgumentParser:
    sub = subparsers.add_parser(name, help=text, description=text)
    sub.set_defaults(command=command)
    sub.add_argument(
        "place",
        nargs="?",
        default="",
        metavar="WORKSHOP_OR_KIT",
        help=_("workshop file, kit folder, zipped kit, address, environment.yml; none: presets"),
    )
    sub.add_argument(
        "--unlock",
        action="store_true",
        help=_("decide yourself what the author of the workshop has decided (--to, --package, …)"),
    )
    _add_conda(sub)
    _add_environment(sub)
    _add_running(sub, name)
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
    add_libraries(group, _("leave out a library of the workshop or preset; repeatable"))
    group.add_argument(
        "--packages-from",
        type=Path,
        metavar="FILE",
        help=_("environment.yml, requirements.txt or explicit file"),
    )
    add_accelerator(group, _("builds for the processor, for NVIDIA cards, or what suits (auto)"))
    group.add_argument(
        "--materials-to", type=_folder, metavar="DIR", help=_("where materials are copied")
    )
    group.add_argument("--no-materials", action="store_true", help=_("copy no materials"))
    lessons = group.add_mutually_exclusive_group()
    lessons.add_argument(
        "--lessons-to", type=_folder, metavar="DIR", help=_("where the first lessons are copied")
    )
    lessons.add_argument("--no-lessons", action="store_true", help=_("copy no first lessons"))
    _add_proof(group)
    group.add_argument(
        "--no-launchers",
        action="store_true",
        help=_("no menu entry and no kernel outside the folder"),
    )


def _add_proof(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--no-check", action="store_true", help=_("do not run the workshop’s own check at the end")
    )


def add_accelerator(group: argparse._ActionsContainer, text: str) -> None:
    names = [str(one) for one in Accelerator]
    group.add_argument("--accelerator", choices=names, default=None, help=text)


def _add_running(sub: argparse.ArgumentParser, name: str) -> None:
    """The same for every command, so that another word in the place of `install` is enough; what
    means nothing to one of them is not in its help."""
    group = sub.add_argument_group(_("running"))
    accept = _("accept the distribution’s licence and start without asking")
    group.add_argument(
        "--yes", action="store_true", help=accept if name == _INSTALL else argparse.SUPPRESS
    )
    group.add_argument(
        "--mirror",
        action="append",
        metavar="NAME",
        help=_("ask this server first, in this run; repeatable; official: none (seedbed mirrors)"),
    )
    telling = group.add_mutually_exclusive_group()
    telling.add_argument(
        "--tell-as",
        default="",
        metavar="NAME",
        help=_("your name, for the instructor’s board, where the workshop is shared in the room"),
    )
    telling.add_argument(
        "--tell-nobody",
        action="store_true",
        help=_("do not tell the computer that shares the workshop how far the run is"),
    )
    lines = _("one JSON object per line")
    group.add_argument(
        "--json", action="store_true", help=lines if name != _WINDOW else argparse.SUPPRESS
    )
