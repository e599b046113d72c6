"""The catalogue: what can be chosen on which computer, and what a kit may say."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.core.catalog.installers import Catalog, Distribution, Installer, built_in, read
from app.core.plan import Workshop
from app.errors import PlanInvalid

HASH = "ab" * 32
KIT = f"""schema = 1

[[distribution]]
id = "practice"
title = "Practice"

[[installer]]
distribution = "practice"
version = "1.0-0"
os = "linux"
cpu = "x86_64"
file = "P-1.0.sh"
url = "installers/P-1.0.sh"
size = 12
sha256 = "{HASH}"
"""


def kit(text: str = KIT, base: str = "/media/stick/kit") -> Catalog:
    return read(text, base)


def complaint(text: str, base: str = "/media/stick/kit") -> PlanInvalid:
    with pytest.raises(PlanInvalid) as caught:
        read(text, base)
    assert caught.value.remedy
    return caught.value


def replaced(old: str, new: str) -> str:
    assert old in KIT
    return KIT.replace(old, new)


@pytest.mark.parametrize(
    ("distribution", "family", "cpu", "file"),
    [
        ("miniconda", "windows", "x86_64", "Miniconda3-latest-Windows-x86_64.exe"),
        ("miniconda", "macos", "arm64", "Miniconda3-latest-MacOSX-arm64.sh"),
        ("miniconda", "linux", "x86_64", "Miniconda3-latest-Linux-x86_64.sh"),
        ("miniconda", "linux", "arm64", "Miniconda3-latest-Linux-aarch64.sh"),
        ("miniforge", "windows", "x86_64", "Miniforge3-26.7.2-0-Windows-x86_64.exe"),
        ("miniforge", "macos", "x86_64", "Miniforge3-26.7.2-0-MacOSX-x86_64.sh"),
        ("miniforge", "macos", "arm64", "Miniforge3-26.7.2-0-MacOSX-arm64.sh"),
        ("miniforge", "linux", "arm64", "Miniforge3-26.7.2-0-Linux-aarch64.sh"),
        ("miniforge", "linux", "ppc64le", "Miniforge3-26.7.2-0-Linux-ppc64le.sh"),
        ("miniforge", "linux", "riscv64", "Miniforge3-26.7.2-0-Linux-riscv64.sh"),
    ],
)
def test_latest_is_the_right_file_for_each_computer(
    distribution: str, family: str, cpu: str, file: str
) -> None:
    installer = built_in().choose(distribution, "latest", family, cpu)
    assert installer.file == file
    assert installer.urls[0].endswith(f"/{file}")


@pytest.mark.parametrize("distribution", ["miniconda", "miniforge"])
def test_windows_on_arm_gets_the_installer_that_it_emulates(distribution: str) -> None:
    catalog = built_in()
    installer = catalog.choose(distribution, "latest", "windows", "arm64")
    assert installer == catalog.choose(distribution, "latest", "windows", "x86_64")
    assert catalog.versions(distribution, "windows", "arm64")


def test_an_intel_mac_is_told_of_the_last_miniconda_and_of_miniforge() -> None:
    with pytest.raises(PlanInvalid) as caught:
        built_in().choose("miniconda", "latest", "macos", "x86_64")
    assert "macOS" in caught.value.summary
    assert "py313_25.7.0-2" in caught.value.remedy
    assert "Miniforge" in caught.value.remedy
    last = built_in().choose("miniconda", "py313_25.7.0-2", "macos", "x86_64")
    assert last.sha256.startswith("9c88674b")


def test_a_workshop_gets_the_version_that_it_names() -> None:
    wanted = Workshop(distribution="miniconda", distribution_version="py313_25.7.0-2")
    found = built_in().for_workshop(wanted, "macos", "x86_64")
    assert found == built_in().choose("miniconda", "py313_25.7.0-2", "macos", "x86_64")


def test_a_processor_without_any_conda_is_told_so() -> None:
    with pytest.raises(PlanInvalid) as caught:
        built_in().choose("miniforge", "latest", "linux", "armv7l")
    assert "armv7l" in caught.value.summary
    assert caught.value.remedy


def test_an_unknown_version_and_an_unknown_distribution_name_what_exists() -> None:
    with pytest.raises(PlanInvalid, match="99") as caught:
        built_in().choose("miniforge", "99.1-0", "linux", "x86_64")
    assert "26.7.2-0" in caught.value.remedy
    with pytest.raises(PlanInvalid, match="mambaforge") as caught:
        built_in().choose("mambaforge", "latest", "linux", "x86_64")
    assert "miniforge" in caught.value.remedy


def test_versions_come_newest_first() -> None:
    assert built_in().versions("miniconda", "windows", "x86_64") == (
        "latest",
        "py313_26.9.4-1",
        "py313_26.7.1-1",
        "py313_26.5.3-1",
        "py313_26.1.1-1",
    )
    texts = [replaced('"1.0-0"', f'"{version}"') for version in ("9.0-0", "10.0-0", "10.0-2")]
    blocks = [text.partition("[[installer]]")[2] for text in texts]
    many = read(texts[0] + "".join(f"[[installer]]{block}" for block in blocks[1:]), "/kit")
    assert many.versions("practice", "linux", "x86_64") == ("10.0-2", "10.0-0", "9.0-0")
    assert many.choose("practice", "latest", "linux", "x86_64").version == "10.0-2"


def test_every_installer_of_ours_is_on_an_official_server_and_has_a_way_to_its_hash() -> None:
    hosts = {"miniconda": "repo.anaconda.com", "miniforge": "github.com"}
    for installer in built_in().installers:
        address = urlsplit(installer.urls[0])
        assert (address.scheme, address.hostname) == ("https", hosts[installer.distribution])
        assert address.path.rpartition("/")[2] == installer.file
        assert bool(installer.sha256) != bool(installer.hash_url)
        assert installer.file.endswith(".exe" if installer.os == "windows" else ".sh")
        if installer.hash_url:
            assert urlsplit(installer.hash_url).hostname == hosts[installer.distribution]


def test_both_distributions_explain_themselves_and_their_terms() -> None:
    for known in built_in().distributions:
        assert known.title
        assert known.publisher
        assert known.summary
        assert known.licence_name
        assert known.licence_url.startswith("https://")
        assert len(known.licence_text) > 100


def test_a_kit_in_a_folder_points_into_this_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a kit"
    installer = kit(base=str(folder)).choose("practice", "latest", "linux", "x86_64")
    assert installer.urls == ((folder / "installers" / "P-1.0.sh").as_uri(),)
    assert (installer.size, installer.sha256) == (12, HASH)


def test_a_kit_on_a_server_points_to_this_server() -> None:
    installer = kit(base="http://127.0.0.1:8000/kit/").installers[0]
    assert installer.urls == ("http://127.0.0.1:8000/kit/installers/P-1.0.sh",)


def test_a_kit_may_name_several_places() -> None:
    urls = '["installers/P-1.0.sh", "https://example.org/P-1.0.sh"]'
    text = replaced('url = "installers/P-1.0.sh"', f"urls = {urls}")
    assert kit(text, "https://kit.example/k").installers[0].urls == (
        "https://kit.example/k/installers/P-1.0.sh",
        "https://example.org/P-1.0.sh",
    )


@pytest.mark.parametrize(
    "url",
    [
        "../secret.sh",
        "installers/../../secret.sh",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://example.org/P.sh",
        "http://example.org/P.sh",
        "https://exa mple.org/P.sh",
        "https://[/P.sh",
        "https://h:x/P.sh",
        "\\\\\\\\server\\\\share\\\\P.sh",
        "C:/P.sh",
        "~/P.sh",
        "",
    ],
)
def test_a_kit_in_a_folder_cannot_point_out_of_it(url: str) -> None:
    error = complaint(replaced('"installers/P-1.0.sh"', f'"{url}"'))
    assert "Line 7" in error.summary


def test_an_unencrypted_address_is_fine_only_beside_an_unencrypted_catalogue() -> None:
    text = replaced('"installers/P-1.0.sh"', '"http://other.example/P.sh"')
    assert read(text, "http://127.0.0.1:1/kit").installers[0].urls[0].startswith("http://other")
    complaint(text, "https://kit.example/k")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("schema = 1", "schema = 2", "newer Seedbed"),
        ("schema = 1", "", "schema = 1"),
        ("schema = 1", "schema = true", "schema = 1"),
        ("schema = 1", "schema = = 1", "line 1"),
        ('sha256 = "', 'sha265 = "', "sha265"),
        ("[[installer]]", "[[instaler]]", "Line 7"),
        ("[[installer]]", "[installer]", "[[installer]]"),
        ("size = 12", "size = -1", "size"),
        ("size = 12", 'size = "12"', "size"),
        ('os = "linux"', 'os = "beos"', "os"),
        ('os = "linux"', "os = 7", "os"),
        ('cpu = "x86_64"', "", "cpu"),
        (HASH, "abc", "sha256"),
        (f'sha256 = "{HASH}"', "", "nothing is run"),
        ('file = "P-1.0.sh"', 'file = "../P.sh"', "file"),
        ('version = "1.0-0"', 'version = "1.0 0"', "version"),
        ('title = "Practice"', 'licence_url = "nowhere"\ntitle = "x"', "licence_url"),
    ],
)
def test_a_mistake_in_a_catalogue_is_found_and_placed(old: str, new: str, says: str) -> None:
    assert says in complaint(replaced(old, new)).summary


def test_a_misspelled_key_is_told_its_nearest_name() -> None:
    assert "sha256" in complaint(replaced("sha256 =", "sha265 =")).remedy


def test_merging_keeps_ours_and_lets_the_kit_have_the_last_word() -> None:
    own = kit()
    changed = Catalog(
        (Distribution("practice", "Changed"),),
        (Installer("practice", "1.0-0", "linux", "x86_64", "Q.sh", ("u",), 1, HASH),),
    )
    merged = built_in().merged_with(own).merged_with(changed)
    assert merged.distribution("practice").title == "Changed"
    assert merged.choose("practice", "latest", "linux", "x86_64").file == "Q.sh"
    assert merged.choose("miniforge", "latest", "linux", "x86_64").sha256
    assert len(merged.installers) == len(built_in().installers) + 1


@pytest.mark.real
def test_the_practice_kits_catalogue_is_understood(practice_kit: Path) -> None:
    text = (practice_kit / "installers.toml").read_text(encoding="utf-8")
    for installer in read(text, str(practice_kit)).installers:
        file = practice_kit / "installers" / installer.file
        assert installer.urls == (file.as_uri(),)
        assert file.stat().st_size == installer.size


@pytest.mark.parametrize(
    "bad", ["\\n", "\\r", "\\t", "\\u001b[2J", "\\u009b", "\\u202e", "\\u2028"]
)
@pytest.mark.parametrize("key", ["title", "publisher", "summary", "licence_name", "licence_url"])
def test_what_is_shown_of_a_kit_is_one_line_each(key: str, bad: str) -> None:
    line = f'{key} = "https://h/{bad}The licence: none"'
    text = replaced('title = "Practice"', line if key == "title" else f'title = "P"\n{line}')
    told = complaint(text).summary
    assert f"“{key}”" in told
    assert told.isprintable()


def test_a_licence_has_as_many_lines_as_it_needs() -> None:
    text = replaced('title = "Practice"', 'title = "P"\nlicence_text = "One.\\n\\n- Two.\\r\\n"')
    assert kit(text).distributions[0].licence_text == "One.\n\n- Two."
    complaint(text.replace("Two", "\\u001b[2J"))


def test_what_a_kit_calls_its_keys_is_told_printable() -> None:
    assert complaint(replaced("title =", '"ti\\ntle" =')).summary.isprintable()
