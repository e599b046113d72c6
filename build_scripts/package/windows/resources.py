"""What the two Windows executables say of themselves: version resource and manifest."""

from __future__ import annotations

from pathlib import Path

from package import names

_PUBLISHER = "The Seedbed developers"
_US_ENGLISH, _UNICODE = 0x0409, 1200

# longPathAware: paths of more than 259 characters where the person's Windows allows them.
# PerMonitorV2: sharp on every screen. UTF-8: the C library's file names are never mangled.
# asInvoker: an administrator is never asked for; conda must belong to the person.
_MANIFEST = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <trustInfo xmlns="urn:schemas-microsoft-com:asm.v3">
    <security>
      <requestedPrivileges>
        <requestedExecutionLevel level="asInvoker" uiAccess="false"/>
      </requestedPrivileges>
    </security>
  </trustInfo>
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
      <dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2</dpiAwareness>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings">UTF-8</activeCodePage>
    </windowsSettings>
  </application>
  <dependency>
    <dependentAssembly>
      <assemblyIdentity type="win32" name="Microsoft.Windows.Common-Controls" version="6.0.0.0"
        processorArchitecture="*" publicKeyToken="6595b64144ccf1df" language="*"/>
    </dependentAssembly>
  </dependency>
</assembly>
"""


def manifest() -> str:
    """The manifest of both executables."""
    return _MANIFEST


def version_file(folder: Path) -> str:
    """Write the version resource as PyInstaller reads it; returns the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "version.txt"
    target.write_text(version_resource(), "utf-8")
    return str(target)


def version_resource() -> str:
    """What Explorer shows under "Details"."""
    four = (*version_numbers(), 0)
    texts = {
        "CompanyName": _PUBLISHER,
        "FileDescription": names.APP_NAME,
        "FileVersion": names.version(),
        "InternalName": names.APP_NAME,
        "LegalCopyright": f"{_PUBLISHER}, MIT licence",
        "OriginalFilename": names.window_program("windows"),
        "ProductName": names.APP_NAME,
        "ProductVersion": names.version(),
    }
    told = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3F, flags=0, "
        "OS=0x40004, fileType=1, subtype=0, date=(0, 0)), kids=["
        f"StringFileInfo([StringTable('{_US_ENGLISH:04X}{_UNICODE:04X}', [{told}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_US_ENGLISH}, {_UNICODE}])])])\n"
    )


def version_numbers() -> tuple[int, int, int]:
    """The version's first three numbers; what follows them (a pre-release) has no place there."""
    from packaging.version import Version

    release = (*Version(names.version()).release, 0, 0)
    return release[0], release[1], release[2]
