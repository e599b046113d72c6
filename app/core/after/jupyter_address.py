"""The address of a JupyterLab that we started, as that server itself has written it down.

The browser usually opens by itself; this is for the times when it does not. Nothing is asked over
the network.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from app.core.files import jsonfile
from app.core.session import Session

_COARSE_SECONDS = 2.0  # some drives tell times in steps of two seconds


def address_in(session: Session, folder: Path, since: float, opened: str = "") -> str:
    """The address, with its key, of the newest server that shows `folder` and was started after
    `since` (seconds since the epoch); "" while there is none. `opened` is a file in the folder."""
    data = session.platform.jupyter_data_folder(session.home, session.environ)
    notes = [(_started(note), note) for note in (data / "runtime").glob("jpserver-*.json")]
    for started, note in sorted(notes, reverse=True):
        new = started >= since - _COARSE_SECONDS
        address = _address(jsonfile.read(note), folder, opened) if new else ""
        if address:
            return address
    return ""


def _started(note: Path) -> float:
    try:
        return note.stat().st_mtime
    except OSError:  # it has just ended
        return 0.0


def _address(noted: object, folder: Path, opened: str) -> str:
    if not isinstance(noted, dict) or str(noted.get("root_dir")) != str(folder):
        return ""
    url, token = str(noted.get("url", "")), str(noted.get("token", ""))
    if not url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]")):
        return ""
    page = f"{url}lab/tree/{quote(opened)}" if opened else f"{url}lab"
    return f"{page}?token={quote(token)}" if token else page
