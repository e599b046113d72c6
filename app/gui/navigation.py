"""Going from page to page: the pages in their order, the rail, and jumps over several pages.

What happens on arrival, and what the answers are, is the wizard's business.
"""

from __future__ import annotations

from PySide6.QtCore import Slot

from app.gui.frame import Frame
from app.gui.page_rules import PageRules
from app.gui.pages.page import Page
from app.gui.road import Road


class Navigation(Frame):
    """A frame whose rail leads to pages that were seen; `passing` while a jump is under way."""

    def __init__(self) -> None:
        super().__init__()
        self.passing = False
        self.rules = PageRules()
        self.road = Road(self.pages, self.rules)
        self.rail.picked.connect(self._on_picked)

    def pages(self) -> list[Page]:
        """All pages, in their order."""
        found = [self.page(number) for number in self.pageIds()]
        return [page for page in found if isinstance(page, Page)]

    def current(self) -> Page:
        """The page that is shown; the first one before the window is."""
        page = self.currentPage()
        return page if isinstance(page, Page) else self.pages()[0]

    def arrived(self) -> None:
        """Another page is shown: it belongs to the road from now on."""
        self.road.arrive(self.currentId())
        super().arrived()

    def nextId(self) -> int:
        """The next page that the person sees."""
        number, pages = super().nextId(), self.pages()
        while 0 <= number < len(pages) and self.rules.hides(pages[number]):
            number += 1
        return number

    def open_page(self, page: Page) -> None:
        """Go back to a page whose answer has failed, whoever has decided about it."""
        self.rules.open(page)
        wanted = self.pages().index(page)
        while self.currentId() > wanted:
            before = self.currentId()
            self.back()
            if self.currentId() == before:
                return
        if self.currentId() < wanted:  # it was hidden, so that Back has passed it by
            self.setCurrentId(wanted)

    def go_to(self, number: int) -> None:
        """Go to page `number` as far as Back and Next would lead there now."""
        start = self.currentId()
        self.passing = True
        while self.currentId() != number and self.road.may_go(self.currentId(), number):
            here = self.currentId()
            if number < here:
                self.back()
            else:
                self.next()
            if self.currentId() == here:
                break
        self.passing = False
        if self.currentId() != start:
            self.currentIdChanged.emit(self.currentId())

    @Slot(int)
    def _on_picked(self, number: int) -> None:
        self.go_to(number)
