; The practice kit's installer for Windows: the switches, checks, lines and order of files are those
; of the official installers (conda-facts §1.2); so is that its exit code is 0 even if it fails.
; It has no _conda.exe: a Python in `tmp`, gone at the end, does what that does. NAME, VERSION,
; MINOR, FOLDER, PAYLOAD, OUTPUT, LONGEST and LICENCE come from windows_installer.py.
Unicode true
Target amd64-unicode
SetCompressor zlib
RequestExecutionLevel user
ManifestDPIAware true
CRCCheck on

!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME} ${VERSION}"
!define PYTHON "Software\Python\PythonCore\${MINOR}"
!define FORBIDDEN "^%!=,()"
!define ONLY_EXACT 0x400 ; WC_NO_BEST_FIT_CHARS

Name "${NAME} ${VERSION}"
OutFile "${OUTPUT}"
LicenseData "${LICENCE}"
Page license
Page directory "" "" CheckTarget
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Var Out
Var Problem
Var NoRegistry
Var RegisterPython
Var KeepPackages
Var AddToPath
Var InstallationType

!macro Print TEXT
  DetailPrint "${TEXT}"
  ${If} $Out <> 0
    FileWrite $Out "${TEXT}$\r$\n"
  ${EndIf}
!macroend
!define Print "!insertmacro Print"

; A switch `/NAME=VALUE`, or what it is without it.
!macro Switch RESULT NAME OTHERWISE
  ClearErrors
  ${GetOptions} $R0 "/${NAME}=" ${RESULT}
  ${If} ${Errors}
    StrCpy ${RESULT} "${OTHERWISE}"
  ${EndIf}
!macroend

Function .onInit
  ; A program without a window of its own writes into the window it was started from.
  System::Call 'kernel32::AttachConsole(i -1)'
  System::Call 'kernel32::GetStdHandle(i -11) p .s'
  Pop $Out
  ${If} $INSTDIR == ""
    StrCpy $INSTDIR "$PROFILE\${FOLDER}"
  ${EndIf}
  ${GetParameters} $R0
  ${IfNot} ${Silent}
    StrCpy $R0 ""
  ${EndIf}
  !insertmacro Switch $InstallationType "InstallationType" "JustMe"
  !insertmacro Switch $RegisterPython "RegisterPython" "0"
  !insertmacro Switch $AddToPath "AddToPath" "0"
  !insertmacro Switch $NoRegistry "NoRegistry" "0"
  !insertmacro Switch $KeepPackages "KeepPkgCache" "1"
  ${If} ${Silent}
    ${If} $InstallationType != "JustMe"
    ${OrIf} $AddToPath != "0"
      ${Print} "::error:: The practice installer installs for one person and leaves PATH alone."
      Call GiveUp
    ${EndIf}
    Call CheckTarget
  ${EndIf}
FunctionEnd

Function GiveUp
  SetErrorLevel 0
  Quit
FunctionEnd

; Says what is wrong with $INSTDIR and stops: for good without a window, at the page with one.
Function CheckTarget
  StrCpy $Problem ""
  Call CheckCharacters
  ${If} $Problem == ""
    Call CheckPlace
  ${EndIf}
  ${If} $Problem != ""
    ${Print} "::error:: $Problem"
    ${If} ${Silent}
      Call GiveUp
    ${EndIf}
    MessageBox MB_ICONEXCLAMATION|MB_OK "$Problem"
    Abort
  ${EndIf}
FunctionEnd

Function CheckCharacters
  StrCpy $1 0 ; place
  StrCpy $2 0 ; spaces
  ${Do}
    StrCpy $3 $INSTDIR 1 $1
    ${If} $3 == ""
      ${Break}
    ${EndIf}
    ${If} $3 == " "
      IntOp $2 $2 + 1
    ${EndIf}
    StrCpy $4 0
    ${Do}
      StrCpy $5 "${FORBIDDEN}" 1 $4
      ${If} $5 == $3
        StrCpy $Problem "'$INSTDIR' contains '$3', which is not allowed: choose a different location"
      ${EndIf}
      IntOp $4 $4 + 1
    ${LoopUntil} $5 == ""
    IntOp $1 $1 + 1
  ${Loop}
  ${If} $2 > 0
    StrCpy $Problem "'$INSTDIR' contains $2 space(s): choose a different location"
  ${EndIf}
  ; MKL and others open files by names in the system's own code page.
  System::Call 'kernel32::GetACP() i .r1'
  ${If} $1 <> 65001
    System::Call 'kernel32::WideCharToMultiByte(i 0, i ${ONLY_EXACT}, w "$INSTDIR", i -1, p 0, i 0, p 0, *i .r2)'
    ${If} $2 <> 0
      StrCpy $Problem "'$INSTDIR' contains special characters: choose a different location"
    ${EndIf}
  ${EndIf}
