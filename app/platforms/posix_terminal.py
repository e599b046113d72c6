"""What a shell must read to have an environment active, without any shell file being changed."""

from __future__ import annotations

from pathlib import Path
from shlex import quote


def activation(base: Path, environment: Path) -> str:
    """Shell commands that activate `environment`.

    conda's own function is used where the base brings it, so that `conda activate` works in the
    new terminal; otherwise the program's answer is evaluated (conda-facts §7).
    """
    conda, python = quote(str(base / "bin" / "conda")), quote(str(base / "bin" / "python"))
    function = quote(str(base / "etc" / "profile.d" / "conda.sh"))
    target = quote(str(environment))
    fallback = f'eval "$({python} -I -X utf8 -m conda shell.posix activate {target})"'
    return (
        "unset CONDA_SHLVL CONDA_PREFIX CONDA_DEFAULT_ENV; "
        f"export CONDA_EXE={conda} CONDA_PYTHON_EXE={python}; "
        f"if [ -f {function} ]; then . {function} && conda activate {target}; "
        f"else {fallback}; fi"
    )


def bash_in(base: Path, environment: Path) -> tuple[str, ...]:
    """A bash that reads the person's own settings first and then activates `environment`.

    The lines to read come through a pipe, so that no file is left behind.
    """
    lines = f"[ -f ~/.bashrc ] && . ~/.bashrc\n{activation(base, environment)}\n"
    return ("bash", "-c", f"exec bash --rcfile <(printf %s {quote(lines)}) -i")
