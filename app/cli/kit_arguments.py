"""What may be said to `seedbed kit`; what it means is the commands' business."""

from __future__ import annotations

import argparse
from ipaddress import IPv4Address
from pathlib import Path

from app.cli import commands
from app.cli.plan_arguments import add_accelerator
from app.cli.platform_arguments import add_platforms
from app.i18n import _


def add_kit(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`kit`, with what it can do."""
    text = _("make, check or share a kit: a folder that installs a workshop without a network")
    sub = subparsers.add_parser("kit", help=text, description=text)
    actions = sub.add_subparsers(required=True, metavar="ACTION")
    _add_make(actions)
    _add_check(actions)
    _add_serve(actions)


def add_shared(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`shared`, the other side of `kit serve`."""
    text = _("list the workshops that are being shared in this network; fetches nothing")
    sub = subparsers.add_parser("shared", help=text, description=text)
    sub.set_defaults(command=commands.shared)
    _add_at(sub)
    sub.add_argument("--json", action="store_true", help=_("the result as one JSON list"))


def _add_make(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("make the kit of a workshop, or bring one up to date")
    sub = actions.add_parser("make", help=text, description=text)
    sub.set_defaults(command=commands.kit_make)
    sub.add_argument("place", metavar="WORKSHOP", help=_("workshop file, folder or address"))
    text = _("for this platform of conda, e.g. win-64, or: all; repeatable (usual: the workshop’s)")
    add_platforms(sub, text, required=False)
    sub.add_argument(
        "--to", type=Path, required=True, metavar="FOLDER", help=_("where the kit is made")
    )
    sub.add_argument(
        "--app",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help=_("the file of Seedbed for one system, put into the kit; repeatable"),
    )
    sub.add_argument(
        "--no-app",
        action="store_true",
        help=_("no file of Seedbed, not even one that is found beside this one"),
    )
    sub.add_argument(
        "--zip", action="store_true", help=_("and a zip file of it, beside the folder")
    )
    add_accelerator(sub, _("builds that are locked; cuda: for NVIDIA cards, where there are any"))
    sub.add_argument(
        "--json", action="store_true", help=_("one JSON event per line, the result as the last")
    )


def _add_check(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("look at every file of a kit, then install from it into a folder that is thrown away")
    sub = actions.add_parser("check", help=text, description=text)
    sub.set_defaults(command=commands.kit_check)
    sub.add_argument("folder", type=Path, metavar="FOLDER", help=_("the kit’s folder"))
    sub.add_argument("--quick", action="store_true", help=_("the files only, no installation"))
    sub.add_argument(
        "--json", action="store_true", help=_("one JSON event per line, the result as the last")
    )


def _add_serve(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = _("share a kit with everybody in this network, and show how far they are")
    sub = actions.add_parser("serve", help=text, description=text)
    sub.set_defaults(command=commands.kit_serve)
    sub.add_argument("folder", type=Path, metavar="FOLDER", help=_("the kit’s folder"))
    sub.add_argument(
        "--port", type=_port, metavar="PORT", help=_("at this port; none: the first that is free")
    )
    _add_at(sub)
    sub.add_argument(
        "--no-announce",
        dest="announce",
        action="store_false",
        help=_("do not announce it in the network: people type the address"),
    )
    text = _("one JSON object per line: where it is shared, then the board whenever it changes")
    sub.add_argument("--json", action="store_true", help=text)


def _add_at(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--at",
        type=_address,
        metavar="ADDRESS",
        help=_("only at this address of this computer; none: at all of them"),
    )


def _port(text: str) -> int:
    """A port on the command line; 0 lets the system choose."""
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port < 65536:
        raise argparse.ArgumentTypeError(_("“{text}” is no port").format(text=text))
    return port


def _address(text: str) -> str:
    """An address of this computer, as numbers."""
    try:
        return str(IPv4Address(text))
    except ValueError as error:
        told = _("“{text}” is no address such as 192.168.1.20").format(text=text)
        raise argparse.ArgumentTypeError(told) from error
