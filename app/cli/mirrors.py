"""`seedbed mirrors`: which servers there are, how fast they are, and which of them to use.

Only `use` and `official` change anything: what later runs ask first, and with `--in` the settings
of a conda that Seedbed installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from app.cli.mirror_arguments import BACK, LIST, MEASURE, USE
from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.catalog.mirrors import OFFICIAL, Mirrors
from app.core.consent import Consent
from app.core.mirrors import remembered
from app.core.mirrors.installed import apply_to
from app.core.mirrors.measuring import Candidate, measure, proposed
from app.core.mirrors.words import age_text, kind_title, servers_text, speed_text
from app.core.session import Session
from app.errors import ExitCode, PlanInvalid
from app.i18n import _, labelled


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; the exit code."""
    actions = {LIST: _list, MEASURE: _measure, USE: _use, BACK: _official}
    return actions[options.action](options)


def _list(options: argparse.Namespace) -> int:
    mirrors = Session.start().mirrors
    consents = remembered.load(mirrors)
    if options.json:
        _say(json.dumps(_as_data(mirrors, consents), ensure_ascii=False))
        return int(ExitCode.DONE)
    _say(servers_text(mirrors, consents))
    for server in mirrors.servers:
        _say("\n" + labelled(server.id, _(server.title)))
        for kind in server.kinds:
            lacks = _(server.lacks[kind]) if kind in server.lacks else ""
            _say(f"  {labelled(kind, lacks) if lacks else kind}")
    return int(ExitCode.DONE)


def _as_data(mirrors: Mirrors, consents: tuple[Consent, ...]) -> dict[str, Any]:
    servers = [
        {"name": server.id, "title": server.title, "kinds": server.kinds, "lacks": server.lacks}
        for server in mirrors.servers
    ]
    return {"servers": servers, "used": _used(consents)}


def _used(consents: tuple[Consent, ...]) -> list[dict[str, Any]]:
    return [{"name": each.server, "kinds": each.kinds} for each in consents]


def _measure(options: argparse.Namespace) -> int:
    mirrors = Session.start().mirrors
    kinds = options.kinds or tuple(mirrors.kinds)
    if not options.json:
        console().print(_("Measuring: about ten seconds …"))
    found = measure(mirrors, kinds, Cancel(), lambda _candidate: None)
    if options.json:
        _say(json.dumps([_measured(each) for each in found], ensure_ascii=False))
        return int(ExitCode.DONE)
    for kind in kinds:
        _say(f"\n{kind_title(mirrors, kind)}")
        of_kind = [each for each in found if each.kind is kind]
        for each in of_kind:
            _say(f"  {_line(each)}")
        best = proposed(of_kind)
        if best is not None and best.server != OFFICIAL:
            command = f"seedbed mirrors use {best.server} --for {kind}"
            _say("  " + _("The fastest; to use it: {command}").format(command=command))
    return int(ExitCode.DONE)


def _line(candidate: Candidate) -> str:
    age = age_text(candidate.measured)
    parts = [
        labelled(candidate.server, speed_text(candidate.measured)),
        _("{age} old").format(age=age) if age else "",
        _(candidate.lacks) if candidate.lacks else "",
    ]
    return " · ".join(part for part in parts if part)


def _measured(candidate: Candidate) -> dict[str, Any]:
    measured = candidate.measured
    return {
        "server": candidate.server,
        "kind": candidate.kind,
        "url": measured.url,
        "bytes_per_second": round(measured.rate),
        "bytes": measured.bytes,
        "seconds": round(measured.seconds, 3),
        "modified": measured.modified,
        "trouble": str(measured.trouble.rule) if measured.trouble else "",
        "lacks": candidate.lacks,
    }


def _use(options: argparse.Namespace) -> int:
    mirrors = Session.start().mirrors
    names = tuple(dict.fromkeys(options.name))
    if OFFICIAL in names:
        raise PlanInvalid(
            _("The official servers are always asked last; they need not be named."),
            _("To use only them: seedbed mirrors official"),
        )
    return _keep(options, mirrors, tuple(mirrors.consent(name, options.kinds) for name in names))


def _official(options: argparse.Namespace) -> int:
    return _keep(options, Session.start().mirrors, ())


def _keep(options: argparse.Namespace, mirrors: Mirrors, consents: tuple[Consent, ...]) -> int:
    said: list[str] = []
    if options.folder:
        # First, because it can be refused: nothing is remembered then.
        said = apply_to(options.folder.absolute(), Session.start().platform, mirrors, consents)
    remembered.keep(consents)
    if options.json:
        _say(json.dumps({"used": _used(consents), "changed": said}, ensure_ascii=False))
    else:
        _say("\n".join((servers_text(mirrors, consents), *said)))
    return int(ExitCode.DONE)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
