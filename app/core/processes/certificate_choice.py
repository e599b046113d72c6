"""Variables by which a person chooses certificates: which of them lead nowhere, and what they were
before a program of ours put them right for itself and its children.

Putting them right is the business of the network's `trust`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

# What the person had said about a variable, beside it: a later session has to know it too.
BEFORE = "SEEDBED_BEFORE_"


def points_nowhere(name: str, value: str) -> bool:
    """Whether a variable that chooses certificates leads to none that can be read.

    A conda that was removed leaves such variables behind; OpenSSL and requests then fail with
    words that nobody understands (failures F08).
    """
    try:
        return _points_nowhere(name, value)
    except (OSError, ValueError):  # a path that may not be looked at, or can be none
        return True


def _points_nowhere(name: str, value: str) -> bool:
    match name.upper():
        case "SSL_CERT_FILE":
            return not (Path(value).is_file() and os.access(value, os.R_OK))
        case "SSL_CERT_DIR":
            return not any(Path(part).is_dir() for part in value.split(os.pathsep) if part)
        case "REQUESTS_CA_BUNDLE" | "CURL_CA_BUNDLE":
            return not os.access(value, os.R_OK)
        case _:
            return False


def before_trust(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` as it was before `trust_somebody` changed it, in this process or in its parent."""
    found = {name: value for name, value in environ.items() if not name.startswith(BEFORE)}
    for name, value in environ.items():
        if name.startswith(BEFORE):
            plain = name.removeprefix(BEFORE)
            found = {**found, plain: value} if value else _without(found, plain)
    return found


def taken_out(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The variables that `trust_somebody` has taken out because they point nowhere."""
    names = (name for name, value in environ.items() if name.startswith(BEFORE) and value)
    return tuple(sorted(name.removeprefix(BEFORE) for name in names))


def _without(environ: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in environ.items() if key != name}
