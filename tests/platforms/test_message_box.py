"""Which programs may show a message where our own window cannot open."""

from __future__ import annotations

import pytest

from app.platforms.message_box import message_commands

TEXT = "--no-option <b>\n我"


def test_each_desktops_own_is_tried_with_the_text_as_one_argument() -> None:
    commands = message_commands("linux", TEXT, {"WAYLAND_DISPLAY": "wayland-0"})
    assert [command.arguments[0] for command in commands] == ["zenity", "kdialog", "xmessage"]
    assert all(command.arguments[-1] == TEXT for command in commands)
    assert "--no-markup" in commands[0].arguments


@pytest.mark.parametrize(
    ("family", "environ"), [("linux", {}), ("macos", {"DISPLAY": ":0"}), ("windows", {})]
)
def test_without_a_screen_or_a_need_there_is_none(family: str, environ: dict[str, str]) -> None:
    assert message_commands(family, TEXT, environ) == ()
