"""The Python of a fake prefix: `-m conda` and `-m pip` are answered here, the rest is real.

conda makes environments from an explicit file and its own cache only, as the real one does with
`--offline`: an archive without its address in urls.txt, or with a wrong md5, is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

DELAY = float(os.environ.get("FAKE_DELAY", "0"))
MANNER = os.environ.get("FAKE_CONDA", "good")
PREFIX = Path(sys.argv[1]).absolute().parent.parent


def main() -> int:
    words = sys.argv[2:]
    module = words[words.index("-m") + 1] if "-m" in words else ""
    if module == "conda":
        return conda(words[words.index("conda") + 1 :])
    if module == "pip":
        return pip(words[words.index("pip") + 1 :])
    return subprocess.run([sys.executable, *words], check=False).returncode


def conda(words: list[str]) -> int:
    if words[0] == "info":
        root = "/somewhere/else" if MANNER == "other_base" else str(PREFIX)
        say({"root_prefix": root, "conda_version": "26.9.4"})
        return 0
    if words[0] == "create" and "--dry-run" in words:
        sys.stdout.write(os.environ["FAKE_DRY_RUN"])
        return 0
    return create(Path(words[words.index("--prefix") + 1]), Path(words[words.index("--file") + 1]))


def say(data: dict[str, object]) -> None:
    sys.stdout.write("a plugin says hello\n" + json.dumps(data, indent=2) + "\n")


def fail(name: str, message: str) -> int:
    one = {"exception_name": name, "message": message}
    say({"exception_name": "CondaMultiError", "errors": [one, one]})
    return 1


def create(prefix: Path, explicit: Path) -> int:
    pkgs = Path(os.environ["CONDA_PKGS_DIRS"])
    known = (pkgs / "urls.txt").read_text().split()
    (prefix / "conda-meta").mkdir(parents=True, exist_ok="install" in sys.argv)
    for line in explicit.read_text().splitlines()[1:]:
        url, _mark, md5 = line.partition("#")
        archive = pkgs / url.rpartition("/")[2]
        if url not in known or not archive.exists():
            return fail("OfflineError", f"not in the cache: {url}")
        if md5 and hashlib.md5(archive.read_bytes()).hexdigest() != md5:
            return fail("ChecksumMismatchError", f"wrong md5: {archive}")
        link(archive.name.removesuffix(".conda"), url, prefix, pkgs)
        time.sleep(DELAY)
        if MANNER == "traceback":
            raise OSError("while an archive was unpacked")
        if MANNER == "no_space":
            return fail("CondaError", "[Errno 28] No space left on device")
    python = prefix / "bin" / "python"
    python.parent.mkdir(exist_ok=True)
    python.write_text((PREFIX / "bin" / "python").read_text())
    python.chmod(0o755)
    (prefix / "conda-meta" / "history").write_text("")
    return 0


def link(name: str, url: str, prefix: Path, pkgs: Path) -> None:
    info = pkgs / name / "info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "paths.json").write_text(json.dumps({"paths": [{"_path": f"share/{name}.txt"}]}))
    (info / "repodata_record.json").write_text(json.dumps({"url": url}))
    (prefix / "share").mkdir(exist_ok=True)
    (prefix / "share" / f"{name}.txt").write_text(name)
    (prefix / "conda-meta" / f"{name}.json").write_text(json.dumps({"name": name}))


def pip(words: list[str]) -> int:
    wanted = words[words.index("--") + 1 :] if "--" in words else []
    time.sleep(DELAY)
    (PREFIX / "pip-words.json").write_text(json.dumps(words))
    if "unknown-package" in wanted:
        sys.stderr.write("ERROR: No matching distribution found for unknown-package\n")
        return 1
    if words[1:2] != ["--no-input"] or sys.stdin.read():
        return 9
    index = words[words.index("--index-url") + 1] if "--index-url" in words else "usual"
    with (PREFIX / "pip-asked.txt").open("a") as asked:
        asked.write(f"{index}\n")
    if index == os.environ.get("FAKE_PIP_DEAD_INDEX"):
        sys.stderr.write(f"ERROR: Could not fetch URL {index}\n")
        return 1
    (PREFIX / "pip-installed.json").write_text(json.dumps(wanted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
