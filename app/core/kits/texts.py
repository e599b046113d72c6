"""The text files of a kit: workshop, lock, explicit files, catalogue of installers, start page.

Texts only; writing them is `making`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import quote, unquote

from app.core.amounts import bytes_text
from app.core.catalog.installers import Distribution
from app.core.catalog.platforms import conda_platform
from app.core.kits import names
from app.core.kits.beside import beside_path
from app.core.kits.exact import exact_text, kit_lines
from app.core.kits.ingredients import Ingredients, Part
from app.core.packages.lock import Lock
from app.core.packages.solve import wish_elsewhere
from app.core.packages.workshop_lock import for_file
from app.core.place import as_url
from app.core.plan import Plan, Workshop
from app.core.wheels.requirements import pip_file_name
from app.core.workshops.lock_file import (
    LockedWheel,
    LockFile,
    PlatformLock,
    lock_name,
    write_lock_file,
)
from app.core.workshops.locking import explicit_header, explicit_text, pip_text
from app.core.workshops.planwrite import write_workshop
from app.paths import resource

_CATALOG_HEAD = "The installers in this kit, each with the hash that it must have."


def package_path(url: str) -> str:
    """Where the kit has the package with this address, as a path."""
    return unquote(package_reference(url))


def package_reference(url: str) -> str:
    """The same as it stands in addresses: a "!" in a version may be quoted there."""
    _channel, subdir, name = url.rsplit("/", 2)
    return f"{names.CHANNEL}/{subdir}/{name}"


def installer_path(part: Part) -> str:
    """Where the kit has the installer of a platform."""
    return f"{names.INSTALLERS}/{part.installer.file}"


def wheel_path(wheel: LockedWheel) -> str:
    """Where the kit has a wheel."""
    return f"{names.WHEELS}/{wheel.file_name}"


def pip_name(subdir: str) -> str:
    """The name of a platform's requirements for pip."""
    return pip_file_name(Path(names.WORKSHOP).stem, subdir)


def explicit_name(subdir: str) -> str:
    """The name of a platform's explicit file."""
    return f"{Path(names.WORKSHOP).stem}.{subdir}.txt"


def kit_workshop(workshop: Workshop, source: str = "") -> Workshop:
    """The workshop as it stands in its kit: everything lies beside it, and conda goes back to the
    workshop's public channels when the kit is gone."""
    public = tuple(name for name in workshop.channels if not name.strip().startswith("./"))
    return replace(
        workshop,
        later_channels=workshop.later_channels or public,
        channels=(f"./{names.CHANNEL}",),
        catalog=names.CATALOG,
        explicit=kit_lines(workshop, source) if workshop.explicit else (),
        materials=names.MATERIALS if workshop.materials else "",
        check=beside_path(names.CHECK, workshop.check),
        logo=beside_path(names.LOGO, workshop.logo),
        lock=LockFile(),
    )


def text_files(made_of: Ingredients, kit: Path) -> dict[str, str]:
    """By path, all files that are text of ours; the manifest is not among them."""
    workshop = kit_workshop(made_of.plan.workshop, made_of.plan.target.source)
    common = {
        names.CATALOG: _catalog(made_of.distribution, made_of.parts),
        names.START_PAGE: start_page(workshop, made_of),
        names.WORKSHOP: write_workshop(workshop),
    }
    plan = replace(made_of.plan, workshop=workshop).with_target(source=str(kit))
    if workshop.explicit:
        name = explicit_name(made_of.parts[0].subdir)
        header = explicit_header(made_of.parts[0].subdir, name, names.WORKSHOP, plan)
        return {**common, name: exact_text(workshop.explicit, header)}
    return {**common, **_locked_texts(made_of.parts, plan, kit)}


def _locked_texts(parts: Sequence[Part], plan: Plan, kit: Path) -> dict[str, str]:
    """The lock, and what conda and pip read of it."""
    locks = tuple(_lock(part, plan, kit) for part in parts)
    explicit = {
        explicit_name(lock.subdir): explicit_text(
            lock, explicit_name(lock.subdir), names.WORKSHOP, plan
        )
        for lock in locks
    }
    by_pip = {
        pip_name(lock.subdir): pip_text(lock, names.WORKSHOP) for lock in locks if lock.wheels
    }
    return {
        lock_name(names.WORKSHOP): write_lock_file(LockFile(locks), names.WORKSHOP),
        **explicit,
        **by_pip,
    }


