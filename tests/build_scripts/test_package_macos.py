"""Seedbed.app and its disk image: what they say of themselves, where files lie, what is signed.

No Mac is needed: the layout is made by PyInstaller's own rules, the commands are only looked at.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from package import contents, names, trimming
from package.freezing import PackagingFailed
from package.macos import artefacts, bundle, info_plist, running, signing, steps
from package.macos.steps import Every, Step, Variable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, and sh")

ROOT = Path(__file__).parents[2]
CODE = b"\xcf\xfa\xed\xfe" + b"\0" * 28
QT_CORE = "PySide6/Qt/lib/QtCore.framework"
SIGNED = {
    "SEEDBED_SIGN_IDENTITY": "Developer ID Application: Somebody (TEAM123456)",
    "SEEDBED_NOTARY_KEY": "secret-key.p8",
    "SEEDBED_NOTARY_KEY_ID": "SECRETKEYID",
    "SEEDBED_NOTARY_ISSUER": "secret-issuer",
}


def entry(folder: Path, name: str, kind: str, data: bytes = b"") -> tuple[str, str, str]:
    """One of PyInstaller's entries, with a real file behind it."""
    source = folder / name
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(data)
    return (name, str(source), kind)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What freezing leaves beside the application: the list of contents and the licences."""
    internal = tmp_path / "frozen" / "_internal"
    (internal / contents.LICENCES).mkdir(parents=True)
    (internal / contents.LIST).write_text("{}", "utf-8")
    (internal / contents.LICENCES / "Seedbed.txt").write_text("MIT", "utf-8")
    return tmp_path / "frozen"


@pytest.fixture
def app(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small Seedbed.app that PyInstaller itself has laid out."""
    from PyInstaller import config
    from PyInstaller.building import osx

    made, icon = tmp_path / bundle.APP, tmp_path / info_plist.ICON
    icon.write_bytes(b"icns")
    settings = {"workpath": str(tmp_path), "distpath": str(tmp_path), "specpath": str(tmp_path)}
    monkeypatch.setattr(config, "CONF", settings)
    # On a Mac it would read and rewrite the libraries, which are none here.
    monkeypatch.setattr(osx, "process_collected_binary", lambda source, *_a, **_k: source)
    target: Any = osx.BUNDLE.__new__(osx.BUNDLE)
    target.__dict__.update(
        name=str(made), appname=names.APP_NAME, icon=str(icon), version="1", console=True,
        bundle_identifier=info_plist.IDENTIFIER, exename="seedbed-console", strip=False, upx=False,
        upx_exclude=[], target_arch=None, codesign_identity=None, entitlements_file=None,
        info_plist=info_plist.info_plist("1.2.3"), tocbasename="test", toc=entries(tmp_path / "in"),
    )  # fmt: skip
    target.assemble()
    bundle.complete(made, folder)
    return made


def entries(source: Path) -> list[tuple[str, str, str]]:
    return [
        entry(source, "Seedbed", "EXECUTABLE", CODE),
        entry(source, "seedbed-console", "EXECUTABLE", CODE),
        entry(source, "PySide6/QtCore.abi3.so", "EXTENSION", CODE),
        entry(source, f"{QT_CORE}/Versions/A/QtCore", "BINARY", CODE),
        entry(source, f"{QT_CORE}/Versions/A/Resources/Info.plist", "DATA"),
        (f"{QT_CORE}/Versions/Current", "A", "SYMLINK"),
        (f"{QT_CORE}/QtCore", "Versions/Current/QtCore", "SYMLINK"),
        ("QtCore", f"{QT_CORE}/Versions/A/QtCore", "SYMLINK"),
        entry(source, "PySide6/Qt/plugins/platforms/libqcocoa.dylib", "BINARY", CODE),
        entry(source, "PySide6/Qt/translations/qtbase_zh_CN.qm", "DATA"),
        entry(source, "resources/catalog/libraries.toml", "DATA"),
        entry(source, "modules.pyz", "DATA"),
        entry(source, "certifi-2024.2.dist-info/METADATA", "DATA"),
    ]


