"""What conda has installed, as PyPI would call it."""

from __future__ import annotations

from packaging.version import Version

from app.core.packages.lock import LockedPackage
from app.core.wheels.pinning import installed_by_conda


def package(name: str, version: str, build: str) -> LockedPackage:
    url = f"https://example.org/c/noarch/{name}-{version}-{build}.conda"
    return LockedPackage(name, version, build, "noarch", url)


def test_libraries_are_known_under_the_name_that_pip_asks_for() -> None:
    found = installed_by_conda(
        [
            package("python", "3.12.4", "h1_cpython"),
            package("Ruamel.Yaml", "0.18", "py312_0"),
            package("pytorch", "2.9.0", "cpu_generic_py312_0"),
            package("graphviz", "12.0", "hba01fac_0"),
            package("python-graphviz", "0.20", "pyh38be061_0"),
            package("odd", "2024a.x_1", "py_0"),
        ]
    )
    assert found == {
        "ruamel-yaml": Version("0.18"),
        "torch": Version("2.9.0"),
        "graphviz": Version("0.20"),
        "odd": None,
    }
