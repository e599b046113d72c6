"""The developer's one command: prepares the machine, then runs, tries or tests Seedbed.

    python3 build_scripts/dev.py demo [--no-window] [--to DIR] [--http]
    python3 build_scripts/dev.py test [-k WORDS]
    python3 build_scripts/dev.py bench [--json FILE] [--quick] [--classroom]
    python3 build_scripts/dev.py i18n [--check]
    python3 build_scripts/dev.py shots OUT [--lang en] [--theme dark] [--scale 2] [--size 900x600]
    python3 build_scripts/dev.py package [--target linux] [--json FILE] [--kit DIR]
    python3 build_scripts/dev.py run | lint | kit | lock

Standard library only: it must start on a machine that has nothing but Python.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bare_machine import LOCK, ROOT, NotReady, apt_or_tell, prepare, say
from bench.options import add_options
from package.options import add_options as add_package_options
from shots.options import add_options as add_shots_options
from wine.prefix import missing_packages

KIT = ROOT / ".cache" / "practice-kit"
DEMO = ROOT / ".cache" / "demo"
LOCALES = ROOT / "resources" / "locale"
_TRANSLATIONS = ROOT / "build_scripts" / "translations.py"
# By the name of the program, Debian's package.
_FOR_TESTS = {"nginx": "nginx-light", "makensis": "nsis", "ip": "iproute2"}
_SYSTEM_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def main() -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args()
    try:
        python = prepare()
        return int(options.command(python, options))
    except NotReady as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").splitlines()[0])
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="the whole road on the practice kit, for real")
    demo.set_defaults(command=_demo)
    demo.add_argument("--no-window", action="store_true", help="in the terminal")
    demo.add_argument("--to", type=Path, metavar="DIR", help="folder for conda")
    demo.add_argument("--http", action="store_true", help="fetch from a server on this computer")
    test = commands.add_parser("test", help="lint, types, import rules and all tests")
    test.set_defaults(command=_test)
    test.add_argument("--wine", action="store_true", help="the Windows parts, under Wine")
    test.add_argument(
        "--if-possible", action="store_true", help="with --wine: pass where Wine cannot be had"
    )
    test.add_argument("-k", dest="words", default="", help="only tests that match, by pytest")
    bench = commands.add_parser("bench", help="how fast it is, beside doing it by hand")
    bench.set_defaults(command=_bench)
    add_options(bench)
    i18n = commands.add_parser("i18n", help="bring the translations up to date with the program")
    i18n.set_defaults(command=_i18n)
    i18n.add_argument("--check", action="store_true", help="only tell what is wrong with them")
    shots = commands.add_parser("shots", help="pictures of every page in every important state")
    shots.set_defaults(command=_shots)
    add_shots_options(shots)
    package = commands.add_parser("package", help="what people download, proven and measured")
    package.set_defaults(command=_package)
    add_package_options(package)
    for name, command, text in (
        ("run", _run_window, "open the wizard for the real servers"),
        ("lint", _lint, "lint, types and import rules"),
        ("kit", _kit, "build the practice kit if it is not up to date"),
        ("lock", _lock, "write the locked requirements anew"),
    ):
        commands.add_parser(name, help=text).set_defaults(command=command)
    return top


def _call(command: list[str], **variables: str) -> int:
    return subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, **variables}
    ).returncode


def _kit(python: Path, _options: argparse.Namespace) -> int:
    script = str(ROOT / "build_scripts" / "practice_kit.py")
    done = subprocess.run([str(python), script, "build"], check=False, stdout=sys.stderr)
    return done.returncode


def _i18n(python: Path, options: argparse.Namespace) -> int:
    return _call([str(python), str(_TRANSLATIONS), "check" if options.check else "update"])


def _compile(python: Path) -> int:
    """Compile the translations if somebody wrote in them since; without them all is English."""
    old = [po for po in LOCALES.glob("*/LC_MESSAGES/*.po") if _is_newer(po, po.with_suffix(".mo"))]
    return _call([str(python), str(_TRANSLATIONS), "compile"]) if old else 0


def _is_newer(source: Path, made: Path) -> bool:
    return not made.is_file() or source.stat().st_mtime_ns > made.stat().st_mtime_ns


def _demo(python: Path, options: argparse.Namespace) -> int:
    if _compile(python) or _kit(python, options):
        return 1
    with _place(python, options.http) as place:
        plan = [place, "--to", str(options.to or _demo_folder()), "--no-launchers"]
        plan += ["--materials-to", str(DEMO / "materials")]
        window = not options.no_window and _has_display()
        how = ["window", *plan] if window else ["install", *plan, "--yes"]
        return _ready([str(python), "-m", "app", *how], SEEDBED_HOME=str(DEMO / "seedbed"))


def _ready(command: list[str], **variables: str) -> int:
    """Pass the result on as the last line of standard output; 0 only if it says ready."""
    environment = {**os.environ, **variables}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        lines = [line for line in child.stdout if line.strip()]
    last = lines[-1] if lines else "{}"
    result = json.loads(last) if last.startswith("{") else {}
    print(json.dumps({"ready": False, **result}), flush=True)
    return 0 if result.get("ready") is True else child.returncode or 1


def _demo_folder() -> Path:
    """A folder that conda's installers accept: they refuse spaces."""
    inside = DEMO / "conda"
    return Path.home() / "seedbed-demo" if " " in str(inside) else inside