FunctionEnd

Function CheckPlace
  StrLen $1 $DESKTOP
  StrCpy $2 "$INSTDIR\" $1
  StrCpy $3 "$INSTDIR\" 1 $1
  ${If} $2 == $DESKTOP
  ${AndIf} $3 == "\"
    StrCpy $Problem "'$INSTDIR' is on the desktop: choose a different location"
    Return
  ${EndIf}
  ReadRegDWORD $1 HKLM "SYSTEM\CurrentControlSet\Control\FileSystem" "LongPathsEnabled"
  StrLen $2 $INSTDIR
  IntOp $3 259 - ${LONGEST}
  IntOp $3 $3 - 1
  ${If} $1 <> 1
  ${AndIf} $2 > $3
    StrCpy $Problem "The installation path is too long. Your path is $2 characters, but must be at most $3 characters."
    Return
  ${EndIf}
  ${DirState} "$INSTDIR" $1
  ${If} $1 = 1
    StrCpy $Problem "'$INSTDIR' is not empty, please choose a different location"
    Return
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $1 "$INSTDIR\.writable" w
  ${If} ${Errors}
    StrCpy $Problem "'$INSTDIR' is not writable. Please check permissions"
    Return
  ${EndIf}
  FileClose $1
  Delete "$INSTDIR\.writable"
FunctionEnd

; Run the Python in tmp; what it must not fail to do is named in LINE.
!macro Run ARGUMENTS LINE
  nsExec::Exec '"$INSTDIR\tmp\bootstrap\python.exe" -I -B -X utf8 "$INSTDIR\tmp\install_base.py" ${ARGUMENTS} "$INSTDIR"'
  Pop $0
  ${If} $0 != "0"
    ${Print} "::error:: ${LINE}"
    Call GiveUp
  ${EndIf}
!macroend

Section
  ${Print} "Welcome to ${NAME} ${VERSION}"
  ${Print} "${NAME} will now be installed into this location:"
  ${Print} "$INSTDIR"
  ${Print} "Unpacking payload..."
  SetOutPath "$INSTDIR\conda-meta"
  File "${PAYLOAD}/conda-meta/*"
  SetOutPath "$INSTDIR"
  FileOpen $1 "$INSTDIR\.nonadmin" w
  FileClose $1
  File "${PAYLOAD}/.condarc"
  SetOutPath "$INSTDIR\pkgs"
  File "${PAYLOAD}/pkgs/*"
  SetOutPath "$INSTDIR\tmp"
  File /r "${PAYLOAD}/tmp/*"
  SetOutPath "$INSTDIR"
  System::Call 'kernel32::SetEnvironmentVariable(t "TMP", t "$INSTDIR\tmp")'
  System::Call 'kernel32::SetEnvironmentVariable(t "TEMP", t "$INSTDIR\tmp")'
  ${Print} "Setting up the package cache..."
  !insertmacro Run "extract" "Failed to extract packages"
  ${Print} "Setting up the base environment..."
  ${Print} "Installing packages for base..."
  !insertmacro Run "link" "Failed to link extracted packages to $INSTDIR!"
  RMDir /r "$INSTDIR\tmp"
  ${If} $KeepPackages == "0"
    ${Print} "Clearing package cache..."
    Delete "$INSTDIR\pkgs\*.conda"
  ${EndIf}
  WriteUninstaller "$INSTDIR\Uninstall-${NAME}.exe"
  Call WriteRegistry
  ${Print} "Done!"
SectionEnd

Function WriteRegistry
  ${If} $RegisterPython == "1"
    WriteRegStr HKCU "${PYTHON}\InstallPath" "" "$INSTDIR"
    WriteRegStr HKCU "${PYTHON}\InstallPath" "ExecutablePath" "$INSTDIR\python.exe"
  ${EndIf}
  ${If} $NoRegistry == "0"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME} ${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall-${NAME}.exe"'
  ${EndIf}
FunctionEnd

Section "Uninstall"
  ; Only what is an installation is removed, whatever folder this program was copied to.
  ${IfNot} ${FileExists} "$INSTDIR\conda-meta\history"
    Quit
  ${EndIf}
  ReadRegStr $1 HKCU "${PYTHON}\InstallPath" ""
  ${If} $1 == $INSTDIR
    DeleteRegKey HKCU "${PYTHON}"
  ${EndIf}
  ReadRegStr $1 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $1 == $INSTDIR
    DeleteRegKey HKCU "${UNINSTALL}"
  ${EndIf}
  RMDir /r "$INSTDIR"
SectionEnd
