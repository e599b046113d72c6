"""Brings the files of a lock into our cache, and unpacks packages as they arrive.

No step of its own. Which files those are is the lock's business; what conda and pip make of them,
that of steps.
"""

from __future__ import annotations

import threading
from pathlib import Path

from app.core.consent import Kind
from app.core.mirrors.words import order_text
from app.core.network.download import FileToFetch, OnFile
from app.core.network.trouble import ServerTrouble
from app.core.network.words import Rule
from app.core.packages.hand_over import (
    archive_path,
    files_to_fetch,
    to_unpack,
    wheels_to_fetch,
)
from app.core.packages.lock import Lock
from app.core.packages.unpack import Unpacker, staging_for
from app.core.run.events import Unit
from app.core.run.limit import Work
from app.core.run.step import Context
from app.i18n import _


def is_gone(trouble: ServerTrouble) -> bool:
    """Whether a server, or a folder, said that it does not have a file (any more)."""
    return trouble.rule in (Rule.GONE, Rule.NO_FILE)


def staging(ctx: Context) -> Path | None:
    """Where this plan's packages wait unpacked until conda is there to take them."""
    return staging_for(ctx.cache, ctx.workspace, ctx.plan.target.folder)


def fetch(ctx: Context, lock: Lock) -> None:
    """Download every archive of the lock that our cache does not have, and unpack each at once."""
    folder = staging(ctx)
    if folder is None:
        ctx.report.line(_("The cache is on another drive; conda will unpack the packages itself."))
        _download(ctx, lock, lambda _file: None, None)
        return
    wanted = to_unpack(lock, ctx.conda.packages)
    packages = {archive_path(package, ctx.cache): package for package in wanted}

    def told(count: int) -> None:
        if downloaded.is_set():
            ctx.report.at_work(Work.UNPACKING, unpacker.backlog(0))
            _tell_unpacked(ctx, count, len(packages))

    def unpack(file: FileToFetch) -> None:
        if file.target in packages:
            unpacker.add(packages[file.target], file.target)

    downloaded = threading.Event()
    with Unpacker(ctx.shell, ctx.cancel, folder, told) as unpacker:
        _download(ctx, lock, unpack, unpacker)
        ctx.report.at_work(Work.UNPACKING, unpacker.backlog(0))
        downloaded.set()
        unpacker.finish(ctx.report.line)


def fetch_wheels(ctx: Context, lock: Lock) -> None:
    """Download every wheel of the lock that our cache does not have."""

    def told(done: int, total: int | None) -> None:
        ctx.report.progress(done, total, Unit.BYTES, _("packages for pip"))

    files = wheels_to_fetch(lock, ctx.plan.target.source, ctx.cache, lambda url: (url,))
    ctx.report.at_work(Work.FETCHING)
    ctx.download.fetch_all(files, ctx.cancel, told, ctx.report.line)


def _download(ctx: Context, lock: Lock, on_file: OnFile, unpacker: Unpacker | None) -> None:
    def told(done: int, total: int | None) -> None:
        to_come = None if total is None else total - done
        ctx.report.at_work(Work.FETCHING, unpacker.backlog(to_come) if unpacker else None)
        detail = _("{count} packages, {unpacked} unpacked").format(
            count=len(lock.packages), unpacked=len(unpacker.unpacked) if unpacker else 0
        )
        ctx.report.progress(done, total, Unit.BYTES, detail)

    ctx.report.at_work(Work.FETCHING)
    files = files_to_fetch(lock, ctx.cache, lambda url: ctx.urls((url,), Kind.CONDA))
    for text in dict.fromkeys(order_text(file.urls) for file in files):
        if text:
            ctx.report.line(text)
    ctx.download.fetch_all(files, ctx.cancel, told, ctx.report.line, on_file)
    if lock.wheels:
        try:
            fetch_wheels(ctx, lock)
        except ServerTrouble as trouble:
            if not is_gone(trouble):  # else it is told where they are installed
                raise


def _tell_unpacked(ctx: Context, count: int, total: int) -> None:
    ctx.report.progress(count, total, Unit.PACKAGES, _("Unpacking the last ones"))
