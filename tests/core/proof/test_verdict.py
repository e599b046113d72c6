"""The record of a proof, and what a plan wants proven."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.plan import Plan, Target, Workshop
from app.core.proof import verdict as proofs
from app.core.proof.verdict import Check, Proof
from app.core.proof.wanted import (
    Wanted,
    explicit_name,
    pip_name,
    wanted_libraries,
    wants_kernel,
    with_installed_modules,
)

PROOF = Proof(
    environment="/somewhere/envs/ml",
    python="3.12.1",
    packages=117,
    checks=(Check("numpy", True, version="2.1"), Check("tool", None), Check("x", False, "no")),
    kernel="/somewhere/envs/ml",
    gpu="PyTorch calculates on the processor.",
    slope=1.98,
    intercept=1.01,
    picture="/ws/linear_regression.png",
    seconds=4.2,
    passed=False,
)


def plan(**changes: object) -> Plan:
    return Plan(Workshop(**changes), Target(folder=Path("/conda")))  # type: ignore[arg-type]


def names(plan: Plan) -> tuple[str, ...]:
    return tuple(item.name for item in wanted_libraries(plan))


def record(prefix: Path, name: str, *files: str) -> None:
    folder = prefix / "conda-meta"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}-1-0.json").write_text(json.dumps({"name": name, "files": list(files)}))


def test_a_proof_survives_its_file(tmp_path: Path) -> None:
    assert PROOF.save(tmp_path).name == "proof.json"
    assert proofs.load(tmp_path) == PROOF
    assert Proof.from_json(json.loads(json.dumps(PROOF.to_json()))) == PROOF
    assert [check.name for check in PROOF.failed] == ["x"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"checks": [{"nonsense": 1}]}'])
def test_a_damaged_proof_is_no_proof(tmp_path: Path, text: str) -> None:
    (tmp_path / proofs.FILE_NAME).write_text(text, encoding="utf-8")
    assert proofs.load(tmp_path) is None


def test_an_old_proof_and_its_picture_are_forgotten(tmp_path: Path) -> None:
    PROOF.save(tmp_path)
    (tmp_path / proofs.PICTURE_NAME).write_bytes(b"old")
    proofs.forget(tmp_path)
    proofs.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_libraries_go_by_their_names_and_other_checks_by_a_title() -> None:
    assert proofs.title_of("numpy") == "NumPy"
    assert proofs.title_of("my-own-thing") == "my-own-thing"
    own = (proofs.PYTHON, proofs.TOGETHER, proofs.KERNEL, proofs.GRAPHICS, proofs.EXAMPLE)
    assert all(proofs.title_of(name) != name for name in own)


def test_chosen_are_conda_and_pip_packages_once_each_but_not_python() -> None:
    wanted = plan(
        packages=("python>=3.10", "numpy=1.26", "conda-forge::scikit-learn", "numpy"),
        pip_packages=("gradio>=4", "numpy", "tool @ git+https://example.org/t.git"),
    )
    assert names(wanted) == (
        "numpy",
        "scikit-learn",
        "gradio",
        "tool",
    )


def test_of_explicit_packages_only_known_libraries_are_chosen() -> None:
    base = "https://conda.anaconda.org/conda-forge/linux-64"
    wanted = plan(
        explicit=(
            f"{base}/numpy-1.26.4-py311h64a7726_0.conda#{'ab' * 16}",
            f"{base}/libblas-3.9.0-21_linux64_openblas.conda",
            f"{base}/python-3.11.8-hab00c5b_0_cpython.conda",
            "file:///kit/channel/noarch/scikit-learn-1.4-0.tar.bz2",
        )
    )
    assert names(wanted) == ("numpy", "scikit-learn")


def test_a_pip_package_with_a_marker_may_be_absent() -> None:
    (wanted,) = wanted_libraries(plan(pip_packages=('gradio; sys_platform == "win32"',)))
    assert wanted == Wanted("gradio", ("gradio",), certain=False, by_pip=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("transformers[torch]>=4.40", "transformers"),
        ("Tool @ git+https://example.org/t.git", "tool"),
        ("git+https://example.org/t.git#egg=tool", "tool"),
        ("https://example.org/tool-1.0.whl", ""),
        ("", ""),
    ],
)
def test_names_in_requirements_of_pip(text: str, name: str) -> None:
    assert pip_name(text) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://x/linux-64/scikit-learn-1.4.0-py311_0.conda#sha256:" + "0" * 64, "scikit-learn"),
        ("file:///k/noarch/ruamel.yaml-0.18-0.tar.bz2", "ruamel.yaml"),
        ("https://x/linux-64/numpy.conda", ""),
        ("https://x/linux-64/numpy-1.0-0.zip", ""),
    ],
)
def test_names_in_addresses_of_exact_packages(address: str, name: str) -> None:
    assert explicit_name(address) == name


def test_a_kernel_is_wanted_with_anything_that_opens_notebooks() -> None:
    assert wants_kernel(("numpy", "jupyter"))
    assert wants_kernel(("ipykernel",))
    assert not wants_kernel(("numpy", "ipython"))


def test_modules_of_unlisted_packages_come_from_condas_records(tmp_path: Path) -> None:
    record(tmp_path, "odd-name", "site-packages/quite_other/__init__.py")
    record(tmp_path, "git", "bin/git")
    numpy = Wanted("numpy", ("numpy",))
    assert with_installed_modules(numpy, tmp_path) == numpy
    assert with_installed_modules(Wanted("odd-name"), tmp_path).imports == ("quite_other",)
    assert with_installed_modules(Wanted("git"), tmp_path) == Wanted("git", certain=False)
    assert with_installed_modules(Wanted("absent"), tmp_path) == Wanted("absent", certain=True)
    assert not with_installed_modules(Wanted("absent"), tmp_path / "no-conda").certain
