"""The one door to processes, with real programs: output, time, cancelling, whole trees."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from app.core.cancel import Cancel
from app.core.processes.process_tree import stop_tree
from app.core.run.events import Stream
from app.core.shell import Shell, shown
from app.errors import Cancelled, CommandFailed
from app.platforms import current
from app.platforms.base import Command
from tests.fakes.bench import alive, wait_until


def python(code: str, **environment: str) -> Command:
    return Command((sys.executable, "-c", code), environment=environment)


@pytest.fixture
def shell() -> Shell:
    return Shell(current(), Cancel())


def test_output_and_code_come_back_and_every_line_is_told(shell: Shell) -> None:
    told: list[tuple[str, Stream]] = []
    code = "import sys; print('one'); print('two', file=sys.stderr); print('三'); sys.exit(7)"
    finished = shell.run(python(code), on_line=lambda *line: told.append(line))
    assert finished.returncode == 7
    assert finished.stdout == "one\n三\n"
    assert finished.stderr == "two"
    assert sorted(told) == [("one", Stream.OUT), ("two", Stream.ERR), ("三", Stream.OUT)]


def test_a_program_that_reads_gets_the_end_of_its_input_at_once(shell: Shell) -> None:
    started = time.monotonic()
    finished = shell.run(python("import sys; print(repr(sys.stdin.read()))"))
    assert finished.stdout == "''\n"
    assert time.monotonic() - started < 5


def test_a_program_cannot_open_the_persons_terminal(shell: Shell) -> None:
    finished = shell.run(Command(("/bin/sh", "-c", "read answer < /dev/tty")))
    assert finished.returncode != 0


def test_characters_cut_in_two_and_bytes_that_are_no_text_are_survived(shell: Shell) -> None:
    code = (
        "import os, time; os.write(1, '机'.encode()[:1]); time.sleep(0.2);"
        "os.write(1, '机'.encode()[1:] + b'\\xff\\r\\nnext\\rlast')"
    )
    told: list[str] = []
    finished = shell.run(python(code), on_line=lambda text, _stream: told.append(text))
    assert told == ["机\ufffd", "next", "last"]
    assert finished.stdout == "机\ufffd\r\nnext\rlast"


def test_an_endless_line_neither_fills_the_memory_nor_takes_for_ever(shell: Shell) -> None:
    told: list[int] = []
    code = "import os\nfor _ in range(320): os.write(2, b'x' * 65536)"
    started = time.monotonic()
    shell.run(python(code), on_line=lambda text, _stream: told.append(len(text)))
    assert sum(told) == 320 * 65536
    assert max(told) <= 4 * 65536
    assert time.monotonic() - started < 10


def test_both_pipes_full_at_once_do_not_block(shell: Shell) -> None:
    code = "import sys\nfor n in range(20000): print(n); print(n, file=sys.stderr)"
    finished = shell.run(python(code), timeout=60)
    assert finished.returncode == 0
    assert finished.stdout.splitlines()[-1] == "19999"
    assert finished.stderr.splitlines()[-1] == "19999"
    assert len(finished.stderr.splitlines()) == 2000, "only the last lines are kept"


def test_a_program_that_is_not_there_is_an_error_with_a_remedy(shell: Shell) -> None:
    with pytest.raises(CommandFailed) as caught:
        shell.run(Command(("/nowhere/prog", "x")))
    assert "prog" in caught.value.summary
    assert caught.value.remedy


@pytest.mark.parametrize("arguments", [("echo", "a\0b"), ("/etc",)])
def test_what_cannot_be_started_is_an_error_too(shell: Shell, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandFailed):
        shell.run(Command(arguments))
    with pytest.raises(CommandFailed):
        shell.start_detached(Command(arguments))


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except (Cancelled, CommandFailed) as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


TREE = """
import subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
subprocess.Popen([sys.executable, "-c", child])
print("ready", flush=True)
time.sleep(600)
"""


def test_cancelling_ends_the_whole_family_even_if_it_does_not_listen() -> None:
    cancel = Cancel()
    noted: list[tuple[int, bool]] = []
    shell = Shell(current(), cancel, on_child=lambda pid, here: noted.append((pid, here)))
    ready = threading.Event()
    thread, raised = in_thread(lambda: shell.run(python(TREE), on_line=lambda *_l: ready.set()))
    assert ready.wait(10)
    time.sleep(0.3)
    family = [child.pid for child in psutil.Process().children(recursive=True)]
    assert len(family) == 2
    cancel.set()
    thread.join(15)
    assert isinstance(raised[0], Cancelled)
    wait_until(lambda: not any(map(alive, family)))
    assert [here for _pid, here in noted] == [True, False]


def test_a_raised_flag_starts_nothing(tmp_path: Path) -> None:
    cancel = Cancel()
    cancel.set()
    shell = Shell(current(), cancel)
    with pytest.raises(Cancelled):
        shell.run(python(f"open({str(tmp_path / 'made')!r}, 'w')"))
    assert list(tmp_path.iterdir()) == []
    assert shell.with_cancel(Cancel()).run(python("")).returncode == 0


def test_a_program_that_takes_too_long_is_stopped_and_named(shell: Shell) -> None:
    with pytest.raises(CommandFailed) as caught:
        shell.run(python("import time; print('begun', flush=True); time.sleep(600)"), timeout=1)
    assert "1 seconds" in caught.value.summary
    assert "begun" in caught.value.detail


def test_a_program_that_falls_silent_is_stopped_a_talking_one_is_not(shell: Shell) -> None:
    talk = "import time\nfor _ in range(12): print('.', flush=True); time.sleep(0.1)"
    assert shell.run(python(talk), silence=0.9).returncode == 0
    with pytest.raises(CommandFailed):
        shell.run(python("import time; print('.', flush=True); time.sleep(600)"), silence=0.5)


def test_a_grandchild_that_keeps_the_pipe_open_does_not_hold_us(shell: Shell) -> None:
    code = (
        "import subprocess, sys\n"
        "later = 'import time; time.sleep(7); print(\"late\", flush=True)'\n"
        "print(subprocess.Popen([sys.executable, '-c', later]).pid)"
    )
    told: list[str] = []
    started = time.monotonic()
    finished = shell.run(python(code), on_line=lambda text, _stream: told.append(text))
    assert time.monotonic() - started < 6.5
    grandchild = int(finished.stdout)
    wait_until(lambda: not alive(grandchild))
    assert told == [str(grandchild)], "nothing is told after the run has returned"


def test_trouble_of_the_listener_reaches_the_caller_and_stops_the_program(shell: Shell) -> None:
    def broken(_text: str, _stream: Stream) -> None:
        raise OSError("nobody reads this")

    code = "import time\nprint('x', flush=True)\ntime.sleep(600)"
    started = time.monotonic()
    with pytest.raises(OSError, match="nobody reads"):
        shell.run(python(code), on_line=broken)
    assert time.monotonic() - started < 10
    with pytest.raises(OSError, match="nobody reads"):
        shell.run(python("print('x')"), on_line=broken)


def test_children_get_a_scrubbed_environment_and_what_the_command_adds(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("LD_PRELOAD", "/nowhere.so")
    code = "import os; print(os.environ.get('PYTHONHOME'), os.environ['ADDED'])"
    finished = shell.run(python(code, ADDED="yes"))
    assert finished.stdout == "None yes\n"


def test_bashs_start_up_file_of_the_person_is_not_run(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "startup"
    startup.write_text("echo hijacked\n")
    monkeypatch.setenv("BASH_ENV", str(startup))
    script = tmp_path / "script.sh"
    script.write_text("echo fine\n")
    assert shell.run(Command(("bash", str(script)))).stdout == "fine\n"


def test_commands_are_logged_without_secrets() -> None:
    log: list[str] = []
    Shell(current(), Cancel(), log.append).run(Command(("echo", "https://me:pw@host/x", "a b")))
    assert log == ["$ echo https://***@host/x 'a b'"]
    assert shown(Command(("x",), verbatim="x /D=C:\\a b token=abc")) == "x /D=C:\\a b token=***"


def test_a_detached_program_outlives_the_call_and_the_flag(tmp_path: Path) -> None:
    cancel = Cancel()
    shell = Shell(current(), cancel)
    pid = shell.start_detached(Command(("sleep", "600"), environment={}), cwd=tmp_path)
    cancel.set()
    try:
        assert alive(pid)
        assert Path(f"/proc/{pid}/cwd").readlink() == tmp_path
    finally:
        stop_tree(pid)
    wait_until(lambda: not alive(pid))


def test_stopping_a_process_that_is_gone_does_nothing(shell: Shell) -> None:
    gone = int(shell.run(python("import os; print(os.getpid())")).stdout)
    stop_tree(gone)
    assert not alive(gone)
