; The setup program of Seedbed for Windows: for one person, without an administrator.
; makensis reads it as UTF-8; VERSION, NUMBERS, FOLDER, ICON, OUTPUT and KILOBYTES come from setup.py.
; Environments that Seedbed made are never touched, neither by setup nor by removal.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true
CRCCheck force

!include "MUI2.nsh"
!include "LogicLib.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Seedbed"
!define CLASSES "Software\Classes"
!define KIND "Seedbed.Workshop"

Name "Seedbed"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Seedbed"
InstallDirRegKey HKCU "Software\Seedbed" "Folder"
BrandingText "Seedbed ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Seedbed"
VIAddVersionKey "FileDescription" "Seedbed setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The Seedbed developers"
VIAddVersionKey "LegalCopyright" "The Seedbed developers, MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\Seedbed.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(StartNow)"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

LangString StartNow ${LANG_ENGLISH} "Start Seedbed"
LangString StartNow ${LANG_SIMPCHINESE} "启动 Seedbed"
LangString Running ${LANG_ENGLISH} "Seedbed is running. Close its window, then start this again."
LangString Running ${LANG_SIMPCHINESE} "Seedbed 正在运行。请关闭它的窗口，然后重新启动本程序。"
LangString OldWindows ${LANG_ENGLISH} "Seedbed needs Windows 10 (version 1903) or newer, 64-bit."
LangString OldWindows ${LANG_SIMPCHINESE} "Seedbed 需要 64 位的 Windows 10（1903 版）或更新的系统。"
LangString Workshop ${LANG_ENGLISH} "Seedbed workshop"
LangString Workshop ${LANG_SIMPCHINESE} "Seedbed 工作坊"
LangString Stays ${LANG_ENGLISH} "Seedbed is removed. The Python environments that it set up stay and go on working: each in the folder that was chosen for it, such as $PROFILE\miniforge3."
LangString Stays ${LANG_SIMPCHINESE} "Seedbed 已卸载。它安装的 Python 环境都会保留在当时选定的文件夹里（例如 $PROFILE\miniforge3），可以继续使用。"

; What the removal tells about environments: an example, or the list that Seedbed itself gives.
LangString They ${LANG_ENGLISH} "Seedbed is removed. These folders, which it has made, stay and go on working:"
LangString They ${LANG_SIMPCHINESE} "Seedbed 已卸载。它建立的下列文件夹都会保留，可以继续使用："
Var Made

; A list must fit into one message, and into one string of NSIS (1024 characters).
!define LONGEST_LIST 600

; Fills $Made with a line for each folder; it stays empty where there is none, or where Seedbed does
; not answer within ten seconds.
Function un.AskWhatWasMade
  InitPluginsDir
  nsExec::Exec /TIMEOUT=10000 '"$INSTDIR\seedbed.com" environments --to "$PLUGINSDIR\made.txt"'
  Pop $0
  ${If} $0 != 0
    Return
  ${EndIf}
  ClearErrors
  FileOpen $0 "$PLUGINSDIR\made.txt" r
  ${Do}
    FileReadUTF16LE $0 $1
    StrLen $2 $Made
    ${If} ${Errors}
      ${Break}
    ${ElseIf} $2 > ${LONGEST_LIST}
      StrCpy $Made "$Made…"
      ${Break}
    ${EndIf}
    StrCpy $1 $1 260
    StrCpy $2 $1 1 -1
    ${If} $2 != "$\n"
      StrCpy $1 "$1$\r$\n"
    ${EndIf}
    StrCpy $Made "$Made$1"
  ${Loop}
  FileClose $0
FunctionEnd

; The folder of an earlier version must be free: a program that runs holds its file.
!macro RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\Seedbed.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\Seedbed.exe" a
    ${If} ${Errors}
      MessageBox MB_ICONEXCLAMATION|MB_OK "$(Running)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  ; Qt's libraries need what Windows has had since build 18362.
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < 18362
    MessageBox MB_ICONSTOP|MB_OK "$(OldWindows)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro RefuseWhileRunning
FunctionEnd

Function un.onInit
  !insertmacro RefuseWhileRunning
FunctionEnd

Section "Seedbed"
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Seedbed.lnk" "$INSTDIR\Seedbed.exe"
  WriteRegStr HKCU "Software\Seedbed" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${CLASSES}\.seedbed" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "$(Workshop)"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\Seedbed.exe,0"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\Seedbed.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Seedbed"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\Seedbed.exe,0"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Seedbed developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  ${IfNot} ${Silent}
    Call un.AskWhatWasMade
  ${EndIf}
  Delete "$INSTDIR\Seedbed.exe"
  Delete "$INSTDIR\seedbed.com"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\Uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Seedbed.lnk"
  ReadRegStr $2 HKCU "${CLASSES}\.seedbed" ""
  ${If} $2 == "${KIND}"
    DeleteRegKey HKCU "${CLASSES}\.seedbed"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  DeleteRegKey HKCU "Software\Seedbed"
  DeleteRegKey HKCU "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${If} $Made == ""
    MessageBox MB_ICONINFORMATION|MB_OK "$(Stays)" /SD IDOK
  ${Else}
    MessageBox MB_ICONINFORMATION|MB_OK "$(They)$\r$\n$\r$\n$Made" /SD IDOK
  ${EndIf}
SectionEnd
