"""What a participant sees of each page: asked, locked or hidden, as the workshop's author decided.

Where the author's answer does not work on this computer, its page opens and stays open: nobody may
be stuck. How a lock looks is the pages' business.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.core.finding import Level
from app.core.plan import PageRule, Plan
from app.gui.pages.page import Page

_DOWNLOAD, _COMPUTER = "download", "computer"
# A person accepts terms, whoever has decided about the rest of the page.
_FOR_PEOPLE = "licence"


class PageRules:
    """The rules of the plan's workshop, and the pages that were opened all the same."""

    def __init__(self) -> None:
        self._plan: Plan | None = None
        self._about: object = None
        self._opened: set[str] = set()

    def follow(self, plan: Plan, pages: Sequence[Page], checked: bool) -> None:
        """Obey the plan's workshop; what its findings say counts once they are `checked`."""
        about = (plan.target.source, plan.workshop.title, plan.workshop.pages)
        if about != self._about:
            self._opened.clear()
        self._plan, self._about = plan, about
        if checked:
            self._opened |= {page.topic for page in pages if self._is_stopped(page)}
        decided = (page.fields for page in pages if self.decides(page))
        fields = tuple(field for fields in decided for field in fields)
        for page in pages:
            page.decided = fields
            page.show_rule(self.rule(page), page.topic in self._opened)

    def open(self, page: Page) -> None:
        """Let the person change this page, for something there has failed."""
        if self.rule(page) is not PageRule.ASKED:
            self._opened.add(page.topic)
            page.show_rule(PageRule.ASKED, opened=True)

    def forget(self) -> None:
        """No page was opened so far."""
        self._opened.clear()

    def rule(self, page: Page) -> PageRule:
        """What the person sees of a page now."""
        if self._plan is None or not page.topic or page.topic in self._opened:
            return PageRule.ASKED
        rule = self._plan.workshop.rule_of(page.topic)
        if page.topic == _COMPUTER and rule is PageRule.LOCKED:
            return PageRule.ASKED  # it asks nothing
        if page.topic == _DOWNLOAD and rule is PageRule.HIDDEN and not self._plan.target.reuse:
            return PageRule.LOCKED  # its terms have to be read
        return rule

    def hides(self, page: Page) -> bool:
        """Whether the person does not see a page."""
        return self.rule(page) is PageRule.HIDDEN

    def decides(self, page: Page) -> bool:
        """Whether the author has decided about a page, and the person cannot."""
        return self.rule(page) is not PageRule.ASKED

    def _is_stopped(self, page: Page) -> bool:
        stops = (item for item in page.findings() if item.level is Level.STOP)
        return self.decides(page) and any(item.rule != _FOR_PEOPLE for item in stops)
