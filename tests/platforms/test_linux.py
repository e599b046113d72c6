"""What only Linux has: how it describes itself, menu entries, terminals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platforms import linux_facts, named
from app.platforms.base import Launcher
from app.platforms.desktop_entry import desktop_entry
from app.platforms.machine_names import architecture, process_architecture, user_part
from tests.fakes.programs import program

LINUX = named("linux")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks a running Linux")


def test_the_installer_runs_in_batch_mode_with_the_prefix_as_it_is() -> None:
    command = LINUX.installer_command(Path("/d/Miniconda3.sh"), Path("/home/ana/miniconda3"))
    assert command.arguments == ("bash", "/d/Miniconda3.sh", "-b", "-p", "/home/ana/miniconda3")
    assert command.verbatim == ""


def test_os_release_is_read_with_quotes_comments_and_broken_lines() -> None:
    text = '# c\nNAME="Ubuntu Pro"\nVERSION_ID=\'24.04\'\nBAD\nODD="x\nID=ubuntu\n'
    assert linux_facts.os_release(text) == {
        "NAME": "Ubuntu Pro",
        "VERSION_ID": "24.04",
        "ODD": "x",
        "ID": "ubuntu",
    }


@given(st.text(max_size=200))
def test_no_os_release_makes_the_reader_fail(text: str) -> None:
    assert all(name and "\n" not in value for name, value in linux_facts.os_release(text).items())


@ON_LINUX
def test_the_running_system_is_described() -> None:
    facts = LINUX.os_facts()
    assert facts.family == "linux"
    assert facts.name
    libc = os.confstr("CS_GNU_LIBC_VERSION") if "CS_GNU_LIBC_VERSION" in os.confstr_names else None
    assert facts.libc == libc or facts.libc == "musl"
    assert facts.wsl == ("microsoft" in os.uname().release.lower())


@ON_LINUX
def test_the_running_processor_is_described() -> None:
    facts = LINUX.cpu_facts()
    assert facts.architecture == architecture(os.uname().machine)
    assert facts.process == facts.architecture
    assert facts.cores == os.cpu_count()


@ON_LINUX
def test_administrators_are_recognised() -> None:
    assert LINUX.elevated() is (os.geteuid() == 0)


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ("x86_64", "x86_64"),
        ("AMD64", "x86_64"),
        ("aarch64", "arm64"),
        ("ARM64", "arm64"),
        ("i686", "x86"),
        ("riscv64", "riscv64"),
    ],
)
def test_processors_have_one_spelling(said: str, ours: str) -> None:
    assert architecture(said) == ours


def test_a_32_bit_program_on_a_64_bit_kernel_is_told_apart() -> None:
    assert process_architecture("arm64", sixty_four_bit=False) == "armv7l"
    assert process_architecture("x86_64", sixty_four_bit=False) == "x86"
    assert process_architecture("x86_64", sixty_four_bit=True) == "x86_64"


def test_wsl_is_recognised_by_its_kernel() -> None:
    assert linux_facts.is_wsl("5.15.153.1-microsoft-standard-WSL2")
    assert linux_facts.is_wsl("4.4.0-19041-Microsoft")
    assert not linux_facts.is_wsl("6.1.0-18-amd64")


def test_graphics_cards_are_found_without_a_driver(tmp_path: Path) -> None:
    for number, (kind, vendor) in enumerate(
        [("0x030000", "0x10de"), ("0x030200", "0x1002"), ("0x020000", "0x8086")]
    ):
        device = tmp_path / f"0000:0{number}:00.0"
        device.mkdir()
        (device / "class").write_text(kind + "\n")
        (device / "vendor").write_text(vendor + "\n")
    assert linux_facts.graphics_cards(tmp_path) == ("NVIDIA", "AMD")
    assert linux_facts.graphics_cards(tmp_path / "absent") == ()


def test_the_documents_folder_has_the_name_that_the_desktop_gave_it(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "user-dirs.dirs").write_text(
        '# XDG_DOCUMENTS_DIR="$HOME/no"\nXDG_DOCUMENTS_DIR="$HOME/Dokumente"\n'
    )
    environ = {"XDG_CONFIG_HOME": str(config)}
    assert LINUX.documents_folder(tmp_path, environ) == tmp_path / "Dokumente"
    assert LINUX.documents_folder(tmp_path, {}) == tmp_path / "Documents"
    assert linux_facts.documents_in('XDG_DOCUMENTS_DIR="$HOME/"', tmp_path) is None


def launcher(*command: str, title: str = "JupyterLab (ml)") -> Launcher:
    return Launcher("seedbed-ml", title, command, Path("/home/ana/my work"))


def test_a_menu_entry_is_written_where_the_desktop_looks() -> None:
    (file,) = LINUX.launcher_files(launcher("/b/bin/python"), Path("/home/ana"), {})
    assert file.path == Path("/home/ana/.local/share/applications/seedbed-ml.desktop")
    (moved,) = LINUX.launcher_paths(
        launcher("/b"), Path("/home/ana"), {"XDG_DATA_HOME": "/data/share"}
    )
    assert moved == Path("/data/share/applications/seedbed-ml.desktop")


def test_a_menu_entry_quotes_what_its_specification_reserves() -> None:
    text = desktop_entry(launcher("/b/a b/python", "100%", 'say "$HOME"', "a\\b", "plain"))
    assert 'Exec="/b/a b/python" 100%% ' not in text  # % is not a plain character
    (line,) = [line for line in text.splitlines() if line.startswith("Exec=")]
    # The value is a string, in which each backslash of the quoting is doubled once more.
    assert line == ('Exec="/b/a b/python" "100%%" "say \\\\"\\\\$HOME\\\\"" "a\\\\\\\\b" plain')


def test_a_title_cannot_add_lines_to_a_menu_entry() -> None:
    text = desktop_entry(launcher("/b", title="ml\nExec=rm\t"))
    assert "Name=ml Exec=rm " in text.splitlines()
    assert text.count("\nExec=") == 1


def fake_base(folder: Path) -> Path:
    """A base whose Python answers `-m conda shell.posix activate` as conda does."""
    program(
        folder / "bin",
        "python",
        '[ "$1 $2 $3 $4 $5 $6" = "-I -X utf8 -m conda shell.posix" ] || exit 9\n'
        """exec bash -c 'printf "export CONDA_PREFIX=%q" "$1"' conda "$8\"""",
    )
    return folder


