"""The zoo of files that people hand in (failures F47): each is read, or named in one sentence."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.specs.pasted import read_pasted
from app.core.specs.specfile import SpecFile, read_spec_file
from app.core.specs.words import MAX_TEXT
from app.errors import PlanInvalid

ZOO = Path(__file__).parents[2] / "recorded" / "spec_files"
# All of these mean the same course, however they are mangled.
SAME = (
    "plain.yml",
    "hidden_ending.yml.txt",
    "no_ending",
    "byte_order_mark.yml",
    "powershell_utf16.yml",
    "utf16_without_mark.yml",
    "windows_line_ends.yml",
    "old_mac_line_ends.yml",
    "tabs.yml",
    "smart_quotes.yml",
    "full_width_colons.yml",
    "word_processor_bullets.yml",
    "dashes_without_space.yml",
    "no_dashes.yml",
    "pairs.yml",
    "nodefaults_and_prefix.yml",
    "gbk_comment.yml",
)
REFUSED = {
    "refused_notebook.txt": "notebook",
    "refused_web_page.yml": "web page",
    "refused_zip.yml": "zip",
    "refused_gzip.txt": "archive",
    "refused_pdf.txt": "PDF",
    "refused_word_processor.rtf": "word processor",
    "refused_program.txt": "program",
    "refused_binary.txt": "not a text file",
    "refused_empty.yml": "empty",
    "refused_only_comments.txt": "no package",
    "refused_unclosed_quote.yml": "line",
    "refused_bad_indent.yml": "line 2",
    "refused_pyproject.txt": "Python project",
    "refused_other_toml.txt": "TOML",
    "refused_prose.txt": "Dear students",
    "refused_option_as_package.yml": "--yes",
    "refused_path_as_package.yml": "../secret",
    "refused_explicit_with_pip.txt": "line 3",
    "refused_explicit_two_systems.txt": "several systems",
    "refused_conda_lock.yml": "lock file",
    "refused_code_tag.yml": "not a package",
    "refused_nested.yml": "not a valid",
    "refused_aliases.yml": "not a package",
}
OTHERS = {
    "exported_on_windows.yml": SpecFile(
        "environment",
        "course",
        "3.11.8",
        ("conda-forge",),
        ("numpy=1.26.4", "pandas=2.2.1", "pip=24.0"),
        ("gradio==4.21.0",),
    ),
    "chosen_build.yml": SpecFile("environment", python="3.12", packages=("pytorch=*=cpu*",)),
    "python_range.yml": SpecFile("environment", packages=("python>=3.10,<3.13", "numpy>=1.26,<2")),
    "pip_section.yml": SpecFile(
        "environment",
        "llm",
        "3.10",
        packages=("pip",),
        pip_packages=(
            "transformers[torch]>=4.40",
            "tool @ git+https://github.com/example/tool.git",
        ),
    ),
    "bad_name.yml": SpecFile("environment", "", "3.11", ("conda-forge",), ("numpy", "pandas>=2")),
    "requirements.txt": SpecFile(
        "requirements",
        pip_packages=(
            "numpy==1.26.4",
            "pandas>=2",
            "scikit-learn",
            "transformers[torch]",
            'pywin32>=300; sys_platform == "win32"',
        ),
    ),
    "requirements_utf16.txt": SpecFile(
        "requirements", pip_packages=("numpy==1.26.4", "pandas==2.2.1")
    ),
    "pip_freeze_in_conda.txt": SpecFile(
        "requirements",
        pip_packages=(
            "numpy",
            "pandas==2.2.1",
            "tool @ git+https://github.com/example/tool.git@abc123",
            "mkl-service==2.4.0",
        ),
    ),
    "hashes.txt": SpecFile("requirements", pip_packages=("numpy==1.26.4", "pandas==2.2.1")),
    "pip_list.txt": SpecFile("requirements", pip_packages=("numpy==1.26.4", "pandas==2.2.1")),
    "conda_list.txt": SpecFile(
        "requirements",
        python="3.11.8",
        packages=("numpy=1.26.4", "pandas=2.2.1"),
        pip_packages=("gradio==4.21.0",),
    ),
    "conda_list_export.txt": SpecFile(
        "requirements",
        python="3.11.8",
        packages=("numpy=1.26.4", "pandas=2.2.1"),
        pip_packages=("gradio==4.21.0",),
    ),
    "tutorial_commands.txt": SpecFile(
        "requirements", python="3.11", packages=("numpy", "pandas>=2", "scikit-learn")
    ),
    "explicit.txt": SpecFile(
        "explicit",
        explicit=(
            "https://conda.anaconda.org/conda-forge/linux-64/numpy-1.26.4-py311h64a7726_0.conda"
            "#0123456789abcdef0123456789abcdef",
            "https://conda.anaconda.org/conda-forge/noarch/pip-24.0-pyhd8ed1ab_0.conda"
            "#0123456789abcdef0123456789abcdef",
        ),
    ),
    "explicit_sha256_windows.txt": SpecFile(
        "explicit",
        explicit=(
            "https://conda.anaconda.org/conda-forge/win-64/numpy-1.26.4-py311h0b4df5a_0.conda"
            "#sha256:" + "0123456789abcdef" * 4,
        ),
    ),
    "explicit_without_hash_or_header.txt": SpecFile(
        "explicit",
        explicit=(
            "https://conda.anaconda.org/conda-forge/osx-arm64/numpy-1.26.4-py311h7125741_0.tar.bz2",
        ),
    ),
}


def read(name: str) -> SpecFile:
    return read_spec_file((ZOO / name).read_bytes(), name)


def said(name: str) -> str:
    return "\n".join(read(name).notes)


def without_notes(found: SpecFile) -> SpecFile:
    return SpecFile(
        found.kind,
        found.environment,
        found.python,
        found.channels,
        found.packages,
        found.pip_packages,
        found.explicit,
    )


def read_or_refuse(data: bytes) -> None:
    """Whatever is read without an error has something in it."""
    try:
        found = read_spec_file(data, "x.txt")
    except PlanInvalid:
        return
    assert found.packages or found.pip_packages or found.explicit or found.python


def test_every_animal_of_the_zoo_is_expected() -> None:
    assert {file.name for file in ZOO.iterdir()} == {*SAME, *REFUSED, *OTHERS}


@pytest.mark.parametrize("name", SAME)
def test_mangled_environment_files_mean_what_the_plain_one_means(name: str) -> None:
    expected = SpecFile("environment", "course", "3.11", ("conda-forge",), ("numpy", "pandas>=2"))
    assert without_notes(read(name)) == expected


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_recognised_by_their_content(name: str) -> None:
    assert without_notes(read(name)) == OTHERS[name]


@pytest.mark.parametrize(("name", "says"), REFUSED.items())
def test_other_things_are_named_in_one_sentence(name: str, says: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        read(name)
    assert says in caught.value.summary
    assert "\n" not in caught.value.summary
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("powershell_utf16.yml", "UTF-16"),
        ("tabs.yml", "Tabs"),
        ("smart_quotes.yml", "Curly quotes"),
        ("dashes_without_space.yml", "dashes"),
        ("nodefaults_and_prefix.yml", "prefix"),
        ("nodefaults_and_prefix.yml", "nodefaults"),
        ("exported_on_windows.yml", "7 packages"),
        ("exported_on_windows.yml", "vs2015_runtime"),
        ("gbk_comment.yml", "UTF-8"),
        ("bad_name.yml", "my course"),
        ("pip_freeze_in_conda.txt", "numpy"),
        ("pip_freeze_in_conda.txt", "./local_folder"),
        ("hashes.txt", "Checksums"),
        ("hashes.txt", "base.txt"),
        ("hashes.txt", "pypi.org"),
        ("hashes.txt", "--no-binary"),
        ("pip_section.yml", "more.txt"),
        ("explicit.txt", "linux-64"),
        ("explicit_without_hash_or_header.txt", "checksum"),
    ],
)
def test_what_was_changed_is_told(name: str, says: str) -> None:
    assert says in said(name)


def test_a_plain_file_needs_no_notes() -> None:
    assert read("plain.yml").notes == ()


def test_a_password_in_an_address_is_not_repeated() -> None:
    assert "secret" not in said("pip_section.yml")


def test_more_than_a_megabyte_is_refused_at_once() -> None:
    with pytest.raises(PlanInvalid, match="1 MB"):
        read_spec_file(b"numpy\n" * 200_000, "big.txt")


def test_a_file_without_a_name_is_still_a_sentence() -> None:
    with pytest.raises(PlanInvalid, match=r"^The file cannot be used"):
        read_spec_file(b"")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused_but_never_a_crash(data: bytes) -> None:
    read_or_refuse(data)


LINES = [
    *["name: x", "dependencies:", " - a", "- b", "channels:", "  ", "- pip:", "   - c", "a=1=2"],
    *["-e .", "{", "[", "&a", "*a", "\t", "@EXPLICIT", "!!x", ": :", "pip install x", "a;b"],
]


@given(st.lists(st.sampled_from(LINES)))
def test_any_shuffled_file_is_read_or_refused(lines: list[str]) -> None:
    read_or_refuse("\n".join(lines).encode())


def test_quotes_at_the_end_of_a_marker_belong_to_it() -> None:
    data = b'pandas==2.0 ; python_version<"3.99"\nnumpy ; sys_platform == "nowhere"\n'
    assert any("pandas" in text for text in read_spec_file(data, "r.txt").pip_packages)


@pytest.mark.parametrize("begin", ["numpy\n", "dependencies:\n  - numpy\n"])
@pytest.mark.parametrize("row", ["\n", " \n", "\t\n", "\v", "[", "python", "; ", "a-"])
def test_long_rows_of_anything_keep_nobody_waiting(begin: str, row: str) -> None:
    file = f"{begin}{row * (120_000 // len(row))}\nscipy\n"
    started = time.process_time()
    with suppress(PlanInvalid):
        read_spec_file(file.encode())
    with suppress(PlanInvalid):
        read_pasted(file)
    assert time.process_time() - started < 8


def test_blank_lines_mean_nothing() -> None:
    file = "dependencies:\n" + "\n" * 15_000 + "- numpy\n"
    assert read_spec_file(file.encode()).packages == ("numpy",)
    assert read_spec_file(b"\n" * 100_000 + b"numpy\n").pip_packages == ("numpy",)


def test_a_long_row_of_spaces_between_two_names_keeps_nobody_waiting() -> None:
    started = time.process_time()
    read_pasted("numpy" + " " * (MAX_TEXT - 20) + "scipy")
    assert time.process_time() - started < 1


def test_an_exact_package_at_what_is_no_address_is_refused() -> None:
    with pytest.raises(PlanInvalid, match="line 2 is not the address"):
        read_spec_file(b"@EXPLICIT\nhttps://[/linux-64/a-1-0.conda\n")
