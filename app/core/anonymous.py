"""Takes out of a text who somebody is: the names of the user and the computer, the home folder,
and the secrets of the environment.

For texts that leave this computer. What is a secret anywhere is the business of `secrets`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from urllib.parse import quote

from app.core.secrets import redact

HOME, USER, COMPUTER, SECRET = "<home>", "<user>", "<computer>", "***"
# Names that say nothing about a person, and are words of our texts: only replaced by themselves.
_ORDINARY = frozenset(
    {
        *("root", "user", "admin", "administrator", "guest", "home", "users", "ubuntu", "runner"),
        *("conda", "python", "seedbed", "student", "person", "default", "public", "shared"),
    }
)
# Computers that are called so are called like many others, and these are words of our texts.
_ORDINARY_COMPUTERS = _ORDINARY | frozenset(
    {
        *("localhost", "local", "localdomain", "computer", "laptop", "desktop", "notebook", "pc"),
        *("server", "linux", "windows", "debian", "fedora", "arch", "raspberrypi", "mac", "macos"),
        *("macbook", "docker", "container", "host", "test", "jupyter", "workgroup"),
    }
)
_SHORT_NAME = 2
# A letter or digit that would make a longer word; Chinese and its neighbours need no blank.
_LETTER = r"[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_SLASH = r"(?:\\{1,8}/?|/|%5C|%2F|%255C|%252F)"
_SLASHES = rf"{_SLASH}{{1,2}}"
# Where homes are: the folder after it is somebody's name, in its long or its short (8.3) form.
_HOMES = re.compile(
    rf"(?P<a>(?:[a-z](?::|%3A|%253A)|{_SLASH}mnt{_SLASH}[a-z]|{_SLASH}[a-z]"
    r"|(?<![\w.~>-])|(?<=\\[nrt]))"
    rf"{_SLASHES}(?:users|home|documents(?: |%20)and(?: |%20)settings){_SLASHES})"
    r"(?!(?:public|shared|default|all users|<user>)\b)"
    r"(?P<name>[^\\/%\s\"'<>|:*?,;()\[\]]{1,64}"
    r"(?:(?: |%20|%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\ )[^\\/%\s\"'<>|:*?,;()\[\]]{1,64}){0,8}"
    rf"(?={_SLASH})|[^\\/\s\"'<>|:*?,;()\[\]]{{1,64}})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to stay unknown: `users` are login names, `computers` the names of the computer,
    `homes` the home folder (a link and where it leads), `secrets` what stood in the
    environment."""

    users: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    computers: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


class Anonymiser:
    """Makes texts anonymous; made once for many texts."""

    def __init__(self, person: Person) -> None:
        self._secrets = [_anywhere(secret) for secret in person.secrets]
        homes = [home for home in person.homes if _pure(home).name]
        self._homes = [_home(home) for home in sorted(set(homes), key=len, reverse=True)]
        names = _names(person.users, homes)
        self._computers = [_name(name) for name in _computers(person.computers)]
        self._names = [_short(name) for name in names] + [_name(name) for name in names]

    def text(self, text: str) -> str:
        """`text` without secrets, home folder and names."""
        for pattern in self._secrets:
            text = pattern.sub(SECRET, text)
        text = redact(text)
        for pattern in self._homes:
            text = pattern.sub(HOME, text)
        text = _HOMES.sub(rf"\g<a>{USER}", text)
        for pattern in self._computers:  # first: "Annas-MacBook" has a user's name in it
            text = pattern.sub(COMPUTER, text)
        for pattern in self._names:
            text = pattern.sub(USER, text)
        return text


def _names(users: Iterable[str], homes: Iterable[str]) -> list[str]:
    """All names of a person, longest first: a home folder often has another one than the login,
    and of "Anna Müller" each half tells too much."""
    found = {user.rpartition("\\")[2].partition("@")[0] for user in users}
    found |= {last for home in homes if (last := _name_of_home(home))}
    for name in tuple(found):
        found |= {part for part in re.split(r"[\s._-]+", name) if _tells(part)}
    return sorted((name for name in found if name), key=len, reverse=True)


def _computers(names: Iterable[str]) -> list[str]:
    """All ways to call a computer, longest first: with its domain and without."""
    found = {part for name in names for part in (name.strip("."), name.partition(".")[0])}
    telling = (name for name in found if name.lower() not in _ORDINARY_COMPUTERS)
    return sorted((name for name in telling if len(name) > _SHORT_NAME), key=len, reverse=True)


