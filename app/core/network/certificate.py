"""Who signed a server's certificate: told to people whose network opens encrypted traffic.

It never decides whether to trust one.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

_ORGANISATION = bytes.fromhex("55040a")
_COMMON_NAME = bytes.fromhex("550403")
_UTF16_STRING = 0x1E


def issuer_of(host: str, port: int, timeout: float) -> str:
    """The organisation (or name) that signed what `host` shows, "" where it cannot be told.

    Nothing is checked and nothing is sent on this connection: it only looks at the certificate
    that the verified one has refused (failures F08).
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout) as plain,
            context.wrap_socket(plain, server_hostname=host) as wrapped,
        ):
            certificate = wrapped.getpeercert(binary_form=True)
    except (OSError, ValueError):
        return ""
    return issuer_in(certificate or b"")


def issuer_in(certificate: bytes) -> str:
    """The issuer's organisation, else its common name, in a DER certificate; "" if unreadable."""
    try:
        _tag, whole = next(_parts(certificate))
        _tag, signed = next(_parts(whole))
        fields = [part for part in _parts(signed) if part[0] != 0xA0]  # without the version
        names = dict(_names(fields[2][1]))  # serial number, algorithm, issuer
    except (IndexError, StopIteration, ValueError):
        return ""
    return names.get(_ORGANISATION) or names.get(_COMMON_NAME, "")


def _names(issuer: bytes) -> Iterator[tuple[bytes, str]]:
    for _set, group in _parts(issuer):
        for _sequence, pair in _parts(group):
            (_oid, kind), (tag, text) = _parts(pair)
            encoding = "utf-16-be" if tag == _UTF16_STRING else "utf-8"
            yield kind, text.decode(encoding, "replace")


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and content of each DER element in a row (X.690: tag, length, content)."""
    position = 0
    while position < len(data):
        tag, length = data[position], data[position + 1]
        position += 2
        if length & 0x80:
            octets = length & 0x7F
            length = int.from_bytes(data[position : position + octets], "big")
            position += octets
        yield tag, data[position : position + length]
        position += length
