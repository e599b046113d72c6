"""All background work of the window, each kind with a Worker of its own: probe, checks, catalogue,
Python versions, solving, the early download.

It keeps what was found in `known` and says `learned`; it knows no page and draws nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.core.catalog.installers import Catalog
from app.core.finding import Finding, Level
from app.core.libraries.solving import solving_finding
from app.core.machine.facts import Machine
from app.core.machine.subdir import subdir_of
from app.core.packages.sizes import Sizes
from app.core.plan import Plan
from app.core.session import Session
from app.errors import InstallError
from app.gui import services
from app.gui.channel_reader import ChannelReader
from app.gui.early_download import EarlyDownload
from app.gui.known import DISTRIBUTION, Known
from app.gui.latest import Latest
from app.gui.worker import Outcome, Worker

_CHECK_DELAY = 120
# Short, because a child that became stale is killed: a click shall show its sizes within 0.5 s.
_SOLVE_DELAY = 100


class Background(QObject):
    """What goes on behind the pages; follows the plan and never changes it."""

    learned = Signal()

    def __init__(self, session: Session, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan = plan
        self._asked: dict[str, object] = {}
        self._wanted: set[str] = set()
        self.known = Known(Machine(session.platform.family, home=str(session.home)))
        self.download = EarlyDownload(session, self)
        self.download.changed.connect(self._on_download)
        self._probe = Worker(self)
        self._probe.batch.connect(self._on_machine)
        self._probe.ended.connect(self._on_probed)
        self._reaches = Latest(0, self)
        self._reaches.answered.connect(self._on_reach)
        self._checks = Latest(_CHECK_DELAY, self)
        self._checks.answered.connect(self._on_checked)
        self._catalogs = Latest(0, self)
        self._catalogs.answered.connect(self._on_catalog)
        self._pythons = Latest(0, self)
        self._pythons.answered.connect(self._on_pythons)
        self.channel = ChannelReader(session, self)
        self.channel.changed.connect(self._on_channel)
        self._solves = Latest(_SOLVE_DELAY, self)
        self._solves.answered.connect(self.take_sizes)
        self._comparing = False
        self._others = Latest(_SOLVE_DELAY, self)
        self._others.answered.connect(self._on_other)

    @property
    def checked(self) -> bool:
        """Whether the findings belong to the newest plan."""
        return self.known.catalog is not None and not self._checks.pending

    @property
    def busy(self) -> bool:
        """Whether any thread is still at work."""
        return any(worker.busy for worker in self._workers())

    def start(self) -> None:
        """Begin with what needs no answers."""
        self.probe()
        self.plan_changed(self._plan)

    def probe(self) -> None:
        """Look at this computer (again)."""
        self._forget_failed_catalog()
        if not self._probe.busy:
            self._asked["reach"] = services.servers_of(self._session, self._plan)
            self._probe.start(services.probe_job(self._session, self._plan))

    def want(self, topic: str) -> None:
        """From now on also find out "pythons" or "sizes", which ask the channels."""
        if topic not in self._wanted:
            self._wanted.add(topic)
            self._follow()

    @Slot()
    def ask_again(self) -> None:
        """Ask once more for what could not be read, and solve what could not be solved."""
        self._asked.pop("sizes", None)
        self._forget_failed_catalog()
        self._follow()

    def compare(self, shown: bool) -> None:
        """While `shown`, also find out how big the other kind of builds would be."""
        self._comparing = shown
        self._follow_other()

    def plan_changed(self, plan: Plan) -> None:
        """Follow another plan."""
        self._plan = plan
        self.download.plan_changed(plan, self.known.machine)
        self._follow()

    def start_download(self) -> None:
        """Let the installer's download run."""
        self.download.start(self._plan, self.known.machine)

    def offer_download(self) -> None:
        """Let it run unless the person has declined it."""
        self.download.offer(self._plan, self.known.machine)

    def stop(self) -> None:
        """Ask everything to stop; `busy` tells when it has. The next plan begins all of it anew."""
        self._asked.clear()
        self.known = replace(self.known, solving=False, asking_pythons=False, troubles=())
        self.channel.stop()
        for latest in self._latest():
            latest.stop()
        for worker in self._workers():
            worker.cancel()

    def _workers(self) -> tuple[Worker, ...]:
        latest = (*self._latest(), *self.channel.latest)
        return (self._probe, self.download.worker, *(each.worker for each in latest))

    def _latest(self) -> tuple[Latest, ...]:
        checks = (self._reaches, self._checks, self._catalogs, self._pythons)
        return (*checks, self._solves, self._others)

    def _follow(self) -> None:
        workshop, source = self._plan.workshop, self._plan.target.source
        if self._is_new("catalog", (workshop.catalog, source)):
            self.learn(catalog=None)
            self._catalogs.ask(services.catalog_job(self._session, self._plan))
        self._follow_reach()
        self._follow_pythons()
        self._follow_sizes()
        self._check()

    def _follow_reach(self) -> None:
        """Another plan may need other servers, or none: what was probed before says nothing."""
        servers = services.servers_of(self._session, self._plan)
        if self._probe.busy or not self._is_new("reach", servers):
            return
        self._reaches.ask(services.reach_job(self._session, self._plan))

    def _follow_pythons(self) -> None:
        subdir = subdir_of(self.known.machine, self._session.platform)
        channels = services.channels_of(self._plan)
        if "pythons" not in self._wanted or not subdir or not channels:
            return
        if self._is_new("pythons", (channels, subdir)):
            self.learn(pythons=(), asking_pythons=True)
            job = services.pythons_job(self._session, self._plan, self.known.machine)
            self._pythons.ask(job)

    def _follow_sizes(self) -> None:
        machine, catalog = self.known.machine, self.known.catalog
        installer = services.installer_size(self._plan, machine, catalog)
        wish = services.wish_of(self._session, self._plan, machine)
        if "sizes" not in self._wanted:
            return
        explicit = self._plan.workshop.explicit
        if not self._is_new("sizes", (wish, explicit, installer, self._plan.environment_prefix)):
            self.channel.follow(self._plan, self.known)
            return
        self._solves.stop()
        self._forget_other()
        solving = wish is not None or bool(explicit)
        self.learn(sizes=Sizes(installer=installer), solving=solving)
        self._trouble("workshop.packages")
        if solving:
            sizer = services.sizer_of(self._session, self._plan, self.known)
            self._solves.ask(services.solve_job(self._session, self._plan, wish, sizer))
        self.channel.follow(self._plan, self.known)

    def _follow_other(self) -> None:
        """After the sizes, for they matter more; the other builds are solved for their size only,
        and no longer than anybody looks at it."""
        if not self._comparing:
            self._forget_other()
            return
        if self.known.solving or self.known.sizes.packages is None:
            return
        machine = self.known.machine
        other = services.other_builds(self._session, self._plan, machine)
        wish = services.wish_of(self._session, other, machine) if other is not None else None
        if self._is_new("other", wish) and other is not None and wish is not None:
            self._others.ask(services.packages_job(self._session, other, wish))

    def _forget_other(self) -> None:
        self._others.stop()
        if self._asked.pop("other", None) is not None or self.known.other_packages is not None:
            self.learn(other_packages=None)

    def _check(self) -> None:
        if self.known.catalog is not None:
            self._checks.ask(services.check_job(self._session, self._plan, self.known))

    def _is_new(self, topic: str, question: object) -> bool:
        if topic in self._asked and self._asked[topic] == question:
            return False
        self._asked[topic] = question
        return True

    def learn(self, **news: object) -> None:
        """Put something new into `known` and tell it."""
        self.known = replace(self.known, **news)  # type: ignore[arg-type]
        self.learned.emit()

    def _forget_failed_catalog(self) -> None:
        """What could not be read once may be there now: the next who follows asks again."""
        if self.known.without_catalog:
            self._asked.pop("catalog", None)

    def _trouble(self, field: str, *found: Finding) -> None:
        """Remember what background work ran into about one field, instead of what was before."""
        others = tuple(trouble for trouble in self.known.troubles if trouble.field != field)
        self.known = replace(self.known, troubles=(*others, *found))

    @Slot()
    def _on_channel(self) -> None:
        self.learn(channel=self.channel.state)

    @Slot()
    def _on_download(self) -> None:
        self.learn(download=self.download.state)

    @Slot(list)
    def _on_machine(self, machines: list[Machine]) -> None:
        self.learn(machine=machines[-1])
        self._follow()

    @Slot(object)
    def _on_probed(self, outcome: Outcome) -> None:
        if isinstance(outcome.value, Machine):
            self.learn(machine=outcome.value)
            self._follow()
        else:  # stopped: what is still pending stays unknown
            self.learn(machine=replace(self.known.machine, pending=()))

    @Slot(object)
    def _on_reach(self, outcome: Outcome) -> None:
        found: Any = outcome.value
        if isinstance(found, tuple):
            self.learn(machine=replace(self.known.machine, reach=found))
            self._check()

    @Slot(object)
    def _on_catalog(self, outcome: Outcome) -> None:
        if isinstance(outcome.value, Catalog):
            self._trouble(DISTRIBUTION)
            self.learn(catalog=outcome.value)
            self._follow()
        elif outcome.error is not None:
            self._trouble(DISTRIBUTION, _stop(outcome.error))
            self.learn(catalog=self._session.catalog)

    @Slot(object)
    def _on_checked(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self.learn(findings=(_stop(outcome.error),))
        else:
            self.learn(findings=outcome.value)

    @Slot(object)
    def _on_pythons(self, outcome: Outcome) -> None:
        found = outcome.value if outcome.error is None else ()
        self.learn(pythons=found, asking_pythons=False)

    @Slot(object)
    def take_sizes(self, outcome: Outcome) -> None:
        """Remember what the solver answered."""
        if isinstance(outcome.value, Sizes):
            self.learn(sizes=outcome.value, solving=False)
            self._check()
            self._follow_other()
        elif outcome.error is not None:
            self._trouble("workshop.packages", solving_finding(outcome.error))
            self.learn(solving=False)
        self.channel.follow(self._plan, self.known)

    @Slot(object)
    def _on_other(self, outcome: Outcome) -> None:
        if outcome.error is None and isinstance(outcome.value, int):
            self.learn(other_packages=outcome.value)


def _stop(error: InstallError) -> Finding:
    return Finding(DISTRIBUTION, Level.STOP, error.code, error.summary, error.remedy)
