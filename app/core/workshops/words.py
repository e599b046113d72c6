"""Somebody else's workshop in words: whose it is, where it came from, and all that it will run.

The same for window and command line. It is foreign text: short, on one line, and nothing in it
moves a terminal.
"""

from __future__ import annotations

from pathlib import Path

from app.core.catalog.installers import Catalog, Installer
from app.core.foreign_text import shown
from app.core.network.trouble import host_of
from app.core.place import as_url, is_address
from app.core.plan import Plan
from app.core.secrets import redact
from app.core.session import Session
from app.errors import InstallError
from app.i18n import _, joined_facts, listing

_DIGITS = 12
_LONG, _VERY_LONG = 200, 600


def _is_somebodys(plan: Plan) -> bool:
    """Whether the plan came from a workshop, and not from this person alone."""
    return bool(plan.workshop.title or plan.target.source)


def heading(plan: Plan) -> str:
    """The workshop's title and author in one line."""
    workshop = plan.workshop
    by = _("by {author}").format(author=_line(workshop.author)) if workshop.author else ""
    return joined_facts((_line(workshop.title) or _("A list of libraries"), by))


def description(plan: Plan) -> str:
    """What its author says about it."""
    return _line(plan.workshop.description, _VERY_LONG)


def questions(plan: Plan) -> str:
    """Whom to ask; "" where the workshop says nothing."""
    contact = _line(plan.workshop.contact)
    return _("Questions: {contact}").format(contact=contact) if contact else ""


def origin(plan: Plan, session: Session) -> str:
    """Where it came from; "" for a bare list."""
    source = plan.target.source
    if not source:
        return ""
    if not is_address(source) and Path(source).is_relative_to(session.cache):
        return _("From: a zip file, unpacked in {folder}").format(folder=source)
    return _("From: {place}").format(place=shown(redact(source), _LONG))


def whose_sentence(plan: Plan, session: Session) -> str:
    """Whose workshop it is, in one line for the Review page; "" for a plan of one's own."""
    if not _is_somebodys(plan):
        return ""
    return " · ".join(filter(None, (heading(plan), origin(plan, session), questions(plan))))


def what_runs(plan: Plan, catalog: Catalog) -> str:
    """Every program that this workshop has run on the computer, in one sentence."""
    workshop, own = plan.workshop, plan.target.own_check
    programs = [] if plan.target.reuse else [_installer(plan, catalog)]
    programs.append("conda")
    if workshop.pip_packages:
        programs.append("pip")
    if own is not None and own.wanted and not own.problem:
        programs.append(_("at the end its own check, {name}").format(name=shown(own.name)))
    return _("It runs: {programs}.").format(programs=listing(programs))


def where_from(channels: tuple[str, ...]) -> str:
    """Channels as people know them."""
    own = _("the workshop’s own channel")
    return listing(
        own if channel.startswith("./") else shown(redact(channel), _LONG) for channel in channels
    )


def packages_from(plan: Plan) -> str:
    """Where conda's packages come from: channels, or the servers of exact addresses."""
    workshop = plan.workshop
    if not workshop.explicit:
        return where_from(workshop.channels)
    return listing(dict.fromkeys(_place(address, plan) for address in workshop.explicit))


def installer_sentence(plan: Plan, installer: Installer) -> str:
    """Which file a workshop's own catalogue has run, whatever name it gives to it."""
    if installer.sha256:
        text = _("The workshop names the installer: {file} from {place}, SHA-256 {digest}….")
    else:
        text = _("The workshop names the installer: {file} from {place}.")
    return text.format(
        file=shown(installer.file),
        place=_place(installer.urls[0], plan),
        digest=installer.sha256[:_DIGITS],
    )


def own_check_sentence(plan: Plan) -> str:
    """Which program of the author's is run at the end; "" where none is."""
    own = plan.target.own_check
    if own is None or (own.problem and own.wanted):
        return ""
    if not own.wanted:
        return _("The workshop’s own check ({name}) is left out.").format(name=shown(own.name))
    text = _("Then the workshop’s own check is run: {name} (from {source}; SHA-256 {digest}…).")
    source = shown(redact(plan.target.source), _LONG)
    return text.format(name=shown(own.name), source=source, digest=own.sha256[:_DIGITS])


def _installer(plan: Plan, catalog: Catalog) -> str:
    workshop = plan.workshop
    try:
        title = shown(_(catalog.distribution(workshop.distribution).title))
    except InstallError:  # the checks say so
        title = shown(workshop.distribution)
    if workshop.catalog:
        return _("the installer of {name}, which it names itself").format(name=title)
    return _("the installer of {name}").format(name=title)


def _place(url: str, plan: Plan) -> str:
    """The server or the folder of a file that a workshop names."""
    source = plan.target.source
    if source and url.startswith(as_url(source).rstrip("/") + "/"):
        return _("the workshop’s own folder")
    host = host_of(url)
    return shown(host.rpartition("/")[0] or host, _LONG)


def _line(text: str, most: int = _LONG) -> str:
    return shown(" ".join(text.split()), most)
