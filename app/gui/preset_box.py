"""The sets of libraries to start from, as cards of which one is chosen.

Which packages a set has is known here; what choosing one means for the plan is the page's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.catalog.presets import Preset, all_presets
from app.core.libraries.size_words import preset_words
from app.core.packages.unsolvable import Unsolvable
from app.core.plan import Workshop
from app.gui import theme
from app.gui.known import PresetSize
from app.gui.preset_card import PresetCard
from app.i18n import _, ngettext, sentences

_WIDEST = 420


def preset_of(packages: tuple[str, ...]) -> Preset | None:
    """The set that has exactly these packages."""
    for preset in all_presets():
        if set(preset.packages) == set(packages):
            return preset
    return None


def chosen_words(workshop: Workshop) -> str:
    """What was chosen, in a few words: the set, or how many libraries."""
    if workshop.explicit:
        number = len(workshop.explicit)
        text = ngettext("{number} exact package", "{number} exact packages", number)
        return text.format(number=number)
    same = preset_of(workshop.packages)
    if same is not None:
        return _(same.title)
    number = len(workshop.packages) + len(workshop.pip_packages)
    return ngettext("{number} library", "{number} libraries", number).format(number=number)


class PresetBox(QWidget):
    """Shows which set the packages are; `chosen` brings the Preset that the person picked.

    One tab stop: the chosen card, else the one that was last walked to.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(_WIDEST)
        self._sizes: Mapping[str, PresetSize] = {}
        self._walking = False  # over the cards by arrows, with nothing chosen yet
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        self._presets = [(preset, PresetCard()) for preset in all_presets()]
        for _preset, card in self._presets:
            card.clicked.connect(self._on_clicked)
            card.moved.connect(self._on_moved)
            column.addWidget(card)
        column.addStretch(1)
        self._make_stop(self._presets[0][1])

    def retranslate(self) -> None:
        """Write the texts in the language of now."""
        self.setAccessibleName(_("Sets of libraries to start from"))
        for preset, card in self._presets:
            words, why = _size_words(self._sizes.get(preset.id))
            card.show_texts(_(preset.title), _(preset.purpose), words, why)

    def show_sizes(self, sizes: Mapping[str, PresetSize]) -> None:
        """Show how big the sets are, as far as it is known."""
        if sizes != self._sizes:
            self._sizes = sizes
            self.retranslate()

    def show_packages(self, packages: tuple[str, ...] | None) -> None:
        """Show which set these are; none for the person's own choice, or None for no packages."""
        same = None if packages is None else preset_of(packages)
        for preset, card in self._presets:
            card.setChecked(preset is same)
            if preset is same and not self._walking:
                focused = self._focused()
                self._make_stop(card)
                if focused:  # Qt gives it to the first card when the page is shown
                    card.setFocus(Qt.FocusReason.OtherFocusReason)

    def cards(self) -> tuple[PresetCard, ...]:
        """The cards, in their order."""
        return tuple(card for _preset, card in self._presets)

    def _focused(self) -> bool:
        return any(card.hasFocus() for card in self.cards())

    def _make_stop(self, stop: PresetCard) -> None:
        for card in self.cards():
            tab = Qt.FocusPolicy.StrongFocus if card is stop else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(tab)

    @Slot()
    def _on_clicked(self) -> None:
        self._walking = False
        for preset, card in self._presets:
            if card is self.sender():
                self._make_stop(card)
                self.chosen.emit(preset)

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        self._walking = True
        cards = self.cards()
        here = next((number for number, card in enumerate(cards) if card.hasFocus()), 0)
        card = cards[(here + step) % len(cards)]
        self._make_stop(card)
        card.setFocus(Qt.FocusReason.TabFocusReason)


def _size_words(size: PresetSize | None) -> tuple[str, str]:
    """The size in a few words, and the sentence behind them where there is one."""
    if size is None:
        return _("size not known yet"), ""
    if isinstance(size.error, Unsolvable):
        return _("cannot be had from this channel"), sentences(
            size.error.summary, size.error.remedy
        )
    if size.error is not None:
        return _("size not known yet"), size.error.summary
    return preset_words(size.sizes) or _("size not known yet"), ""
