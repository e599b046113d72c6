"""Finds out in the background what the plan's channels have, and how big the presets are.

Presets are solved one after the other, with low priority, and only while nothing else is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.core.catalog.presets import Preset, all_presets
from app.core.machine.subdir import subdir_of
from app.core.packages.channel_index import ReadIndex
from app.core.packages.search import PackageSearch
from app.core.packages.sizes import Sizes
from app.core.plan import Plan
from app.core.session import Session
from app.gui import channel_jobs, services
from app.gui.known import InChannel, Known, PresetSize
from app.gui.latest import Latest
from app.gui.worker import Outcome

_FACTS_DELAY = 150
# Longer than the person's own solve waits, so that this one begins first.
_PRESET_DELAY = 250


class ChannelReader(QObject):
    """Follows the plan; `changed` after something was found, which is in `state`."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: Plan | None = None
        self._known: Known | None = None
        self._asked: tuple[object, object] = (None, None)
        self._preset: Preset | None = None
        self.state = InChannel()
        self._indexes = Latest(0, self)
        self._indexes.answered.connect(self._on_index)
        self._facts = Latest(_FACTS_DELAY, self)
        self._facts.answered.connect(self._on_facts)
        self._presets = Latest(_PRESET_DELAY, self)
        self._presets.answered.connect(self._on_preset)
        self.latest = (self._indexes, self._facts, self._presets)

    def stop(self) -> None:
        """Stop everything; the next plan begins anew with what is not known yet."""
        self._asked = (None, None)
        for latest in self.latest:
            latest.stop()

    def follow(self, plan: Plan, known: Known) -> None:
        """Follow another plan, or what has become known."""
        channels = services.channels_of(plan)
        subdir = subdir_of(known.machine, self._session.platform)
        self._plan, self._known = plan, known
        if not channels or not subdir:
            return
        graphics = known.machine.graphics.cuda if known.machine.graphics else ""
        before = self._asked
        self._asked = ((channels, subdir), (plan.workshop.python, graphics))
        if before[0] != self._asked[0]:
            self._begin(plan, known)
        elif before[1] != self._asked[1]:
            self.state = replace(self.state, facts={}, presets={})
            self._facts.stop()
        if before[1] != self._asked[1] or known.solving:
            self._presets.stop()
            self._preset = None
        self._go_on()

    def ask_facts(self, names: Sequence[str]) -> None:
        """Find out about the newest builds of these packages, as far as it is not known."""
        read = self._read()
        if read is None or read.index is None or self._plan is None or self._known is None:
            return
        new = [name for name in names if name not in self.state.facts]
        if new:
            machine = self._known.machine
            self._facts.ask(channel_jobs.facts_job(self._session, self._plan, machine, new))

    def _read(self) -> ReadIndex | None:
        return None if self.state.search is None else self.state.search.read

    def _begin(self, plan: Plan, known: Known) -> None:
        for latest in self.latest:
            latest.stop()
        self._preset = None
        self.state = InChannel()
        self._indexes.ask(channel_jobs.index_job(self._session, plan, known.machine))

    def _go_on(self) -> None:
        """Solve the next preset, if its channel answers and nothing else is being solved."""
        known, plan, read = self._known, self._plan, self._read()
        if known is None or plan is None or known.solving or self._preset is not None:
            return
        if read is None or read.index is None or not read.index.fresh:
            return
        for preset in all_presets():
            if preset.id not in self.state.presets:
                job = channel_jobs.preset_job(
                    self._session, channel_jobs.preset_plan(plan, preset), known
                )
                if job is not None:
                    self._preset = preset
                    self._presets.ask(job)
                return

    @Slot(object)
    def _on_index(self, outcome: Outcome) -> None:
        found = outcome.value
        if not isinstance(found, PackageSearch):
            found = PackageSearch(ReadIndex(error=outcome.error))
        self.state = replace(self.state, search=found)
        self.changed.emit()
        self._go_on()

    @Slot(object)
    def _on_facts(self, outcome: Outcome) -> None:
        if isinstance(outcome.value, dict):
            self.state = replace(self.state, facts={**self.state.facts, **outcome.value})
            self.changed.emit()

    @Slot(object)
    def _on_preset(self, outcome: Outcome) -> None:
        preset, self._preset = self._preset, None
        if preset is None:
            return
        size = PresetSize(
            outcome.value if isinstance(outcome.value, Sizes) else Sizes(), outcome.error
        )
        self.state = replace(self.state, presets={**self.state.presets, preset.id: size})
        self.changed.emit()
        self._go_on()
