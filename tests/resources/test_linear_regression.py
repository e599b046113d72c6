"""The tutorial's example, run as a beginner runs it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.paths import resource

EXAMPLE = resource("examples/linear_regression.py")


def test_without_numpy_it_says_so_instead_of_failing(tmp_path: Path) -> None:
    options = ("--json", "--picture", str(tmp_path / "p.png"))
    ran = subprocess.run(
        [sys.executable, "-S", "-I", EXAMPLE, *options], capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == {"skipped": "NumPy is not installed"}
    assert not (tmp_path / "p.png").exists()


def test_it_is_short_and_every_function_says_what_it_does() -> None:
    tree = ast.parse(EXAMPLE.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert functions
    for function in functions:
        assert ast.get_docstring(function), function.name
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 30, function.name


@pytest.mark.parametrize("program", ["imports", "kernel", "graphics"])
def test_programs_of_the_proof_need_only_the_standard_library_to_start(program: str) -> None:
    tree = ast.parse(resource(f"proof/{program}.py").read_text(encoding="utf-8"))
    names = {
        (alias.name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert names <= sys.stdlib_module_names
