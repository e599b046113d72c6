"""What only macOS has; nothing here needs a Mac."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from app.platforms import macos_facts, named
from app.platforms.base import Launcher
from tests.fakes.programs import program

MACOS = named("macos")
NOT_ON_MACOS = pytest.mark.skipif(sys.platform == "darwin", reason="asks another system")
NEEDS_BASH = pytest.mark.skipif(sys.platform == "win32", reason="runs a script for sh")


def launcher(folder: Path, title: str = "JupyterLab (ml)") -> Launcher:
    return Launcher("seedbed-ml", title, (str(folder / "a b" / "show"), "it's", "$HOME"), folder)


def test_an_application_has_a_description_that_names_its_script(tmp_path: Path) -> None:
    description, script = MACOS.launcher_files(launcher(tmp_path), tmp_path, {})
    data = plistlib.loads(description.text.encode())
    assert description.path == (
        tmp_path / "Applications" / "JupyterLab (ml).app" / "Contents" / "Info.plist"
    )
    assert script.path.name == data["CFBundleExecutable"]
    assert script.path.parent == description.path.parent / "MacOS"
    assert script.executable
    assert not description.executable


@NEEDS_BASH
def test_the_applications_script_starts_the_program_with_its_arguments(tmp_path: Path) -> None:
    program(tmp_path / "a b", "show", 'printf "%s|" "$(pwd)" "$@"')
    _description, script = MACOS.launcher_files(launcher(tmp_path), tmp_path, {})
    ran = subprocess.run(
        ["/bin/sh", "-c", script.text], capture_output=True, text=True, check=True, timeout=20
    )
    assert ran.stdout == f"{tmp_path}|it's|$HOME|"


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b:c", "a b c.app"), ("..", "seedbed-ml.app"), ("x\n</string>", "x < string>.app")],
)
def test_a_title_cannot_leave_the_applications_folder(
    tmp_path: Path, title: str, name: str
) -> None:
    (place,) = MACOS.launcher_paths(launcher(tmp_path, title), tmp_path, {})
    assert place.parent == tmp_path / "Applications"
    assert "/" not in place.name
    assert place.name == name
    description, _script = MACOS.launcher_files(launcher(tmp_path, title), tmp_path, {})
    assert plistlib.loads(description.text.encode())["CFBundleExecutable"] == "seedbed-ml"


def test_terminal_gets_the_commands_as_an_argument_not_as_script() -> None:
    base = Path('/Users/a"b/base')
    command = MACOS.terminal_command(base, base / "envs" / "ml", ("osascript",))
    assert command is not None
    *script, last = command.arguments
    assert str(base) in last
    assert not any(str(base) in part for part in script)


def test_the_version_comes_from_a_property_list(tmp_path: Path) -> None:
    path = tmp_path / "SystemVersion.plist"
    path.write_bytes(plistlib.dumps({"ProductVersion": "26.0"}))
    assert macos_facts.version_in(path) == "26.0"
    path.write_bytes(b"junk")
    assert macos_facts.version_in(path) == ""
    path.write_bytes(plistlib.dumps(["no", "dict"]))
    assert macos_facts.version_in(path) == ""
    assert macos_facts.version_in(tmp_path / "absent") == ""


def test_proxies_are_taken_from_the_network_settings() -> None:
    settings = {"http": "http://127.0.0.1:7890", "https": "", "socks": None}
    assert macos_facts.proxies_in(settings) == {"http": "http://127.0.0.1:7890"}


@NOT_ON_MACOS
def test_asking_another_system_is_an_os_error_and_no_crash() -> None:
    for ask in (MACOS.os_facts, MACOS.cpu_facts, MACOS.graphics_hardware):
        with pytest.raises(OSError, match="system"):
            ask()


def test_a_desktop_that_icloud_keeps_is_a_sync_folder(tmp_path: Path) -> None:
    assert tmp_path / "Desktop" not in MACOS.sync_folders(tmp_path, {})
    (tmp_path / "Library/Mobile Documents/com~apple~CloudDocs/Desktop").mkdir(parents=True)
    assert tmp_path / "Desktop" in MACOS.sync_folders(tmp_path, {})
    assert tmp_path / "Documents" not in MACOS.sync_folders(tmp_path, {})


@NOT_ON_MACOS
def test_the_python_that_only_offers_developer_tools_is_not_started() -> None:
    assert MACOS.is_stub_python(Path("/usr/bin/python3"))
    assert not MACOS.is_stub_python(Path("/usr/local/bin/python3"))


def test_the_languages_come_from_the_preferences(tmp_path: Path) -> None:
    preferences = tmp_path / "Library" / "Preferences"
    preferences.mkdir(parents=True)
    content = plistlib.dumps({"AppleLanguages": ["zh-Hans-CN", "en-US"]})
    (preferences / ".GlobalPreferences.plist").write_bytes(content)
    assert named("macos").languages(tmp_path) == ("zh-Hans-CN", "en-US")


@pytest.mark.parametrize("content", [b"", b"not a list", plistlib.dumps({"AppleLanguages": "zh"})])
def test_preferences_that_say_nothing_are_no_language(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "preferences.plist"
    file.write_bytes(content)
    assert macos_facts.languages_in(file) == ()