def test_info_plist_says_who_the_application_is(app: Path) -> None:
    data = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    assert data["CFBundleIdentifier"] == "org.seedbed.Seedbed"
    assert data["CFBundleName"] == data["CFBundleDisplayName"] == "Seedbed"
    assert data["CFBundleShortVersionString"] == data["CFBundleVersion"] == "1.2.3"
    assert data["CFBundlePackageType"] == "APPL"
    assert data["CFBundleLocalizations"] == ["en", "zh-Hans"]
    assert data["LSMinimumSystemVersion"] == "13.0"
    assert data["LSApplicationCategoryType"] == "public.app-category.education"
    assert data["LSBackgroundOnly"] is False, "PyInstaller says so because of the console program"
    assert data["NSHighResolutionCapable"] is True
    assert "2026" in data["NSHumanReadableCopyright"]
    assert "Terminal" in data["NSAppleEventsUsageDescription"]


def test_what_info_plist_names_is_inside(app: Path) -> None:
    data = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    inside = app / "Contents"
    assert (inside / "MacOS" / data["CFBundleExecutable"]).is_file()
    assert (inside / "Resources" / data["CFBundleIconFile"]).is_file()
    for language in data["CFBundleLocalizations"]:
        words = inside / "Resources" / f"{language}.lproj" / "InfoPlist.strings"
        assert plistlib.loads(words.read_bytes())["NSAppleEventsUsageDescription"]


def test_workshop_files_belong_to_the_application() -> None:
    data = info_plist.info_plist(names.version())
    (document,), (declared,) = data["CFBundleDocumentTypes"], data["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert document["LSHandlerRank"] == "Owner"
    tags = declared["UTTypeTagSpecification"]
    assert tags["public.filename-extension"] == ["seedbed"]
    linux = (ROOT / "build_scripts/package/linux/debian/seedbed.xml").read_text("utf-8")
    assert f'type="{tags["public.mime-type"][0]}"' in linux, "the same type as on Linux"


def test_both_languages_say_the_same_things() -> None:
    english, chinese = (info_plist.words(language) for language in info_plist.LANGUAGES)
    assert set(english) <= set(chinese)
    told = info_plist.info_plist("1")
    (document,) = told["CFBundleDocumentTypes"]
    assert document["CFBundleTypeName"] in english
    assert {key for key in chinese if key.startswith(("NS", "CF"))} <= set(told)


def test_the_entitlements_are_few_and_say_yes() -> None:
    data = plistlib.loads(steps.ENTITLEMENTS.read_bytes())
    assert data == {
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
        "com.apple.security.automation.apple-events": True,
    }
    text = steps.ENTITLEMENTS.read_text("utf-8")
    assert text.count("<!-- ") >= len(data), "each is explained"


def test_every_file_lies_where_macos_looks(app: Path) -> None:
    assert list(bundle.faults(app)) == []
    inside = app / "Contents"
    found = {path.name for path in inside.iterdir()}
    assert found == {"Info.plist", "MacOS", "Resources", "Frameworks"}
    programs = {path.name for path in (inside / "MacOS").iterdir()}
    assert programs == {"Seedbed", "seedbed-console"}, "nothing else beside the programs"
    code = [path for path in (inside / "Resources").rglob("*") if is_real_code(path)]
    assert code == [], "code in Resources would only be sealed, not signed"
    assert (inside / "Frameworks" / "resources" / "catalog" / "libraries.toml").is_file()
    assert (inside / "Frameworks" / "PySide6" / "Qt" / "translations" / "qtbase_zh_CN.qm").is_file()
    assert not (inside / "Resources" / "resources").is_symlink()


def is_real_code(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and signing.is_code(path)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda app: (app / "Contents/MacOS/seedbed-console").unlink(), "seedbed-console is not"),
        (lambda app: (app / "Contents/MacOS/Seedbed").chmod(0o644), "Seedbed is not a program"),
        (lambda app: (app / "Contents/Resources/seedbed.icns").unlink(), "seedbed.icns is missing"),
        (lambda app: (app / "notes.txt").touch(), "notes.txt stands beside"),
        (lambda app: (app / "Contents/Resources/a:b").touch(), "a:b cannot be a name"),
        (lambda app: (app / "Contents/Frameworks/x").symlink_to("gone"), "x leads nowhere"),
        (lambda app: (app / "Contents/Frameworks/x").symlink_to("/"), "x leads out of"),
        (lambda app: (app / "Contents/Frameworks/a.b").mkdir(), "a.b is a folder of code"),
    ],
)
def test_a_damaged_layout_is_told(app: Path, spoil: Any, fault: str) -> None:
    spoil(app)
    assert any(fault in told for told in bundle.faults(app)), list(bundle.faults(app))


