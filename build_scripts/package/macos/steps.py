"""The steps from a frozen folder to a disk image that macOS opens without a warning, as plain data.

Nothing is run here, and nothing secret is read: commands only name the variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from package import names
from package.macos import bundle

IDENTITY = "SEEDBED_SIGN_IDENTITY"
KEY, KEY_ID, ISSUER = "SEEDBED_NOTARY_KEY", "SEEDBED_NOTARY_KEY_ID", "SEEDBED_NOTARY_ISSUER"
NOTARY = (KEY, KEY_ID, ISSUER)
SECRETS = (IDENTITY, *NOTARY)
ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")
_AD_HOC = "-"


@dataclass(frozen=True, slots=True)
class Variable:
    """An argument that is read from the environment only when its command is run."""

    name: str


@dataclass(frozen=True, slots=True)
class Every:
    """Arguments that are known only when the application is there: "libraries", "frameworks"."""

    kind: str


Argument = str | Variable | Every


@dataclass(frozen=True, slots=True)
class Step:
    """One command and what it is for; `skipped` says why it is left out, "" if it is not."""

    title: str
    command: tuple[Argument, ...]
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything lies: the application, the image to make, and a folder for between."""

    app: Path
    image: Path
    scratch: Path

    @property
    def upload(self) -> Path:
        """The archive in which the application goes to Apple."""
        return self.scratch / f"{names.APP_NAME}.zip"

    @property
    def volume(self) -> Path:
        """The folder that becomes the image."""
        return self.scratch / "volume"


def places(out: Path) -> Places:
    """The places of a build that puts its image into `out`."""
    stem = f"{names.APP_NAME}-{names.version()}-macos-{names.architecture()}"
    work = out / "macos"
    return Places(work / bundle.APP, out / f"{stem}.dmg", work / "image")


def steps(where: Places, environ: Mapping[str, str]) -> tuple[Step, ...]:
    """All steps in their order; those for which `environ` has no secrets say so."""
    unsigned = _unsigned(environ)
    unnotarised = unsigned or _unnotarised(environ)
    return (
        *_sign_application(where, hardened=not unsigned),
        *_notarise_application(where, unnotarised),
        *_make_image(where),
        *_sign_image(where, unsigned, unnotarised),
    )


def _unsigned(environ: Mapping[str, str]) -> str:
    return "" if environ.get(IDENTITY) else f"{IDENTITY} is not set"


def _unnotarised(environ: Mapping[str, str]) -> str:
    missing = [name for name in NOTARY if not environ.get(name)]
    return f"not set: {', '.join(missing)}" if missing else ""


def _codesign(hardened: bool) -> tuple[Argument, ...]:
    """Ad-hoc signatures belong to nobody: the hardened runtime would not let programs load the
    libraries beside them, and Apple's clock is not asked."""
    if not hardened:
        return ("codesign", "--force", "--sign", _AD_HOC, "--timestamp=none")
    sign = ("codesign", "--force", "--sign", Variable(IDENTITY))
    return (*sign, "--options", "runtime", "--timestamp")


def _sign_application(where: Places, hardened: bool) -> tuple[Step, ...]:
    """From the inside to the outside: a signature seals those of all that lies within."""
    sign = _codesign(hardened)
    allow: tuple[Argument, ...] = ("--entitlements", str(ENTITLEMENTS)) if hardened else ()
    how = "" if hardened else f" (ad hoc: {IDENTITY} is not set)"
    app = str(where.app)
    console = str(where.app / "Contents" / "MacOS" / names.console_program("macos"))
    return (
        Step("Remove what Finder and downloads attached to files", ("xattr", "-cr", app)),
        Step(f"Sign the libraries{how}", (*sign, Every("libraries"))),
        Step(f"Sign the frameworks{how}", (*sign, Every("frameworks"))),
        Step(f"Sign the console program{how}", (*sign, *allow, console)),
        Step(f"Sign the application{how}", (*sign, *allow, app)),
        Step("Check the signatures", ("codesign", "--verify", "--deep", "--strict", app)),
    )


def _notarise_application(where: Places, skipped: str) -> tuple[Step, ...]:
    """The application carries its own ticket: it is opened without a network too, after it was
    copied from the image."""
    app, upload = str(where.app), str(where.upload)
    pack = ("ditto", "-c", "-k", "--keepParent", app, upload)
    return (
        Step("Pack the application for Apple", pack, skipped),
        Step("Have the application notarised", _submit(upload), skipped),
        Step("Attach Apple's ticket to the application", _staple(app), skipped),
    )


def _make_image(where: Places) -> tuple[Step, ...]:
    """The image shows the application beside a link to the folder that it belongs in."""
    inside = str(where.volume / bundle.APP)
    create = (
        *("hdiutil", "create", "-volname", names.APP_NAME, "-srcfolder", str(where.volume)),
        # LZMA: the smallest; macOS reads it since 10.15. HFS+ needs no owner's drive to be APFS.
        *("-fs", "HFS+", "-format", "ULMO", "-ov", str(where.image)),
    )
    link = ("ln", "-sfn", "/Applications", str(where.volume / "Applications"))
    return (
        Step("Put the application into the image's folder", ("ditto", str(where.app), inside)),
        Step("Put a link to Applications beside it", link),
        Step("Make the image", create),
    )


def _sign_image(where: Places, unsigned: str, unnotarised: str) -> tuple[Step, ...]:
    image = str(where.image)
    sign = ("codesign", "--force", "--sign", Variable(IDENTITY), "--timestamp", image)
    look = ("spctl", "--assess", "--type", "open", "--context", "context:primary-signature", image)
    return (
        Step("Sign the image", sign, unsigned),
        Step("Have the image notarised", _submit(image), unnotarised),
        Step("Attach Apple's ticket to the image", _staple(image), unnotarised),
        Step("Ask Gatekeeper about the image", look, unnotarised),
    )


def _submit(file: str) -> tuple[Argument, ...]:
    who = ("--key", Variable(KEY), "--key-id", Variable(KEY_ID), "--issuer", Variable(ISSUER))
    return ("xcrun", "notarytool", "submit", file, *who, "--wait", "--timeout", "1h")


def _staple(file: str) -> tuple[Argument, ...]:
    return ("xcrun", "stapler", "staple", file)
