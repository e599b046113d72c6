"""What a person types finds what was meant, best first, also among very many names."""

from __future__ import annotations

import random
import time

from app.core.packages.channel_index import ChannelIndex, ReadIndex
from app.core.packages.search import MOST, PackageSearch
from app.i18n import set_language


def search_in(*names: str, **descriptions: str) -> PackageSearch:
    return PackageSearch(ReadIndex(ChannelIndex(names, descriptions)))


def names(search: PackageSearch, text: str) -> list[str]:
    return [found.name for found in search.find(text)]


def test_the_exact_name_comes_first_then_beginnings_then_parts_then_descriptions() -> None:
    search = search_in("foo", "foobar", "xfoo", "other", other="It is about foo and bars")
    assert names(search, "foo") == ["foo", "foobar", "xfoo", "other"]


def test_our_libraries_come_before_others_that_fit_as_well() -> None:
    found = names(search_in("numcodecs", "numpy", "numba"), "num")
    assert found[:3] == ["numpy", "numba", "numcodecs"]


def test_what_people_call_a_library_finds_it() -> None:
    search = search_in("pytorch", "scikit-learn", "torch-something")
    assert names(search, "torch")[0] == "pytorch"
    assert names(search, "sklearn") == ["scikit-learn"]
    assert names(search, "Scikit Learn") == ["scikit-learn"]


def test_a_library_that_the_channel_lacks_is_found_but_not_here() -> None:
    found = search_in("pytorch-lightning-like").find("pytorch lightning")
    assert [(each.name, each.here) for each in found] == [
        ("lightning", False),  # its title is exactly this
        ("pytorch-lightning-like", True),
    ]


def test_what_is_not_here_comes_after_what_is() -> None:
    found = search_in("torch-tools", "numpy").find("tor")
    assert (found[0].name, found[0].here) == ("torch-tools", True)
    assert not any(each.here for each in found[1:])


def test_without_words_there_are_our_libraries_and_nothing_else() -> None:
    search = search_in("abc", "numpy")
    assert names(search, "  ")[0] == "numpy"
    assert "abc" not in names(search, "")


def test_python_and_pip_are_no_libraries_to_choose() -> None:
    assert "python" not in names(search_in("python", "pip", "python-dateutil"), "python")


def test_all_words_must_be_in_the_description_in_any_order() -> None:
    search = search_in("plot", plot="Draws nice pictures quickly")
    assert "plot" in names(search, "pictures nice")
    assert "plot" not in names(search, "pictures ugly")


def test_while_the_names_are_not_known_nobody_says_that_there_is_no_such_package() -> None:
    assert PackageSearch().has("numpy") is True
    assert PackageSearch().has("nobody-knows") is None
    assert search_in("numpy").has("nobody-knows") is False


def test_the_purposes_are_searched_in_the_language_of_the_person() -> None:
    set_language("zh_CN")
    try:
        assert "numpy" in names(PackageSearch(), "表格")
    finally:
        set_language("en")


def test_thirty_thousand_names_are_searched_within_one_picture_of_the_screen() -> None:
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz-"
    many = tuple("".join(chance.choices(letters, k=chance.randint(3, 18))) for _n in range(30_000))
    said = {name: " ".join(chance.choices(many, k=6)) for name in many}
    search = PackageSearch(ReadIndex(ChannelIndex(many, said)))
    took = []
    for text in ("p", "py", "num", "sklearn", "picture notebook", "qqzzqq"):
        began = time.perf_counter()
        found = search.find(text)
        took.append(time.perf_counter() - began)
        assert len(found) <= MOST
    assert sorted(took)[len(took) // 2] < 0.016, took
