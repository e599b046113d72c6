"""What the Windows programs say of themselves, how setup is written, how they are started."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from package import command, names
from package.freezing import Machine, PackagingFailed
from package.windows import executables, places, resources, setup
from package.windows.machines import Starter

_SETTINGS = "{http://schemas.microsoft.com/SMI/%s/WindowsSettings}%s"


def test_the_manifest_asks_for_long_paths_sharp_screens_utf8_and_no_administrator() -> None:
    root = ElementTree.fromstring(resources.manifest())
    texts = {element.tag: element.text for element in root.iter()}
    assert texts[_SETTINGS % ("2016", "longPathAware")] == "true"
    assert texts[_SETTINGS % ("2016", "dpiAwareness")] == "PerMonitorV2"
    assert texts[_SETTINGS % ("2019", "activeCodePage")] == "UTF-8"
    levels = [element.get("level") for element in root.iter() if element.get("level")]
    assert levels == ["asInvoker"]


def test_the_version_resource_is_one_expression_with_the_projects_version(tmp_path: Path) -> None:
    text = Path(resources.version_file(tmp_path / "made")).read_text("utf-8")
    compile(text, "version.txt", "eval")
    assert f"StringStruct('FileVersion', '{names.version()}')" in text
    assert f"filevers={(*resources.version_numbers(), 0)}" in text


def test_the_console_program_is_what_windows_finds_for_seedbed(tmp_path: Path) -> None:
    (tmp_path / "seedbed.com.exe").write_bytes(b"MZ")
    executables.rename(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["seedbed.com"]


def test_a_program_is_started_by_what_stands_before_it(tmp_path: Path) -> None:
    starter = Starter(("wine64",), {"A": "b"}, lambda path: f"Z:{path}", tmp_path)
    assert starter.command(Path("/x/seedbed.com"), "--version") == (
        "wine64", "Z:/x/seedbed.com", "--version",
    )  # fmt: skip
    assert places.with_home(starter, Path("/h")) == {"A": "b", "SEEDBED_HOME": "Z:/h"}


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed")
def test_setup_is_a_windows_program_and_always_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "Seedbed"
    (folder / "_internal").mkdir(parents=True)
    for name in ("Seedbed.exe", "seedbed.com", "_internal/library.dll"):
        (folder / name).write_bytes(b"MZ" + name.encode())
    made = [tmp_path / "one-setup.exe", tmp_path / "two-setup.exe"]
    for target in made:
        setup.write_setup(folder, target)
    assert made[0].read_bytes()[:2] == b"MZ"
    assert made[0].read_bytes() == made[1].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "Seedbed", "one-setup.exe", "two-setup.exe",
    ]  # fmt: skip


def test_the_removal_asks_what_was_made_before_anything_goes() -> None:
    script = Path(setup.__file__).with_name("setup.nsi").read_text("utf-8")
    removal = script[script.index('Section "Uninstall"') :]
    assert 'seedbed.com" environments --to' in script
    assert removal.index("un.AskWhatWasMade") < removal.index("Delete")
    assert removal.index("${IfNot} ${Silent}") < removal.index("un.AskWhatWasMade")


def test_without_nsis_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PackagingFailed, match="apt-get install nsis"):
        setup.makensis()


def test_a_machine_that_fails_to_freeze_says_why(tmp_path: Path) -> None:
    machine = Machine("windows", tmp_path / "python.exe", lambda *_: (1, "no such module"))
    with pytest.raises(PackagingFailed, match="no such module"):
        command.frozen(tmp_path / "out", machine)
