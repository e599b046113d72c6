"""Pages of package indexes, in both forms, with what is wrong on them passed over."""

from __future__ import annotations

import pytest
from packaging.version import Version

from app.core.wheels.index_page import Project, read_page
from tests.fakes.package_index import Packages

URL = "https://index.example.org/simple/tool/"


def page(in_html: bool) -> tuple[Project, str]:
    packages = Packages(in_html=in_html)
    digest = packages.add("tool", "1.5", **{"requires-python": ">=3.9,<4"})
    packages.add("tool", "1.6", yanked="broken")
    packages.add_source("tool", "1.5")
    return read_page(packages.served()["/simple/tool/"], URL), digest


@pytest.mark.parametrize("in_html", [False, True], ids=["json", "html"])
def test_both_forms_tell_the_same(in_html: bool) -> None:
    project, digest = page(in_html)
    first, second = project.wheels
    assert (first.name, first.version, first.sha256) == ("tool", Version("1.5"), digest)
    assert first.url == "https://index.example.org/files/tool-1.5-py3-none-any.whl"
    assert first.requires_python == ">=3.9,<4"
    assert first.suits(Version("3.12.1"))
    assert not first.suits(Version("3.8.1"))
    assert (first.yanked, second.yanked) == (False, True)
    assert first.has_metadata
    assert project.sources
    assert (first.size is None) == in_html


@pytest.mark.parametrize(
    "entry",
    [
        '{"filename": "tool-1-py3-none-any.whl", "url": "x", "hashes": {"md5": "0"}}',
        '{"filename": "tool-1-py3-none-any.whl", "url": "x", "hashes": {"sha256": "short"}}',
        '{"filename": "tool-1.whl", "url": "x", "hashes": {"sha256": "%s"}}' % ("0" * 64),
        '{"filename": "t-1-py3-none-any.whl", "url": "file:///x", "hashes": {"sha256": "%s"}}'
        % ("0" * 64),
        '{"filename": 5}',
        "7",
    ],
)
def test_files_without_proof_or_place_are_passed_over(entry: str) -> None:
    assert read_page(f'{{"files": [{entry}]}}'.encode(), URL).wheels == ()


@pytest.mark.parametrize("text", ["", "hello", '{"files": 5}', "{"])
def test_what_is_no_page_of_an_index_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_page(text.encode(), URL)
