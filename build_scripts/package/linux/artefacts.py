"""Makes the artefacts for Linux from the frozen folder, and tries each of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from package import archives, names
from package.freezing import Say
from package.linux import bare_debian, deb, host_libraries, places, single_file
from package.proof import Proven, Trial, selftest, usual_environment


def make(folder: Path, out: Path, say: Say) -> list[Path]:
    """The one file, the .deb and the .tar.xz of the frozen `folder`, in `out`."""
    glibc = host_libraries.glibc_floor(folder)
    say(f"The oldest glibc that it runs on is {glibc}")
    stem = f"{names.APP_NAME}-{names.version()}-linux-{names.architecture()}"
    single, package, packed = out / stem, out / deb.name(), out / f"{stem}.tar.xz"
    work: tuple[tuple[Path, Callable[[Path], None]], ...] = (
        (single, lambda target: single_file.write_single_file(folder, glibc, target)),
        (package, lambda target: deb.write_deb(folder, glibc, target)),
        (packed, lambda target: archives.write_tar_xz(folder, names.APP_NAME, target)),
    )
    for target, write in work:
        say(f"Writing {target.name} ...")
        write(target)
    return [single, package, packed]


def prove(made: list[Path], kit: Path | None) -> Iterator[Proven]:
    """Try all of them; with a practice `kit` the one file also installs from it."""
    single, package, packed = made
    with TemporaryDirectory(prefix="seedbed-package-") as name:
        scratch = Path(name)
        yield from places.prove_folder(packed, scratch)
        yield from places.prove_single_file(single, scratch)
        if kit is not None:
            home = scratch / "deep"
            home.mkdir()
            trial = Trial(single.name, "the whole road", [str(single)], usual_environment(home))
            yield selftest(trial, "--deep", str(kit))
    if bare_debian.is_possible():
        yield from bare_debian.prove_bare(single, package)


def missing_tools() -> str:
    """What this machine lacks to make them, as Debian calls it; "" for nothing."""
    tools = {"gcc": "gcc libc6-dev libzstd-dev", "dpkg-deb": "dpkg", "readelf": "binutils"}
    wanted = [packages for tool, packages in tools.items() if shutil.which(tool) is None]
    header = subprocess.run(
        ["gcc", "-E", "-include", "zstd.h", "-x", "c", "/dev/null"],
        check=False, capture_output=True,
    ) if not wanted else None  # fmt: skip
    if header is not None and header.returncode:
        wanted.append("libzstd-dev")
    return " ".join(wanted)
