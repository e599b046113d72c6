"""Requirements of pip with and without checksums, and what is none."""

from __future__ import annotations

import time

import pytest

from app.core.specs.pip_requirement import parse_pip, pip_text
from app.errors import PlanInvalid

A, B = "a" * 64, "B" * 64


def test_checksums_stand_behind_an_exact_version() -> None:
    read = parse_pip(f"requests==2.32.3 --hash=sha256:{A}  --hash=sha256:{B}")
    assert (read.text, read.hashes) == ("requests==2.32.3", (A, B.lower()))
    assert read.line == f"requests==2.32.3 --hash=sha256:{A} --hash=sha256:{B.lower()}"
    assert pip_text(f"requests==2.32.3 --hash=sha256:{A}") == "requests==2.32.3"


@pytest.mark.parametrize(
    "text",
    [
        "requests",
        "requests>=2,<3",
        "a[b]==1; python_version<'3.12'",
    ],
)
def test_without_checksums_anything_that_pip_understands_is_left_to_pip(text: str) -> None:
    assert parse_pip(text).text == text
    assert parse_pip(text).hashes == ()


def test_a_ready_file_at_an_address_is_taken_with_its_checksum() -> None:
    read = parse_pip(f"x @ https://h/x-1.0-py3-none-any.whl --hash=sha256:{A}")
    assert (read.text, read.hashes) == ("x @ https://h/x-1.0-py3-none-any.whl", (A,))


def test_a_long_row_of_spaces_keeps_nobody_waiting() -> None:
    started = time.process_time()
    with pytest.raises(PlanInvalid):
        parse_pip("a" + " " * 200_000 + "--no")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "address",
    [
        "https://h/x-1.0-py3-none-any.whl",
        f"https://h/x-1.0.tar.gz --hash=sha256:{A}",
        f"git+https://h/x.git@v1 --hash=sha256:{A}",
        f"file:///home/ana/x-1.0-py3-none-any.whl --hash=sha256:{A}",
        f"https://h/x.git#egg=x.whl --hash=sha256:{A}",
    ],
)
def test_what_would_be_built_here_or_is_of_unknown_bytes_is_refused(address: str) -> None:
    with pytest.raises(PlanInvalid, match="no ready file with its checksum") as caught:
        parse_pip(f"x @ {address}")
    assert "x @ https://…/x-1.0-py3-none-any.whl --hash=" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-r other.txt", "not a package"),
        ("--hash=sha256:" + A, "not a package"),
        ("", "not a package"),
        ("not a package!", "not a package"),
        ("numpy=1.26", "not a package"),
        ("numpy===", "not a package"),
        ("../local folder", "not a package"),
        ("git+https://h/x.git#egg=x", "not a package"),
        (f"https://h/x-1.0-py3-none-any.whl --hash=sha256:{A}", "not a package"),
        ("a @ https://h/x.whl --pre", "not a package"),
        (f"a @ https://h/${{HOME}}/x.whl --hash=sha256:{A}", "not a package"),
        (f"a==$VERSION --hash=sha256:{A}", "not a package"),
        ("a==1 --no-binary :all:", "not a package"),
        ("a==1\n--extra-index-url https://h", "not a package"),
        ("a==1 --hash=md5:" + "0" * 32, "not a SHA-256"),
        ("a==1 --hash=sha256:short", "not a SHA-256"),
        (f"a>=1 --hash=sha256:{A}", "not one exact version"),
        (f"a==1.* --hash=sha256:{A}", "not one exact version"),
        (f"a --hash=sha256:{A}", "not one exact version"),
    ],
)
def test_what_pip_could_not_prove_is_told_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(PlanInvalid, match=sentence):
        parse_pip(text)
