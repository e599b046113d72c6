"""Libraries: the wizard's own page, asked for a workshop instead of this computer."""

from __future__ import annotations

from app.core.libraries.size_words import count_sentence
from app.core.plan import Plan
from app.gui.pages.libraries import LibrariesPage
from app.i18n import _, sentences


class LibrariesSection(LibrariesPage):
    """What this computer cannot have, others may: nothing is greyed out, and nothing stops."""

    fields = ("workshop.packages",)
    here_only = False

    def heading(self) -> str:
        return _("Which libraries does the workshop need?")

    def lead(self) -> str:
        return _(
            "Choose a set at the left (it replaces the list), then tick more or less at the right; "
            "or open a list that you have. What is named at the bottom is installed."
        )

    def chosen(self, plan: Plan) -> str:
        return super().chosen(plan) if plan.workshop.packages or plan.workshop.explicit else ""

    def size_text(self) -> str:
        """How many packages it makes here; the other platforms are looked at elsewhere."""
        return sentences(count_sentence(self.known.sizes))
