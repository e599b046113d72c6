"""The board of a shared kit on a terminal; plain lines where there is none."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from app.core.sharing import words
from app.core.sharing.board import Board, Row

_STYLES = {"✓": "green", "✗": "bold red", "!": "yellow", "…": ""}


class TextBoard:
    """Draws boards; use it as a context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False) if console.is_terminal else None
        self._said: dict[int, tuple[str, str]] = {}
        self._troubles: set[str] = set()

    def __enter__(self) -> TextBoard:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, board: Board) -> None:
        """Draw it anew, or say what has changed since the last time."""
        if self._live is not None:
            self._live.update(drawn(board), refresh=True)
            return
        for row in board.rows:
            said = (words.state_text(row), words.proof_text(row))
            if self._said.get(row.number) != said:
                self._said[row.number] = said
                self._console.print(words.row_text(row), markup=False)
        for path in board.troubles:
            if path not in self._troubles:
                self._troubles.add(path)
                self._console.print(f"! {words.trouble_text(path)}", markup=False)


def drawn(board: Board) -> Group:
    """The board as a table, with a sentence under it."""
    over = words.headings()
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("", over.who, over.state, over.amount, over.rate, over.code):
        table.add_column(Text(heading, style="bold"))
    for row in board.rows:
        table.add_row(*_cells(row))
    told = [Text(f"! {words.trouble_text(path)}", style="yellow") for path in board.troubles]
    told += [Text(text) for text in (words.advice(board),) if text]
    above = (table,) if board.rows else ()
    return Group(*above, *told, Text(words.summary(board), style="bold"))


def _cells(row: Row) -> list[Text]:
    style = _STYLES[words.mark(row)]
    texts = (
        words.mark(row),
        words.who_text(row),
        words.state_text(row),
        words.amount_text(row),
        words.speed_text(row),
        words.proof_text(row),
    )
    return [Text(text, style=style) for text in texts]
