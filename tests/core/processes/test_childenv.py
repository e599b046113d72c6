"""What reaches our children and what must not (failures F14, F15, F35, F54)."""

from __future__ import annotations

import os
import sys

import pytest

from app.core.processes.childenv import of_the_person, path_for, scrubbed
from app.platforms import named

POISON = [
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "CONDA_PREFIX",
    "CONDA_SHLVL",
    "CONDARC",
    "CONDA_EXE",
    "_CE_CONDA",
    "_CE_M",
    "MAMBA_ROOT_PREFIX",
    "PIP_INDEX_URL",
    "PIP_TARGET",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH_ORIG",
    "DYLD_INSERT_LIBRARIES",
    "JUPYTER_PATH",
    "JUPYTER_CONFIG_DIR",
    "IPYTHONDIR",
    "MPLBACKEND",
    "BASH_ENV",
    "ENV",
    "TAR_OPTIONS",
    "CDPATH",
    "CI",
    "GITHUB_ACTIONS",
    "TF_BUILD",
    "JENKINS_URL",
    "GITLAB_CI",
    "Conda_Default_Env",
    "BASH_FUNC_conda%%",
    "CONDA_PLUGINS_AUTO_ACCEPT_TOS",
]
KEPT = {
    "HOME": "/home/anna",
    "LANG": "zh_CN.UTF-8",
    "HTTPS_PROXY": "http://proxy:3128",
    "NO_PROXY": "localhost",
    "SSL_CERT_FILE": "/etc/ca.pem",
    "REQUESTS_CA_BUNDLE": "/etc/ca.pem",
    "SYSTEMROOT": "C:\\Windows",
    "TMPDIR": "/tmp",
}


@pytest.mark.parametrize("name", POISON)
def test_what_breaks_installations_is_left_out(name: str) -> None:
    assert name not in scrubbed({name: "poison", **KEPT})


def test_what_the_network_and_the_system_need_is_kept() -> None:
    assert scrubbed(KEPT).items() >= KEPT.items()


def test_no_child_may_ask_or_use_the_persons_own_packages() -> None:
    fresh = scrubbed({"PYTHONNOUSERSITE": "", "PIP_NO_INPUT": "0"})
    assert fresh["PYTHONNOUSERSITE"] == fresh["PIP_NO_INPUT"] == "1"
    assert fresh["GIT_TERMINAL_PROMPT"] == fresh["PIP_USER"] == "0"


def test_the_given_environment_is_not_changed() -> None:
    given = {"PYTHONHOME": "/x", "PATH": "/bin"}
    scrubbed(given)
    assert given == {"PYTHONHOME": "/x", "PATH": "/bin"}


def test_a_malformed_path_is_cleaned() -> None:
    parts = ["/usr/bin", "", "bin", '"/opt/a b"', ".", "/usr/bin", " /bin ", "/x&y", "C:relative"]
    cleaned = scrubbed({"PATH": os.pathsep.join(parts)})["PATH"].split(os.pathsep)
    assert cleaned == ["/usr/bin", "/opt/a b", "/bin", "/x&y"]


def test_a_very_long_path_repeated_by_a_script_becomes_short() -> None:
    text = os.pathsep.join(["/usr/bin"] * 9000)
    assert scrubbed({"PATH": text})["PATH"] == "/usr/bin"


def test_a_prefixs_own_folders_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    monkeypatch.setenv("PATH", os.pathsep.join(["/hostile/bin", "/bin"]))
    prefix = Path(str(tmp_path))
    found = path_for(named("linux"), prefix).split(os.pathsep)
    assert found == [str(prefix / "bin"), "/hostile/bin", "/bin"]


def test_a_packaged_program_gives_the_person_their_own_environment_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = {"LD_LIBRARY_PATH": "/ours", "_PYI_ARCHIVE_FILE": "x", "HOME": "/home/ada"}
    assert of_the_person(started) == started, "from source nothing was changed"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert of_the_person(started) == {"HOME": "/home/ada"}
    theirs = {**started, "LD_LIBRARY_PATH_ORIG": "/theirs"}
    assert of_the_person(theirs) == {"HOME": "/home/ada", "LD_LIBRARY_PATH": "/theirs"}
