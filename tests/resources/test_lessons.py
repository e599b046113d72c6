"""The lessons as files: the same in every language, clean, and nothing of any one computer in
them. That they run is shown by tests/real."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.core.after.lessons import LESSONS, in_every_language
from app.i18n import LANGUAGES
from app.paths import resource

FILES = [file for lesson in LESSONS for file in in_every_language(lesson)]
each_file = pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name} {file.name}"
)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def read(file: Path) -> dict[str, Any]:
    data = json.loads(file.read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def code(file: Path) -> list[str]:
    return [source(cell) for cell in read(file)["cells"] if cell["cell_type"] == "code"]


class _WithoutTexts(ast.NodeTransformer):
    """Makes every text the same, so that only the calculation is left."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant("text") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        values = [self.visit(part) for part in node.values if isinstance(part, ast.FormattedValue)]
        return ast.JoinedStr(values)


def calculation(text: str) -> str:
    return ast.dump(_WithoutTexts().visit(ast.parse(text)))


def test_each_language_has_exactly_the_lessons() -> None:
    for code_of_language in LANGUAGES:
        found = resource(f"examples/{code_of_language}").iterdir()
        assert sorted(file.name for file in found) == sorted(LESSONS)


@each_file
def test_it_is_a_notebook_of_format_4_5_without_outputs(file: Path) -> None:
    notebook = read(file)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    cells = notebook["cells"]
    assert 8 <= len(cells) <= 15
    for cell in cells:
        needed = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            needed |= {"outputs", "execution_count"}
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
        assert set(cell) == needed
        assert cell["metadata"] == {}
        assert re.fullmatch(r"[a-z][a-z-]{0,63}", cell["id"])
    assert len({cell["id"] for cell in cells}) == len(cells)


@each_file
def test_it_begins_with_what_is_learned_and_ends_with_something_to_try(file: Path) -> None:
    cells = read(file)["cells"]
    assert source(cells[0]).startswith("# ")
    assert "\n* " in source(cells[0])
    assert [cell["id"] for cell in cells[-2:]] == ["try", "next"]
    assert all(cell["cell_type"] == "markdown" for cell in (cells[0], *cells[-2:]))


@each_file
def test_it_names_no_place_on_any_computer(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"(?<![\w<$])/(home|root|tmp|usr|work|Users|mnt)/|[A-Z]:\\\\", text)


@each_file
def test_links_lead_to_lessons_that_are_there(file: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", file.read_text("utf-8"))
    assert links
    assert set(links) <= set(LESSONS)


@each_file
def test_it_needs_numpy_and_matplotlib_only_and_asks_before_it_uses_more(file: Path) -> None:
    plain, tried = set(), set()
    for text in code(file):
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Try):
                tried |= modules(*node.body)
        plain |= modules(tree)
    assert plain - tried == {"numpy", "matplotlib"}
    assert tried <= {"sklearn"}


def modules(*trees: ast.AST) -> set[str]:
    found = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(str(node.module).split(".")[0])
    return found


@each_lesson
def test_every_language_calculates_the_same(lesson: str) -> None:
    first, *others = (
        (read(file)["cells"], [calculation(text) for text in code(file)])
        for file in in_every_language(lesson)
    )
    assert others
    for cells, calculated in others:
        assert calculated == first[1]
        assert [(cell["id"], cell["cell_type"]) for cell in cells] == [
            (cell["id"], cell["cell_type"]) for cell in first[0]
        ]


@each_lesson
def test_texts_are_in_the_language_of_their_folder(lesson: str) -> None:
    for file in in_every_language(lesson):
        chinese = len(re.findall(r"[\u4e00-\u9fff]", file.read_text("utf-8")))
        assert (chinese > 200) == (file.parent.name == "zh_CN")
        if file.parent.name != "zh_CN":
            assert chinese == 0
