"""Finds the exact packages for a wish: by py-rattler in a child process, or by conda's dry run.

A solver answers with a Lock or raises what is wrong in words; it installs nothing.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from packaging.version import InvalidVersion, Version

from app.core.accelerator import NO_CHOICE, Choice, Kind, Reason, choose
from app.core.cache.kind import CacheKind
from app.core.catalog.channels import named_addresses
from app.core.catalog.platforms import all_platforms, conda_platform
from app.core.conda import errors as conda_errors
from app.core.conda.commands import CondaAt, answer
from app.core.files import jsonfile
from app.core.files.disk_trouble import writing
from app.core.machine.facts import Machine
from app.core.packages import unsolvable
from app.core.packages.lock import Lock, LockedPackage, Wish, from_data
from app.core.plan import Accelerator, Plan
from app.core.shell import Shell
from app.core.specs import parse_spec
from app.core.workshops.differences import plan_on, stated_least, virtual_on, workshop_on
from app.errors import CommandFailed, InstallError, NoNetwork, PlanInvalid
from app.i18n import _
from app.paths import CHILD, own_command
from app.platforms.base import Command

_SOLVE_SECONDS = 600.0
_OLDEST_PYTHON = Version("3.8")


class SolverUnavailable(CommandFailed):
    """This solver cannot work on this computer; another one may."""


class Solver(Protocol):
    """Something that can find exact packages."""

    def solve(self, wish: Wish) -> Lock:
        """The lock for a wish. Raises PlanInvalid for a conflict or a missing package,
        NoNetwork, SolverUnavailable, or Cancelled."""

    def python_versions(self, channels: tuple[str, ...], subdir: str) -> tuple[str, ...]:
        """The Python versions ("3.12") that the channels have, newest first."""


def wish_for(plan: Plan, subdir: str, choice: Choice = NO_CHOICE) -> Wish:
    """What the plan's environment needs: Python, pip and the chosen libraries, in the builds that
    were chosen. Raises PlanInvalid for a library or channel that is not written as one."""
    workshop = workshop_on(plan.workshop, subdir)
    python = f"python={workshop.python}" if workshop.python else "python"
    specs = [parse_spec(text).text for text in workshop.packages]
    chosen = [spec for spec in specs if spec not in ("python", "pip")]
    named = named_addresses(workshop.channels, plan.target.source)
    return Wish(
        channels=tuple(named),
        specs=(python, "pip", *dict.fromkeys(chosen)),
        subdir=subdir,
        names=tuple(named.values()),
        kind=choice.kind if choice.kind in (Kind.CPU, Kind.CUDA) else "",
        cuda=choice.cuda,
        added=choice.added,
        bounds=choice.bounds,
        least=stated_least(workshop, subdir),
        pip=workshop.pip_packages,
    )


def wish_elsewhere(plan: Plan, subdir: str) -> Wish:
    """As `wish_for`, for any computer of the platform `subdir` that is as new as the workshop says
    and not for this one: without a graphics card, unless the plan or the workshop wants CUDA.
    Raises PlanInvalid for an unknown platform."""
    plan = plan_on(plan, subdir)
    virtual = virtual_on(plan.workshop, subdir, conda_platform(subdir).virtual)
    return replace(wish_for(plan, subdir, _choice_elsewhere(plan, subdir)), virtual=virtual)


def _choice_elsewhere(plan: Plan, subdir: str) -> Choice:
    stated, asked = plan.workshop.cuda, plan.target.accelerator
    if asked is Accelerator.CPU or not (stated or asked is Accelerator.CUDA):
        return NO_CHOICE
    wanted = plan.with_target(accelerator=Accelerator.CUDA)
    choice = choose(wanted, Machine(family=""), subdir)
    if not stated or choice.kind is not Kind.CUDA:
        return choice
    if choice.reason is Reason.OWN_SPEC:
        return replace(choice, cuda=stated)
    # Not what today's builds are known to be made for: the stated driver has to be enough.
    return replace(choice, cuda=stated, line=stated, bounds=(f"cuda-version<={stated}",))


@dataclass(frozen=True, slots=True)
class RattlerSolver:
    """Solves with py-rattler in a child process, which ends when the shell's flag is raised.

    With `quiet` the child gives way to everything else on the computer.
    """

    shell: Shell
    cache: Path
    quiet: bool = False

    def solve(self, wish: Wish) -> Lock:
        """See Solver."""
        platforms = [platform.subdir for platform in all_platforms()]
        data = self.ask({"task": "solve", **asdict(wish), "elsewhere": platforms})
        return from_data(
            {"key": wish.kept_key, "subdir": wish.subdir, "packages": data["packages"]}
        )

    def python_versions(self, channels: tuple[str, ...], subdir: str) -> tuple[str, ...]:
        """See Solver."""
        data = self.ask({"task": "pythons", "channels": channels, "subdir": subdir})
        return minor_versions(data["pythons"])

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The child's answer to a request. Raises what its trouble means, see Solver."""
        cache = self.cache / CacheKind.REPODATA
        with writing(cache / "wish.json"):
            cache.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(suffix=".json", prefix="wish-", dir=cache)
            os.close(handle)
        request_file = Path(name)
        asked = {**request, "cache": str(cache), "quiet": self.quiet}
        try:
            with writing(request_file):
                request_file.write_text(json.dumps(asked), "utf-8")
            arguments, folder = own_command(CHILD, name)
            finished = self.shell.run(
                Command(arguments=arguments), cwd=folder, timeout=_SOLVE_SECONDS
            )
        finally:
            request_file.unlink(missing_ok=True)
        data = answer(finished)
        if not data:
            raise SolverUnavailable(
                _("The solver stopped without an answer."),
                _("Try again; if it fails twice, save the report and ask for help."),
                f"{finished.returncode}\n{finished.stderr}",
            )
        if "trouble" in data:
            elsewhere = str(request["subdir"]) if request.get("virtual") else ""
            raise _trouble(data, elsewhere)
        return data


