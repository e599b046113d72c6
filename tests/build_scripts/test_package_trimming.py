"""What is left out of the packaged program: by a list that must stay true."""

from __future__ import annotations

from pathlib import Path

import pytest
from package import trimming
from package.names import SYSTEMS
from package.trimming import Part, Stale, without

ENTRIES = [
    ("qt/plugins/keep.so", "/x/keep.so", "BINARY"),
    ("qt/plugins/drop.so", "/x/drop.so", "BINARY"),
    ("qt\\translations\\de.qm", "/x/de.qm", "DATA"),
]


def test_what_a_pattern_matches_goes_and_the_rest_stays() -> None:
    left = without(ENTRIES, [Part(("qt/plugins/d*",), SYSTEMS)])
    assert [entry[0] for entry in left] == ["qt/plugins/keep.so", "qt\\translations\\de.qm"]


def test_what_is_kept_stays_although_a_pattern_matches_it() -> None:
    part = Part(("qt/plugins/*",), SYSTEMS, keep=("qt/plugins/keep.so",))
    assert ENTRIES[0] in without(ENTRIES, [part])


def test_windows_names_are_matched_with_slashes() -> None:
    assert len(without(ENTRIES, [Part(("qt/translations/*",), SYSTEMS)])) == 2


@pytest.mark.parametrize("part", [Part(("gone/*",), SYSTEMS), Part(("qt/*",), SYSTEMS, ("gone",))])
def test_an_item_that_is_not_there_any_more_stops_the_build(part: Part) -> None:
    with pytest.raises(Stale, match="gone"):
        without(ENTRIES, [part])


def test_a_module_that_does_not_exist_stops_the_build() -> None:
    trimming.check_modules(["tkinter.ttk", "unittest"])
    with pytest.raises(Stale, match=r"no_such_module, unittest\.nothing"):
        trimming.check_modules(["no_such_module", "unittest", "unittest.nothing"])


def test_a_hook_that_is_not_there_any_more_stops_the_build() -> None:
    scripts = [("pyi_rth_a", "/x/a.py", "PYSOURCE"), ("__main__", "/x/m.py", "PYSOURCE-2")]
    assert trimming.without_hooks(scripts, ["pyi_rth_a"]) == scripts[1:]
    with pytest.raises(Stale, match="pyi_rth_b"):
        trimming.without_hooks(scripts, ["pyi_rth_a", "pyi_rth_b"])


def test_the_list_itself_names_modules_that_exist_and_says_why() -> None:
    found = trimming.read()
    trimming.check_modules(name for name in found.modules if not name.startswith("tkinter"))
    assert found.for_system("linux")
    text = trimming.LIST.read_text("utf-8")
    assert text.count("why = ") == sum(
        text.count(f"[[{kind}]]") for kind in ("modules", "hooks", "files")
    )


def test_parts_of_other_systems_do_not_count(tmp_path: Path) -> None:
    file = tmp_path / "list.toml"
    file.write_text(
        '[[modules]]\nnames = ["a"]\n[[files]]\non = ["macos"]\npaths = ["b"]\n', "utf-8"
    )
    found = trimming.read(file)
    assert found.modules == ("a",)
    assert found.for_system("linux") == ()
    assert found.for_system("macos") == (Part(("b",), ("macos",)),)
