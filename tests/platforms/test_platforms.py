"""The choice of the platform, and what must hold for all three."""

from __future__ import annotations

import platform as standard_platform
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from app.platforms import current, named
from app.platforms.base import Launcher, OsFacts, Platform

ALL = ("linux", "macos", "windows")
LAUNCHER = Launcher("seedbed-ml", "JupyterLab (ml)", ("/p/bin/python", "-m", "x"), Path("/p"))


@pytest.fixture(params=ALL)
def platform(request: pytest.FixtureRequest) -> Platform:
    return named(request.param)


def test_the_current_platform_is_the_one_python_runs_on() -> None:
    families = {"Linux": "linux", "Darwin": "macos", "Windows": "windows"}
    assert current().family == families[standard_platform.system()]


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(ValueError, match="beos"):
        named("beos")


def test_everything_in_a_prefix_is_inside_it(platform: Platform) -> None:
    prefix = Path("/opt/base")
    inside = [
        platform.python_in(prefix),
        platform.script_in(prefix, "jupyter-lab"),
        platform.pip_settings_in(prefix),
        platform.site_packages_in(prefix, "3.12.4"),
        *platform.signs_of_installation(prefix),
        *map(Path, platform.path_entries(prefix)),
    ]
    assert all(path.is_relative_to(prefix) for path in inside)
    assert platform.python_in(prefix) in platform.signs_of_installation(prefix)


def test_a_launcher_has_a_place_and_a_way_to_be_made(platform: Platform) -> None:
    home = Path("/home/ana")
    (place,) = platform.launcher_paths(LAUNCHER, home, {})
    assert place.is_relative_to(home)
    files = platform.launcher_files(LAUNCHER, home, {})
    assert bool(files) != bool(platform.launcher_command(LAUNCHER, home, {}))
    assert all(file.path == place or file.path.is_relative_to(place) for file in files)


def test_no_terminal_means_no_command(platform: Platform) -> None:
    base = Path("/opt/base")
    assert platform.terminal_command(base, base / "envs/ml", ()) is None
    for name in platform.terminal_programs():
        assert platform.terminal_command(base, base / "envs/ml", (name,)) is not None


def test_an_environment_name_is_judged_by_conda_rules_everywhere(platform: Platform) -> None:
    root = PureWindowsPath("C:/b") if platform.family == "windows" else PurePosixPath("/b")
    facts = OsFacts(platform.family, "", "", ansi_encoding="cp1252")
    for name, rule in (("a#b", "environment_character"), ("base", "environment_reserved")):
        found = platform.path_problems(root / "envs" / name, facts)
        assert [problem.rule for problem in found if problem.fatal] == [rule]
    assert platform.path_problems(root / "envs" / "ml", facts) == ()
    assert platform.path_problems(root / "base", facts) == ()


def test_a_relative_path_is_refused_everywhere(platform: Platform) -> None:
    facts = OsFacts(platform.family, "", "")
    for text in ("miniconda3", "~/miniconda3"):
        rules = [problem.rule for problem in platform.path_problems(PurePosixPath(text), facts)]
        assert "relative" in rules


def test_an_environment_inside_an_environment_is_refused(platform: Platform) -> None:
    root = PureWindowsPath("C:/b") if platform.family == "windows" else PurePosixPath("/b")
    found = platform.path_problems(root / "envs/ml/envs/x", OsFacts(platform.family, "", ""))
    assert [problem.rule for problem in found] == ["nested_environment"]


def test_children_keep_their_temporary_files_where_they_are_told(platform: Platform) -> None:
    variables = platform.temporary_variables(Path("/data/tmp"))
    assert {"TEMP", "TMP"} <= variables.keys()
    assert len(set(variables.values())) == 1


def test_work_goes_on_inside_keep_awake(platform: Platform) -> None:
    done = []
    with platform.keep_awake():
        done.append(platform.family)
    assert done == [platform.family]


def test_an_error_inside_keep_awake_comes_out(platform: Platform) -> None:
    with pytest.raises(ZeroDivisionError), platform.keep_awake():
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("family", "architecture", "subdir"),
    [
        ("linux", "x86_64", "linux-64"),
        ("linux", "arm64", "linux-aarch64"),
        ("linux", "armv7l", ""),
        ("macos", "arm64", "osx-arm64"),
        ("macos", "x86_64", "osx-64"),
        ("windows", "x86_64", "win-64"),
        ("windows", "arm64", "win-64"),
        ("windows", "x86", ""),
    ],
)
def test_conda_has_a_name_for_the_processor(family: str, architecture: str, subdir: str) -> None:
    assert named(family).conda_subdir(architecture) == subdir


def test_safe_folders_begin_at_home_and_are_never_temporary(platform: Platform) -> None:
    home = Path("C:/Users/ana") if platform.family == "windows" else Path("/home/ana")
    folders = platform.safe_folders("miniforge3", home, {})
    assert folders[0] == home / "miniforge3"
    assert len(set(folders)) == len(folders)
    assert not [folder for folder in folders if "tmp" in folder.parts]


@pytest.mark.parametrize("user", ["Anna Maria", "张三", "Ünal", "a%b", "x" * 60])
def test_some_safe_folder_is_clean_whatever_the_user_is_called(
    platform: Platform, user: str
) -> None:
    home = Path(f"C:/Users/{user}") if platform.family == "windows" else Path(f"/home/{user}")
    environ = {"PUBLIC": r"C:\Users\Public", "SystemDrive": "C:"}
    facts = OsFacts(platform.family, "", "", ansi_encoding="cp1252", long_paths=False)
    clean = [
        folder
        for folder in platform.safe_folders("miniforge3", home, environ)
        if not platform.path_problems(folder, facts)
    ]
    assert clean
    assert str(clean[0]).isascii()
