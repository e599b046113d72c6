@REM The command `conda`: activating must change the window it is typed in, so the batch file that
@REM the program answers with is called here; everything else is passed on.
@IF /I "%~1"=="activate" GOTO :change
@IF /I "%~1"=="deactivate" GOTO :change
@"%~dp0..\Scripts\conda.exe" %*
@EXIT /B %ERRORLEVEL%

:change
@SET "_SEEDBED_REPLY="
@FOR /F "usebackq delims=" %%F IN (`CALL "%~dp0..\python.exe" -I -X utf8 -m conda shell.cmd.exe %*`) DO @SET "_SEEDBED_REPLY=%%F"
@IF NOT DEFINED _SEEDBED_REPLY EXIT /B 1
@CALL "%_SEEDBED_REPLY%"
@DEL /Q "%_SEEDBED_REPLY%"
@SET "_SEEDBED_REPLY="
@EXIT /B 0