def test_code_is_found_innermost_first(app: Path) -> None:
    found = [path.relative_to(app / "Contents/Frameworks") for path in signing.libraries(app)]
    assert [path.name for path in found] == ["libqcocoa.dylib", "QtCore.abi3.so"]
    (framework,) = signing.frameworks(app)
    assert framework == app / "Contents/Frameworks" / QT_CORE / "Versions/A"


def planned(environ: dict[str, str]) -> tuple[Step, ...]:
    return steps.steps(steps.places(Path("/out")), environ)


def test_everything_is_signed_from_the_inside_to_the_outside() -> None:
    plan = planned(SIGNED)
    assert not any(step.skipped for step in plan)
    signed = [step.command[-1] for step in plan if step.command[:2] == ("codesign", "--force")]
    app = "/out/macos/Seedbed.app"
    image = str(steps.places(Path("/out")).image)
    console = f"{app}/Contents/MacOS/seedbed-console"
    assert signed == [Every("libraries"), Every("frameworks"), console, app, image]
    for step in plan:
        if step.command[:2] == ("codesign", "--force") and step.command[-1] != image:
            assert "--timestamp" in step.command
            assert step.command[4:6] == ("--options", "runtime")
            is_program = step.command[-1] in (console, app)
            assert ("--entitlements" in step.command) is is_program


def test_the_image_is_made_of_the_application_that_carries_its_ticket() -> None:
    tools = [[word for word in step.command if isinstance(word, str)] for step in planned(SIGNED)]
    words = [" ".join(command) for command in tools]

    def position(*parts: str) -> int:
        return next(n for n, line in enumerate(words) if all(part in line for part in parts))

    order = [
        position("codesign --verify"),
        position("notarytool submit", "Seedbed.zip", "--wait"),
        position("stapler staple", "Seedbed.app"),
        position("ditto", "volume/Seedbed.app"),
        position("ln -sfn /Applications"),
        position("hdiutil create"),
        position("codesign --force", ".dmg"),
        position("notarytool submit", ".dmg", "--wait"),
        position("stapler staple", ".dmg"),
        position("spctl --assess"),
    ]
    assert order == sorted(order)


def test_without_secrets_the_signature_is_ad_hoc_and_the_rest_is_said_to_be_skipped() -> None:
    plan = planned({})
    skipped = [step for step in plan if step.skipped]
    assert {step.skipped for step in skipped} == {"SEEDBED_SIGN_IDENTITY is not set"}
    left = [step.command for step in plan if not step.skipped]
    assert not any(isinstance(word, Variable) for command in left for word in command)
    assert any(command[0] == "hdiutil" for command in left), "there is an image all the same"
    for command in left:
        if command[:2] == ("codesign", "--force"):
            assert command[2:5] == ("--sign", "-", "--timestamp=none")
            assert "runtime" not in command, "an ad-hoc signature has no team to check"


