"""The proof is made in real environments, and no exit code is believed."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.cancel import Cancel
from app.core.machine.facts import Gpu, Graphics
from app.core.plan import Accelerator, Plan
from app.core.proof import verdict as proofs
from app.core.proof.programs import ProofPrograms
from app.core.proof.verdict import Check, Proof
from app.core.run.events import Unit
from app.core.shell import Finished, Shell
from app.errors import Cancelled, CommandFailed
from app.platforms.base import Command
from app.platforms.linux import Linux
from app.steps.verify import Verify
from tests.fakes.bench import Bench, alive, contents, wait_until
from tests.fakes.programs import program
from tests.fakes.small_environment import SmallEnvironment
from tests.steps.conftest import REAL_LIBRARIES

STEP = Verify()
LIBRARIES = REAL_LIBRARIES


@pytest.fixture
def environment(bench: Bench) -> SmallEnvironment:
    return SmallEnvironment(bench.plan.environment_prefix)


def wanting(bench: Bench, *packages: str, pip: tuple[str, ...] = ()) -> Plan:
    return bench.plan.with_workshop(packages=packages, pip_packages=pip, explicit=())


def proven(bench: Bench, *packages: str, pip: tuple[str, ...] = ()) -> Proof:
    bench.plan = wanting(bench, *packages, pip=pip)
    STEP.run(bench.context())
    return saved(bench)


def failed(bench: Bench, *packages: str, pip: tuple[str, ...] = ()) -> CommandFailed:
    bench.plan = wanting(bench, *packages, pip=pip)
    with pytest.raises(CommandFailed) as caught:
        STEP.run(bench.context())
    assert caught.value.remedy
    assert not saved(bench).passed
    return caught.value


def saved(bench: Bench) -> Proof:
    proof = proofs.load(bench.workspace)
    assert proof is not None
    return proof


def check(bench: Bench, name: str) -> Check:
    return next(check for check in saved(bench).checks if check.name == name)


def test_libraries_that_import_are_proven_with_their_versions(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.add("tiny", "value = 1", version="1.2")
    environment.add("other-name", "value = 2", version="3.4", module="quite_other")
    proof = proven(bench, "tiny", pip=("other-name>=3",))
    assert proof.passed
    assert check(bench, "tiny") == Check("tiny", True, version="1.2")
    assert check(bench, "other-name").version == "3.4"
    assert proof.environment == str(environment.prefix)
    assert proof.packages == 2
    assert proof.python.startswith("3.")
    assert proof.seconds > 0


def test_progress_counts_every_check_as_it_begins(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.add("tiny", "")
    proven(bench, "tiny")
    assert {unit for _done, _total, unit, _detail in bench.told.counts} == {Unit.CHECKS}
    counted = [(done, total) for done, total, _unit, _detail in bench.told.counts]
    assert counted == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert bench.told.counts[1][3] == "tiny"


def test_a_library_that_raises_is_named_and_the_others_are_still_tried(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.add("broken", "raise ImportError('DLL load failed')")
    environment.add("fine", "")
    error = failed(bench, "broken", "fine")
    assert "broken" in error.summary
    assert "fine" not in error.summary
    assert "DLL load failed" in error.detail
    assert check(bench, "fine").passed


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import os; os.abort()",
        "raise SystemExit(0)",
        "raise KeyboardInterrupt",
    ],
)
def test_a_library_that_ends_the_process_is_named_and_the_others_are_still_tried(
    bench: Bench, environment: SmallEnvironment, code: str
) -> None:
    environment.add("before", "")
    environment.add("deadly", code)
    environment.add("after", "")
    error = failed(bench, "before", "deadly", "after")
    assert "deadly" in error.summary
    assert check(bench, "before").passed
    assert check(bench, "after").passed
    assert saved(bench).python


def test_a_library_that_prints_on_import_does_not_confuse_the_answer(
    bench: Bench, environment: SmallEnvironment
) -> None:
    noise = 'print(\'{"name": "loud", "passed": false}\', end="")\nimport os\nos.write(1, b"{")'
    environment.add("loud", noise)
    assert proven(bench, "loud").passed


def test_a_library_that_is_not_there_fails(bench: Bench, environment: SmallEnvironment) -> None:
    error = failed(bench, "numpy")
    assert "NumPy" in error.summary
    assert check(bench, "numpy").kind == "missing"


def test_a_package_that_conda_never_recorded_fails(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.record("something-else")
    failed(bench, "unheard-of")
    assert check(bench, "unheard-of").kind == "absent"


def test_a_package_with_nothing_to_import_is_told_as_not_checked(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.record("git", "bin/git", version="2.40")
    assert proven(bench, "git").passed
    assert check(bench, "git").passed is None
    assert "git: not checked" in bench.told.text


def test_an_unlisted_package_is_imported_by_what_conda_recorded(
    bench: Bench, environment: SmallEnvironment
) -> None:
    environment.add("hidden", "raise RuntimeError('found me')", module="really_this")
    environment.record("odd-name", "site-packages/really_this/__init__.py")
    assert "found me" in failed(bench, "odd-name").detail


def test_a_module_outside_the_environment_fails(
    bench: Bench, environment: SmallEnvironment
) -> None:
    elsewhere = bench.root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "numpy.py").write_text("", encoding="utf-8")
    (environment.site_packages / "path.pth").write_text(f"{elsewhere}\n", encoding="utf-8")
    error = failed(bench, "numpy")
    assert check(bench, "numpy").kind == "outside"
    assert str(elsewhere) in error.detail


def test_settings_of_the_person_change_nothing(
    bench: Bench, environment: SmallEnvironment, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    environment.add("tiny", "")
    hostile = bench.root / "hostile"
    version = environment.site_packages.parent.name
    user_site = own_home / ".local" / "lib" / version / "site-packages"
    for folder in (hostile, user_site):
        folder.mkdir(parents=True)
        (folder / "tiny.py").write_text("raise RuntimeError('hostile')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(hostile))
    monkeypatch.setenv("PYTHONHOME", str(hostile))
    monkeypatch.setenv("PYTHONSTARTUP", str(hostile / "tiny.py"))
    monkeypatch.chdir(hostile)
    before = contents(own_home)
    assert proven(bench, "tiny").passed
    assert contents(own_home) == before


def test_a_python_that_exits_with_0_and_says_nothing_proves_nothing(bench: Bench) -> None:
    program(bench.plan.environment_prefix / "bin", "python", "exit 0")
    error = failed(bench, "numpy")
    assert "NumPy" in error.summary
    assert all(check.passed is not True for check in saved(bench).checks)


def test_a_python_that_is_not_there_proves_nothing(bench: Bench) -> None:
    bench.plan.environment_prefix.mkdir(parents=True)
    error = failed(bench, "numpy")
    assert "could not be started" in error.detail


def test_a_python_of_another_place_proves_nothing(
    bench: Bench, environment: SmallEnvironment, tmp_path: Path
) -> None:
    other = SmallEnvironment(tmp_path / "other")
    other.add("tiny", "")
    python = environment.prefix / "bin" / "python"
    python.unlink()
    program(python.parent, "python", f'exec "{other.prefix}/bin/python" "$@"')
    failed(bench, "tiny")
    assert check(bench, proofs.PYTHON).kind == "outside"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ('{"slope": 3.5, "intercept": 1.0}', "wrong"),
        ('{"slope": 2.0, "intercept": 0.7}', "wrong"),
        ('{"slope": NaN, "intercept": 1.0}', "silent"),
        ('{"slope": "2.0", "intercept": 1.0}', "silent"),
        ('{"slope": true, "intercept": 1.0}', "silent"),
        ("all is well", "silent"),
        ('{"slope": 2.0, "intercept": 1.0, "picture": "somewhere.png"}', "silent"),
    ],
)
def test_an_example_with_wrong_numbers_or_no_picture_fails(
    bench: Bench, environment: SmallEnvironment, answer: str, kind: str
) -> None:
    python = environment.prefix / "bin" / "python"
    real = python.with_name("real_python")
    python.rename(real)
    quoted = f"'{answer}'"
    program(
        python.parent,
        "python",
        f'case "$*" in *linear_regression*) echo {quoted};; *) exec "{real}" "$@";; esac',
    )
    failed(bench)
    assert check(bench, proofs.EXAMPLE).kind == kind


def test_without_numpy_the_example_is_not_checked_and_says_why(
    bench: Bench, environment: SmallEnvironment
) -> None:
    assert proven(bench).passed
    example = check(bench, proofs.EXAMPLE)
    assert example.passed is None
    assert "NumPy" in example.detail
    assert saved(bench).slope is None


def test_an_old_proof_does_not_outlive_a_cancelled_one(
    bench: Bench, environment: SmallEnvironment
) -> None:
    mark = bench.root / "started"
    code = f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    environment.add("slow", code)
    Proof("old", "3", 1, (), passed=True).save(bench.workspace)
    bench.plan = wanting(bench, "slow")
    ended: list[BaseException] = []

    def run() -> None:
        try:
            STEP.run(bench.context())
        except Cancelled as cancelled:
            ended.append(cancelled)

    thread = threading.Thread(target=run)
    thread.start()
    wait_until(lambda: mark.exists() and bool(mark.read_text()))
    bench.cancel.set()
    thread.join(20)
    assert ended
    assert proofs.load(bench.workspace) is None
    assert not (bench.workspace / "proof").exists()
    wait_until(lambda: not alive(int(mark.read_text())))


def test_a_proof_is_made_anew_each_time(bench: Bench, environment: SmallEnvironment) -> None:
    proven(bench)
    assert STEP.already_done(bench.context()) == ""


class _WithTorch(SmallEnvironment):
    """An environment whose torch calculates, or fails to, as `problem` says."""

    def add_torch(self, cuda: str, problem: str = "") -> None:
        code = Path(__file__).parents[1].joinpath("fakes", "small_torch.py").read_text()
        self.add("torch", code.replace("@CUDA@", cuda).replace("@PROBLEM@", problem))


@pytest.mark.parametrize(
    ("cuda", "cards", "says"),
    [
        ("", (), "on the processor."),
        ("", ("GeForce",), "does not use GeForce"),
        ("12.9", (), "PyTorch calculates on: Card 0"),
    ],
)
def test_what_pytorch_calculates_on_is_told(
    bench: Bench, cuda: str, cards: tuple[str, ...], says: str
) -> None:
    _WithTorch(bench.plan.environment_prefix).add_torch(cuda)
    graphics = Graphics(tuple(Gpu(name) for name in cards))
    bench.machine = replace(bench.machine, graphics=graphics)
    proof = proven(bench, "pytorch")
    assert says in proof.gpu
    assert check(bench, proofs.GRAPHICS).passed


def test_a_card_that_cannot_calculate_fails_with_advice(bench: Bench) -> None:
    _WithTorch(bench.plan.environment_prefix).add_torch("12.9", "no kernel image is available")
    error = failed(bench, "pytorch")
    assert "no kernel image" in error.detail
    assert "driver" in error.remedy
    assert "Card 0" in saved(bench).gpu


def test_who_decided_for_the_processor_needs_no_card_that_works(bench: Bench) -> None:
    _WithTorch(bench.plan.environment_prefix).add_torch("12.9", "no kernel image is available")
    bench.plan = bench.plan.with_target(accelerator=Accelerator.CPU)
    proof = proven(bench, "pytorch")
    assert "Card 0" in proof.gpu, "it is told all the same"
    assert check(bench, proofs.GRAPHICS).passed


@pytest.mark.parametrize(("built", "passed"), [("12.9", False), ("", True)])
def test_where_cuda_was_chosen_a_build_for_it_must_reach_the_card(
    bench: Bench, built: str, passed: bool
) -> None:
    environment = _WithTorch(bench.plan.environment_prefix)
    environment.add_torch(built)
    torch = next(environment.prefix.rglob("torch.py"))
    torch.write_text(torch.read_text().replace("lambda: bool(_CUDA)", "lambda: False"))
    card = Graphics((Gpu("GeForce RTX 3060", "575.51", None, "8.6"),), "12.9")
    bench.machine = replace(bench.machine, graphics=card)
    if passed:  # the workshop's exact packages were for the processor
        assert "does not use GeForce" in proven(bench, "pytorch").gpu
    else:
        error = failed(bench, "pytorch")
        assert "cannot reach GeForce" in saved(bench).gpu
        assert "driver" in error.remedy
    assert check(bench, proofs.GRAPHICS).passed is passed


def test_the_command_is_isolated_on_every_system() -> None:
    seen: list[Command] = []

    class _Noting(Shell):
        def run(self, command: Command, **_options: object) -> Finished:
            seen.append(command)
            raise CommandFailed("noted")

    prefix = Path("/conda/envs/ml")
    programs = ProofPrograms(_Noting(Linux(), Cancel()), Linux(), prefix, Path("/tmp/scratch"))
    with pytest.raises(CommandFailed):
        programs.run("proof/imports.py", "request.json")
    (command,) = seen
    assert command.arguments[:5] == (str(prefix / "bin" / "python"), "-I", "-X", "utf8", "-u")
    assert command.environment["PATH"].startswith(str(prefix / "bin"))
    assert command.environment["PYTHONNOUSERSITE"] == "1"
    assert command.environment["JUPYTER_PATH"] == str(prefix / "share" / "jupyter")


@pytest.mark.real
def test_a_real_environment_is_proven_whole(
    bench: Bench, real_prefix: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = own_home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    hostile.mkdir(parents=True)
    spec = {"argv": ["/bin/false"], "display_name": "hostile", "language": "python"}
    (hostile / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(hostile.parents[1]))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(hostile.parents[1]))
    before = contents(own_home)
    bench.plan = bench.plan.with_target(folder=real_prefix)
    proof = proven(bench, *LIBRARIES)
    assert proof.passed
    assert [check.name for check in proof.checks if check.passed] == [
        proofs.PYTHON,
        *LIBRARIES,
        proofs.TOGETHER,
        proofs.KERNEL,
        proofs.EXAMPLE,
    ]
    assert all(check.version for check in proof.checks if check.name in LIBRARIES)
    assert Path(proof.kernel).samefile(bench.plan.environment_prefix)
    assert proof.slope == pytest.approx(2, abs=0.2)
    assert proof.intercept == pytest.approx(1, abs=0.2)
    assert Path(proof.picture).read_bytes().startswith(b"\x89PNG")
    assert proof.packages > 100
    assert contents(own_home) == before


@pytest.mark.real
def test_a_broken_kernel_is_a_failure(bench: Bench, real_prefix: Path) -> None:
    bench.plan = bench.plan.with_target(folder=real_prefix)
    spec = bench.plan.environment_prefix / "share" / "jupyter" / "kernels" / "python3"
    file = spec / "kernel.json"
    good = file.read_text(encoding="utf-8")
    broken = {**json.loads(good), "argv": ["/bin/false"]}
    file.unlink()
    try:
        file.write_text(json.dumps(broken), encoding="utf-8")
        error = failed(bench, "ipykernel")
    finally:
        file.unlink()
        file.write_text(good, encoding="utf-8")
    assert check(bench, proofs.KERNEL).passed is False
    assert "notebook" in error.summary