def _tells(part: str) -> bool:
    return len(part) > _SHORT_NAME or (len(part) == _SHORT_NAME and not part.isascii())


def _pure(home: str) -> PurePath:
    """A home folder as a path of the system that it is written for."""
    return PureWindowsPath(home) if "\\" in home or home[1:2] == ":" else PurePosixPath(home)


def _name_of_home(home: str) -> str:
    """The name that a home folder tells; a home elsewhere (a container's, a test's) tells none."""
    path = _pure(home)
    inside = path.parent.name.lower() in ("home", "users", "documents and settings", "u")
    return path.name if inside else ""


def _name(name: str) -> re.Pattern[str]:
    if name.lower() in _ORDINARY:
        return re.compile(rf"(?<![\w-]){_spelled(name)}(?![\w-])", re.IGNORECASE)
    if not name.isascii():  # Chinese is written without blanks
        ends = f"(?!{_LETTER})" if name[-1].isascii() else ""
        begins = f"(?<!{_LETTER})" if name[0].isascii() else ""
        return re.compile(f"{begins}{_spelled(name)}{ends}", re.IGNORECASE)
    if len(name) <= _SHORT_NAME:  # a word of many languages: only where names stand
        return re.compile(rf"(?<=[\\/=@]){_spelled(name)}(?=[\\/@\"':,;\s]|$)", re.IGNORECASE)
    # After an escape of JSON ("\\nanna") the letter before belongs to that escape.
    begins = rf"(?:(?<!{_LETTER})|(?<=\\[nrt]))"
    return re.compile(rf"{begins}{_spelled(name)}(?!{_LETTER})", re.IGNORECASE)


def _short(name: str) -> re.Pattern[str]:
    """The 8.3 form that Windows makes of a folder's name: ANNAMU~1."""
    plain = re.sub(r"[\s.]", "", name)[:6]
    return re.compile(rf"(?<=[\\/]){_spelled(plain)}~\d", re.IGNORECASE)


def _anywhere(secret: str) -> re.Pattern[str]:
    return re.compile(_spelled(secret))


def _home(home: str) -> re.Pattern[str]:
    """All ways to write a home folder: any slashes, encodings, MSYS and WSL drives."""
    parts = [part for part in re.split(r"[\\/]+", home) if part]
    begin = ""
    if re.fullmatch(r"[A-Za-z]:", parts[0]):
        drive = parts.pop(0)[0]
        begin = (
            rf"(?:(?:{_SLASH}{{2}}[?.]{_SLASH})?(?<![a-z]){drive}(?::|%3A|%253A)"
            rf"|{_SLASH}(?:mnt{_SLASH}|cygdrive{_SLASH})?{drive}(?={_SLASH}))"
        )
    spelled = _SLASHES.join(map(_spelled, parts))
    ends = r"(?![^\W_]|-\w|\.\w|%20\w)"
    return re.compile(f"{begin}{_SLASHES}{spelled}{ends}", re.IGNORECASE)


def _spelled(text: str) -> str:
    """A pattern for `text` as it is, with accents apart, and as JSON, Python, shells and
    addresses escape it."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(map(_character, composed))


def _character(letter: str) -> str:
    ways = {re.escape(letter), re.escape(unicodedata.normalize("NFD", letter))}
    if letter == " ":
        return r"(?: |%20|%2520|\+|\\{1,4} )"
    if letter in "\\/":
        return _SLASH
    if letter.isascii() and (letter.isalnum() or letter in "-._~"):
        return re.escape(letter)
    percent = quote(letter, safe="")
    ways |= {re.escape(percent), re.escape(percent.replace("%", "%25"))}
    decomposed = quote(unicodedata.normalize("NFD", letter), safe="")
    ways.add(re.escape(decomposed))
    utf16 = letter.encode("utf-16-be", "surrogatepass")
    units = [utf16[at : at + 2].hex() for at in range(0, len(utf16), 2)]
    ways.add("".join(rf"\\{{1,8}}u{unit}" for unit in units))
    code = ord(letter)
    ways.add(rf"\\{{1,8}}x{code:02x}" if code < 256 else rf"\\{{1,8}}U{code:08x}")
    octets = letter.encode("utf-8", "surrogatepass")
    ways.add("".join(rf"\\{{1,4}}x{octet:02x}" for octet in octets))
    if letter.isascii():
        ways.add(rf"\\{{1,4}}{re.escape(letter)}")
    return "(?:" + "|".join(sorted(ways, key=len, reverse=True)) + ")"