@ON_LINUX
@pytest.mark.parametrize("name", ["base", "it's a $base"])
def test_a_terminal_reads_the_persons_settings_and_then_activates(
    tmp_path: Path, own_home: Path, name: str
) -> None:
    base = fake_base(tmp_path / name)
    (own_home / ".bashrc").write_text("export FROM_RC=yes CONDA_PREFIX=/old\n")
    command = LINUX.terminal_command(base, base / "envs" / "ml", ("xterm", "kitty"))
    assert command is not None
    assert command.arguments[0] == "kitty"
    before = sorted(tmp_path.rglob("*"))
    ran = subprocess.run(
        command.arguments[1:],
        input="echo $FROM_RC:$CONDA_PREFIX\n",
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert f"yes:{base}/envs/ml" in ran.stdout
    assert sorted(tmp_path.rglob("*")) == before


@ON_LINUX
def test_a_terminal_prefers_condas_own_function(tmp_path: Path, own_home: Path) -> None:
    base = fake_base(tmp_path / "base")
    profile = base / "etc" / "profile.d"
    profile.mkdir(parents=True)
    (profile / "conda.sh").write_text('conda() { export SEEN="$1 $2 $CONDA_EXE"; }\n')
    command = LINUX.terminal_command(base, base / "envs" / "ml", ("x-terminal-emulator",))
    assert command is not None
    ran = subprocess.run(
        command.arguments[2:],
        input="echo $SEEN\n",
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert f"activate {base}/envs/ml {base}/bin/conda" in ran.stdout


def test_the_line_to_type_is_quoted() -> None:
    assert LINUX.activation_lines(Path("/home/ana/m3"), "ml") == (
        "source /home/ana/m3/bin/activate ml",
    )
    assert LINUX.activation_lines(Path("/a b"), "ml") == ("source '/a b/bin/activate' ml",)


@pytest.mark.parametrize(
    ("name", "part"),
    [("ana", "ana"), ("Anna Maria", "anna-maria"), ("Ünal", "unal"), ("a" * 40, "a" * 12)],
)
def test_a_users_name_is_made_fit_for_a_folder(name: str, part: str) -> None:
    assert user_part(Path("/home") / name) == part


def test_a_users_name_without_ascii_letters_gets_a_number_that_stays() -> None:
    part = user_part(Path("/home/张三"))
    assert part == user_part(Path("/elsewhere/张三"))
    assert part != user_part(Path("/home/李四"))
    assert part.isascii()
    assert part.isalnum()
