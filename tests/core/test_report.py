"""A report can be sent to a stranger: it tells everything but who it is."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from app.core.consent import Consent, Kind
from app.core.finding import Finding, Level
from app.core.machine.facts import Machine, PythonFound, Reach, Setting
from app.core.plan import Plan, Target, Workshop
from app.core.report import Report, relevant_lines, report_text, save_report
from app.core.run.events import Line, RunFailed
from app.core.run.runlog import RunLog
from app.errors import CommandFailed, PlanInvalid
from tests.core.test_anonymous import spellings, told

HOME, USER, COMPUTER = "C:\\Users\\王 小明", "王 小明", "XM-THINKPAD"
SECRETS = ("tk-conda-77", "p@w,d;99", "hunter2-xyzzy", "ghp_" + "a1B2" * 9, "s3cr3t-env")
TOKEN, PASSWORD, OTHER, GITHUB, ENVIRON = SECRETS
MACHINE = Machine(
    family="windows",
    home=HOME,
    user=USER,
    pythons=(PythonFound("conda", f"{HOME}\\miniconda3", "24.1", healthy=False, trouble=USER),),
    settings=(
        Setting("HTTPS_PROXY", f"http://CORP\\{USER}:{PASSWORD}@proxy:8080", "environment"),
        Setting("channels", f"https://conda.host/t/{TOKEN}/main", f"{HOME}\\.condarc"),
    ),
    reach=(Reach("proxy", False, "proxy", f"407 for {USER}:{PASSWORD}@proxy"),),
    sync_folders=(f"{HOME}\\OneDrive - 王 小明",),
)
PLAN = Plan(
    Workshop(
        title="A class",
        author=USER,
        channels=(f"https://conda.host/t/{TOKEN}/main", f"https://{OTHER}@host/x"),
        packages=("numpy",),
    ),
    Target(
        Path(f"{HOME}\\miniconda3"),
        source=f"https://me:{OTHER}@host/kit",
        materials_folder=Path(f"{HOME}\\Documents"),
        mirrors=(Consent("tuna", (Kind.CONDA,)),),
    ),
)
ENVIRONMENT = {
    "HTTPS_PROXY": f"http://{USER}:p%40w%2Cd%3B99@proxy:8080",
    "USERPROFILE": HOME,
    "USERNAME": USER,
    "COMPUTERNAME": COMPUTER,
    "ANACONDA_API_TOKEN": ENVIRON,
}


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A report in which everything that could tell a name or a secret does."""
    with RunLog(tmp_path) as log:
        log.write(f"$ cd '{HOME}' && conda --token {OTHER} install")
        for spelled in spellings(f"{HOME}\\x"):
            log.event(Line("verify", f"read {spelled}"))
        for line in (
            f"GET https://conda.host/t/{TOKEN}/main?api_key={OTHER}&x=1",
            f'{{"url": "https:\\/\\/a:{PASSWORD}@conda.host\\/t\\/{TOKEN}\\/main"}}',
            f"https%3A%2F%2Fuser%3A{OTHER}%40host%2Ft%2F{TOKEN}%2Fmain",
            f"proxy {USER}:{PASSWORD}@proxy:8080 refused {PASSWORD} and {ENVIRON}",
            f"Authorization: Bearer {OTHER}",
            f"git clone with {GITHUB}",
            "TEMP=C:\\Users\\王小明~1\\AppData",
            f'password = "{OTHER} with blanks {ENVIRON}"',
            f"connected to {COMPUTER} and to {COMPUTER.lower()}.lan",
            "ModuleNotFoundError: numpy",
        ):
            log.event(Line("verify", line))
        log.event(Line("other", "nothing to do with it"))
    try:
        raise OSError(f"{HOME}\\envs: https://a:{PASSWORD}@host")
    except OSError as cause:
        error = CommandFailed(f"It failed for {USER}.", "Try.", f"{HOME}\\python {cause!r}")
        error.__cause__ = cause
    finding = Finding("target.folder", Level.WARN, "space", f"{HOME}\\x is odd", f"{USER}!")
    return Report(PLAN, MACHINE, tmp_path, (finding,), error, "verify", ENVIRONMENT)


