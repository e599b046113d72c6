"""The servers that a person consented to, kept in our own folder for later runs.

A file that is missing, broken or names servers we no longer know means: the official servers.
"""

from __future__ import annotations

from app.core.catalog.mirrors import Mirrors
from app.core.consent import Consent
from app.core.files import jsonfile
from app.paths import state_folder

_FILE = "servers.json"


def load(mirrors: Mirrors) -> tuple[Consent, ...]:
    """What was consented to before, as far as `mirrors` still has it."""
    data = jsonfile.read(state_folder() / _FILE)
    listed = data.get("servers") if isinstance(data, dict) else None
    found = [_consent(item, mirrors) for item in listed] if isinstance(listed, list) else []
    return tuple(consent for consent in found if consent is not None)


def keep(consents: tuple[Consent, ...]) -> None:
    """Remember these, and nothing from before; none at all means the official servers."""
    file = state_folder() / _FILE
    if not consents:
        file.unlink(missing_ok=True)
        return
    listed = [{"server": each.server, "kinds": list(each.kinds)} for each in consents]
    jsonfile.write(file, {"servers": listed})


def preferring(first: Consent, others: tuple[Consent, ...]) -> tuple[Consent, ...]:
    """`first` before what was consented to already; its kinds are taken anew."""
    return (first, *(each for each in others if each.server != first.server))


def _consent(item: object, mirrors: Mirrors) -> Consent | None:
    if not isinstance(item, dict) or not isinstance(item.get("kinds"), list):
        return None
    for server in mirrors.servers:
        if server.id == item.get("server"):
            kinds = tuple(kind for kind in server.kinds if kind in item["kinds"])
            return Consent(server.id, kinds) if kinds else None
    return None
