@REM The command `conda`: activating must change the window it is typed in, so the batch file that
@REM the program answers with is called here; everything else is passed on.
@IF /I "%~1"=="activate" GOTO :change
@IF /I "%~1"=="deactivate" GOTO :change
@"%~dp0..\Scripts\conda.exe" %*
@EXIT /B %ERRORLEVEL%

:change
@REM It is written below the installation: a name in the profile may have letters that are lost on
@REM the way from the program through FOR.
@SETLOCAL
@SET "TMP=%~dp0.."
@SET "TEMP=%TMP%"
@SET "_SEEDBED_REPLY="
@FOR /F "usebackq delims=" %%F IN (`CALL "%~dp0..\python.exe" -I -X utf8 -m conda shell.cmd.exe %*`) DO @SET "_SEEDBED_REPLY=%%F"
@ENDLOCAL & SET "_SEEDBED_REPLY=%_SEEDBED_REPLY%"
@IF NOT DEFINED _SEEDBED_REPLY EXIT /B 1
@CALL "%_SEEDBED_REPLY%"
@DEL /Q "%_SEEDBED_REPLY%"
@SET "_SEEDBED_REPLY="
@EXIT /B 0
