"""Judges what is installed on this computer and around it: graphics, Pythons, settings, network.

One function for each fact (failures F14, F15, F17, F18, F22, F26, F27, F60).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.core.catalog.accelerators import numbers
from app.core.finding import Finding, Level
from app.core.machine.facts import Gpu, Machine, PythonFound, Reach, Setting
from app.core.machine.probes.settings import NOWHERE, UNREADABLE
from app.core.machine.probes.shell_blocks import DEAD_AUTORUN, DEAD_BLOCK
from app.core.machine.reach import CLOCK_LIMIT_SECONDS
from app.core.network.words import Rule, words
from app.i18n import _, listing, ngettext, sentences

# conda-facts §9.1: the oldest CUDA that today's GPU builds are made for.
_LEAST_CUDA = (12, 0)
# CUDA 13 dropped cards below the first number, CUDA 12 those below the second.
_COMPUTE_FOR_CUDA_13 = (7, 5)
_COMPUTE_FOR_CUDA_12 = (5, 0)
_SHOWN_HOSTS = 2
_CERTIFICATES = {"SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}


def about_graphics(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.graphics". Without a card nothing is wrong: the processor will do."""
    graphics = machine.graphics
    if graphics is None:
        return
    if graphics.trouble:
        yield _graphics_trouble(graphics.trouble)
    elif numbers(graphics.cuda) and numbers(graphics.cuda) < _LEAST_CUDA:
        yield _graphics(
            Level.NOTE,
            "old_driver",
            _("The graphics card’s driver is too old for today’s libraries (CUDA {cuda}).").format(
                cuda=graphics.cuda
            ),
            _("Update it from nvidia.com, or let the libraries use the processor."),
        )
    else:
        yield from _old_cards(graphics.cards)


def _graphics(level: Level, rule: str, sentence: str, remedy: str) -> Finding:
    return Finding("machine.graphics", level, rule, sentence, remedy)


def _graphics_trouble(trouble: str) -> Finding:
    if trouble == "no_driver":
        return _graphics(
            Level.NOTE,
            "no_driver",
            _("There is a graphics card by NVIDIA, but no driver for it."),
            _("Install the driver from nvidia.com first, or let the libraries use the processor."),
        )
    return _graphics(
        Level.WARN,
        "driver_silent",
        _("There is a graphics card by NVIDIA, but its driver does not answer."),
        _("Restart the computer; if that does not help, install the driver from nvidia.com again."),
    )


def _old_cards(cards: tuple[Gpu, ...]) -> Iterator[Finding]:
    newest = max((numbers(card.compute) for card in cards), default=())
    if newest and newest < _COMPUTE_FOR_CUDA_12:
        yield _graphics(
            Level.NOTE,
            "old_card",
            _("This graphics card is too old for today’s libraries."),
            _("They will use the processor instead; that is fine for a course."),
        )
    elif newest and newest < _COMPUTE_FOR_CUDA_13:
        yield _graphics(
            Level.NOTE,
            "card_for_cuda_12",
            _("This graphics card works with libraries for CUDA 12, not with those for CUDA 13."),
            _("Nothing to do: if you choose deep learning, those for CUDA 12 are taken."),
        )


