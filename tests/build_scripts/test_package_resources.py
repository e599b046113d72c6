"""What of resources/ goes into the program, and where it was published."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from package.resource_files import resource_files

UPDATES = "resources/catalog/updates.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (UPDATES, "resources/pictures/a.png", "resources/locale/x.po", "resources/i.svg"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('address = ""\n', "utf-8")
    return tmp_path


def named(root: Path) -> dict[str, Path]:
    return {f"{where}/{Path(file).name}": Path(file) for file, where in resource_files(root)}


def test_what_only_readers_need_stays_out(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEEDBED_UPDATES", raising=False)
    found = named(root)
    assert set(found) == {UPDATES, "resources/i.svg"}
    assert found[UPDATES] == root / UPDATES


def test_whoever_publishes_names_the_address_of_newer_ones(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = 'https://example.org/"新"/latest'
    monkeypatch.setenv("SEEDBED_UPDATES", address)
    written = named(root)[UPDATES]
    assert tomllib.loads(written.read_text("utf-8")) == {"address": address}
    assert 'address = ""' in (root / UPDATES).read_text("utf-8"), "the source is as it was"


def test_an_address_that_every_copy_would_refuse_is_refused_here(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEEDBED_UPDATES", "http://example.org/latest")
    with pytest.raises(ValueError, match="https://"):
        named(root)
