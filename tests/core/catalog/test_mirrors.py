"""Mirrors as data: what is known, how an official address becomes a mirror's, what is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.core.catalog import installers
from app.core.catalog.channels import addresses
from app.core.catalog.mirrors import HUGGING_FACE, OFFICIAL, PYPI, Mirrors, built_in, read
from app.core.consent import Consent, Kind
from app.errors import PlanInvalid
from app.paths import resource

SMALL = """schema = 1
[[kind]]
id = "conda"
title = "conda packages"
official = "conda.anaconda.org"
sample = "https://conda.anaconda.org/conda-forge/noarch/repodata.json.zst"

[[server]]
id = "one"
title = "One"
[server.conda]
"https://conda.anaconda.org/conda-forge/" = "https://one.example/cloud/conda-forge/"
[server.lacks]
conda = "Old."

[[server]]
id = "two"
title = "Two"
[server.conda]
"https://conda.anaconda.org/" = "https://two.example/"
"""
NUMPY = "https://conda.anaconda.org/conda-forge/linux-64/numpy-2.0-0.conda"


def small(text: str = SMALL) -> Mirrors:
    return read(text)


def complaint(text: str) -> PlanInvalid:
    with pytest.raises(PlanInvalid) as caught:
        read(text)
    assert caught.value.remedy
    return caught.value


def test_the_built_in_list_has_the_known_mirrors_and_each_says_what_it_lacks() -> None:
    mirrors = built_in()
    names = [server.id for server in mirrors.servers]
    assert names == ["tuna", "bfsu", "ustc", "nju", "tencent", "aliyun", "hf-mirror"]
    assert set(mirrors.kinds) == set(Kind)
    for server in mirrors.servers:
        assert set(server.lacks) == set(server.kinds), server.id
        assert all(server.lacks.values())


def test_every_kind_can_be_measured_at_each_of_its_mirrors() -> None:
    mirrors = built_in()
    for kind, facts in mirrors.kinds.items():
        assert mirrors.having(kind)
        for server in mirrors.having(kind):
            assert server.address(facts.sample, kind), (server.id, kind)


def test_each_mirror_address_is_encrypted_and_on_another_host() -> None:
    for server in built_in().servers:
        for places in server.places.values():
            for official, own in places:
                assert own.startswith("https://")
                assert official.split("/")[2] != own.split("/")[2]


def test_every_installer_that_we_know_is_at_a_mirror_that_has_its_distribution() -> None:
    tuna = built_in().server("tuna")
    for installer in installers.built_in().installers:
        copy = tuna.address(installer.urls[0], Kind.INSTALLERS)
        assert copy.startswith("https://mirrors.tuna.tsinghua.edu.cn/")
        assert copy.endswith(f"/{installer.file}")


def test_of_miniforge_a_mirror_has_one_folder_for_whatever_is_newest() -> None:
    url = "https://github.com/conda-forge/miniforge/releases/download/26.7.2-0/M-26.7.2-0.sh"
    copy = built_in().server("tuna").address(url, Kind.INSTALLERS)
    assert copy.endswith("/conda-forge/miniforge/LatestRelease/M-26.7.2-0.sh")


def test_the_addresses_that_pip_and_hugging_face_use_are_known() -> None:
    mirrors = built_in()
    assert mirrors.server("tuna").address(PYPI, Kind.PIP).endswith("/simple/")
    assert mirrors.server("hf-mirror").address(HUGGING_FACE, Kind.HUGGINGFACE)


def test_the_consented_come_in_the_order_of_consent_and_the_official_one_last() -> None:
    mirrors = small()
    two, one = mirrors.consent("two"), mirrors.consent("one")
    assert mirrors.urls((NUMPY,), Kind.CONDA, (two, one)) == (
        "https://two.example/conda-forge/linux-64/numpy-2.0-0.conda",
        "https://one.example/cloud/conda-forge/linux-64/numpy-2.0-0.conda",
        NUMPY,
    )


def test_without_consent_only_the_official_address_is_left() -> None:
    assert small().urls((NUMPY,), Kind.CONDA, ()) == (NUMPY,)


def test_consent_to_one_kind_says_nothing_about_another() -> None:
    consent = built_in().consent("tuna", (Kind.PIP,))
    assert built_in().urls((NUMPY,), Kind.CONDA, (consent,)) == (NUMPY,)


def test_a_channel_that_a_mirror_does_not_have_stays_at_the_official_server() -> None:
    mirrors = small()
    (official,) = addresses(("someone",), "")
    assert mirrors.urls((official,), Kind.CONDA, (mirrors.consent("one"),)) == (official,)


def test_a_name_that_only_begins_like_a_channel_is_not_taken_for_it() -> None:
    url = "https://conda.anaconda.org/conda-forge-evil/linux-64/numpy-2.0-0.conda"
    assert small().server("one").address(url, Kind.CONDA) == ""


def test_consent_to_a_server_that_is_gone_is_no_consent() -> None:
    gone = Consent("gone", (Kind.CONDA,))
    assert small().urls((NUMPY,), Kind.CONDA, (gone,)) == (NUMPY,)


def test_an_unknown_server_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(PlanInvalid) as caught:
        small().consent("three")
    assert "official, one, two" in caught.value.remedy


def test_a_kind_that_a_server_does_not_have_is_refused() -> None:
    with pytest.raises(PlanInvalid, match=r"hf-mirror.com has no conda packages"):
        built_in().consent("hf-mirror", (Kind.CONDA,))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"https://two.example/"', '"http://two.example/"', "https://"),
        ('"https://two.example/"', '"https://two.example"', "slash"),
        ('"https://two.example/"', '"https://two.example/*/"', "official address only"),
        ('"https://two.example/"', '"https://u@two.example/"', "https://"),
        ('"https://two.example/"', '"ftp://two.example/"', "https://"),
        ('id = "two"', 'id = "one"', "taken"),
        ('id = "two"', f'id = "{OFFICIAL}"', "taken"),
        ('id = "two"', 'id = "T wo"', "small letters"),
        ('id = "conda"', 'id = "cakes"', "one of"),
        ('conda = "Old."', 'cakes = "Old."', "cakes"),
        ("[server.lacks]", "[server.pip]", "kind"),
        ('title = "Two"', "title = 2", "text in quotes"),
        ('title = "Two"', 'titel = "Two"', "titel"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(old: str, new: str, word: str) -> None:
    assert old in SMALL
    error = complaint(SMALL.replace(old, new))
    assert word in f"{error.summary} {error.remedy}"


def test_plain_http_is_for_servers_of_this_computer_only() -> None:
    text = SMALL.replace("https://two.example/", "http://127.0.0.1:8000/")
    consent = small(text).consent("two")
    assert small(text).consented(NUMPY, Kind.CONDA, (consent,))[0].startswith("http://127.0.0.1")


def test_the_list_is_in_the_order_in_which_it_is_shown() -> None:
    text = resource("catalog/mirrors.toml").read_text("utf-8")
    places = [text.index(f'id = "{server.id}"') for server in built_in().servers]
    assert all(before < after for before, after in pairwise(places))
