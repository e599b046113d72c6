"""What people paste is understood by its content: names, commands, or the text of a whole list."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.specs.pasted import read_pasted
from app.core.specs.specfile import list_sentence, read_spec_file
from app.errors import PlanInvalid

ZOO = Path(__file__).parents[2] / "recorded" / "spec_files"


@pytest.mark.parametrize(
    ("text", "packages", "python"),
    [
        ("numpy pandas，seaborn", ("numpy", "pandas", "seaborn"), ""),
        ("pytorch>=2", ("pytorch>=2",), ""),
        (
            "$ conda install -c conda-forge sklearn “lightgbm>=4”",
            ("scikit-learn", "lightgbm>=4"),
            "",
        ),
        ("pip install torch\npip install tqdm", ("pytorch", "tqdm"), ""),
        ("numpy\npandas\n", ("numpy", "pandas"), ""),
        ("conda create -n x python=3.11 numpy", ("numpy",), "3.11"),
    ],
)
def test_names_and_commands_are_words_to_add(
    text: str, packages: tuple[str, ...], python: str
) -> None:
    read = read_pasted(text)
    assert (read.kind, read.packages, read.python) == ("words", packages, python)


@pytest.mark.parametrize(
    "name",
    [
        "plain.yml",
        "pip_section.yml",
        "tabs.yml",
        "smart_quotes.yml",
        "windows_line_ends.yml",
        "exported_on_windows.yml",
        "word_processor_bullets.yml",
        "explicit.txt",
        "explicit_without_hash_or_header.txt",
        "requirements.txt",
        "conda_list.txt",
        "conda_list_export.txt",
        "pip_list.txt",
        "pip_freeze_in_conda.txt",
        "hashes.txt",
    ],
)
def test_the_text_of_a_list_means_what_its_file_means(name: str) -> None:
    data = (ZOO / name).read_bytes()
    pasted, file = read_pasted(data.decode("utf-8-sig")), read_spec_file(data, name)
    assert (pasted.kind, pasted.packages, pasted.pip_packages, pasted.explicit) == (
        file.kind,
        file.packages,
        file.pip_packages,
        file.explicit,
    )


@pytest.mark.parametrize(
    "name", ["refused_web_page.yml", "refused_notebook.txt", "refused_pyproject.txt"]
)
def test_the_text_of_something_else_is_refused_as_its_file_is(name: str) -> None:
    data = (ZOO / name).read_bytes()
    with pytest.raises(PlanInvalid) as pasted:
        read_pasted(data.decode())
    with pytest.raises(PlanInvalid) as file:
        read_spec_file(data, "The pasted text")
    assert pasted.value.summary == file.value.summary


def test_what_was_read_is_told_in_one_sentence() -> None:
    for name, sentence in (
        ("plain.yml", "An environment file with"),
        ("explicit.txt", "exact package"),
        ("requirements.txt", "A list of"),
    ):
        assert sentence in list_sentence(read_spec_file((ZOO / name).read_bytes(), name))
