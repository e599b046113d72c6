"""What a check shows is what Python would run."""

from __future__ import annotations

import pytest

from app.core.workshops.own_check import other_encoding

HIDDEN = b"# note \\nprint('hidden')\n"


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: unicode_escape\n" + HIDDEN,
        b"# -*- coding: utf-7 -*-\n# note +AAo-print(1)\n",
        b"# coding: nothing-known\n",
        b"print('\xe9')\n",
        b"\r# coding: utf-7\r# +AAo-print(1)\n",
    ],
)
def test_a_script_that_python_would_read_otherwise_is_known(data: bytes) -> None:
    assert other_encoding(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"print(1)\n", "print('é')\n".encode(), b"\xef\xbb\xbfprint(1)\n", b"# coding: utf-8\n"],
)
def test_utf_8_is_what_is_shown(data: bytes) -> None:
    assert other_encoding(data) == ""
