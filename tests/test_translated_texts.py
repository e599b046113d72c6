"""Every sentence that the program's code hands to a person goes through `_()`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import errors
from app.errors import InstallError

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
_TRANSLATED = {"_", "ngettext"}
# What shows texts, and which of its arguments are texts.
_SHOWS: dict[str, slice] = {
    **dict.fromkeys(
        (
            "setText", "setToolTip", "setStatusTip", "setWhatsThis", "setWindowTitle", "setTitle",
            "setSubTitle", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
            "setInformativeText", "setDetailedText", "setHtml", "setPlainText",
            "setHorizontalHeaderLabels", "setFormat", "setPrefix", "setSuffix", "addItems",
            "show_text", "announce", "QLabel", "QPushButton", "QToolButton", "QCheckBox",
            "QRadioButton", "QGroupBox", "QAction", "QListWidgetItem", "QTableWidgetItem",
        ),
        slice(0, 1),
    ),
    **dict.fromkeys(("addItem", "addButton", "addAction", "addTab"), slice(0, 1)),
    **dict.fromkeys(("setButtonText", "setTabText", "setItemText"), slice(1, 2)),
    **dict.fromkeys(("getOpenFileName", "getSaveFileName", "getExistingDirectory"), slice(1, 2)),
    "show_state": slice(2, 3),
    "Finding": slice(3, 5),
}  # fmt: skip
_ERRORS = {
    name for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, InstallError)
}  # fmt: skip
_SHOWS |= dict.fromkeys(_ERRORS, slice(0, 2))
_NAMED = {"summary", "remedy", "sentence", "help", "description", "text"}
# Names are the same in every language.
_NAMES = {"Seedbed"}
_TAG = re.compile(r"<[^>]*>")


def untranslated(tree: ast.AST) -> Iterator[str]:
    """Line and text of each literal with letters that is shown without `_()`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name not in _SHOWS and name not in {"add_argument", "add_parser"}:
            continue
        texts = node.args[_SHOWS[name]] if name in _SHOWS else []
        texts = [*texts, *(word.value for word in node.keywords if word.arg in _NAMED)]
        for text in texts:
            for literal in _literals(text):
                if any(map(str.isalpha, literal)) and literal not in _NAMES:
                    yield f"{node.lineno}: {name}({literal!r})"


def _literals(node: ast.AST) -> Iterator[str]:
    """The text literals that become part of what an expression is; not those it looks up."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            whole = [part.value if isinstance(part, ast.Constant) else "\0" for part in parts]
            yield _TAG.sub("", "".join(map(str, whole)))
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from _literals(part.value)
        case ast.Call(func=ast.Name(id=name)) if name in _TRANSLATED:
            return
        case ast.Call(func=ast.Attribute(value=of)):  # "…".join(…), "…".format(…)
            yield from _literals(of)
        case ast.Call() | ast.Subscript() | ast.Compare() | ast.Lambda() | ast.Dict():
            return
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _literals(body)
            yield from _literals(otherwise)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _literals(child)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_text_is_shown_without_translation(file: Path) -> None:
    assert list(untranslated(ast.parse(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "code",
    [
        'label.setText("Ready")',
        'view.setHtml(f"<p>Read <b>{name}</b></p>")',
        'label.setText(f"{number} files")',
        'label.setText(_("Ready") if done else "Waiting")',
        'label.setText("{} left".format(number))',
        'label.setText(_("Ready") + " now")',
        'table.setHorizontalHeaderLabels([_("Server"), "Speed"])',
        'box.addItem("Newest", "latest")',
        'self.setButtonText(kind, "Install")',
        'QPushButton("Open")',
        'NoNetwork("No network.", _("Try again."))',
        'errors.PlanInvalid(_("Wrong."), remedy="Mend it.")',
        'Finding("field", Level.STOP, "rule", "A sentence.")',
        'Finding("field", Level.STOP, "rule", sentence="A sentence.")',
        'parser.add_argument("--to", help="a folder")',
    ],
)
def test_a_bare_sentence_is_found(code: str) -> None:
    assert len(list(untranslated(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        'label.setText(_("Ready"))',
        "view.setHtml(f'<p class=\"x\">{text}</p>')",
        'label.setText(ngettext("{n} file", "{n} files", n).format(n=n))',
        'label.setText(" · ".join(parts))',
        'label.setText(f"{title} ({_(publisher)})")',
        'label.setText(texts["name"])',
        'label.setText(words_of("name"))',
        'box.addItem(_("Newest"), "latest")',
        'title.setText("Seedbed")',
        'NoNetwork(_("Cut."), _("Plug it in."), "errno 104")',
        'Finding("field", Level.STOP, "rule", _("A sentence."), detail="errno 2")',
    ],
)
def test_translated_texts_and_data_are_left_alone(code: str) -> None:
    assert list(untranslated(ast.parse(code))) == []
