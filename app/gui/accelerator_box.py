"""What libraries calculate on, as a card: the sentence why, three answers, the size of each.

What an answer means is the core's business; the card is hidden where nothing depends on it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QRadioButton, QVBoxLayout

from app.core.accelerator import Kind, choose, why
from app.core.accelerator.choice import is_open
from app.core.accelerator.options import Option, options
from app.core.amounts import bytes_text
from app.core.machine.subdir import subdir_of
from app.core.plan import Accelerator, Plan
from app.core.session import Session
from app.gui import theme
from app.gui.known import Known
from app.gui.plain_tip import plain_tip
from app.gui.widgets import label
from app.i18n import _

# Where the words of a radio button begin.
_INDENT = 28


class AcceleratorBox(QFrame):
    """Asks for the accelerator; `answer` is what is ticked, `chosen` says that somebody did."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(*theme.CARD_MARGINS)
        column.setSpacing(6)
        self._title = label("section")
        self.sentence = label()
        column.addWidget(self._title)
        column.addWidget(self.sentence)
        self._group = QButtonGroup(self)
        self.buttons = {one: QRadioButton() for one in Accelerator}
        self.notes = {one: label("muted") for one in Accelerator}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(2)
        for number, (one, button) in enumerate(self.buttons.items()):
            self._group.addButton(button)
            grid.addWidget(button, 0, number)
            self.notes[one].setContentsMargins(_INDENT, 0, 0, 0)
            grid.addWidget(self.notes[one], 1, number, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number, 1)
        column.addLayout(grid)
        self.buttons[Accelerator.AUTO].setChecked(True)
        self._group.buttonClicked.connect(self._on_clicked)
        self.hide()

    @property
    def answer(self) -> Accelerator:
        """The answer that is ticked."""
        return next(one for one, button in self.buttons.items() if button.isChecked())

    def retranslate(self) -> None:
        """Write the fixed texts in the language of now."""
        self._title.setText(_("Processor or graphics card"))
        self.setAccessibleName(self._title.text())
        for one, button in self.buttons.items():
            button.setText(_title(one))

    def show_known(self, session: Session, plan: Plan, known: Known) -> None:
        """Draw the choice for a plan, by what is known of the computer and the sizes."""
        self.buttons[plan.target.accelerator].setChecked(True)
        subdir = subdir_of(known.machine, session.platform)
        choice = choose(plan, known.machine, subdir)
        self.setVisible(choice.kind is not None)
        if choice.kind is None:
            return
        sentence = why(choice, known.sizes.cuda)
        if is_open(plan, known.machine):
            sentence = _("Finding out which graphics card this computer has…")
        self.sentence.setText(sentence)
        for option in options(plan, known.machine, subdir):
            self._draw(option, _size(option, choice.kind, known))

    def _draw(self, option: Option, size: str) -> None:
        button, note = self.buttons[option.accelerator], self.notes[option.accelerator]
        button.setEnabled(option.possible)
        text = " · ".join(part for part in (size, option.against) if part)
        note.setText(text)
        button.setAccessibleDescription(text)
        button.setToolTip(plain_tip(option.against))

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit()


def _title(accelerator: Accelerator) -> str:
    match accelerator:
        case Accelerator.AUTO:
            return _("A&utomatic (recommended)")
        case Accelerator.CPU:
            return _("Without &graphics card (CPU)")
        case Accelerator.CUDA:
            return _("NVIDIA CU&DA")


def _size(option: Option, kind: Kind, known: Known) -> str:
    """The packages' size with this answer; "" while it is not known, or cannot be had."""
    if not option.possible or known.solving:
        return ""
    size = known.sizes.packages if option.kind is kind else known.other_packages
    return "" if size is None else bytes_text(size)
