"""Fetches the installer of the chosen distribution and verifies its hash before anything runs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.core.catalog.installers import Installer
from app.core.catalog.origin_hash import origin_hash
from app.core.consent import Kind
from app.core.mirrors.words import order_text
from app.core.network.download import FileToFetch
from app.core.run import kept_installer
from app.core.run.events import Unit
from app.core.run.limit import Work
from app.core.run.step import Context, Step
from app.i18n import _
from app.steps.installer import chosen_installer, is_installed


@dataclass(frozen=True)
class FetchInstaller(Step):
    """Downloads the installer into our cache."""

    name = "fetch_installer"
    weight = 5.0

    @property
    def title(self) -> str:
        return _("Downloading the installer")

    def already_done(self, ctx: Context) -> str:
        if ctx.plan.target.reuse:
            return _("The conda that is already there will be used.")
        return _("conda is already installed.") if is_installed(ctx) else ""

    def run(self, ctx: Context) -> None:
        installer = _with_hash(ctx, chosen_installer(ctx))
        detail = installer.file
        path = installer.path_in(ctx.cache)
        urls = ctx.urls(installer.urls, Kind.INSTALLERS)
        if order_text(urls):
            ctx.report.line(order_text(urls))
        ctx.report.at_work(Work.FETCHING)
        ctx.download.fetch(
            FileToFetch(
                urls=urls,
                target=path,
                size=installer.size,
                sha256=installer.sha256,
                urgent=True,  # it runs for a while, and packages can arrive meanwhile
            ),
            ctx.cancel,
            lambda done, total: ctx.report.progress(done, total, Unit.BYTES, detail),
            ctx.report.line,
        )
        kept_installer.save(path, installer.sha256, ctx.workspace)
        ctx.report.line(_("Verified: SHA-256 {digest}").format(digest=installer.sha256))


def _with_hash(ctx: Context, installer: Installer) -> Installer:
    """The installer with a SHA-256: ours, or the one its origin publishes (conda-facts §2)."""
    if installer.sha256:
        return installer
    sha256, size = origin_hash(
        installer, lambda url, limit: ctx.download.read(url, limit, ctx.cancel)
    )
    return replace(installer, sha256=sha256, size=size or installer.size)
