"""What conda, pip and Hugging Face are to be told of the servers that a person consented to.

None of them can turn to a second server by itself, so each gets the first that has the kind.
Writing it down is done elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.catalog.channels import addresses
from app.core.catalog.mirrors import HUGGING_FACE, PYPI, Mirrors
from app.core.conda.condarc import ChannelPlaces
from app.core.consent import Consent, Kind
from app.errors import PlanInvalid

_DEFAULTS = "defaults"


@dataclass(frozen=True, slots=True)
class ForEnvironment:
    """An index for pip and an endpoint for Hugging Face's libraries; "" for the official one."""

    pip_index: str = ""
    hugging_face: str = ""


def for_environment(mirrors: Mirrors, consents: tuple[Consent, ...]) -> ForEnvironment:
    """What the programs of an environment are to be told."""
    pip = mirrors.consented(PYPI, Kind.PIP, consents)
    models = mirrors.consented(HUGGING_FACE, Kind.HUGGINGFACE, consents)
    return ForEnvironment(
        pip_index=pip[0] if pip else "", hugging_face=models[0].rstrip("/") if models else ""
    )


def for_conda(
    channels: tuple[str, ...], mirrors: Mirrors, consents: tuple[Consent, ...]
) -> ChannelPlaces:
    """Where conda is to look for these channels, as a `.condarc` names them (conda-facts §6).

    Only channels known by name are moved: an address in a workshop means that address.
    """
    custom = {}
    for name in channels:
        place = _place_of(name, mirrors, consents)
        if place:
            custom[name] = place
    return ChannelPlaces(custom, _defaults(channels, mirrors, consents))


def _place_of(name: str, mirrors: Mirrors, consents: tuple[Consent, ...]) -> str:
    """The folder in which a mirror has the channel `name` under just that name; "" for none."""
    if name == _DEFAULTS or ":" in name or "/" in name:
        return ""
    try:
        (official,) = addresses((name,), "")
    except PlanInvalid:
        return ""  # the checks say what is wrong with it
    for copy in mirrors.consented(f"{official}/", Kind.CONDA, consents):
        if copy.endswith(f"/{name}/"):
            return copy.removesuffix(f"/{name}/")
    return ""


def _defaults(
    channels: tuple[str, ...], mirrors: Mirrors, consents: tuple[Consent, ...]
) -> tuple[str, ...]:
    if _DEFAULTS not in channels:
        return ()
    official = addresses((_DEFAULTS,), "")
    first = [mirrors.urls((f"{url}/",), Kind.CONDA, consents)[0].rstrip("/") for url in official]
    return tuple(first) if tuple(first) != official else ()
