"""How to ask Windows about itself: registry and kernel.

Everything that asks raises OSError on another system; what interprets an answer is pure. ctypes is
loaded by those who need it: a start has no time for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ctypes

_CURRENT = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_FILESYSTEM = r"SYSTEM\CurrentControlSet\Control\FileSystem"
_DISPLAYS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"
_PROCESSOR = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
_INTERNET = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
_SHELL_FOLDERS = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_COMMAND_PROCESSOR = r"Software\Microsoft\Command Processor"
_LANGUAGES = r"Control Panel\International\User Profile"
_FIRST_WINDOWS_11 = 22000
_FIRST_WINDOWS_10 = 10240
_MACHINES = {0x8664: "x86_64", 0xAA64: "arm64", 0x014C: "x86", 0x01C4: "armv7l"}
_UTF8_CODE_PAGE = 65001
_KEEP_GOING, _SYSTEM_REQUIRED = 0x80000000, 0x00000001
_MAX_DISPLAYS = 16
_DRIVE_CDROM = 5
_GET_CLIENT_AREA_ANIMATION = 0x1042


def registry(key: str, name: str, *, of_everyone: bool = True) -> Any:
    """A value of the registry; None where there is none. Raises OSError on another system."""
    if sys.platform != "win32":
        raise OSError("no registry on this system")
    import winreg

    root = winreg.HKEY_LOCAL_MACHINE if of_everyone else winreg.HKEY_CURRENT_USER
    try:
        with winreg.OpenKey(root, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except FileNotFoundError:
        return None


def languages() -> tuple[str, ...]:
    """The person's languages, best first. Raises OSError on another system."""
    found = registry(_LANGUAGES, "Languages", of_everyone=False)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def _kernel() -> ctypes.CDLL:
    if sys.platform != "win32":
        raise OSError("no Windows kernel to ask on this system")
    import ctypes

    return ctypes.WinDLL("kernel32", use_last_error=True)


def is_disc(path: str) -> bool:
    """Whether a path is on a CD, or on an image that was mounted as one. Raises OSError on another
    system."""
    return bool(_kernel().GetDriveTypeW(f"{PureWindowsPath(path).drive}\\") == _DRIVE_CDROM)


def build_and_release() -> tuple[int, str]:
    """The build number and the release that people know, e.g. (22631, "23H2")."""
    build = int(registry(_CURRENT, "CurrentBuildNumber") or 0)
    return build, str(registry(_CURRENT, "DisplayVersion") or "")


def product_name(build: int) -> str:
    """The registry still calls Windows 11 "Windows 10"; the build number tells them apart."""
    if build >= _FIRST_WINDOWS_11:
        return "Windows 11"
    return "Windows 10" if build >= _FIRST_WINDOWS_10 else "Windows"


def long_paths() -> bool:
    """Whether paths of more than 259 characters are switched on."""
    return bool(registry(_FILESYSTEM, "LongPathsEnabled"))


def ansi_encoding() -> str:
    """Python's name of the system's old alphabet."""
    return encoding_of(_kernel().GetACP())


def encoding_of(code_page: int) -> str:
    """Python's name of a code page."""
    return "utf-8" if code_page == _UTF8_CODE_PAGE else f"cp{code_page}"


def process_platform() -> str:
    """What this Python was built for: "win-amd64", "win-arm64" or "win32"."""
    import sysconfig

    return sysconfig.get_platform()


def machine_architecture() -> str:
    """The real processor, also when this program is emulated; "" where Windows cannot say."""
    import ctypes

    process, native = ctypes.c_ushort(0), ctypes.c_ushort(0)
    kernel = _kernel()
    try:
        ask = kernel.IsWow64Process2
    except AttributeError:
        return ""
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    here = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not ask(here, ctypes.byref(process), ctypes.byref(native)):
        return ""
    return _MACHINES.get(native.value, "")


def processor_name() -> str:
    """The processor's name, "" where the registry has none."""
    return str(registry(_PROCESSOR, "ProcessorNameString") or "").strip()


def elevated() -> bool:
    """Whether this program was started as administrator."""
    if sys.platform != "win32":
        raise OSError("no Windows shell to ask on this system")
    import ctypes

    return bool(ctypes.windll.shell32.IsUserAnAdmin())


def animations() -> bool:
    """Whether “Animation effects” are switched on; True where Windows does not say."""
    if sys.platform != "win32":
        raise OSError("no Windows settings to ask on this system")
    import ctypes

    wanted = ctypes.c_int(1)
    ctypes.windll.user32.SystemParametersInfoW(
        _GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(wanted), 0
    )
    return bool(wanted.value)


def graphics_cards() -> tuple[str, ...]:
    """Names of the graphics cards that Windows has seen."""
    keys = (rf"{_DISPLAYS}\{number:04}" for number in range(_MAX_DISPLAYS))
    return tuple(str(name) for key in keys if (name := registry(key, "DriverDesc")))


def documents_folder() -> str:
    """Where Windows keeps this person's documents. Raises OSError where it does not say."""
    text = registry(_SHELL_FOLDERS, "Personal", of_everyone=False)
    if sys.platform == "win32" and text:
        import winreg

        expanded = winreg.ExpandEnvironmentStrings(str(text))
        if PureWindowsPath(expanded).is_absolute():
            return expanded
    raise OSError("Windows does not say where documents are")


def autorun() -> str:
    """What cmd.exe runs each time it starts (failures F17)."""
    return str(registry(_COMMAND_PROCESSOR, "AutoRun", of_everyone=False) or "")


def proxies() -> dict[str, str]:
    """The proxies in this person's network settings, by scheme."""
    if not registry(_INTERNET, "ProxyEnable", of_everyone=False):
        return {}
    return proxies_in(str(registry(_INTERNET, "ProxyServer", of_everyone=False) or ""))


def proxies_in(text: str) -> dict[str, str]:
    """The proxies in a ProxyServer value: "host:port", or "http=host:port;https=…".

    An address without a scheme is a plain http proxy, for every kind of traffic (failures F22).
    """
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        scheme, equals, address = part.partition("=")
        if not equals:
            return dict.fromkeys(("http", "https"), _with_scheme(part, "http"))
        kind = scheme.strip().lower()
        if address.strip() and kind in ("http", "https", "socks"):
            found[kind] = _with_scheme(address.strip(), "socks5" if kind == "socks" else "http")
    return found


def _with_scheme(address: str, scheme: str) -> str:
    return address if "://" in address else f"{scheme}://{address}"


@contextmanager
def keep_awake() -> Iterator[None]:
    """Ask Windows not to sleep; the request belongs to the thread that entered."""
    import ctypes

    try:
        say = _kernel().SetThreadExecutionState
        say(ctypes.c_uint32(_KEEP_GOING | _SYSTEM_REQUIRED))
    except OSError:
        yield
        return
    try:
        yield
    finally:
        say(ctypes.c_uint32(_KEEP_GOING))
