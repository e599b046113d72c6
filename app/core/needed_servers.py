"""Which servers a plan needs to reach: small files that prove that a server really answers."""

from __future__ import annotations

from app.core.cancel import Cancel
from app.core.catalog.channels import addresses
from app.core.machine.facts import Reach
from app.core.machine.reach import probe_all
from app.core.plan import Plan
from app.core.session import Session
from app.errors import InstallError

_CHANNEL_FILE = "noarch/repodata.json.zst"


def needed_servers(plan: Plan, session: Session) -> tuple[str, ...]:
    """Addresses to try; empty where everything the plan needs is on this computer."""
    urls: dict[str, None] = {}
    try:
        channels = addresses(plan.workshop.channels, plan.target.source)
    except InstallError:
        channels = ()  # the plan's own finding tells about it
    for channel in channels:
        if channel.startswith("http"):
            urls.setdefault(f"{channel}/{_CHANNEL_FILE}")
    if not plan.workshop.catalog and not plan.target.reuse:
        for installer in session.catalog.installers:
            if installer.distribution == plan.workshop.distribution:
                urls.setdefault(installer.hash_url or installer.urls[0])
                break
    return tuple(urls)


def probe_needed(plan: Plan, session: Session, cancel: Cancel) -> tuple[Reach, ...]:
    """Try every server that the plan needs, all at once."""
    urls = needed_servers(plan, session)
    return probe_all(urls, cancel=cancel) if urls else ()
