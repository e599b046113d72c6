"""The conda folders and environments that Seedbed has made for this person, by its own journals.

They stay when Seedbed is removed, so a person must be able to ask where they are. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.core.files.used_space import used
from app.core.run.journal import FILE_NAME, Journal, Owner
from app.paths import workspace_for, workspaces_in


class Kind(StrEnum):
    """What a folder is: a conda installation, or an environment of one."""

    CONDA = "conda"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Made:
    """One folder that Seedbed has made. `owner` tells what has become of it: complete, unfinished,
    no longer there (absent), or another one in its place (foreign)."""

    folder: Path
    kind: Kind
    owner: Owner

    @property
    def there(self) -> bool:
        """Whether what Seedbed made is still there."""
        return self.owner in (Owner.COMPLETE, Owner.UNFINISHED)

    def size(self) -> int | None:
        """Its bytes, an installation's with its environments; None where it is not there. Looks at
        every file, which takes a while."""
        return used(self.folder).size if self.there else None


def made(state: Path) -> tuple[Made, ...]:
    """Everything that the journals in the folder `state` know of, by name."""
    found = {each.folder: each for each in _all(state)}
    return tuple(found[folder] for folder in sorted(found))


def _all(state: Path) -> Iterator[Made]:
    try:
        workspaces = sorted(file.parent for file in workspaces_in(state).glob(f"*/{FILE_NAME}"))
    except OSError:
        return
    for workspace in workspaces:
        journal = Journal(workspace)
        for folder in journal.folders():
            # Each conda installation has a workspace of its own, named after its folder.
            own = workspace_for(folder).name == workspace.name
            yield Made(folder, Kind.CONDA if own else Kind.ENVIRONMENT, journal.owner(folder))
