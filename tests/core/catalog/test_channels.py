"""What a channel's name stands for, and which channels fall under Anaconda's terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.catalog.channels import addresses, for_condarc, is_anacondas, named_addresses
from app.errors import PlanInvalid

CLOUD = "https://conda.anaconda.org"


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("conda-forge", f"{CLOUD}/conda-forge"),
        (" conda-forge ", f"{CLOUD}/conda-forge"),
        ("conda-forge/label/rc_1.0", f"{CLOUD}/conda-forge/label/rc_1.0"),
        ("pytorch/label/nightly", f"{CLOUD}/pytorch/label/nightly"),
        ("https://mirror/conda/", "https://mirror/conda"),
        ("file:///srv/channel", "file:///srv/channel"),
    ],
)
def test_names_and_addresses(channel: str, address: str) -> None:
    assert addresses((channel,), "") == (address,)


def test_defaults_are_anacondas_two_channels() -> None:
    found = addresses(("defaults",), "")
    assert len(found) == 2
    assert all(map(is_anacondas, found))


def test_a_channel_beside_the_workshop_lies_in_its_source(tmp_path: Path) -> None:
    assert addresses(("./my channel",), str(tmp_path)) == ((tmp_path / "my channel").as_uri(),)
    assert addresses(("./c",), "https://h/kit") == ("https://h/kit/c",)


def test_order_stays_and_repeats_go() -> None:
    assert addresses(("b", "a", "b"), "") == (f"{CLOUD}/b", f"{CLOUD}/a")


@pytest.mark.parametrize(
    "channel",
    ["", "a b", "ftp://x", "../x", "/srv/channel", "a/b", "a/label", "a/label/b/c", "..", "-x",
     "./../x", "x;y", "a\nb", "C:\\x", "https://[/x", "file://[",
     "https://h/${AWS_SECRET_ACCESS_KEY}/x", "https://h/$HOME"],
)  # fmt: skip
def test_anything_else_is_no_channel(channel: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        addresses((channel,), "/kit")
    assert caught.value.remedy


@pytest.mark.parametrize(
    "channel",
    ["https://h/ch\n  They come from: conda-forge", "https://h/a b", "https://h/\ta",
     "file:///srv/c\x1b[2J", "https://h/\u2028a", "./c\x7f", "https://h/\u202ea"],
)  # fmt: skip
def test_an_address_is_one_word_and_forges_no_line(channel: str) -> None:
    with pytest.raises(PlanInvalid) as caught:
        addresses((channel,), "/kit")
    assert "is not a channel" in caught.value.summary
    assert caught.value.summary.isprintable()


def test_a_channel_beside_no_workshop_is_an_error() -> None:
    with pytest.raises(PlanInvalid) as caught:
        addresses(("./c",), "")
    assert "Open the workshop" in caught.value.remedy


def test_a_condarc_keeps_public_names_and_resolves_our_own(tmp_path: Path) -> None:
    channels = ("conda-forge", " ./c ", "conda-forge", "defaults")
    found = for_condarc(channels, str(tmp_path))
    assert found == ("conda-forge", (tmp_path / "c").as_uri(), "defaults")


@pytest.mark.parametrize(
    ("address", "theirs"),
    [
        ("https://repo.anaconda.com/pkgs/main", True),
        ("http://repo.anaconda.com/pkgs/r", True),
        ("https://REPO.anaconda.com:443/pkgs/msys2", True),
        ("https://u:p@repo.anaconda.com/pkgs/main", True),
        (f"{CLOUD}/anaconda", True),
        (f"{CLOUD}/main", True),
        (f"{CLOUD}/conda-forge", False),
        (f"{CLOUD}/anaconda-platform", False),
        ("https://mirror.example/anaconda", False),
        ("file:///repo.anaconda.com/pkgs/main", False),
    ],
)
def test_whose_terms_hold(address: str, theirs: bool) -> None:
    assert is_anacondas(address) is theirs


def test_a_channel_beside_the_workshop_is_called_the_same_wherever_it_lies() -> None:
    channels = ("./c/.", "conda-forge", "defaults")
    for source in ("/usb/kit", "https://h/kit"):
        named = named_addresses(channels, source)
        assert tuple(named) == addresses(channels, source)
        assert list(named.values())[:2] == ["./c", f"{CLOUD}/conda-forge"]
        assert len(named) == 4