def _lock(part: Part, plan: Plan, kit: Path) -> PlatformLock:
    wish = wish_elsewhere(plan, part.subdir)
    base = as_url(str(kit))
    packages = tuple(
        replace(package, url=f"{base}/{package_reference(package.url)}")
        for package in part.packages
    )
    wheels = part.wheels and tuple(
        replace(wheel, url=f"./{names.WHEELS}/{quote(wheel.file_name)}") for wheel in part.wheels
    )
    return for_file(Lock(wish.key, part.subdir, packages, wheels=wheels), wish)


def _catalog(distribution: Distribution, parts: Sequence[Part]) -> str:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(_CATALOG_HEAD))
    document.add("schema", tomlkit.item(1))
    keys = ("id", "title", "publisher", "summary", "licence_name", "licence_url", "licence_text")
    about = {key: getattr(distribution, key) for key in keys}
    document.add("distribution", _tables([{k: v for k, v in about.items() if v}]))
    document.add("installer", _tables([_installer(part) for part in parts]))
    return tomlkit.dumps(document)


def _installer(part: Part) -> dict[str, Any]:
    installer = part.installer
    values = {
        "distribution": installer.distribution,
        "version": installer.version,
        "os": installer.os,
        "cpu": installer.cpu,
        "file": installer.file,
        "url": installer_path(part),
        "size": installer.size,
        "sha256": installer.sha256,
    }
    return {key: value for key, value in values.items() if value is not None}


def _tables(rows: list[dict[str, Any]]) -> Any:
    import tomlkit

    tables = tomlkit.aot()
    for row in rows:
        table = tomlkit.table()
        for key, value in row.items():
            multiline = isinstance(value, str) and "\n" in value and "\r" not in value
            table.add(key, tomlkit.string(value, multiline=True) if multiline else value)
        tables.append(table)
    return tables


def start_page(workshop: Workshop, made_of: Ingredients) -> str:
    """The page that opens by double-click: what to do, in both languages, and by hand."""
    template = Template(resource("kit/start-here.html").read_text(encoding="utf-8"))
    by_hand = "\n".join(_by_hand(workshop, part) for part in made_of.parts)
    apps = "\n".join(
        f'<li><a href="{quote(app.path)}">{escape(app.path)}</a></li>' for app in made_of.apps
    )
    return template.substitute(
        title=escape(workshop.title or workshop.environment),
        author=escape(workshop.author),
        description=escape(workshop.description),
        contact=escape(workshop.contact),
        workshop=escape(names.WORKSHOP),
        apps=f"<ul>{apps}</ul>" if apps else "",
        logo=f'<img class="logo" src="{quote(workshop.logo)}" alt="">' if workshop.logo else "",
        by_hand=by_hand,
    )


def _by_hand(workshop: Workshop, part: Part) -> str:
    platform = conda_platform(part.subdir)
    size = bytes_text(part.bytes)
    lines = _commands(workshop, part, platform.os)
    commands = "".join(f"<li><code>{escape(line)}</code></li>\n" for line in lines)
    heading = escape(f"{platform.title} ({part.subdir}, {size})")
    return f'<h3>{heading}</h3>\n<ol data-platform="{part.subdir}">\n{commands}</ol>'


def _commands(workshop: Workshop, part: Part, system: str) -> Iterator[str]:
    """The commands, as typed in the kit's folder: three, and one more where pip adds something."""
    name, explicit = workshop.environment, explicit_name(part.subdir)
    installer = installer_path(part)
    if system == "windows":
        # Not the home folder: conda's installer refuses spaces, and names have some.
        base = r"C:\seedbed-conda"
        conda = rf"{base}\condabin\conda.bat"
        yield rf'start /wait "" {installer.replace("/", chr(92))} /S /InstallationType=JustMe ' + (
            rf"/RegisterPython=0 /AddToPath=0 /D={base}"
        )
        yield f'call "{conda}" create --yes --offline --name {name} --file {explicit}'
        yield f'call "{conda}" activate {name}'
        yield from _by_pip(part)
        return
    base = '"$HOME/seedbed-conda"'
    yield f"bash {installer} -b -p {base}"
    yield f"{base}/bin/conda create --yes --offline --name {name} --file {explicit}"
    yield f". {base}/bin/activate {name}"
    yield from _by_pip(part)


def _by_pip(part: Part) -> Iterator[str]:
    if part.wheels:
        yield (
            f"python -m pip install --no-index --find-links {names.WHEELS} --no-deps"
            f" --require-hashes -r {pip_name(part.subdir)}"
        )
