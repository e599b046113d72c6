"""The settings file of a conda: made from channels and places, and recognised as ours again."""

from __future__ import annotations

import pytest
import yaml

from app.core.conda.condarc import ChannelPlaces, condarc, read_condarc

PLACES = ChannelPlaces(
    {"conda-forge": "https://m.example/cloud"},
    ("https://m.example/pkgs/main", "https://m.example/pkgs/r"),
)
CHANNELS = ("conda-forge", "defaults")


def test_places_of_channels_are_written_as_conda_reads_them() -> None:
    data = yaml.safe_load(condarc(CHANNELS, PLACES))
    assert data["channels"] == ["conda-forge", "defaults"]
    assert data["custom_channels"] == {"conda-forge": "https://m.example/cloud"}
    assert data["default_channels"] == ["https://m.example/pkgs/main", "https://m.example/pkgs/r"]


def test_official_places_need_no_words() -> None:
    data = yaml.safe_load(condarc(CHANNELS))
    assert not {"custom_channels", "default_channels", "channel_alias"} & set(data)


@pytest.mark.parametrize("places", [PLACES, ChannelPlaces()])
def test_what_we_wrote_is_read_again_with_the_lines_that_came_after(places: ChannelPlaces) -> None:
    ours = read_condarc(condarc(CHANNELS, places) + "solver: classic\nssl_verify: truststore\n")
    assert ours is not None
    assert ours.channels == CHANNELS
    assert ours.rest == "solver: classic\nssl_verify: truststore\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "channels: [conda-forge]\n",
        condarc(CHANNELS, PLACES).replace("strict", "flexible"),
        condarc(CHANNELS).replace("channels:", "channels: ["),
        condarc(CHANNELS, PLACES).replace('{"', "{[").replace("custom_channels:", "custom_c:"),
        condarc(CHANNELS).splitlines()[0] + "\n- a list\n",
    ],
)
def test_what_somebody_has_rewritten_is_not_ours(text: str) -> None:
    assert read_condarc(text) is None
