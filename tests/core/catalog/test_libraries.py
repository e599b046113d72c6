"""Libraries and presets: the data is sound, and names lead where they should."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.catalog.libraries import (
    all_libraries,
    import_names,
    installed_import_names,
    known_alias,
    library,
    modules_of,
)
from app.core.catalog.presets import all_presets, preset
from app.core.specs import parse_spec
from app.errors import PlanInvalid


def record(prefix: Path, name: str, *files: str) -> None:
    folder = prefix / "conda-meta"
    folder.mkdir(parents=True, exist_ok=True)
    data = {"name": name, "version": "1.0", "files": list(files)}
    (folder / f"{name}-1.0-0.json").write_text(json.dumps(data), encoding="utf-8")


def test_no_name_means_two_libraries() -> None:
    seen: dict[str, str] = {}
    for known in all_libraries():
        for name in (known.name, *known.aliases, *known.variants):
            key = name.lower().replace("_", "-")
            assert seen.setdefault(key, known.name) == known.name
    assert len(all_libraries()) >= 45


@pytest.mark.parametrize("known", all_libraries(), ids=lambda known: known.name)
def test_every_library_says_what_it_is_for_and_what_to_import(known: object) -> None:
    found = library(getattr(known, "name", ""))
    assert found is known
    assert found is not None
    assert found.title
    assert 10 < len(found.purpose) < 90
    assert found.imports
    assert all(part.isidentifier() for name in found.imports for part in name.split("."))
    assert parse_spec(found.name).text == found.name


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("sklearn", "scikit-learn"),
        ("scikit_learn", "scikit-learn"),
        ("torch", "pytorch"),
        ("cv2", "opencv"),
        ("opencv-python", "opencv"),
        ("PIL", "pillow"),
        ("bs4", "beautifulsoup4"),
        ("numpy", ""),
        ("scikit-learn", ""),
        ("pytorch-cpu", ""),
        ("never-heard-of", ""),
    ],
)
def test_what_people_say_leads_to_the_package(said: str, meant: str) -> None:
    if said == "scikit_learn":
        # Only spelled differently: pip treats both alike, conda does not.
        assert library(said) is library(meant)
    else:
        assert known_alias(said) == meant


def test_import_names_come_from_the_catalogue_or_are_guessed() -> None:
    assert import_names("scikit-learn") == ("sklearn",)
    assert import_names("pytorch-gpu") == ("torch",)
    assert import_names("some-thing") == ("some_thing",)


def test_modules_are_found_in_condas_record_of_files() -> None:
    files = [
        "bin/tool",
        "lib/python3.11/site-packages/thing/__init__.py",
        "lib/python3.11/site-packages/thing/inner/__init__.py",
        "lib/python3.11/site-packages/single.py",
        "lib/python3.11/site-packages/fast.cpython-311-x86_64-linux-gnu.so",
        "lib/python3.11/site-packages/_private.py",
        "lib/python3.11/site-packages/tests/__init__.py",
        "lib/python3.11/site-packages/thing-1.0.dist-info/METADATA",
        "lib/python3.11/site-packages/data/table.csv",
    ]
    assert modules_of(files) == ("single", "fast", "thing")
    assert modules_of([r"Lib\site-packages\win\__init__.py", "Library/bin/x.dll"]) == ("win",)
    assert modules_of(["site-packages/pure/__init__.py"]) == ("pure",)


def test_installed_modules_are_those_of_exactly_this_package(tmp_path: Path) -> None:
    record(tmp_path, "thing", "site-packages/right/__init__.py")
    record(tmp_path, "thing-extra", "site-packages/wrong/__init__.py")
    record(tmp_path, "tool", "bin/tool")
    assert installed_import_names(tmp_path, "thing") == ("right",)
    assert installed_import_names(tmp_path, "tool") == ()
    assert installed_import_names(tmp_path, "absent") is None


def test_a_damaged_record_is_no_record(tmp_path: Path) -> None:
    record(tmp_path, "thing")
    (tmp_path / "conda-meta" / "thing-1.0-0.json").write_text("{", encoding="utf-8")
    assert installed_import_names(tmp_path, "thing") is None


def test_presets_name_only_libraries_that_we_know() -> None:
    assert [one.id for one in all_presets()] == [
        "scientific",
        "machine-learning",
        "deep-learning",
        "llm",
        "empty",
    ]
    for one in all_presets():
        assert one.title
        assert one.purpose
        for text in one.packages:
            assert library(parse_spec(text).name) is not None, text


def test_the_first_presets_are_what_the_tutorial_needs() -> None:
    start = ("numpy", "scipy", "matplotlib", "pandas", "jupyter")
    assert preset("scientific").packages == start
    assert preset("machine-learning").packages == (*start, "scikit-learn")
    assert {"pytorch", "torchvision"} <= set(preset("deep-learning").packages)
    assert {"transformers", "datasets", "accelerate", "peft"} <= set(preset("llm").packages)
    assert preset("empty").packages == ()


def test_an_unknown_preset_names_the_known_ones() -> None:
    with pytest.raises(PlanInvalid) as caught:
        preset("everything")
    assert "scientific" in caught.value.remedy
