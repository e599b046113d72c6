"""What only Windows has; nothing here needs a Windows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.platforms import named, windows_facts
from app.platforms.base import Launcher

WINDOWS = named("windows")
HOME = Path("C:/Users/ana")
NOT_ON_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="asks another system")


def launcher(title: str = "JupyterLab (ml)") -> Launcher:
    command = ("C:/m3/envs/ml/pythonw.exe", "-c", "print('a b')", "x\\")
    return Launcher("seedbed-ml", title, command, Path("C:/Users/ana/work"))


def test_the_installer_gets_one_exact_line_that_ends_in_the_bare_prefix() -> None:
    command = WINDOWS.installer_command(Path("C:/Users/ana/down load/M.exe"), HOME / "miniconda3")
    assert command.verbatim == (
        r'"C:\Users\ana\down load\M.exe" /S /InstallationType=JustMe /RegisterPython=0'
        r" /AddToPath=0 /D=C:\Users\ana\miniconda3"
    )


def test_the_installer_unpacks_beside_the_prefix_and_not_in_local_app_data() -> None:
    command = WINDOWS.installer_command(Path("C:/d/M.exe"), HOME / "miniconda3")
    assert command.environment == {
        "TEMP": r"C:\Users\ana\miniconda3-temporary",
        "TMP": r"C:\Users\ana\miniconda3-temporary",
    }


def test_programs_are_found_in_the_installers_own_order() -> None:
    entries = [entry.replace("\\", "/") for entry in WINDOWS.path_entries(Path("C:/m3"))]
    assert entries == [
        "C:/m3",
        "C:/m3/Library/mingw-w64/bin",
        "C:/m3/Library/usr/bin",
        "C:/m3/Library/bin",
        "C:/m3/Scripts",
        "C:/m3/bin",
    ]


def test_children_have_no_window_and_a_group_of_their_own() -> None:
    assert WINDOWS.popen_options() == {"creationflags": 0x08000200}


def test_a_terminal_gets_a_window_and_skips_what_removed_condas_left() -> None:
    base = Path("C:/m3")
    command = WINDOWS.terminal_command(base, base / "envs/ml", ("cmd.exe",))
    assert command is not None
    assert command.verbatim == (
        'cmd.exe /D /C start "" cmd.exe /D /K '
        r'""C:\m3\Scripts\activate.bat" "C:\m3\envs\ml""'
    )


def test_a_shortcut_is_made_from_values_that_powershell_never_interprets() -> None:
    evil = "x'; Remove-Item C:\\ #"
    command = WINDOWS.launcher_command(launcher(evil), HOME, {})
    harmless = WINDOWS.launcher_command(launcher(), HOME, {})
    assert command is not None
    assert harmless is not None
    assert command.arguments == harmless.arguments
    assert "-NoProfile" in command.arguments
    assert command.environment["SEEDBED_ARGUMENTS"] == "-c \"print('a b')\" x\\"
    assert command.environment["SEEDBED_PROGRAM"] == r"C:\m3\envs\ml\pythonw.exe"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("JupyterLab (ml)", "JupyterLab (ml).lnk"),
        (r"..\..\Startup\x", "Startup x.lnk"),
        ("机器学习", "seedbed-ml.lnk"),
        ("???", "seedbed-ml.lnk"),
    ],
)
def test_a_shortcut_stays_in_the_start_menu(title: str, name: str) -> None:
    (place,) = WINDOWS.launcher_paths(launcher(title), HOME, {"APPDATA": "C:/Roaming"})
    assert place.parent.as_posix() == "C:/Roaming/Microsoft/Windows/Start Menu/Programs"
    assert place.name == name


@pytest.mark.parametrize(
    ("build", "name"),
    [(22631, "Windows 11"), (19045, "Windows 10"), (9600, "Windows"), (0, "Windows")],
)
def test_windows_11_is_told_by_its_build(build: int, name: str) -> None:
    assert windows_facts.product_name(build) == name


def test_code_pages_have_names_that_python_knows() -> None:
    assert windows_facts.encoding_of(936) == "cp936"
    assert windows_facts.encoding_of(65001) == "utf-8"
    assert "张".encode(windows_facts.encoding_of(936))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("127.0.0.1:7890", dict.fromkeys(("http", "https"), "http://127.0.0.1:7890")),
        ("http=a:1;https=b:2", {"http": "http://a:1", "https": "http://b:2"}),
        ("socks=c:3; ftp=d:4", {"socks": "socks5://c:3"}),
        ("https=https://e:5", {"https": "https://e:5"}),
        ("", {}),
        (";=;x=", {}),
    ],
)
def test_proxy_settings_are_read(text: str, found: dict[str, str]) -> None:
    assert windows_facts.proxies_in(text) == found


@NOT_ON_WINDOWS
def test_asking_another_system_is_an_os_error_and_no_crash() -> None:
    facts = (WINDOWS.os_facts, WINDOWS.cpu_facts, WINDOWS.elevated, WINDOWS.autorun)
    for ask in (*facts, windows_facts.languages):
        with pytest.raises(OSError, match="system"):
            ask()


def test_onedrive_says_itself_where_it_is() -> None:
    folders = WINDOWS.sync_folders(HOME, {"OneDriveCommercial": r"D:\OneDrive - School"})
    assert "D:/OneDrive - School" in [str(folder).replace("\\", "/") for folder in folders]


def test_the_stores_empty_python_is_not_started(tmp_path: Path) -> None:
    apps = tmp_path / "Microsoft" / "WindowsApps"
    apps.mkdir(parents=True)
    (apps / "python.exe").write_bytes(b"")
    (apps / "real.exe").write_bytes(b"MZ")
    assert WINDOWS.is_stub_python(apps / "python.exe")
    assert not WINDOWS.is_stub_python(apps / "real.exe")
    assert not WINDOWS.is_stub_python(tmp_path / "python.exe")


def test_everyones_and_domain_accounts_condas_are_looked_for() -> None:
    environ = {"LOCALAPPDATA": r"C:\L", "PROGRAMDATA": r"C:\ProgramData"}
    places = [str(p).replace("\\", "/") for p in WINDOWS.conda_places(HOME, environ)]
    assert {"C:/Users/ana/miniconda3", "C:/L/anaconda3", "C:/ProgramData/miniforge3"} <= set(places)
