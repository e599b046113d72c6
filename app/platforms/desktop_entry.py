"""The text of a Linux menu entry, with the quoting that its specification asks for."""

from __future__ import annotations

import re

from app.platforms.base import Launcher

_PLAIN = re.compile(r"[A-Za-z0-9_./=:+,@-]+")


def desktop_entry(launcher: Launcher) -> str:
    """The whole text of `<identifier>.desktop`."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_string(launcher.title)}",
        f"Exec={_string(' '.join(map(_argument, launcher.command)))}",
        # Hides the entry once the environment has been deleted.
        f"TryExec={_string(launcher.command[0])}",
        f"Path={_string(str(launcher.working_folder))}",
        "Terminal=false",
        "Categories=Education;Development;",
    ]
    return "\n".join(lines) + "\n"


def _argument(text: str) -> str:
    """One argument of Exec: `%` is doubled, anything unusual goes into double quotes."""
    doubled = text.replace("%", "%%")
    if _PLAIN.fullmatch(doubled):
        return doubled
    return '"' + re.sub(r'(["`$\\])', r"\\\1", doubled) + '"'


def _string(text: str) -> str:
    """A value: one line, backslashes escaped, a leading blank kept."""
    one_line = re.sub(r"[\r\n\t\x00]+", " ", text).replace("\\", "\\\\")
    return "\\s" + one_line[1:] if one_line.startswith(" ") else one_line
