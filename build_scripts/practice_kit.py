"""Build the practice kit, or serve it over HTTP on this computer.

python build_scripts/practice_kit.py build [--to DIR] [--pythons MINOR ... | --windows | --workshop]
python build_scripts/practice_kit.py serve [--from DIR] [--port N]

With --workshop it is what an instructor has before making a kit: one channel with packages for
linux-64, osx-arm64 and win-64, the installers, and a workshop file that names the three. From it,
without a network:   seedbed kit make .cache/practice-workshop --to KIT
For macOS all is real (the wheels of PyPI, conda, the installer) but the interpreter, which cannot
be had: its package `python` is the standard library, and its program says so.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from practice.kit import DEFAULT_FOLDER, WINDOWS_FOLDER, build, build_for_windows
from practice.server import KitServer
from practice_workshop.workshop import WORKSHOP_FOLDER, build_workshop


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="practice_kit.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="build the kit unless it is up to date")
    make.add_argument("--to", type=Path, metavar="DIR", help="default: a folder of .cache")
    which = make.add_mutually_exclusive_group()
    which.add_argument("--windows", action="store_true", help="the kit for 64-bit Windows")
    which.add_argument(
        "--workshop", action="store_true", help="a workshop for Linux, macOS and Windows at once"
    )
    which.add_argument(
        "--pythons", nargs="*", metavar="MINOR",
        help="other Python versions to add, e.g. 3.12 3.13 (default: one more, if there is one)",
    )  # fmt: skip
    serve = commands.add_parser("serve", help="serve a kit until Ctrl-C")
    serve.add_argument("--from", dest="folder", type=Path, default=DEFAULT_FOLDER, metavar="DIR")
    serve.add_argument("--port", type=int, default=0, metavar="N", help="default: any free port")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands. Returns 0, or 1 with a sentence on stderr."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "build":
            print(_build(options))
            return 0
        return _serve(options.folder, options.port)
    except (RuntimeError, ValueError, OSError) as error:
        _say(f"practice_kit: {error}")
        return 1
    except KeyboardInterrupt:
        _say("practice_kit: stopped")
        return 130


def _build(options: argparse.Namespace) -> Path:
    if options.windows:
        return build_for_windows((options.to or WINDOWS_FOLDER).resolve(), _say)
    if options.workshop:
        return build_workshop((options.to or WORKSHOP_FOLDER).resolve(), _say)
    return build((options.to or DEFAULT_FOLDER).resolve(), _say, options.pythons)


def _serve(folder: Path, port: int) -> int:
    if not (folder / "workshop.toml").is_file():
        raise RuntimeError(f"there is no kit in {folder}; run the command `build` first")
    with KitServer(folder, port) as server:
        print(server.url, flush=True)
        server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
