"""Somebody else's TOML: read as tomllib reads it, and nothing in it keeps anybody waiting."""

from __future__ import annotations

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.catalog import installers
from app.core.foreign_toml import MOST_DOTS, NotUsable, read_toml
from app.core.workshops.lock_file import read_lock_file
from app.core.workshops.planfile import read_workshop
from app.errors import PlanInvalid

LONG = "a." * 20_000 + "a"
HIDDEN = (
    LONG, f"[{LONG}]", f"[[{LONG}]]", f"x = {{ {LONG} = 1 }}", f'"a".{LONG}', f"x = '.'\n{LONG}",
    f'x = """\n" \\" ""\\""""\n{LONG}', f"x = '''it's '' '''''\n{LONG}", f'x = "\\""\n{LONG}',
    f'# "\n{LONG}', f"# '''\n{LONG}", '"a".' * 20_000 + "a", "'a' . " * 20_000 + "a",
)  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN, ids=range(len(HIDDEN)))
def test_a_key_of_endless_parts_is_refused_at_once(text: str) -> None:
    started = time.process_time()
    with pytest.raises(NotUsable, match="far too many parts"):
        read_toml(f"{text} = 1\n")
    assert time.process_time() - started < 1


@pytest.mark.parametrize("opening", ['"""', "'''", '"', "'", '"""\\', '"\\', "#", "{", "", "\\"])
@pytest.mark.parametrize("row", ['"""\\', '\\"""', "'''", '"', "a", " ", "a b. ", '"\\\n'])
def test_texts_without_end_keep_nobody_waiting(opening: str, row: str) -> None:
    started = time.process_time()
    with pytest.raises(NotUsable):
        read_toml(f"schema = 1\na = {opening}{row * 40_000}")
    assert time.process_time() - started < 2


def test_dots_in_texts_numbers_and_comments_are_no_parts_of_a_key() -> None:
    dots = "." * 50
    numbers = ", ".join(["1.5"] * 50)
    text = (
        f'a = [{numbers}]\nb = \'{dots}\' # {dots}\nc = """\n{dots}\\"\n"{dots}""""\n'
        f"d = '''{dots}'\n{dots}'''\n\"{dots}\".e = 1\n"
    )
    assert read_toml(text) == tomllib.loads(text)
    assert read_toml("a." * MOST_DOTS + "a = 1")


@given(st.text(alphabet="ab.\"'\\#\n=[]{}, 1", max_size=60))
def test_what_is_short_is_read_as_tomllib_reads_it(text: str) -> None:
    try:
        wanted = tomllib.loads(text)
    except ValueError:
        with pytest.raises(NotUsable):
            read_toml(text)
    else:
        assert read_toml(text) == wanted


def test_every_file_of_somebody_else_is_read_within_the_limits() -> None:
    started = time.process_time()
    with pytest.raises(PlanInvalid, match=r"class\.toml .* too many parts"):
        read_workshop(f"schema = 1\n{LONG} = 1\n".encode(), "class.toml")
    with pytest.raises(PlanInvalid, match=r"class\.lock\.toml .* too many parts"):
        read_lock_file(f"version = 1\n{LONG} = 1\n".encode(), "class.lock.toml", ())
    with pytest.raises(PlanInvalid, match=r"The catalogue .* too many parts"):
        installers.read(f"schema = 1\n{LONG} = 1\n", "/kit")
    assert time.process_time() - started < 1