def test_a_missing_key_is_named_and_only_the_notary_is_skipped() -> None:
    some = {key: value for key, value in SIGNED.items() if key != "SEEDBED_NOTARY_ISSUER"}
    skipped = [step for step in planned(some) if step.skipped]
    assert {step.skipped for step in skipped} == {"not set: SEEDBED_NOTARY_ISSUER"}
    assert not any("codesign" in step.command for step in skipped)


def test_no_secret_is_ever_told() -> None:
    plan = planned(SIGNED)
    told = running.shown(plan) + repr(plan)
    assert not [value for value in SIGNED.values() if value in told]
    assert '--key "$SEEDBED_NOTARY_KEY"' in told


def test_a_tool_that_fails_is_told_without_what_is_secret(tmp_path: Path) -> None:
    command = ("sh", "-c", 'echo "no key $1"; exit 3', "sh", Variable("SEEDBED_NOTARY_KEY_ID"))
    environ = {**os.environ, **SIGNED}
    with pytest.raises(PackagingFailed, match=r"no key \$SEEDBED_NOTARY_KEY_ID") as failed:
        running.carry_out([Step("Ask", command)], tmp_path, environ, lambda _text: None)
    assert "SECRETKEYID" not in str(failed.value)


def test_steps_are_carried_out_in_order_and_skipped_ones_are_said(app: Path) -> None:
    said: list[str] = []
    list_file = app.parent / "listed"
    plan = [
        Step("Write", ("sh", "-c", f'echo "$@" > {list_file}', "sh", Every("libraries"))),
        Step("Upload", ("false",), "no key"),
    ]
    running.carry_out(plan, app, dict(os.environ), said.append)
    assert said == ["Write ...", "Skipped: Upload (no key)"]
    assert list_file.read_text("utf-8").split() == [str(path) for path in signing.libraries(app)]


def run_command(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build_scripts" / "package"), *words]
    environ = {**os.environ, **variables}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environ)


def test_a_dry_run_prints_every_step_and_makes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    done = run_command("--target", "macos", "--dry-run", "--out", str(out), **SIGNED)
    assert done.returncode == 0, done.stderr
    numbers = [line.split(".")[0].strip() for line in done.stdout.splitlines() if "$ " not in line]
    assert numbers[1:] == [str(number) for number in range(1, len(numbers))]
    for tool in ("codesign", "notarytool", "stapler", "hdiutil", "ditto", "spctl"):
        assert tool in done.stdout
    assert not [value for value in SIGNED.values() if value in done.stdout + done.stderr]
    assert not out.exists()


@pytest.mark.skipif(sys.platform == "darwin", reason="on a Mac it would be made")
def test_elsewhere_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = run_command("--target", "macos", "--out", str(tmp_path))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "--dry-run" in done.stderr
    with pytest.raises(PackagingFailed, match="on a Mac"):
        artefacts.check_machine()


def test_what_is_left_out_on_macos_keeps_the_two_screens_and_the_icons() -> None:
    # As PyInstaller names the entries that it makes of PySide6's wheel for macOS.
    kept = [
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/platforms/libqoffscreen.dylib",
        "PySide6/Qt/plugins/imageformats/libqsvg.dylib",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.dylib",
        "PySide6/Qt/plugins/styles/libqmacstyle.dylib",
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        f"{QT_CORE}/Versions/A/QtCore",
        "PySide6/Qt/lib/QtDBus.framework/Versions/A/QtDBus",  # QtGui is linked to it
        "QtDBus",
    ]
    gone = [
        "PySide6/Qt/plugins/platforms/libqminimal.dylib",
        "PySide6/Qt/plugins/generic/libqtuiotouchplugin.dylib",
        "PySide6/Qt/plugins/imageformats/libqgif.dylib",
        "PySide6/Qt/translations/qt_de.qm",
        "PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork",
        "PySide6/Qt/lib/QtNetwork.framework/Resources",
        "QtNetwork",
    ]
    both = [(name, f"/x/{name}", "BINARY") for name in (*kept, *gone)]
    left = trimming.without(both, trimming.read().for_system("macos"))
    assert [name for name, _source, _kind in left] == kept
