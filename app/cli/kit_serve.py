"""`seedbed kit serve`: shares a finished kit with everybody in the room, and shows the board."""

from __future__ import annotations

import argparse
import json
import sys

from app.cli.board import TextBoard
from app.cli.places import absolute
from app.cli.qr import show_qr
from app.cli.signals import stopped_by_signals
from app.cli.texts import console
from app.core.cancel import Cancel
from app.core.session import Session
from app.core.sharing import words
from app.core.sharing.board import Board, Row
from app.core.sharing.server import USUAL_PORTS
from app.core.sharing.share import How, Share, start_sharing
from app.errors import Cancelled, ExitCode
from app.i18n import _, sentences

_SECONDS = 0.5


def run(options: argparse.Namespace) -> int:
    """Share until Ctrl-C, which is the usual end and no failure."""
    session, cancel = Session.start(), Cancel()
    ports = USUAL_PORTS if options.port is None else (options.port,)
    how = How(ports, options.at or "", options.announce)
    with stopped_by_signals(cancel):
        share = start_sharing(absolute(options.folder), session, cancel, how)
        try:
            if options.json:
                _tell(share, cancel)
            else:
                _show(share, cancel)
        except Cancelled:
            pass
        finally:
            board = share.board()
            share.stop()
    if options.json:
        _say({"event": "stopped", **_as_data(board)})
    else:
        text = sentences(_("No longer shared."), words.summary(board))
        console().print(text, markup=False)
    return int(ExitCode.DONE)


def _show(share: Share, cancel: Cancel) -> None:
    out = console()
    title = _("“{title}” is being shared here:").format(title=share.title)
    out.print(title, markup=False)
    for address in share.addresses:
        sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    show_qr(out, share.addresses[0])
    out.print(words.how_to_join(share.addresses[0]), markup=False)
    if share.announced:
        out.print(
            _("Whoever opens Seedbed in this network is offered it on the first page."),
            markup=False,
        )
    out.print(_("Ctrl-C ends it.") + "\n", markup=False)
    with TextBoard(out) as drawing:
        while True:
            drawing.show(share.board())
            cancel.wait(_SECONDS)


def _tell(share: Share, cancel: Cancel) -> None:
    """One JSON object a line: first where, then the board whenever it has changed."""
    _say(
        {
            "event": "sharing",
            "title": share.title,
            "addresses": list(share.addresses),
            "announced": share.announced,
        }
    )
    before: dict[str, object] = {}
    while True:
        now = _as_data(share.board())
        if now != before:
            _say({"event": "board", **now})
        before = now
        cancel.wait(_SECONDS)


def _say(data: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _as_data(board: Board) -> dict[str, object]:
    return {
        "rows": [_row(row) for row in board.rows],
        "rate": round(board.rate),
        "sent": board.sent,
        "proven": board.green,
        "troubles": list(board.troubles),
    }


def _row(row: Row) -> dict[str, object]:
    verdict = row.verdict
    return {
        "number": row.number,
        "name": row.name,
        "state": str(row.phase),
        "rate": round(row.rate),
        "fraction": None if row.fraction is None else round(row.fraction, 4),
        "code": verdict.code if verdict else None,
        "outcome": verdict.outcome.word if verdict else None,
        "belongs": str(verdict.belongs) if verdict else None,
        "proven": row.green,
        "silent": row.silent,
    }
