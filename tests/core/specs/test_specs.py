"""Specs, pasted words and environment names: what people write, and nothing dangerous."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.specs import (
    environment_name_problem,
    parse_spec,
    parse_words,
)
from app.errors import PlanInvalid


@pytest.mark.parametrize(
    ("written", "name", "meant"),
    [
        ("numpy", "numpy", "numpy"),
        (" NumPy ", "numpy", "numpy"),
        ("numpy=1.26", "numpy", "numpy=1.26"),
        ("numpy==1.26.4", "numpy", "numpy==1.26.4"),
        ("numpy===1.26.4", "numpy", "numpy==1.26.4"),
        ("numpy>=1.26,<2", "numpy", "numpy>=1.26,<2"),
        ("numpy >= 1.26 , < 2", "numpy", "numpy>=1.26,<2"),
        ("numpy!=1.25", "numpy", "numpy!=1.25"),
        ("numpy=1.26.*", "numpy", "numpy=1.26.*"),
        ("python=3.11|3.12", "python", "python=3.11|3.12"),
        ("numpy~=1.26", "numpy", "numpy>=1.26,<2"),
        ("numpy~=1.26.4", "numpy", "numpy>=1.26.4,<1.27"),
        ("conda-forge::numpy>=1.26", "numpy", "conda-forge::numpy>=1.26"),
        ("pytorch=*=cpu*", "pytorch", "pytorch=*=cpu*"),
        ("pytorch=2.5=cuda129_py312_0", "pytorch", "pytorch=2.5=cuda129_py312_0"),
        ("_libgcc_mutex", "_libgcc_mutex", "_libgcc_mutex"),
        ("ruamel.yaml", "ruamel.yaml", "ruamel.yaml"),
        ("x=1!2.0", "x", "x=1!2.0"),
    ],
)
def test_specs_are_read_as_people_write_them(written: str, name: str, meant: str) -> None:
    spec = parse_spec(written)
    assert (spec.name, spec.text) == (name, meant)
    assert parse_spec(spec.text) == spec


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("", "numpy"),
        ("--yes", "option"),
        ("-c", "option"),
        ("./numpy", "path"),
        ("/etc/passwd", "path"),
        ("~/x", "path"),
        ("C:\\x.conda", "path"),
        ("C:/x.conda", "path"),
        ("https://example.org/x.conda", "address"),
        ("git+ssh://x", "address"),
        ("numpy; rm -rf /", "letters"),
        ("$(reboot)", "letters"),
        ("`reboot`", "letters"),
        ("numpy&&x", "letters"),
        ("数据", "letters"),
        ("numpy scipy", "version"),
        ("numpy=", "version"),
        ("numpy=>1", "version"),
        ("numpy>1,,<2", "version"),
        ("numpy>=1.26,", "version"),
        ("numpy=1 2", "version"),
        ("numpy|scipy", "version"),
        ("a::b::c", "version"),
        ("numpy=1=2=3", "version"),
        ("numpy~=1", "dot"),
        ("1.26", "without a name"),
        ("transformers[torch]", "transformers"),
        ("num\x00py", "control"),
        ("num\x1b[31mpy", "control"),
        ("x" * 201, "long"),
    ],
)
def test_what_is_no_spec_is_refused_in_one_sentence(written: str, hint: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        parse_spec(written)
    assert hint in caught.value.remedy
    assert caught.value.summary.isprintable()
    assert len(caught.value.summary) < 120


@given(st.text(max_size=60) | st.from_regex(r"[a-z0-9=<>!~,.* :\-\[\]/]{1,30}", fullmatch=True))
def test_no_text_becomes_an_option_a_path_or_two_words(text: str) -> None:
    try:
        spec = parse_spec(text)
    except PlanInvalid:
        return
    assert not spec.text.startswith(("-", "/", ".", "~"))
    assert not set(spec.text) & set(" \t\n;&$`'\"\\()[]{}#%^?")
    assert spec.name in spec.text
    assert parse_spec(spec.text) == spec


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("numpy, pandas scipy\nmatplotlib", ["numpy", "pandas", "scipy", "matplotlib"]),
        ("numpy;pandas;", ["numpy", "pandas"]),
        (
            "numpy，pandas、scipy　matplotlib；jupyter",
            ["numpy", "pandas", "scipy", "matplotlib", "jupyter"],
        ),
        ("“numpy>=1.26,<2”, pandas", ["numpy>=1.26,<2", "pandas"]),
        ("‘numpy’ 'pandas'", ["numpy", "pandas"]),
        ("numpy ＝ 1.26，pandas≥2", ["numpy=1.26", "pandas>=2"]),
        ("numpy >= 1.26, < 2, pandas", ["numpy>=1.26,<2", "pandas"]),
        ("conda install numpy pandas", ["numpy", "pandas"]),
        ("conda install -c conda-forge numpy -y pandas=2", ["numpy", "pandas=2"]),
        ("conda create -n ml python=3.11 numpy", ["python=3.11", "numpy"]),
        ("(base) C:\\Users\\Anna>conda install numpy", ["numpy"]),
        ("$ mamba install --channel=x numpy", ["numpy"]),
        ("!pip install -U torch opencv-python", ["pytorch", "opencv"]),
        ("%pip install numpy", ["numpy"]),
        ("sudo python3 -m pip install 'numpy >= 1.26' pandas", ["numpy>=1.26", "pandas"]),
        ("conda install numpy && jupyter lab", ["numpy"]),
        ("conda install \\\n  numpy \\\n  pandas", ["numpy", "pandas"]),
        ("- numpy\n- pandas  # tables\n* scipy\n• sympy", ["numpy", "pandas", "scipy", "sympy"]),
        ("# a comment\nnumpy", ["numpy"]),
        ("sklearn scikit-learn sklearn", ["scikit-learn"]),
        ("conda-forge::sklearn>=1.4", ["conda-forge::scikit-learn>=1.4"]),
        ("numpy\u200b \u00a0pandas", ["numpy", "pandas"]),
        ("", []),
        (" \n ,, \n", []),
    ],
)
def test_pasted_words_become_packages(pasted: str, meant: list[str]) -> None:
    assert [spec.text for spec in parse_words(pasted)] == meant


def test_a_command_that_reads_a_file_asks_for_the_file() -> None:
    with pytest.raises(PlanInvalid, match=r"from a file") as caught:
        parse_words("pip install -r requirements.txt")
    assert "Open that file" in caught.value.remedy


def test_a_novel_is_not_a_list_of_packages() -> None:
    with pytest.raises(PlanInvalid):
        parse_words("numpy " * 10_000)
    with pytest.raises(PlanInvalid):
        parse_words(" ".join(f"package{number}" for number in range(501)))


@given(st.text(max_size=200))
def test_any_text_is_understood_or_refused_but_never_a_crash(text: str) -> None:
    try:
        specs = parse_words(text)
    except PlanInvalid:
        return
    assert len({spec.text for spec in specs}) == len(specs)


@pytest.mark.parametrize("name", ["ml", "ML-2026", "py3.12", "a_b", "数据", "x" * 60])
def test_good_names_of_environments(name: str) -> None:
    assert environment_name_problem(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        *["", "my env", "a\tb", "a\u3000b", "a/b", "a\\b", "a:b", "a#b", "a=b", "a%b", "a!b"],
        *["a$b", "a`b", "a'b", 'a"b', "a*b", "a?b", "a|b", "a<b", "a&b", "(a)", "a,b", "a;b"],
        *["base", "root", "BASE", "con", "NUL.txt", "com1", "-x", ".x", "..", "x.", "x" * 61],
        "a\x00b",
    ],
)
def test_bad_names_of_environments_are_explained(name: str) -> None:
    problem = environment_name_problem(name)
    assert problem
    assert problem.isprintable()
