"""Which servers beside the official ones a person allows to be asked, and for what.

What a server has, and where, is the catalogue's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One sort of file that servers hand out; a person consents to a server kind by kind."""

    INSTALLERS = "installers"
    CONDA = "conda"
    PIP = "pip"
    HUGGINGFACE = "huggingface"


@dataclass(frozen=True, slots=True)
class Consent:
    """A person's word that a server may be used for some kinds; it belongs to this computer."""

    server: str
    kinds: tuple[Kind, ...]
