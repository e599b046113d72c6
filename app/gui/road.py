"""The road through the pages: which were seen, which may be gone to, how the rail shows them.

The wizard does the going; nothing here changes the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.core.finding import Level, worst
from app.core.plan import Plan
from app.gui.page_rules import PageRules
from app.gui.pages.page import Page
from app.gui.rail import Progress, Stop


class Road:
    """Remembers how far the person has come among the pages that ask, before work begins.

    A page may be gone to while nothing is being installed, if it was seen before and every page
    between here and there has what it needs: an early answer that breaks a later one is mended in
    order.
    """

    def __init__(self, pages: Callable[[], Sequence[Page]], rules: PageRules) -> None:
        self._pages = pages
        self._rules = rules
        self._furthest = 0

    @property
    def begun(self) -> bool:
        """Whether the person has gone on from the first page."""
        return self._furthest > 0

    def begin_anew(self) -> None:
        """Nothing was seen yet."""
        self._furthest = 0
        self._rules.forget()

    def arrive(self, number: int) -> None:
        """Page `number` is shown."""
        self._furthest = max(self._furthest, min(number, self._asking() - 1))

    def may_go(self, here: int, there: int) -> bool:
        """Whether page `there` may be gone to from page `here`."""
        asking = 0 <= here < self._asking() and 0 <= there <= self._furthest
        if not asking or there == here or self._rules.hides(self._pages()[there]):
            return False
        between = self._pages()[here:there]
        return all(page.isComplete() or self._rules.hides(page) for page in between)

    def stops(self, here: int, plan: Plan) -> list[Stop]:
        """All pages as the rail shows them."""
        return [
            self._stop(n, page, here, page.chosen(plan)) for n, page in enumerate(self._pages())
        ]

    def _stop(self, number: int, page: Page, here: int, chosen: str) -> Stop:
        progress, hidden = self._progress(number, page, here), self._rules.hides(page)
        decided = self._rules.decides(page)
        return Stop(page.name(), chosen, progress, self.may_go(here, number), decided, hidden)

    def _progress(self, number: int, page: Page, here: int) -> Progress:
        if number == here:
            return Progress.HERE
        seen = number < here or number <= self._furthest
        if not seen:
            return Progress.AHEAD
        return Progress.TROUBLE if worst(page.findings()) is Level.STOP else Progress.DONE

    def _asking(self) -> int:
        """How many pages ask: up to the one whose button begins the work."""
        commits = [n for n, page in enumerate(self._pages()) if page.isCommitPage()]
        return commits[0] + 1 if commits else len(self._pages())
