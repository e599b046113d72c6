"""The exact packages: kept, found again for the same wish only, and written for conda."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.packages import lock as locks
from app.core.packages.lock import Lock, LockedPackage, Wish, from_explicit
from app.errors import PlanInvalid

MD5, SHA256 = "0123456789abcdef" * 2, "0123456789abcdef" * 4
URL = "https://h/c/linux-64/my-lib-1.0-py_0.conda"
WISH = Wish(("https://h/c",), ("python", "numpy"), "linux-64")


def package(**changes: object) -> LockedPackage:
    whole = LockedPackage("my-lib", "1.0", "py_0", "linux-64", URL, 100, SHA256, MD5)
    return replace(whole, **changes)  # type: ignore[arg-type]


def test_the_fingerprint_ignores_the_order_of_wishes_but_not_of_channels() -> None:
    assert replace(WISH, specs=("numpy", "python")).key == WISH.key
    others = [
        replace(WISH, specs=("numpy",)),
        replace(WISH, subdir="win-64"),
        replace(WISH, channels=("https://h/c", "https://h/d")),
        replace(WISH, channels=("https://h/d", "https://h/c")),
    ]
    assert len({WISH.key, *(other.key for other in others)}) == 5


def test_a_kept_lock_comes_back_for_the_same_wish_only(tmp_path: Path) -> None:
    lock = Lock(WISH.key, "linux-64", (package(), package(size=None, sha256="")))
    locks.save(lock, tmp_path)
    assert locks.load(tmp_path, WISH.key) == lock
    assert locks.load(tmp_path, "another") is None
    assert lock.download_bytes == 100


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{{"key": "{key}"}}', '{{"key": "{key}", "subdir": "x", "packages": 3}}',
     '{{"key": "{key}", "subdir": "x", "packages": [{{"nme": 1}}]}}'],
)  # fmt: skip
def test_a_damaged_lock_is_like_none(tmp_path: Path, text: str) -> None:
    content = text.format(key=WISH.key) if "key" in text else text
    (tmp_path / locks.FILE_NAME).write_text(content)
    assert locks.load(tmp_path, WISH.key) is None


def test_the_explicit_file_has_md5_which_conda_compares(tmp_path: Path) -> None:
    file = locks.save(Lock("k", "linux-64", (package(), package(md5=""))), tmp_path)
    assert file.read_text() == f"@EXPLICIT\n{URL}#{MD5}\n{URL}\n"


def test_names_of_files_are_unquoted() -> None:
    odd = package(url="https://h/c/noarch/x-1.0%2Bcpu-0.tar.bz2?token=1")
    assert odd.file_name == "x-1.0+cpu-0.tar.bz2"
    assert odd.folder_name == "x-1.0+cpu-0"


@pytest.mark.parametrize("digest", [MD5, MD5.upper(), SHA256, f"sha256:{SHA256}"])
def test_an_explicit_line_is_understood(digest: str) -> None:
    lock = from_explicit((f"{URL}#{digest}",), "linux-64")
    (found,) = lock.packages
    assert (found.name, found.version, found.build) == ("my-lib", "1.0", "py_0")
    assert digest.lower().endswith(found.md5 or found.sha256)
    assert lock.find("my-lib") is found
    assert lock.find("other") is None


def test_packages_for_every_system_are_welcome_everywhere() -> None:
    url = URL.replace("linux-64", "noarch")
    assert from_explicit((f"{url}#{MD5}",), "win-64").packages[0].subdir == "noarch"


@pytest.mark.parametrize(
    "line",
    [
        URL,
        f"{URL}#",
        f"{URL}#123",
        f"{URL}#{MD5}\n",
        f"{URL}#{'g' * 32}",
        f"https://h/linux-64/nothing#{MD5}",
        f"https://h/linux-64/a-1.conda#{MD5}",
        f"https://h/linux-64/a-1-0.exe#{MD5}",
        f"https://h/linux-64/..%5C..%5Cevil-1-0.conda#{MD5}",
        f"https://h/win-64/a-1-0.conda#{MD5}",
        "",
    ],
)
def test_a_line_that_names_no_provable_package_of_this_system_is_refused(line: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        from_explicit((line,), "linux-64")
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fx-1-0.conda", "..%5C..%5Cx-1-0.conda"])
def test_the_name_of_a_file_leads_nowhere_else(name: str) -> None:
    assert package(url=f"https://h/noarch/{name}").file_name == "x-1-0.conda"
