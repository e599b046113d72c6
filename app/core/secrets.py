"""Takes secrets out of text before it is shown, logged or reported.

What tells who somebody is (names, home folders) is the business of `anonymous`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

_HIDDEN = "***"
_NAMES = (
    r"(?:pass(?:word|wort|wd|phrase)|kennwort|pwd|token|secret|credentials?"
    r"|api[_-]?key|access[_-]?key)"
)
# A value ends at a blank or a quote; at a comma or semicolon only where a blank follows, since
# passwords contain them.
_VALUE = r"(?:(?:(?!\\[\"'nrt])[^\s\"',;&]|[,;](?=[^\s,;]))+)"
# What signs or opens an address, as the last word of a name in its query. Elsewhere these words
# are everybody's: a "key" of a table, an exit "code".
_SIGNING = (
    r"(?:[\w.-]{0,40}?(?:signature|hmac|jwt)|(?:[\w.-]{0,40}[_.-])?"
    r"(?:sig|key|auth|code|ticket|credential|policy|pass|pw|sid|st|tk)|awsaccesskeyid|apikey)"
)
_QUOTED = r"(?P<quote>\\{0,4}[\"'])(?:(?!(?P=quote)).)*"

# Bounded everywhere, so that a long line without an address is not searched again from each of
# its letters. A password may itself contain an @, so everything up to the last one before the
# path goes. JSON may write its slashes with a backslash, and some programs encode an address
# that stands within another.
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), new)
    for pattern, new in (
        (r"(?P<a>[a-z][a-z0-9+.-]{0,20}:(?:\\?/){2})[^/\s\"']+@", rf"\g<a>{_HIDDEN}@"),
        # A password with a slash in it.
        (
            r"(?P<a>[a-z][a-z0-9+.-]{0,20}://)[^/\s:@\"']{1,100}:(?!\d{1,5}/)[^\s\"'@]{1,200}@"
            r"(?=[\w.-]{1,255}(?::\d|/|\s|$|[\"']))",
            rf"\g<a>{_HIDDEN}@",
        ),
        (
            r"(?P<a>[a-z][a-z0-9+.-]{0,20}%3A%2F%2F)(?:(?!%2F)[^\s\"'&/]){1,400}%40",
            rf"\g<a>{_HIDDEN}%40",
        ),
        # A login without a scheme, as proxies are sometimes given.
        (
            r"(?P<a>(?:^|[\s=\"'(,;]))[^\s:/@\"'=(,;]{1,64}:(?!:)[^\s/@\"']{1,128}@"
            r"(?=\w[\w.-]{0,255}(?::\d|/|\s|$|[\"']))",
            rf"\g<a>{_HIDDEN}@",
        ),
        # conda's tokens: within an address of any length, elsewhere only what looks like one.
        (
            r"(?P<a>(?<![a-z])[a-z]{2,20}:(?:\\?/){2}[^\s\"']{1,300}?\\?/t\\?/)[^/\s\"'\\]{1,200}",
            rf"\g<a>{_HIDDEN}",
        ),
        (r"\\?/t\\?/[a-z0-9_-]{8,200}(?=[/\\\s\"']|$)", f"/t/{_HIDDEN}"),
        (r"%2Ft%2F(?:(?!%2F)[^\s\"'&/]){1,200}", f"%2Ft%2F{_HIDDEN}"),
        (
            r"(?P<a>\b(?:proxy-)?authorization\b[\\\"']{0,4}\s{0,3}[:=]\s{0,3}[\\\"']{0,4}"
            r"(?:[a-z]{1,12}\s{1,3})?)[^\s\"'\\]{1,2000}",
            rf"\g<a>{_HIDDEN}",
        ),
        (r"(?P<a>\b(?:set-)?cookie\b\s{0,3}:\s{0,3})[^\r\n\"']{1,4000}", rf"\g<a>{_HIDDEN}"),
        (
            rf"(?P<a>{_NAMES}(?:[_-]?key|[_-]\w{{0,40}})?\\{{0,4}}[\"']?\s{{0,3}}"
            rf"(?:[=:]|%3D)\s{{0,3}})(?:{_QUOTED}|{_VALUE})",
            rf"\g<a>\g<quote>{_HIDDEN}",
        ),
        (rf"(?P<a>--?{_NAMES}\s{{1,3}})(?!-)[^\s\"']{{1,400}}", rf"\g<a>{_HIDDEN}"),
        # A signed address; one that stands within another, or in JSON, has its marks encoded.
        (
            rf"(?P<a>(?:[?&]|%3F|%26|%3B|\\u0026)(?:amp;)?{_SIGNING}(?:=|%3D))"
            r"(?:(?!%26)[^\s\"'&#<>\\]){1,4000}",
            rf"\g<a>{_HIDDEN}",
        ),
        # A login beside its option, as curl takes it, in a command or in a list of words.
        (
            r"(?P<a>(?:^|[\s\"'])(?:-u|--user|--proxy-user)[\"']?(?:,?\s{1,3}|=)[\"']?)"
            r"[^\s\"':]{1,100}:[^\s\"']{1,400}",
            rf"\g<a>{_HIDDEN}",
        ),
        (r"(?P<a>\s/user:[^\s\"']{1,100}\s{1,3})(?![/-])[^\s\"']{1,400}", rf"\g<a>{_HIDDEN}"),
        (
            rf"(?P<a>(?:--set|\bconfig\s{{1,3}}set)\s{{1,3}}[\w.:-]{{0,60}}?{_NAMES}"
            rf"[\w-]{{0,40}}\s{{1,3}})(?!-)[^\s\"']{{1,400}}",
            rf"\g<a>{_HIDDEN}",
        ),
        # The lines of a netrc. A password alone on its line has more than letters: else it is
        # somebody's sentence.
        (
            r"(?P<a>\b(?:machine|login)\s{1,3}\S{1,200}\s{1,9}"
            r"(?:login\s{1,3}\S{1,100}\s{1,9})?password\s{1,3})\S{1,400}",
            rf"\g<a>{_HIDDEN}",
        ),
        (r"(?m)(?P<a>^\s{0,9}password\s{1,3})(?=\S{0,100}[^a-z\s])\S{1,400}$", rf"\g<a>{_HIDDEN}"),
        (r"(?P<a>(?:密码|口令)\s{0,3}[:：=]\s{0,3})[!-~]{4,400}", rf"\g<a>{_HIDDEN}"),
        # A header without its name. "Bearer authentication" is what servers say of themselves.
        (
            r"(?P<a>\bBearer\s{1,3})(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{16,4000}",
            rf"\g<a>{_HIDDEN}",
        ),
        (r"(?P<a>\bBasic\s{1,3})[a-z0-9+/]{6,2000}={1,2}", rf"\g<a>{_HIDDEN}"),
        # What the services that people of the field use hand out.
        (
            r"(?<![\w-])(?:gh[opsur]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{15,64}"
            r"|hf_[a-z0-9]{20,64}|sk-[\w-]{20,255}|pypi-[\w-]{30,512}|xox[abp]-[\w-]{10,255}"
            r"|AKIA[0-9A-Z]{16}|eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{5,2000})",
            _HIDDEN,
        ),
    )
)
_SECRET_NAME = re.compile(rf"{_NAMES}|auth", re.IGNORECASE)
_PROXY_NAME = re.compile(r"proxy$|index_url$|channel", re.IGNORECASE)
_SHORTEST = 4
_SHORTEST_BY_NAME = 6
_PLAIN_WORDS = frozenset({"enabled", "disabled", "default", "system", "keyring"})


def redact(text: str) -> str:
    """`text` with logins in addresses, tokens, passwords and authorisation headers replaced."""
    for pattern, new in _PATTERNS:
        text = pattern.sub(new, text)
    return text


def known_secrets(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets that stand in environment variables, longest first: programs may repeat them
    anywhere, without the name or address that would give them away."""
    found = {secret for name, value in environ.items() for secret in _secrets_in(name, value)}
    return tuple(sorted((s for s in found if len(s) >= _SHORTEST), key=len, reverse=True))


def _secrets_in(name: str, value: str) -> Iterator[str]:
    if _SECRET_NAME.search(name) and "/" not in value[:2] and ":\\" not in value[:3]:
        word = value.strip()
        if len(word) >= _SHORTEST_BY_NAME and word.lower() not in _PLAIN_WORDS:
            yield word
    if not _PROXY_NAME.search(name) and "@" not in value:
        return
    login, at, _host = urlsplit(value if "://" in value else f"//{value}").netloc.rpartition("@")
    _user, _colon, password = login.partition(":")
    if at and password:
        yield password
        yield unquote(password)