def _has_display() -> bool:
    on_linux = sys.platform.startswith("linux")
    return not on_linux or any(os.environ.get(name) for name in _DISPLAYS)


@contextmanager
def _place(python: Path, over_http: bool) -> Iterator[str]:
    """The practice kit as a folder, or behind a server that ends with us."""
    if not over_http:
        yield str(KIT)
        return
    script = str(ROOT / "build_scripts" / "practice_kit.py")
    with subprocess.Popen(
        [str(python), script, "serve"], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _run_window(python: Path, _options: argparse.Namespace) -> int:
    return _compile(python) or _call([str(python), "-m", "app", "window"])


def _lint(python: Path, _options: argparse.Namespace) -> int:
    tools = python.parent
    checks = (
        [str(tools / "ruff"), "check"],
        [str(tools / "ruff"), "format", "--check"],
        [str(tools / "mypy")],
        [str(tools / "mypy"), "--platform", "win32", "app"],
        [str(tools / "mypy"), "--platform", "darwin", "app"],
        [str(tools / "lint-imports")],
        [str(python), str(_TRANSLATIONS), "check"],
    )
    failed = []
    for check in checks:
        shown = " ".join([Path(check[0]).name, *check[1:]])
        say(f"$ {shown}")
        if _call(check):
            failed.append(shown)
    if failed:
        say("These checks failed: " + "; ".join(failed))
    return 1 if failed else 0


def _test(python: Path, options: argparse.Namespace) -> int:
    # The kit can be built on Linux only; elsewhere the tests that need it say so and are skipped.
    has_kit = sys.platform.startswith("linux")
    if _compile(python) or (has_kit and _kit(python, options)):
        return 1
    if options.wine:
        return _test_windows(python, options)
    _provide_for_tests()
    if has_kit and _practice_workshop(python):
        return 1
    lint = 0 if options.words else _lint(python, options)
    tests = _pytest(python, options, "not wine")
    if lint:
        say("The checks before the tests failed; `dev.py lint` runs them alone.")
    return lint or tests


def _provide_for_tests() -> None:
    """Programs of the system that single tests use; those that cannot have theirs are skipped."""
    lacking = [
        package for program, package in _FOR_TESTS.items()
        if not shutil.which(program, path=_SYSTEM_PATH)
    ]  # fmt: skip
    if not lacking or not sys.platform.startswith("linux"):
        return
    try:
        apt_or_tell(lacking, "Some tests use these programs.")
    except (NotReady, subprocess.CalledProcessError) as error:
        say(f"Not everything can be tried here. {error}")


def _practice_workshop(python: Path) -> int:
    """What an instructor has before making a kit for three systems; it needs makensis."""
    if not shutil.which("makensis", path=_SYSTEM_PATH):
        return 0
    script = str(ROOT / "build_scripts" / "practice_kit.py")
    return _call([str(python), script, "build", "--workshop"])


def _test_windows(python: Path, options: argparse.Namespace) -> int:
    """What is for Windows only, with the kit for Windows, under Wine."""
    lacking = missing_packages()
    try:
        if lacking:
            apt_or_tell(lacking, "Windows programs are run by Wine.")
    except NotReady as error:
        if not options.if_possible:
            raise
        say(f"What is for Windows only was not tried. {error}")
        return 0
    script = str(ROOT / "build_scripts" / "practice_kit.py")
    build = [str(python), script, "build"]
    return _call([*build, "--windows"]) or _pytest(python, options, "wine")


def _pytest(python: Path, options: argparse.Namespace, marked: str) -> int:
    words = ["-k", options.words] if options.words else []
    command = [str(python), "-m", "pytest", "-m", marked, *words]
    return _call(command, QT_QPA_PLATFORM="offscreen")


def _bench(python: Path, options: argparse.Namespace) -> int:
    return _kit(python, options) or _script(python, "benchmark.py")


def _package(python: Path, _options: argparse.Namespace) -> int:
    return _script(python, "package")


def _shots(python: Path, _options: argparse.Namespace) -> int:
    return _script(python, "shots")


def _script(python: Path, name: str) -> int:
    if _compile(python):
        return 1
    command = [str(python), str(ROOT / "build_scripts" / name), *sys.argv[2:]]
    # Not from ROOT as the others: FILE, DIR and OUT are meant from where the person is.
    return subprocess.run(command, check=False).returncode


def _lock(python: Path, _options: argparse.Namespace) -> int:
    flags = "--universal --python-version 3.11 --generate-hashes --no-header --quiet"
    quiet = "--no-emit-index-url --no-emit-find-links --upgrade"
    groups = ["--group", "pyproject.toml:dev", "-o", str(LOCK)]
    uv = [str(python.parent / "uv"), "pip", "compile", "pyproject.toml"]
    return _call([*uv, *flags.split(), *quiet.split(), *groups])


if __name__ == "__main__":
    sys.exit(main())
