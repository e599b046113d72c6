"""Libraries that a platform, or a kind of build, does not have (conda-facts §9.2).

Whether a channel has a package now is the solver's business: this is known without asking.
"""

from __future__ import annotations

from app.core.accelerator.choice import Choice, Kind, specs_of
from app.core.catalog.libraries import Library, all_libraries, library
from app.core.catalog.platforms import all_platforms
from app.core.plan import DEFAULT_CHANNELS, Plan
from app.i18n import _

PUBLIC = frozenset(DEFAULT_CHANNELS)


def why_not(wanted: Library | str, subdir: str) -> str:
    """Why a library cannot be had from conda-forge on a platform; "" where it can, or where we
    do not know it (conda-facts §9.2)."""
    known = library(wanted) if isinstance(wanted, str) else wanted
    if known is None or not subdir or not known.platforms or subdir in known.platforms:
        return ""
    titles = {platform.subdir: _(platform.title) for platform in all_platforms()}
    return _("{library} is not available for {platform}, only for: {others}.").format(
        library=known.title,
        platform=titles.get(subdir, subdir),
        others="; ".join(titles.get(one, one) for one in known.platforms),
    )


def why_not_so(wanted: Library | str, kind: Kind | None) -> str:
    """Why a library cannot be used with a kind of build; "" where it can."""
    known = library(wanted) if isinstance(wanted, str) else wanted
    if known is None or kind is None or kind is Kind.CUDA or known.accelerators != (Kind.CUDA,):
        return ""
    return _("{library} works only with an NVIDIA card and CUDA.").format(library=known.title)


def lacking(plan: Plan, subdir: str, choice: Choice) -> dict[str, str]:
    """The specs of a plan that cannot be had, each with its reason; nothing where the plan has
    channels of its own, which may have everything."""
    if not subdir or not PUBLIC.issuperset(plan.workshop.channels) or plan.workshop.explicit:
        return {}
    reasons = {text: unavailable((name,), subdir, choice.kind) for name, text in specs_of(plan)}
    return {text: found for text, each in reasons.items() for found in each.values()}


def missing_here(plan: Plan, subdir: str, choice: Choice) -> dict[str, str]:
    """Of all libraries that we know, those that this plan could not have, each with its reason;
    none where the plan has channels of its own."""
    if not PUBLIC.issuperset(plan.workshop.channels):
        return {}
    return unavailable(tuple(each.name for each in all_libraries()), subdir, choice.kind)


def unavailable(names: tuple[str, ...], subdir: str, kind: Kind | None) -> dict[str, str]:
    """Of these libraries, those that conda-forge does not have here, each with its reason."""
    reasons = {name: why_not(name, subdir) or why_not_so(name, kind) for name in names}
    return {name: reason for name, reason in reasons.items() if reason}
