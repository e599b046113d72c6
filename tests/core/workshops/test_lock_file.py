"""The lock file's text: written and read back, and refused when anything about it is odd."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.workshops import lock_file
from app.core.workshops.lock_file import (
    LockedFile,
    LockedWheel,
    LockFile,
    PlatformLock,
    lock_name,
    read_lock_file,
    write_lock_file,
)
from app.errors import PlanInvalid

MD5, SHA256 = "0123456789abcdef" * 2, "0123456789abcdef" * 4
CHANNELS = ("./channel", "https://h/c")
NUMPY = LockedFile("./channel/linux-64/numpy-2.1-py_0.conda", 100, SHA256, MD5)
PIP = LockedFile("https://h/c/noarch/pip-25.0-0.tar.bz2", 20, SHA256)
LINUX = PlatformLock("linux-64", SHA256, (NUMPY, PIP))
WINDOWS = PlatformLock("win-64", SHA256, (PIP,))


def text_of(*platforms: PlatformLock) -> str:
    return write_lock_file(LockFile(platforms), "workshop.toml")


def refused(text: str | bytes) -> PlanInvalid:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(PlanInvalid) as caught:
        read_lock_file(data, "workshop.lock.toml", CHANNELS)
    assert caught.value.summary.startswith("workshop.lock.toml")
    assert caught.value.remedy
    return caught.value


def test_what_is_written_is_read_back() -> None:
    read = read_lock_file(text_of(WINDOWS, LINUX).encode(), "x.lock.toml", CHANNELS)
    assert read == LockFile((LINUX, WINDOWS))
    assert read.find("win-64") == WINDOWS
    assert read.find("osx-64") is None
    assert LINUX.bytes == 120


def test_one_package_is_one_line_so_that_a_change_shows_as_one() -> None:
    newer = replace(NUMPY, url=NUMPY.url.replace("2.1", "2.2"))
    before, after = (text_of(replace(LINUX, files=(each, PIP))) for each in (NUMPY, newer))
    changed = set(before.splitlines()) ^ set(after.splitlines())
    assert len(changed) == 2
    assert "# 120 bytes" in before or "# 120 B" in before


def test_the_lock_file_is_called_like_its_workshop() -> None:
    assert lock_name("workshop.toml") == "workshop.lock.toml"
    assert lock_name("class.txt") == "class.lock.toml"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "version"),
        ("<!DOCTYPE html><html>sign in</html>", "TOML"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\x89PNG", "UTF-8"),
        ("version = 0", "version"),
        ("version = true", "version"),
        ('version = "1"', "version"),
        ("version = 2", "newer"),
        ("version = 1\nlinux-64 = 3", "platform"),
        ("version = 1\n[Linux]", "platform"),
        ("version = 1\n[linux-64]", "fingerprint"),
        (f'version = 1\n[linux-64]\nfingerprint = "{SHA256}"', "files"),
        (f'version = 1\n[linux-64]\nfingerprint = "{SHA256}"\nfiles = []', "files"),
        (f'version = 1\n[linux-64]\nfingerprint = "{SHA256}"\nfiles = "x"', "files"),
        (f'version = 1\n[linux-64]\nfingerprint = "{SHA256}"\nfiles = [3]', "package"),
        ("version = 1\nx = " + "[" * 5000, ""),
        ("version = 1\n#" + "x" * lock_file.MAX_BYTES, "8 MB"),
    ],
    ids=lambda value: str(value)[:20] if len(value) < 30 else "long",
)
def test_what_is_no_lock_file_is_told_in_one_sentence(text: str | bytes, word: str) -> None:
    assert word in refused(text).summary


def test_a_lock_file_that_was_cut_is_refused_wherever_it_was_cut() -> None:
    whole = text_of(LINUX)
    start, end = whole.index("[linux-64]") + 12, len(whole) - 3
    for position in range(start, end, 7):
        refused(whole[:position])


def test_a_lost_line_is_noticed() -> None:
    lines = text_of(LINUX).splitlines()
    refused("\n".join(line for line in lines if "numpy" not in line))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/linux-64/numpy-2.1-0.conda",
        "https://h/c.evil/linux-64/numpy-2.1-0.conda",
        "https://h/c/linux-64/sub/numpy-2.1-0.conda",
        "https://h/c/linux-64/../win-64/numpy-2.1-0.conda",
        "https://h/c/win-64/numpy-2.1-0.conda",
        "https://h/c/linux-64/numpy-2.1-0.conda?x=1",
        "https://h/c/linux-64/numpy-2.1-0.conda#0",
        "https://h/c/linux-64/numpy-2.1-0.exe",
        "https://h/c/linux-64/..%2F..%2Fevil-1-0.conda",
        "https://h/c/linux-64/..%5Cevil-1-0.conda",
        "https://h/c/linux-64/numpy.conda",
        "https://me:secret@h/c/linux-64/numpy-2.1-0.conda",
        "./other/linux-64/numpy-2.1-0.conda",
        "./channel/../../linux-64/numpy-2.1-0.conda",
        "file:///etc/linux-64/numpy-2.1-0.conda",
        "/etc/passwd",
        "",
    ],
)
def test_a_package_from_anywhere_else_is_refused(url: str) -> None:
    error = refused(text_of(replace(LINUX, files=(replace(NUMPY, url=url), PIP))))
    assert "channels" in error.summary


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f'sha256 = "{SHA256}"', 'sha256 = ""'),
        (f'sha256 = "{SHA256}"', f'sha256 = "{MD5}"'),
        (f'sha256 = "{SHA256}"', f'sha256 = "{SHA256.upper()}"'),
        (f'sha256 = "{SHA256}"', "sha256 = 3"),
        (f', sha256 = "{SHA256}"', ""),
        (f'md5 = "{MD5}"', 'md5 = "no"'),
        (f'md5 = "{MD5}"', "md5 = [1]"),
        ("size = 100", "size = -1"),
        ("size = 100", f"size = {2**50}"),
        ("size = 100", 'size = "100"'),
        ("size = 100", "size = true"),
        ("size = 100, ", ""),
    ],
)
def test_a_package_without_proper_size_and_hashes_is_refused(right: str, wrong: str) -> None:
    text = text_of(replace(LINUX, files=(NUMPY,)))
    assert right in text
    refused(text.replace(right, wrong))


def test_the_same_package_twice_is_refused() -> None:
    twice = replace(NUMPY, url=NUMPY.url.replace("2.1", "2.2"))
    assert "twice" in refused(text_of(replace(LINUX, files=(NUMPY, twice)))).summary


@pytest.mark.parametrize(
    "url", ["https://[/a-1-py3-none-any.whl", "https://h:x/a-1-py3-none-any.whl"]
)
def test_a_wheel_at_what_is_no_address_is_refused(url: str) -> None:
    locked = replace(LINUX, wheels=(LockedWheel(url, 1, SHA256),))
    assert "is not a wheel" in refused(text_of(locked)).summary
