"""Whether the person wants to be told of a newer Seedbed, and when it was looked for last."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from app.core.files import jsonfile
from app.paths import state_folder

_FILE = "updates.json"
_WEEK = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """`weekly` is the person's consent, `looked` the last look in seconds since the epoch."""

    weekly: bool = False
    looked: float = 0.0

    def is_due(self, now: float) -> bool:
        """Whether to look now. A last look that is still to come was made by a wrong clock."""
        return self.weekly and not 0 <= now - self.looked < _WEEK


def load() -> Agreement:
    """What was agreed before; a file that is missing or broken says: nothing."""
    data = jsonfile.read(state_folder() / _FILE)
    if not isinstance(data, dict):
        return Agreement()
    weekly, looked = data.get("weekly"), data.get("looked")
    return Agreement(weekly is True, float(looked) if isinstance(looked, int | float) else 0.0)


def keep(agreement: Agreement) -> bool:
    """Remember it; False where it cannot be written: nothing is harmed."""
    try:
        jsonfile.write(state_folder() / _FILE, asdict(agreement))
    except OSError:
        return False
    return True