def texts(report: Report, folder: Path) -> dict[str, str]:
    path = save_report(folder / "report.zip", report)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


NAMES = (
    *("report.md", "versions.json", "workshop.toml", "target.json"),
    *("machine.json", "findings.json", "error.txt", "logs/"),
)


@pytest.mark.parametrize("name", NAMES)
def test_no_file_of_a_report_tells_a_name_or_a_secret(
    report: Report, tmp_path: Path, name: str
) -> None:
    found = {each: text for each, text in texts(report, tmp_path).items() if each.startswith(name)}
    assert found
    for text in found.values():
        plain = told(text)
        for hidden in (*SECRETS, "p%40w", USER, "小明", "王小", COMPUTER):
            assert hidden.casefold() not in plain, hidden


def test_the_files_have_no_names_of_people_in_their_own_names(
    report: Report, tmp_path: Path
) -> None:
    names = set(texts(report, tmp_path))
    assert {name for name in names if not name.startswith("logs/")} == set(NAMES) - {"logs/"}
    assert len(names) == len(NAMES)


def test_what_a_helper_needs_is_still_there(report: Report, tmp_path: Path) -> None:
    found = texts(report, tmp_path)
    assert json.loads(found["target.json"])["folder"] == "<home>\\miniconda3"
    assert json.loads(found["machine.json"])["family"] == "windows"
    assert json.loads(found["findings.json"])[0]["rule"] == "space"
    assert json.loads(found["versions.json"])["Python"].startswith("3.")
    assert "A class" in found["workshop.toml"]
    assert "Traceback" in found["error.txt"]
    (log,) = (text for name, text in found.items() if name.startswith("logs/"))
    assert "ModuleNotFoundError: numpy" in log
    assert "proxy:8080 refused" in log


def test_the_text_to_paste_is_the_readable_part_of_it(report: Report, tmp_path: Path) -> None:
    text = report_text(report)
    assert text == texts(report, tmp_path)["report.md"]
    for part in ("# Seedbed report", "step: verify", "code: command", "packages: numpy", "tuna"):
        assert part in text
    assert "ModuleNotFoundError: numpy" in text
    assert "nothing to do with it" not in text
    assert text.count("~~~~") == 4


def test_no_output_can_end_its_own_block(tmp_path: Path) -> None:
    error = CommandFailed("It failed.", "", "~~~~\n# Now I am a heading\n~~~~")
    text = report_text(Report(PLAN, MACHINE, tmp_path, (), error))
    assert text.count("~~~~") == 2


def test_a_report_that_is_made_later_takes_the_failure_from_the_log(tmp_path: Path) -> None:
    with RunLog(tmp_path) as log:
        log.event(Line("verify", "numpy said no"))
        log.event(RunFailed("verify", CommandFailed("It failed.", "Try.", "trace")))
    later = Report(PLAN, MACHINE, tmp_path)
    text = report_text(later)
    assert "It failed." in text
    assert "trace" in text
    assert relevant_lines(later)[0].endswith("numpy said no")


def test_without_a_run_there_is_a_report_too(tmp_path: Path) -> None:
    bare = Report(PLAN, MACHINE, tmp_path / "nothing")
    assert "error.txt" not in texts(bare, tmp_path)
    assert "What happened" not in report_text(bare)


def test_a_log_that_cannot_be_read_spoils_no_report(tmp_path: Path) -> None:
    (tmp_path / "logs" / "20990101-000000-1.log").mkdir(parents=True)
    assert "logs/20990101-000000-1.log" in texts(Report(PLAN, MACHINE, tmp_path), tmp_path)


@pytest.mark.parametrize("name", ["nowhere/report.zip", "\0.zip"])
def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(PlanInvalid, match="could not be written") as failed:
        save_report(tmp_path / name, Report(PLAN, MACHINE, tmp_path))
    assert failed.value.remedy


def test_the_zip_gets_its_ending(tmp_path: Path) -> None:
    assert save_report(tmp_path / "mine", Report(PLAN, MACHINE, tmp_path)).name == "mine.zip"
