"""Tells the pip and the Hugging Face libraries of one environment which server to use.

Only inside the environment's folder: pip's own settings file there, and conda's variables of the
environment, as `conda env config vars set` writes them. A note says what we wrote, so that just
that can be taken back; what somebody else wrote is never touched.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.core.files import jsonfile
from app.core.mirrors.settings import ForEnvironment
from app.core.network.file_to_fetch import Say
from app.i18n import _
from app.platforms.base import Platform

# No ending .json: conda takes every such file there for a package.
_NOTE = ("conda-meta", "seedbed-servers")
_STATE = ("conda-meta", "state")
_VARIABLES = "env_vars"
_VARIABLE = "HF_ENDPOINT"
_SECTION = "[global]\n"
_UNSET = "***unset***"  # what conda writes for a variable that was taken away


def is_set(prefix: Path, platform: Platform, wanted: ForEnvironment) -> bool:
    """Whether the environment has been told exactly this by us, and still is."""
    if _noted(prefix) != wanted:
        return False
    pip_file = platform.pip_settings_in(prefix)
    text = _text(pip_file) or ""
    if wanted.pip_index and not text.startswith(_pip_text(wanted.pip_index)):
        return False
    variables = (_state(prefix) or {}).get(_VARIABLES, {})
    return not wanted.hugging_face or variables.get(_VARIABLE) == wanted.hugging_face


def tell(prefix: Path, platform: Platform, wanted: ForEnvironment, say: Say) -> None:
    """Tell the environment `wanted`, and take back what we told it before."""
    before = _noted(prefix)
    pip_file = platform.pip_settings_in(prefix)
    done = ForEnvironment(
        pip_index=_tell_pip(pip_file, before.pip_index, wanted.pip_index, say),
        hugging_face=_tell_models(prefix, before.hugging_face, wanted.hugging_face, say),
    )
    note = prefix.joinpath(*_NOTE)
    if done == ForEnvironment():
        note.unlink(missing_ok=True)
    else:
        jsonfile.write(note, asdict(done))


def _noted(prefix: Path) -> ForEnvironment:
    data = jsonfile.read(prefix.joinpath(*_NOTE))
    if not isinstance(data, dict):
        return ForEnvironment()
    pip, models = data.get("pip_index"), data.get("hugging_face")
    return ForEnvironment(
        pip if isinstance(pip, str) else "", models if isinstance(models, str) else ""
    )


def _tell_pip(file: Path, before: str, wanted: str, say: Say) -> str:
    """Returns the index that is ours in the file now, "" for none. Lines that somebody added after
    ours stay."""
    text = _text(file)
    ours = _pip_text(before) if before else ""
    if text is not None and not (ours and text.startswith(ours)):
        if wanted or before:
            say(_("{path} was written by somebody else; it was left alone.").format(path=file))
        return ""
    rest = (text or "")[len(ours) :]
    if wanted:
        jsonfile.write_text(file, _pip_text(wanted) + rest)
        say(_("Wrote {path}").format(path=file))
    elif rest.strip():
        jsonfile.write_text(file, _SECTION + rest)
        say(_("Wrote {path}").format(path=file))
    elif text is not None:
        file.unlink()
        say(_("Removed {path}").format(path=file))
    return wanted


def _pip_text(index: str) -> str:
    return f"# Written by Seedbed for this environment only.\n{_SECTION}index-url = {index}\n"


def _tell_models(prefix: Path, before: str, wanted: str, say: Say) -> str:
    """Returns the endpoint that is ours in conda's variables now, "" for none."""
    file, state = prefix.joinpath(*_STATE), _state(prefix)
    if state is None:
        if wanted:
            say(_("{path} cannot be read; it was left alone.").format(path=file))
        return ""
    variables: dict[str, Any] = state.setdefault(_VARIABLES, {})
    found = variables.get(_VARIABLE, _UNSET)
    if found not in (_UNSET, before):
        if wanted:
            text = _("{variable} was set by somebody else; it was left alone.")
            say(text.format(variable=_VARIABLE))
        return ""
    if wanted:
        variables[_VARIABLE] = wanted
        say(_("{variable} is {value} in this environment.").format(
            variable=_VARIABLE, value=wanted
        ))  # fmt: skip
    elif found == _UNSET:
        return ""
    else:
        del variables[_VARIABLE]
        say(_("{variable} is no longer set in this environment.").format(variable=_VARIABLE))
    _write_state(file, state)
    return wanted


def _write_state(file: Path, state: dict[str, Any]) -> None:
    if not state[_VARIABLES] and not set(state) - {_VARIABLES, "version"}:
        file.unlink(missing_ok=True)
    else:
        jsonfile.write(file, state)


def _state(prefix: Path) -> dict[str, Any] | None:
    """conda's state of an environment, {} where there is none, None where it is not readable."""
    file = prefix.joinpath(*_STATE)
    if not file.exists():
        return {}
    data = jsonfile.read(file)
    good = isinstance(data, dict) and isinstance(data.get(_VARIABLES, {}), dict)
    return data if good else None


def _text(file: Path) -> str | None:
    """The file's text, None where there is no file."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
