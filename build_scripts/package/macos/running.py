"""Shows the steps, or carries them out; what is secret is put in only then, and never told."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from package.freezing import PackagingFailed, Say
from package.macos import signing
from package.macos.steps import SECRETS, Argument, Every, Step, Variable

_KINDS = {"libraries": signing.libraries, "frameworks": signing.frameworks}


def shown(steps: Sequence[Step], first: int = 1) -> str:
    """The steps as lines to read: what each is for, its command, or why it is skipped."""
    lines = []
    for number, step in enumerate(steps, first):
        skipped = f" - SKIPPED: {step.skipped}" if step.skipped else ""
        lines += [f"{number:2}. {step.title}{skipped}", f"    $ {_as_typed(step.command)}"]
    return "\n".join(lines)


def carry_out(steps: Sequence[Step], app: Path, environ: Mapping[str, str], say: Say) -> None:
    """Run every step that is not skipped. Raises PackagingFailed at the first that fails."""
    for step in steps:
        if step.skipped:
            say(f"Skipped: {step.title} ({step.skipped})")
            continue
        say(f"{step.title} ...")
        _run(step, app, environ)


def _run(step: Step, app: Path, environ: Mapping[str, str]) -> None:
    command = [word for argument in step.command for word in _words(argument, app, environ)]
    if shutil.which(command[0]) is None:
        raise PackagingFailed(f"{command[0]} is missing: run xcode-select --install first")
    done = subprocess.run(
        command, check=False, env=dict(environ), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode:
        told = without_secrets(done.stdout, environ)[-3000:]
        raise PackagingFailed(f"{step.title}: {_as_typed(step.command)} failed:\n{told}")


def without_secrets(text: str, environ: Mapping[str, str]) -> str:
    """`text` with the names of the variables where their values stood."""
    found = [(environ[name], name) for name in SECRETS if environ.get(name)]
    for value, name in sorted(found, key=lambda pair: -len(pair[0])):
        text = text.replace(value, f"${name}")
    return text


def _words(argument: Argument, app: Path, environ: Mapping[str, str]) -> list[str]:
    match argument:
        case Variable(name):
            return [environ[name]]
        case Every(kind):
            return [str(path) for path in _KINDS[kind](app)]
        case _:
            return [argument]


def _as_typed(command: Sequence[Argument]) -> str:
    return " ".join(_typed(argument) for argument in command)


def _typed(argument: Argument) -> str:
    match argument:
        case Variable(name):
            return f'"${name}"'
        case Every(kind):
            return f"<all {kind} in the application>"
        case _:
            return shlex.quote(argument)