def _trouble(data: dict[str, Any], elsewhere: str) -> InstallError:
    detail = str(data.get("detail", ""))
    match data["trouble"]:
        case "conflict":
            return unsolvable.conflict(data["core"], data["ways"], detail)
        case "accelerator":
            return unsolvable.no_such_build(detail)
        case "missing":
            return unsolvable.missing(data["missing"], elsewhere)
        case "network":
            return NoNetwork(
                _("A channel could not be read."),
                _("Check the network connection and the channel’s address, then try again."),
                detail,
            )
        case "index":
            return CommandFailed(
                _("The channel’s index could not be written."),
                _("Try again; if it fails twice, choose another folder or drive."),
                detail,
            )
        case "spec":
            return PlanInvalid(
                _("A library or channel is not written as conda expects it."),
                _("Write for example: numpy or numpy=2.1"),
                detail,
            )
        case _:
            return SolverUnavailable(
                _("The solver is not available."),
                _("Install conda first; it can choose the versions itself."),
                detail,
            )


@dataclass(frozen=True, slots=True)
class CondaSolver:
    """Solves with conda's own dry run; needs an installed base (conda-facts §4.3a)."""

    shell: Shell
    conda: CondaAt

    def solve(self, wish: Wish) -> Lock:
        """See Solver."""
        nowhere = self.conda.base / "envs" / ".seedbed-dry-run"
        specs = (*wish.specs, *wish.added)
        command = self.conda.dry_run(nowhere, wish.channels, specs)
        finished = self.shell.run(_with_accelerator(command, wish), timeout=_SOLVE_SECONDS)
        data = answer(finished)
        if finished.returncode != 0 or not data.get("success"):
            raise conda_errors.failure(finished, _("choosing package versions"))
        actions = data.get("actions", {})
        fetched = {_dist(record): record for record in actions.get("FETCH", ())}
        packages = tuple(
            _locked(fetched.get(link["dist_name"]) or self._cached(link))
            for link in actions.get("LINK", ())
        )
        return Lock(wish.kept_key, wish.subdir, packages)

    def python_versions(self, channels: tuple[str, ...], subdir: str) -> tuple[str, ...]:
        """See Solver."""
        finished = self.shell.run(
            self.conda.command(
                *("search", "--json", "--override-channels", "--subdir", subdir),
                *(flag for channel in channels for flag in ("--channel", channel)),
                "python",
            ),
            timeout=_SOLVE_SECONDS,
        )
        if finished.returncode != 0:
            raise conda_errors.failure(finished, _("reading the channel"))
        records = answer(finished).get("python", ())
        return minor_versions([str(record["version"]) for record in records])

    def _cached(self, link: dict[str, Any]) -> dict[str, Any]:
        # LINK entries have neither address nor size; for packages that need no fetching conda
        # has kept the full record beside the unpacked package (conda-facts §5.1).
        record = self.conda.packages / link["dist_name"] / "info" / "repodata_record.json"
        data = jsonfile.read(record)
        if not isinstance(data, dict):
            raise CommandFailed(
                _("conda’s cache has no record of {name}.").format(name=link["dist_name"]),
                _("Try again; if it fails twice, choose another folder."),
                str(record),
            )
        return data


def _with_accelerator(command: Command, wish: Wish) -> Command:
    """conda's own ways to hide or assume a driver, and to bound a package (conda-facts §9.1)."""
    variables = dict(command.environment)
    if wish.cuda is not None:
        variables["CONDA_OVERRIDE_CUDA"] = wish.cuda
    if wish.bounds:
        variables["CONDA_PINNED_PACKAGES"] = "&".join(wish.bounds)
    return replace(command, environment=variables)


def _dist(record: dict[str, Any]) -> str:
    return str(record["fn"]).removesuffix(".conda").removesuffix(".tar.bz2")


def _locked(record: dict[str, Any]) -> LockedPackage:
    package = LockedPackage(
        name=record["name"],
        version=record["version"],
        build=record.get("build", record.get("build_string", "")),
        subdir=record.get("subdir", ""),
        url=record["url"],
    )
    return replace(
        package,
        size=record.get("size"),
        sha256=record.get("sha256") or "",
        md5=record.get("md5") or "",
    )


def minor_versions(versions: list[str]) -> tuple[str, ...]:
    """The distinct "major.minor" of final releases we support, newest first."""
    found: set[Version] = set()
    for text in versions:
        try:
            version = Version(text)
        except InvalidVersion:
            continue
        if not version.is_prerelease and version >= _OLDEST_PYTHON:
            found.add(Version(f"{version.major}.{version.minor}"))
    return tuple(str(version) for version in sorted(found, reverse=True))
