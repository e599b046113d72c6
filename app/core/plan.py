"""The plan: what the person wants. `Workshop` can be shared, `Target` belongs to this computer.

Frozen: a page or a flag replaces a plan, nothing edits one. Reading and writing files, checking
and describing are elsewhere (planfile, check, describe).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.core.consent import Consent
from app.core.workshops.lock_file import LockFile
from app.core.workshops.own_check import OwnCheck

DEFAULT_CHANNELS = ("conda-forge",)


class Accelerator(StrEnum):
    """What the person wants deep-learning libraries to calculate on; `auto` is what suits this
    computer (on a Mac with Apple's chip that is its graphics)."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class PageRule(StrEnum):
    """What a participant sees of a page: the question, the answer only, or nothing."""

    ASKED = "asked"
    LOCKED = "locked"
    HIDDEN = "hidden"


# The pages about which a workshop may say something; the others are always seen.
RULED_PAGES = ("computer", "download", "location", "environment", "libraries")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one platform gets otherwise: `without` are libraries (by name) that it does not get,
    `instead` are those that it gets for them."""

    subdir: str
    without: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workshop:
    """The shareable half: what is to be installed, without a word about any one computer.

    `python` is a version such as "3.12", or "" for the newest that suits the libraries.
    `channels` are names, addresses, or folders relative to the workshop file; a kit, which takes
    its own, says in `later_channels` which conda shall ask afterwards. Relative, too, are `catalog`
    (a catalogue of installers of the workshop's own) and `materials`. `explicit` holds the
    addresses of exact packages (`url#md5`); where it is given, nothing is solved. `lock` is what
    the lock file beside the workshop file says; it is used as long as it answers the other fields.

    `logo` (a picture) and `check` (a script or notebook that is run at the end) lie beside the
    workshop file, too. `pages` has those that participants do not see as a question. `platforms`
    are conda's names of those that a kit is made for, `differences` what some of them get
    otherwise; `glibc`, `macos`, `windows` and `cuda` are the oldest versions that must be enough
    there ("" for the usual ones; for CUDA: builds without it).
    """

    title: str = ""
    author: str = ""
    description: str = ""
    contact: str = ""
    logo: str = ""
    distribution: str = "miniconda"
    distribution_version: str = "latest"
    catalog: str = ""
    environment: str = "ml"
    python: str = ""
    channels: tuple[str, ...] = DEFAULT_CHANNELS
    later_channels: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    pip_packages: tuple[str, ...] = ()
    explicit: tuple[str, ...] = ()
    materials: str = ""
    check: str = ""
    pages: tuple[tuple[str, PageRule], ...] = ()
    platforms: tuple[str, ...] = ()
    glibc: str = ""
    macos: str = ""
    windows: str = ""
    cuda: str = ""
    differences: tuple[Difference, ...] = ()
    lock: LockFile = LockFile()  # noqa: RUF009 - frozen

    def rule_of(self, page: str) -> PageRule:
        """What participants see of a page."""
        return dict(self.pages).get(page, PageRule.ASKED)


@dataclass(frozen=True, slots=True)
class Target:
    """The half that belongs to this computer and is never written into a workshop file.

    `folder` is the conda installation (its prefix); with `reuse` an existing one is used as it
    is. `environment` replaces the workshop's name unless it is empty. `source` is the folder or
    address that the workshop was opened from, "" for none. `licence_accepted` is a decision of
    the person. `launchers` is the consent to a menu entry and a Jupyter kernel outside `folder`.
    `materials_folder` and `lessons_folder` are where the workshop's files and our first lessons
    are copied to, None for nowhere. `mirrors` are the servers that may be asked beside the
    official ones, most wanted first. `accelerator` is for which hardware builds of libraries are
    chosen, where they differ. `handed_out` is the workshop before what is different on this
    platform was put into the plan's; None where nothing is. `own_check` is the workshop's check
    as it was read when it was opened. `tell_to` is the address of the computer that shares the
    workshop and is told how far the run is, "" for nobody; `tell_as` is the name that was typed for
    that.
    """

    folder: Path
    environment: str = ""
    source: str = ""
    reuse: bool = False
    licence_accepted: bool = False
    launchers: bool = True
    materials_folder: Path | None = None
    lessons_folder: Path | None = None
    mirrors: tuple[Consent, ...] = ()
    accelerator: Accelerator = Accelerator.AUTO
    handed_out: Workshop | None = None
    own_check: OwnCheck | None = None
    tell_to: str = ""
    tell_as: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Workshop and target together: all that a run needs to know."""

    workshop: Workshop
    target: Target

    @property
    def environment_name(self) -> str:
        """The name of the environment that will be made."""
        return self.target.environment or self.workshop.environment

    @property
    def environment_prefix(self) -> Path:
        """The folder of the environment; conda keeps named ones under `envs`."""
        return self.target.folder / "envs" / self.environment_name

    def with_workshop(self, **changes: Any) -> Plan:
        """A copy with some answers of the workshop replaced."""
        return replace(self, workshop=replace(self.workshop, **changes))

    def with_target(self, **changes: Any) -> Plan:
        """A copy with some answers of the target replaced."""
        return replace(self, target=replace(self.target, **changes))
