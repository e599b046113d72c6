"""Files that another program holds are waited for, and never taken for anything else."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from app.core.files.held import Held, until_free

NO_PAUSES = (0.0, 0.0, 0.0)


class HeldOnWindows(OSError):
    """An error as Windows gives it: its own number beside the errno."""

    winerror = 32


def failing(times: int, error: OSError) -> Callable[[], int]:
    """Fails so many times, then returns how often it was called."""
    calls = 0

    def action() -> int:
        nonlocal calls
        calls += 1
        if calls <= times:
            raise error
        return calls

    return action


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EBUSY, "busy"),
        OSError(errno.ETXTBSY, "busy"),
        HeldOnWindows(errno.EACCES, "used by another process"),
    ],
    ids=["busy", "running", "windows"],
)
def test_a_file_that_becomes_free_in_time_was_never_a_problem(error: OSError) -> None:
    assert until_free(failing(3, error), NO_PAUSES) == 4


def test_a_file_that_stays_held_is_named() -> None:
    with pytest.raises(Held) as raised:
        until_free(failing(9, OSError(errno.EBUSY, "busy", "/here/python")), NO_PAUSES)
    assert (raised.value.errno, raised.value.filename) == (errno.EBUSY, "/here/python")


def test_any_other_trouble_is_told_at_once() -> None:
    action = failing(1, PermissionError(errno.EACCES, "no"))
    with pytest.raises(PermissionError):
        until_free(action, NO_PAUSES)
    assert action() == 2
