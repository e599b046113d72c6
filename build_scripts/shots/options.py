"""What can be set when pictures are taken, and the choices that come of it.

Standard library only: dev.py shows the same options before `.venv` is there.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
THEMES = ("light", "dark")
_ALL = "all"
_USUAL_SIZE = (1100, 720)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which pictures are wanted; `size` in logical pixels, `scale` in pixels for each of them."""

    out: Path
    languages: tuple[str, ...] = LANGUAGES
    themes: tuple[str, ...] = THEMES
    scale: int = 1
    size: tuple[int, int] = _USUAL_SIZE

    def folder(self, language: str, theme: str) -> Path:
        """Where the pictures of one language and look belong."""
        return self.out / f"{language}-{theme}{self._suffix}"

    def sheet(self, language: str) -> Path:
        """The contact sheet of one language."""
        return self.out / f"contact-sheet-{language}{self._suffix}.png"

    @property
    def _suffix(self) -> str:
        return "" if self.scale == 1 else f"-{self.scale}x"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be set; without options everything is drawn once."""
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures")
    parser.add_argument("--lang", choices=[*LANGUAGES, _ALL], default=_ALL, help="usually all")
    parser.add_argument("--theme", choices=[*THEMES, _ALL], default=_ALL, help="usually all")
    parser.add_argument("--scale", type=int, choices=[1, 2], default=1, help="2: as at 200 %%")
    width, height = _USUAL_SIZE
    parser.add_argument(
        "--size",
        type=_size,
        default=_USUAL_SIZE,
        metavar="WxH",
        help=f"of the window, usually {width}x{height}",
    )


def choice_from(options: argparse.Namespace) -> Choice:
    """The choice that the options describe."""
    return Choice(
        out=options.out.absolute(),
        languages=LANGUAGES if options.lang == _ALL else (options.lang,),
        themes=THEMES if options.theme == _ALL else (options.theme,),
        scale=options.scale,
        size=options.size,
    )


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a size such as 900x600")
    return int(found[1]), int(found[2])