def about_pythons(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.pythons": they are left alone, whatever they are like."""
    condas = [found for found in machine.pythons or () if found.kind == "conda"]
    for conda in condas:
        yield _healthy_conda(conda) if conda.healthy else _broken_conda(conda)


def _healthy_conda(conda: PythonFound) -> Finding:
    return Finding(
        "machine.pythons",
        Level.NOTE,
        "conda_there",
        _("There is already a conda in {prefix}; it is left alone.").format(prefix=conda.prefix),
        _("It can be used instead of a new one: on the Location page, or with --reuse.")
        if conda.writable
        else _("It belongs to someone else, so a new one is installed for you."),
    )


def _broken_conda(conda: PythonFound) -> Finding:
    return Finding(
        "machine.pythons",
        Level.NOTE,
        "conda_broken",
        _("There is a conda in {prefix} that does not work; it is left alone.").format(
            prefix=conda.prefix
        ),
        _("Nothing to do: the new one does not use it."),
    )


def about_settings(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.settings": our programs do not get them, other terminals do."""
    settings = machine.settings or ()
    kinds: dict[str, list[Setting]] = {}
    for setting in settings:
        kinds.setdefault(_kind(setting), []).append(setting)
    for kind, sentence in _SETTINGS.items():
        if kind in kinds:
            level = Level.WARN if kind in _SERIOUS else Level.NOTE
            names = listing(dict.fromkeys(_name(setting) for setting in kinds[kind]))
            text, remedy = sentence()
            yield Finding("machine.settings", level, kind, text.format(names=names), remedy)


def _kind(setting: Setting) -> str:
    name = setting.name.upper()
    if setting.name == UNREADABLE:
        return "unreadable"
    if setting.origin == NOWHERE:
        return "no_certificates"
    if setting.name in (DEAD_BLOCK, DEAD_AUTORUN):
        return "dead_conda"
    if name.endswith("_PROXY") or setting.origin == "system" or name == "PROXY_SERVERS":
        return "proxy"
    if name in _CERTIFICATES:
        return "certificates"
    return "variables" if setting.origin == "environment" else "files"


def _name(setting: Setting) -> str:
    named = ("environment", "system", NOWHERE)
    return setting.name if setting.origin in named else setting.origin


_SERIOUS = ("unreadable", "no_certificates")
_SETTINGS: Mapping[str, Callable[[], tuple[str, str]]] = {
    "unreadable": lambda: (
        _("A settings file cannot be read: {names}. Seedbed does without it."),
        _("Rename the file if conda or pip complain about it in a terminal later."),
    ),
    "no_certificates": lambda: (
        _("Variables name certificates that are not there: {names}. Seedbed ignores them."),
        _(
            "Delete them from the system’s settings or your shell’s files: a program that was "
            "removed has left them, and other programs cannot reach servers because of them."
        ),
    ),
    "variables": lambda: (
        _("Some variables could get in the way: {names}. Seedbed ignores them."),
        _("Nothing to do, unless programs behave oddly in your own terminal later."),
    ),
    "files": lambda: (
        _(
            "There are settings for conda or pip in {names}. Seedbed uses pip’s only for packages"
            " from PyPI, and conda’s not at all."
        ),
        _("Nothing to do; in your own terminal they still count."),
    ),
    "certificates": lambda: (
        _("This computer names its own certificates ({names}); programs keep using them."),
        _("Nothing to do as long as the servers can be reached."),
    ),
    "dead_conda": lambda: (
        _("A conda that was removed has left lines behind in {names}."),
        _("They cause error messages in terminals; you may delete them by hand."),
    ),
    "proxy": lambda: (
        _("Traffic to the internet goes through a proxy ({names})."),
        _("Nothing to do as long as the servers can be reached."),
    ),
}


def about_reach(machine: Machine) -> Iterator[Finding]:
    """Findings about "machine.reach". Never a stop: a kit needs no network."""
    answers = machine.reach or ()
    wrong_clock = [answer for answer in answers if _clock_is_off(answer)]
    if wrong_clock:
        yield _reach(str(Rule.CLOCK), *words(Rule.CLOCK, wrong_clock[0].host))
    unreachable = [answer for answer in answers if not answer.ok and answer not in wrong_clock]
    troubles: dict[Rule, list[str]] = {}
    for answer in unreachable:
        troubles.setdefault(_rule(answer), []).append(answer.host)
    for rule, hosts in troubles.items():
        sentence, remedy = words(rule, hosts[0])
        yield _reach(str(rule), sentences(sentence, _others(hosts[1:])), remedy)


def _others(hosts: list[str]) -> str:
    """Which servers share a trouble with one that was named; "" for none."""
    if not hosts:
        return ""
    shown, more = listing(hosts[:_SHOWN_HOSTS]), len(hosts) - _SHOWN_HOSTS
    if more > 0:
        shown += ngettext(" and {number} more", " and {number} more", more).format(number=more)
    return _("The same goes for {hosts}.").format(hosts=shown)


def _reach(rule: str, sentence: str, remedy: str) -> Finding:
    return Finding("machine.reach", Level.WARN, rule, sentence, remedy)


def _clock_is_off(answer: Reach) -> bool:
    off = answer.clock_off_seconds
    return answer.trouble == Rule.CLOCK or (off is not None and abs(off) > CLOCK_LIMIT_SECONDS)


def _rule(answer: Reach) -> Rule:
    try:
        return Rule(answer.trouble)
    except ValueError:
        return Rule.UNKNOWN
