"""The house's rules, kept by machine: who may import what, how long things are, what is said."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.paths import resource
from app.steps import all_steps

ROOT = Path(__file__).parents[1]
APP = ROOT / "app"
MODULES = sorted(APP.rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(file: Path) -> Iterator[str]:
    """Every dotted name that is used, such as "sys.platform"."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def below(file: Path, *folders: str) -> bool:
    return any(name_of(file).startswith(f"app/{folder}") for folder in folders)


def called_at_once(node: ast.AST) -> Iterator[str]:
    """What is called when the expression is read; the bodies of lambdas wait."""
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.Call):
        yield ast.unparse(node.func)
    for child in ast.iter_child_nodes(node):
        yield from called_at_once(child)


each_module = pytest.mark.parametrize("file", MODULES, ids=name_of)


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 60


def test_imports_go_downward_only() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "broken" in done.stdout, "it has really looked"


@each_module
def test_one_door_to_processes_and_one_to_the_network(file: Path) -> None:
    # list2cmdline only joins words as Windows wants them; it starts nothing.
    used = {full.split(".")[0] for full in imports(file) if full != "subprocess.list2cmdline"}
    if not below(file, "core/shell.py"):
        assert "subprocess" not in used
        assert not [
            name for name in attributes(file) if re.match(r"os\.(system|popen|spawn|exec)", name)
        ]
    # To fetch there is one door; what a shared kit answers, and how it is found, is another matter.
    if not below(file, "core/network/", "core/machine/", "core/sharing/"):
        network = {"requests", "urllib3", "socket", "http", "ftplib", "aiohttp", "httpx"}
        network |= {"zeroconf"}
        assert not used & network
    assert not [name for name in imports(file) if name.startswith("urllib.request.urlopen")]


@each_module
def test_only_platforms_ask_which_system_this_is(file: Path) -> None:
    if below(file, "platforms/"):
        return
    asked = {"sys.platform", "os.name", "platform.system", "platform.platform", "os.uname"}
    assert not asked & set(attributes(file))
    assert "sys.platform" not in set(imports(file))


@each_module
def test_steps_know_each_other_only_by_name(file: Path) -> None:
    """Nor by way of what they share: only the list of all steps and the road know them."""
    if not below(file, "steps/") or below(file, "steps/__init__.py", "steps/road.py"):
        return
    others = {type(step).__module__ for step in all_steps()} - {f"app.steps.{file.stem}"}
    known = [name for name in imports(file) if {name, name.rpartition(".")[0]} & others]
    assert known == []


@each_module
def test_qt_stays_in_the_window(file: Path) -> None:
    if not below(file, "gui/"):
        assert not [name for name in imports(file) if name.startswith(("PySide6", "shiboken6"))]


@each_module
def test_nobody_prints(file: Path) -> None:
    calls = [
        node
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert not [call.lineno for call in calls if call.func.id in ("print", "input", "eval", "exec")]  # type: ignore[attr-defined]


@each_module
def test_files_and_functions_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree_of(file)):
        if isinstance(node, FUNCTIONS):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@each_module
def test_every_module_and_class_says_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(tree_of(file)), "the module"
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ClassDef):
            assert ast.get_docstring(node), node.name


@each_module
def test_everything_is_annotated(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, FUNCTIONS):
            assert node.returns is not None, node.name
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            missing = [arg.arg for arg in given if arg.annotation is None]
            assert not set(missing) - {"self", "cls"}, node.name


@each_module
def test_the_traps_of_qt_are_not_used(file: Path) -> None:
    """registerField has no place where pages keep a plan; the others break a running program."""
    if below(file, "gui/"):
        last = {name.rpartition(".")[2] for name in attributes(file)}
        assert not last & {"registerField", "processEvents", "terminate", "moveToThread"}


@each_module
def test_nothing_from_outside_is_taken_for_markup_in_a_tool_tip_or_a_box(file: Path) -> None:
    """Qt guesses in both: a tip is fixed words or a plain_tip, a box says that it is plain."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".setToolTip"):
            said = node.args[0]
            assert isinstance(said, ast.Call), node.lineno
            assert ast.unparse(said.func) in ("_", "plain_tip"), node.lineno
        if isinstance(node, ast.ClassDef) and "QMessageBox" in map(ast.unparse, node.bases):
            assert "self.setTextFormat(Qt.TextFormat.PlainText)" in ast.unparse(node), node.name


@each_module
def test_no_sentence_is_translated_too_early_or_put_together_first(file: Path) -> None:
    """gettext finds only plain texts; a module-level call would keep the first language."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            (argument,) = node.args
            assert not isinstance(argument, ast.JoinedStr | ast.BinOp), node.lineno
    for statement in tree_of(file).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            assert not {"_", "ngettext"} & set(called_at_once(statement.value)), statement.lineno


def resource_names() -> Iterator[tuple[str, str]]:
    for file in MODULES:
        for node in ast.walk(tree_of(file)):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("resource")):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                yield name_of(file), str(node.args[0].value)


def test_every_resource_that_is_named_is_there() -> None:
    named = list(resource_names())
    assert len(named) >= 4
    missing = [(file, name) for file, name in named if not resource(name).exists()]
    assert missing == []


def test_no_file_tells_about_the_computer_it_was_written_on() -> None:
    # Written in pieces, so that this file does not contain what it looks for.
    words = ["/wo" + "rk/", "/ro" + "ot/", ".py" + "env"]
    suffixes = {".py", ".toml", ".md", ".sh", ".txt", ".in", ".cfg", ".yml", ".qss"}
    folders = ("app", "tests", "build_scripts", "resources")
    files = [
        file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in suffixes
    ]
    files += [file for file in ROOT.iterdir() if file.suffix in suffixes]
    found = [
        f"{name_of(file)}: {word}"
        for file in files
        for word in words
        if word in file.read_text(encoding="utf-8", errors="replace")
    ]
    allowed = ("tests/core/run/test_runlog.py: /ro" + "ot/",)
    assert [text for text in found if text not in allowed] == []


def test_each_dependency_of_the_program_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    modules = {"PySide6-Essentials": "PySide6", "PyYAML": "yaml", "py-rattler": "rattler"}
    used = {full.split(".")[0] for file in MODULES for full in imports(file)}
    for line in project["dependencies"]:
        name = re.split(r"[<>=]", line)[0].strip()
        assert modules.get(name, name) in used, name
