"""What may be said to `seedbed prepare`: every answer of the instructor's window."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from app.cli import commands
from app.cli.library_arguments import add_libraries
from app.cli.plan_arguments import add_accelerator
from app.cli.platform_arguments import add_platforms
from app.core.plan import RULED_PAGES, PageRule
from app.i18n import _, listing

# Options that take a text: their name, the field of Workshop that they set, what stands for it.
TEXTS = (
    ("--title", "title", "TEXT"),
    ("--author", "author", "TEXT"),
    ("--description", "description", "TEXT"),
    ("--contact", "contact", "TEXT"),
    ("--distribution", "distribution", "NAME"),
    ("--conda-version", "distribution_version", "VERSION"),
    ("--catalog", "catalog", "FILE"),
    ("--name", "environment", "ENV"),
    ("--python", "python", "VERSION"),
    ("--logo", "logo", "FILE"),
    ("--materials", "materials", "FOLDER"),
    ("--check", "check", "FILE"),
    ("--glibc", "glibc", "VERSION"),
    ("--macos", "macos", "VERSION"),
    ("--windows", "windows", "VERSION"),
    ("--cuda", "cuda", "VERSION"),
)


def add_prepare(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`prepare`."""
    text = _("make or change a workshop file, and show what it comes to on every platform")
    sub = subparsers.add_parser("prepare", help=text, description=text)
    sub.set_defaults(command=commands.prepare)
    sub.add_argument(
        "file", type=Path, metavar="FILE", help=_("the workshop file; made where there is none")
    )
    _add_texts(sub)
    _add_libraries(sub)
    _add_participants(sub)
    _add_differences(sub)
    group = sub.add_argument_group(_("running"))
    add_accelerator(group, _("builds that are chosen; cuda: for NVIDIA cards, where there are any"))
    group.add_argument(
        "--no-survey", action="store_true", help=_("write the file only, choose no versions")
    )
    group.add_argument("--json", action="store_true", help=_("the result as one JSON object"))


def _add_texts(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("answers; an empty text removes one"))
    helps = _text_helps()
    for flag, field, metavar in TEXTS:
        group.add_argument(flag, dest=field, metavar=metavar, help=helps[field])


def _text_helps() -> dict[str, str]:
    return {
        "title": _("title of the workshop"),
        "author": _("who has made it"),
        "description": _("a sentence about it"),
        "contact": _("whom to ask, e.g. an address for mail"),
        "distribution": _("miniconda or miniforge"),
        "distribution_version": _("its version, or: latest"),
        "catalog": _("a catalogue of installers of the workshop’s own, beside the file"),
        "environment": _("name of the environment"),
        "python": _("Python version, e.g. 3.12"),
        "logo": _("a picture beside the file"),
        "materials": _("a folder of notebooks and data beside the file"),
        "check": _("a script or notebook beside the file that is run at the end"),
        "glibc": _("the oldest glibc of Linux that must be enough"),
        "macos": _("the oldest macOS that must be enough"),
        "windows": _("the oldest Windows that must be enough, e.g. 10.0.19045"),
        "cuda": _("builds for NVIDIA cards whose driver knows this CUDA"),
    }


def _add_libraries(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("libraries"))
    group.add_argument(
        "--from",
        dest="from_list",
        type=Path,
        metavar="FILE",
        help=_("environment.yml, requirements.txt or explicit file"),
    )
    group.add_argument("--preset", metavar="NAME", help=_("a set of libraries, e.g. scientific"))
    add_libraries(group, _("leave out a library that the file has; repeatable"))
    _many(group, "--pip", "REQUIREMENT", _("a package of pip, also with hashes; repeatable"))
    _many(group, "--without-pip", "NAME", _("leave out a package of pip; repeatable"))
    _many(group, "--channel", "NAME", _("channel; repeatable"))
    _many(group, "--later-channel", "NAME", _("channel that conda asks after a kit; repeatable"))


def _add_participants(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("participants"))
    text = _("what is seen of a page: {pages} are {rules}; repeatable").format(
        pages=listing(RULED_PAGES), rules=_words(PageRule)
    )
    group.add_argument(
        "--page", type=_rule, action="append", default=[], metavar="PAGE=RULE", help=text
    )
    add_platforms(group, _("made for this platform, e.g. win-64, or: all; repeatable"), False)


def _add_differences(sub: argparse.ArgumentParser) -> None:
    group = sub.add_argument_group(_("on one platform only"))
    group.add_argument(
        "--drop",
        type=_dropped,
        action="append",
        default=[],
        metavar="SUBDIR:NAME",
        help=_("leave out a library there, e.g. win-64:jax; repeatable"),
    )
    group.add_argument(
        "--replace",
        type=_replaced,
        action="append",
        default=[],
        metavar="SUBDIR:NAME=SPEC",
        help=_("take another one there, e.g. win-64:tensorflow=tensorflow-cpu; repeatable"),
    )
    _many(group, "--alike", "SUBDIR", _("nothing otherwise there any more; repeatable"))


def _many(group: argparse._ArgumentGroup, flag: str, metavar: str, text: str) -> None:
    group.add_argument(flag, action="append", default=[], metavar=metavar, help=text)


def _rule(text: str) -> tuple[str, PageRule]:
    page, _equals, rule = text.partition("=")
    if page not in RULED_PAGES or rule not in list(PageRule):
        raise argparse.ArgumentTypeError(
            _("“{text}” is not one of {pages}, with “=” and one of {rules}").format(
                text=text, pages=listing(RULED_PAGES), rules=_words(PageRule)
            )
        )
    return page, PageRule(rule)


def _dropped(text: str) -> tuple[str, str]:
    subdir, _colon, name = text.partition(":")
    if not subdir or not name:
        text = _("“{text}” has not the form SUBDIR:NAME").format(text=text)
        raise argparse.ArgumentTypeError(text)
    return subdir, name


def _replaced(text: str) -> tuple[str, str, str]:
    subdir, _colon, rest = text.partition(":")
    name, _equals, spec = rest.partition("=")
    if not subdir or not name or not spec:
        text = _("“{text}” has not the form SUBDIR:NAME=SPEC").format(text=text)
        raise argparse.ArgumentTypeError(text)
    return subdir, name, spec


def _words(items: Iterable[str]) -> str:
    return listing(str(item) for item in items)
