"""The self-extracting installer behaves as the real ones do; tried with a tiny payload."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from practice.installer import Contents, Product, write_installer
from practice.systems import LINUX

MACHINE = os.uname().machine
PRODUCT = Product("Tiny", "1.0-0", LINUX[MACHINE], "Be nice.\n\nUse $HOME and `this` freely.")
LINK = 'echo "linking"; cp "$1/pkgs/core" "$1/linked"\n'


def make(folder: Path, install_base: str = LINK, **scripts: str) -> Path:
    for name, inside in (("bootstrap", "pkgs/core"), ("payload", "share/data")):
        (folder / name / inside).parent.mkdir(parents=True)
        (folder / name / inside).write_text(f"{name}\n")
    extras = {"install_base.sh": install_base}
    extras |= {f"{name}.sh": text for name, text in scripts.items()}
    return write_installer(
        PRODUCT, Contents(folder / "bootstrap", folder / "payload", extras), folder
    )


def run(
    installer: Path, *arguments: str, answers: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    stdin = {"stdin": subprocess.DEVNULL} if answers is None else {"input": answers}
    return subprocess.run(
        ["bash", installer, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(installer.parent), **environment},
        **stdin,
    )


def test_a_batch_run_asks_nothing_and_names_its_stages_in_order(tmp_path: Path) -> None:
    prefix = tmp_path / "prefix"
    done = run(make(tmp_path), "-b", "-p", str(prefix))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"PREFIX={prefix}",
        "Unpacking bootstrapper...",
        "Unpacking payload...",
        "Installing base environment...",
        "linking",
        "installation finished.",
    ]
    assert (prefix / "linked").read_text() == "bootstrap\n"
    assert (prefix / "share/data").read_text() == "payload\n"
    assert (prefix / "LICENSE.txt").read_text().strip() == PRODUCT.licence
    assert (prefix / "envs").is_dir()
    assert not (prefix / "install_tmp").exists()


def test_a_plain_posix_shell_and_a_relative_path_are_enough(tmp_path: Path) -> None:
    installer = make(tmp_path)
    done = subprocess.run(
        ["sh", installer.name, "-b", "-p", "here"],
        cwd=tmp_path, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "here/linked").is_file()


def test_an_existing_prefix_is_refused_unless_told_otherwise(tmp_path: Path) -> None:
    installer, prefix = make(tmp_path), tmp_path / "prefix"
    prefix.mkdir()
    (prefix / "mine.txt").write_text("mine")
    refused = run(installer, "-b", "-p", str(prefix))
    assert refused.returncode == 1
    assert "File or directory already exists" in refused.stderr
    assert [path.name for path in prefix.iterdir()] == ["mine.txt"]
    for flag in ("-u", "-f"):
        assert run(installer, "-b", flag, "-p", str(prefix)).returncode == 0
    assert (prefix / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("-b", "-p", "/tmp/with space"), 1, "Cannot install into directories with spaces"),
        (("-b", "-p", "/proc/nowhere/x"), 1, "Could not create directory"),
        (("-q",), 1, "did not recognize option"),
        (("-k",), 1, "did not recognize option"),
        (("-p",), 1, "wants a value"),
    ],
)
def test_a_wrong_call_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run(make(tmp_path), *arguments)
    assert done.returncode == code
    assert words in done.stderr


def test_help_ends_with_code_two(tmp_path: Path) -> None:
    done = run(make(tmp_path), "-h")
    assert done.returncode == 2
    assert all(f"\n-{flag}" in done.stdout for flag in "bfhipsu")


def test_it_must_be_called_by_its_own_kind_of_name(tmp_path: Path) -> None:
    renamed = make(tmp_path).rename(tmp_path / "tiny.txt")
    assert run(renamed, "-b", "-p", str(tmp_path / "p")).returncode == 1
    assert not (tmp_path / "p").exists()


def test_too_little_space_is_told_in_megabytes_before_anything_is_unpacked(tmp_path: Path) -> None:
    tools, prefix = tmp_path / "tools", tmp_path / "prefix"
    tools.mkdir()
    (tools / "df").write_text("#!/bin/sh\necho head\necho disk 9999999 1 20480 1% /\n")
    (tools / "df").chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    done = run(make(tmp_path), "-b", "-p", str(prefix), PATH=path)
    assert done.returncode == 1
    assert "Not enough free disk space: 20 MB available, 51 MB required" in done.stderr
    assert list(prefix.iterdir()) == []


def test_a_changed_archive_is_only_warned_of(tmp_path: Path) -> None:
    installer = make(tmp_path)
    with installer.open("ab") as file:
        file.write(b"\0" * 512)
    done = run(installer, "-b", "-p", str(tmp_path / "prefix"))
    assert done.returncode == 0
    assert "WARNING: md5sum mismatch of tar archive" in done.stderr


def test_a_cut_archive_fails(tmp_path: Path) -> None:
    installer = make(tmp_path)
    data = installer.read_bytes()
    installer.write_bytes(data[: data.index(b"bootstrap.tar.gz\0") + 700])
    done = run(installer, "-b", "-p", str(tmp_path / "prefix"))
    assert done.returncode != 0
    assert "installation finished." not in done.stdout
    assert not (tmp_path / "prefix/linked").exists()


def test_a_base_environment_that_fails_fails_the_installer(tmp_path: Path) -> None:
    done = run(make(tmp_path, "exit 7\n"), "-b", "-p", str(tmp_path / "prefix"))
    assert done.returncode == 1
    assert "installation finished." not in done.stdout


def test_scripts_run_unless_left_out_and_their_failure_is_named(tmp_path: Path) -> None:
    installer = make(tmp_path, pre_install='echo "$PREFIX" >"$PREFIX/pre"\n', post_install="false")
    first = run(installer, "-b", "-p", str(tmp_path / "one"))
    assert first.returncode == 1
    assert "executing post_install.sh failed" in first.stderr
    assert (tmp_path / "one/pre").read_text().strip() == str(tmp_path / "one")
    second = run(installer, "-b", "-s", "-p", str(tmp_path / "two"))
    assert second.returncode == 0
    assert not (tmp_path / "two/pre").exists()


def test_settings_of_the_session_do_not_reach_conda_and_temporary_files_stay_inside(
    tmp_path: Path,
) -> None:
    show = 'echo "[${LD_LIBRARY_PATH-none}] [${CONDARC-none}] [$TMPDIR] [$CONDA_QUIET]"\n'
    prefix = tmp_path / "prefix"
    done = run(
        make(tmp_path, show), "-b", "-p", str(prefix),
        LD_LIBRARY_PATH=str(tmp_path), CONDARC="/x", PYTHONPATH="/y",
    )  # fmt: skip
    assert f"[none] [none] [{prefix}/install_tmp] [1]" in done.stdout
    assert "PYTHONPATH" in done.stderr


def test_in_interactive_mode_the_licence_is_shown_and_the_place_asked_for(tmp_path: Path) -> None:
    prefix = tmp_path / "chosen"
    done = run(make(tmp_path), answers=f"\nmaybe\nyes\n{prefix}\n")
    assert done.returncode == 0, done.stderr
    assert PRODUCT.licence in done.stdout
    assert (prefix / "linked").is_file()


def test_refusing_the_licence_installs_nothing_and_ends_with_code_two(tmp_path: Path) -> None:
    done = run(make(tmp_path), "-p", str(tmp_path / "prefix"), answers="\nno\n")
    assert done.returncode == 2
    assert not (tmp_path / "prefix").exists()


def test_the_same_contents_give_the_same_installer(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert make(tmp_path / "a").read_bytes() == make(tmp_path / "b").read_bytes()
