"""The address of a JupyterLab that we started, as that server itself has written it down.

The browser usually opens by itself; this is for the times when it does not. Nothing is asked over
the network.
"""

from __future__ import annotations

from pathlib import Path

from app.core import jsonfile
from app.core.session import Session


def address_in(session: Session, folder: Path, since: float) -> str:
    """The address, with its key, of the newest server with `folder` as its root that was started
    after `since` (seconds since the epoch); "" while there is none (conda-facts §7)."""
    data = session.platform.jupyter_data_folder(session.home, session.environ)
    notes = [(_started(note), note) for note in (data / "runtime").glob("jpserver-*.json")]
    for started, note in sorted(notes, reverse=True):
        address = _address(jsonfile.read(note), folder) if started >= since else ""
        if address:
            return address
    return ""


def _started(note: Path) -> float:
    try:
        return note.stat().st_mtime
    except OSError:  # it has just ended
        return 0.0


def _address(noted: object, folder: Path) -> str:
    if not isinstance(noted, dict) or str(noted.get("root_dir")) != str(folder):
        return ""
    url, token = str(noted.get("url", "")), str(noted.get("token", ""))
    if not url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]")):
        return ""
    return f"{url}lab?token={token}" if token else f"{url}lab"
