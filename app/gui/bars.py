"""How progress bars are set: a share where the whole is known, else movement or a still hatch."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

from app.gui import theme

_STEPS = 1000


def show_on_bar(bar: QProgressBar, done: float, total: float | None) -> None:
    """Set a bar; without a total it invents no share: it moves, or shows a still hatch where the
    system asks for no motion."""
    still = total is None and theme.is_still()
    if bool(bar.property("still")) != still:
        theme.set_property(bar, "still", still)
    if total is None:
        bar.setRange(0, 1 if still else 0)
        bar.setValue(0)
        return
    bar.setRange(0, _STEPS)
    bar.setValue(round(_STEPS * done / total) if total else _STEPS)
