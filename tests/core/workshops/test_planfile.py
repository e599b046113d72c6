"""Workshop files: read strictly, written so that they come back, every error one sentence."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.foreign_text import printable
from app.core.plan import Workshop
from app.core.workshops.planfile import MAX_BYTES, read_workshop
from app.core.workshops.planwrite import write_workshop
from app.errors import PlanInvalid

PLANS = Path(__file__).parents[2] / "plans"
BAD = sorted(file.name for file in PLANS.glob("bad_*.toml"))

GOOD = Workshop(
    title="机器学习入门",
    author="Anna",
    description="Two mornings,\none afternoon.",
    contact="anna@example.org",
    distribution="miniforge",
    distribution_version="26.9.0-0",
    catalog="installers.toml",
    environment="ml",
    python="3.12",
    channels=("conda-forge", "./channel"),
    packages=("numpy", "scipy>=1.14"),
    pip_packages=("requests==2.32",),
    materials="materials",
)


def refused(data: bytes) -> PlanInvalid:
    with pytest.raises(PlanInvalid) as caught:
        read_workshop(data, "class.toml")
    error = caught.value
    assert "class.toml" in error.summary or "does not stay inside" in error.summary
    assert error.remedy
    assert len(error.summary) < 400
    assert printable(error.summary + error.remedy) == error.summary + error.remedy
    return error


@pytest.mark.parametrize("name", ["good", "good_with_bom", "good_in_utf16", "good_from_windows"])
def test_a_good_file_is_read_whatever_editor_saved_it(name: str) -> None:
    found = read_workshop((PLANS / f"{name}.toml").read_bytes())
    assert found == GOOD


def test_what_a_file_does_not_say_has_its_usual_value() -> None:
    assert read_workshop((PLANS / "smallest.toml").read_bytes()) == Workshop()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_clear_error(name: str) -> None:
    refused((PLANS / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "near"),
    [("bad_unknown_key", "environment.packages"), ("bad_unknown_table", "environment")],
)
def test_an_unknown_key_is_named_with_its_nearest_neighbour(name: str, near: str) -> None:
    assert f"“{near}”" in refused((PLANS / f"{name}.toml").read_bytes()).remedy


def test_a_newer_file_says_that_it_is_newer_and_not_that_it_is_wrong() -> None:
    error = refused((PLANS / "bad_newer_schema.toml").read_bytes())
    assert "schema 2" in error.summary
    assert "newest Seedbed" in error.remedy


def test_a_workshop_never_says_anything_about_one_computer() -> None:
    assert "target" in refused((PLANS / "bad_target_inside.toml").read_bytes()).summary


def test_ten_megabytes_of_noise_are_refused_at_once() -> None:
    noise = random.Random(1).randbytes(10 * 1024 * 1024)
    assert "1 MB" in refused(noise).summary
    assert "1 MB" in refused(b"#" * (MAX_BYTES + 1)).summary
    refused(noise[:MAX_BYTES])


@pytest.mark.parametrize("count", [2001, 3000])
def test_a_list_without_end_is_refused(count: int) -> None:
    items = ", ".join(['"numpy"'] * count)
    refused(f"schema = 1\n[environment]\npackages = [{items}]\n".encode())


def test_a_written_file_is_commented_and_comes_back() -> None:
    text = write_workshop(GOOD)
    assert text.startswith("# ")
    assert read_workshop(text.encode()) == GOOD
    assert "target" not in text


@pytest.mark.parametrize(
    "workshop",
    [
        Workshop(),
        Workshop(channels=("./channel",), later_channels=("conda-forge", "bioconda")),
        Workshop(channels=(), explicit=("https://x/linux-64/a-1-0.conda#" + "0" * 32,)),
        Workshop(environment="", distribution="", distribution_version=""),
        Workshop(description='"""quotes"""\nand \\ backslash\n'),
        Workshop(description="line\r\nend\rmiddle"),
    ],
)
def test_unusual_workshops_come_back_as_they_were(workshop: Workshop) -> None:
    assert read_workshop(write_workshop(workshop).encode()) == workshop


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t\r"), max_size=60
)
LISTS = st.lists(TEXTS, max_size=6).map(tuple)


@settings(max_examples=60, deadline=None)
@given(title=TEXTS, description=TEXTS, environment=TEXTS, channels=LISTS, packages=LISTS)
def test_any_workshop_comes_back_as_it_was(
    title: str,
    description: str,
    environment: str,
    channels: tuple[str, ...],
    packages: tuple[str, ...],
) -> None:
    workshop = Workshop(
        title=title,
        description=description,
        environment=environment,
        channels=channels,
        packages=packages,
    )
    assert read_workshop(write_workshop(workshop).encode()) == workshop


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_workshop_or_a_clear_error(noise: bytes) -> None:
    for data in (noise, b"schema = 1\n" + noise):
        with suppress(PlanInvalid):
            assert isinstance(read_workshop(data), Workshop)


@pytest.mark.parametrize("line", ["https://[/linux-64/a-1-0.conda", "//[/a", "https://h:x/a"])
def test_an_exact_package_at_what_is_no_address_is_refused(line: str) -> None:
    error = refused(f'schema = 1\n[environment]\nexplicit = ["{line}"]\n'.encode())
    assert line in error.summary
