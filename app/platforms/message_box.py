"""Small programs that show a message on a desktop on which our own window cannot open."""

from __future__ import annotations

from collections.abc import Mapping

from app.platforms.base import Command

_TITLE = "Seedbed"


def message_commands(family: str, text: str, environ: Mapping[str, str]) -> tuple[Command, ...]:
    """What may be tried one after the other; nothing where there is no screen, or no need: on
    Windows and macOS the window brings everything itself."""
    if family != "linux" or not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return ()
    return (
        Command(("zenity", "--error", "--no-markup", f"--title={_TITLE}", "--text", text)),
        Command(("kdialog", "--title", _TITLE, "--error", text)),
        Command(("xmessage", "-center", text)),
    )
