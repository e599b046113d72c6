"""What Seedbed.app says of itself to macOS: Info.plist, and its words in each language.

Where the files lie in the application is bundle.py's business.
"""

from __future__ import annotations

from typing import Any

from package import names

IDENTIFIER = "org.seedbed.Seedbed"
WORKSHOP_TYPE = "org.seedbed.workshop"
ICON = "seedbed.icns"
# What the locked PySide6 was built for: the oldest in its wheel's name, macosx_13_0_universal2.
OLDEST_MACOS = "13.0"
# Apple's names of the languages: zh-Hans is what gettext and Qt call zh_CN.
LANGUAGES = ("en", "zh-Hans")
_EXTENSION = "seedbed"
_MEDIA_TYPE = "application/x-seedbed-workshop"
_TYPE_NAME = "Seedbed workshop"
_COPYRIGHT = "Copyright © 2026 The Seedbed developers. MIT licence."
_WHY_TERMINAL = (
    "Seedbed asks Terminal to open a window in which your new environment is ready to use."
)
_WORDS = {
    "en": {
        "NSAppleEventsUsageDescription": _WHY_TERMINAL,
        _TYPE_NAME: _TYPE_NAME,
    },
    "zh-Hans": {
        "NSAppleEventsUsageDescription": "Seedbed 请“终端”打开一个窗口，新环境在其中可以直接使用。",
        "NSHumanReadableCopyright": "版权所有 © 2026 Seedbed 开发者。MIT 许可证。",
        _TYPE_NAME: "Seedbed 工作坊",
    },
}


def info_plist(version: str) -> dict[str, Any]:
    """The whole Info.plist of Seedbed.app; `version` is the project's."""
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": names.APP_NAME,
        "CFBundleDisplayName": names.APP_NAME,
        "CFBundleExecutable": names.window_program("macos"),
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleIconFile": ICON,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": list(LANGUAGES),
        "CFBundleDocumentTypes": [_document_type()],
        "UTExportedTypeDeclarations": [_type_declaration()],
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        # The console program lies in the same application, and PyInstaller would take the whole
        # for one without a window.
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
        "NSSupportsAutomaticGraphicsSwitching": True,  # does not wake the stronger graphics card
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is
        "NSHumanReadableCopyright": _COPYRIGHT,
        "NSAppleEventsUsageDescription": _WHY_TERMINAL,
    }


def words(language: str) -> dict[str, str]:
    """The entries of InfoPlist.strings in one language: what Finder and macOS's questions show."""
    return dict(_WORDS[language])


def _document_type() -> dict[str, Any]:
    return {
        "CFBundleTypeName": _TYPE_NAME,
        "CFBundleTypeRole": "Viewer",
        "CFBundleTypeIconFile": ICON,
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [WORKSHOP_TYPE],
    }


def _type_declaration() -> dict[str, Any]:
    return {
        "UTTypeIdentifier": WORKSHOP_TYPE,
        "UTTypeDescription": _TYPE_NAME,
        "UTTypeConformsTo": ["public.data"],
        "UTTypeIconFile": ICON,
        "UTTypeTagSpecification": {
            "public.filename-extension": [_EXTENSION],
            "public.mime-type": [_MEDIA_TYPE],
        },
    }
