"""Which command is carried out by which module; a module is loaded only when its command is given.

Loading is most of the time that a command line takes to answer. What may be said to a command is
the arguments' business.
"""

from __future__ import annotations

from argparse import Namespace


def install(options: Namespace) -> int:
    """`seedbed install`."""
    from app.cli import install

    return install.run(options)


def check(options: Namespace) -> int:
    """`seedbed check`."""
    from app.cli import check

    return check.run(options)


def steps(options: Namespace) -> int:
    """`seedbed steps`."""
    from app.cli import steps

    return steps.run(options)


def report(options: Namespace) -> int:
    """`seedbed report`."""
    from app.cli import report

    return report.run(options)


def lock(options: Namespace) -> int:
    """`seedbed lock`."""
    from app.cli import lock

    return lock.run(options)


def prepare(options: Namespace) -> int:
    """`seedbed prepare`."""
    from app.cli import prepare

    return prepare.run(options)


def kit_make(options: Namespace) -> int:
    """`seedbed kit make`."""
    from app.cli import kit

    return kit.make(options)


def kit_check(options: Namespace) -> int:
    """`seedbed kit check`."""
    from app.cli import kit_check

    return kit_check.run(options)


def kit_serve(options: Namespace) -> int:
    """`seedbed kit serve`."""
    from app.cli import kit_serve

    return kit_serve.run(options)


def shared(options: Namespace) -> int:
    """`seedbed shared`."""
    from app.cli import shared

    return shared.run(options)


def window(options: Namespace) -> int:
    """`seedbed window`."""
    from app.cli import window

    return window.run(options)


def search(options: Namespace) -> int:
    """`seedbed search`."""
    from app.cli import search

    return search.run(options)


def mirrors(options: Namespace) -> int:
    """`seedbed mirrors`, with all that it can do."""
    from app.cli import mirrors

    return mirrors.run(options)


def cache(options: Namespace) -> int:
    """`seedbed cache`."""
    from app.cli import cache

    return cache.run(options)


def environments(options: Namespace) -> int:
    """`seedbed environments`."""
    from app.cli import environments

    return environments.run(options)


def proof(options: Namespace) -> int:
    """`seedbed proof`."""
    from app.cli import proof

    return proof.run(options)


def update(options: Namespace) -> int:
    """`seedbed update`."""
    from app.cli import update

    return update.run(options)


def selftest(options: Namespace) -> int:
    """`seedbed selftest`."""
    from app.cli import selftest

    return selftest.run(options)
