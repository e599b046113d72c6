"""Takes secrets out of text before it is shown, logged or reported."""

from __future__ import annotations

import re

# A password may itself contain an @, so everything up to the last one before the path goes.
# Bounded, so that a long line without an address is not searched again from each of its letters.
_URL_LOGIN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{0,20}://)[^/\s\"']+@", re.IGNORECASE)
_TOKEN_PATH = re.compile(r"/t/[A-Za-z0-9_-]{8,}(?=[/\s\"']|$)")
_ASSIGNED = re.compile(
    r"(?P<name>(?:password|passwd|token|secret|api[_-]?key)(?:[_-]?key|[_-]\w{0,40})?"
    r"[\"']?\s{0,3}[=:]\s{0,3})"
    r"(?P<quote>[\"']?)[^\s\"',;]+",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?P<name>\b(?:proxy-)?authorization\s*:\s*(?:basic|bearer)\s+)\S+", re.I)


def redact(text: str) -> str:
    """`text` with logins in addresses, tokens, passwords and authorisation headers replaced."""
    text = _URL_LOGIN.sub(r"\g<scheme>***@", text)
    text = _TOKEN_PATH.sub("/t/***", text)
    text = _HEADER.sub(r"\g<name>***", text)
    return _ASSIGNED.sub(r"\g<name>\g<quote>***", text)
