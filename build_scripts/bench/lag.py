"""How late the window's event loop is: a timer that should tick every 5 ms and tells when it did.

Needs a running Qt application; which phase of the work it is in is told from outside.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from bench.spread import median, quantile

TICK_MILLISECONDS = 5


class LagTimer(QObject):
    """Collects lateness in milliseconds, under the name of the phase of the moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phase = ""
        self._late: dict[str, list[tuple[float, float]]] = {}
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin to listen."""
        self._last = time.perf_counter()
        self._timer.start()

    def found(self) -> dict[str, dict[str, object]]:
        """Median, p99 and worst of each phase, and its five worst moments as (time, lateness)."""
        return {phase: _summary(late) for phase, late in self._late.items()}

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        late = max(0.0, (now - self._last) * 1000 - TICK_MILLISECONDS)
        self._last = now
        self._late.setdefault(self.phase, []).append((time.monotonic(), late))


def _summary(late: list[tuple[float, float]]) -> dict[str, object]:
    values = [value for _when, value in late]
    return {
        "ticks": len(values),
        "median_ms": median(values),
        "p99_ms": quantile(values, 0.99),
        "max_ms": max(values),
        "worst": sorted(late, key=lambda one: -one[1])[:5],
    }
