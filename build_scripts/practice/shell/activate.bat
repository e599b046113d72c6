@REM Called in a window: `activate.bat [ENVIRONMENT]` makes the command `conda` known and activates.
@FOR %%D IN ("%~dp0..") DO @SET "_SEEDBED_CONDA=%%~fD"
@SET "CONDA_EXE=%_SEEDBED_CONDA%\Scripts\conda.exe"
@IF NOT DEFINED CONDA_SHLVL SET "PATH=%_SEEDBED_CONDA%\condabin;%PATH%"
@IF NOT DEFINED CONDA_SHLVL SET "CONDA_SHLVL=0"
@CALL "%_SEEDBED_CONDA%\condabin\conda.bat" activate %*
