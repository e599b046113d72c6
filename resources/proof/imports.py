"""Imports libraries one after the other in one process and says what happened to each.

Runs inside the environment under proof: standard library only, old Pythons too. It is given one
JSON file and writes one JSON object per line; what the libraries print themselves goes elsewhere.
"""

import importlib
import json
import os
import sys
import traceback
from pathlib import Path

OWN_MODULES = ("ssl", "ctypes", "sqlite3", "lzma", "zlib")


def take_over_output():
    """Keep standard output for our lines alone; whatever a library prints goes to the errors."""
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    return ours


def about():
    """What this Python is: version, prefix, how many packages, whether PyTorch is there."""
    from importlib.util import find_spec

    return {
        "python": python_version(),
        "prefix": sys.prefix,
        "packages": count_packages(),
        "torch": find_spec("torch") is not None,
    }


def python_version():
    """Such as "3.12.4"."""
    return ".".join(map(str, sys.version_info[:3]))


def records():
    """Name and version of every package that conda recorded (conda-facts §1.6)."""
    found = {}
    for file in Path(sys.prefix, "conda-meta").glob("*.json"):
        parts = file.stem.rsplit("-", 2)
        if len(parts) == 3:
            found[parts[0].lower().replace("_", "-")] = parts[1]
    return found


def count_packages():
    """The packages that conda recorded, and those that pip added."""
    from importlib import metadata

    by_conda = records()
    by_pip = {
        (distribution.metadata["Name"] or "").lower().replace("_", "-")
        for distribution in metadata.distributions()
        if (distribution.read_text("INSTALLER") or "").strip() in ("pip", "uv")
    }
    return len(by_conda) + len(by_pip - set(by_conda))


def own_modules():
    """Whether Python's own modules with foreign libraries work (failures F31).

    A module that was never built is told; one that is there and does not load is a failure.
    """
    absent = []
    for name in OWN_MODULES:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as error:
            if name == "ssl":
                return verdict("python", False, "error", repr(error))
            absent.append(name)
        except Exception as error:
            return verdict("python", False, "error", name + ": " + repr(error))
    detail = "without " + ", ".join(absent) if absent else ""
    return dict(verdict("python", True, "", detail), version=python_version())


def verdict(name, passed, kind="", detail=""):
    """One line of the answer; `kind` is missing, absent, outside, error or "" ."""
    return {"name": name, "passed": passed, "kind": kind, "detail": detail[-3000:], "version": ""}


def check(wanted):
    """Import everything that one library should bring."""
    name = wanted["name"]
    modules = wanted["imports"] or modules_from_metadata(name)
    if modules is None and wanted["certain"]:
        return verdict(name, False, "absent", "no record of it in this environment")
    if not modules and modules is not None:
        return dict(verdict(name, None, "", "nothing to import"), version=version_of(name, ""))
    for module in modules or [name.lower().replace("-", "_")]:
        problem = import_one(module)
        if problem and problem[0] == "missing" and not wanted["certain"]:
            return verdict(name, None, "", "no module called " + module)
        if problem:
            return verdict(name, False, *problem)
    first = (modules or [name])[0].split(".")[0]
    return dict(verdict(name, True), version=version_of(name, first))


def import_one(module):
    """(kind, detail) of what is wrong with a module, or None."""
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        own = error.name and (module == error.name or module.startswith(error.name + "."))
        return ("missing" if own else "error"), traceback.format_exc()
    except BaseException:  # a library may even call sys.exit() while it is imported
        return "error", traceback.format_exc()
    places = (
        [loaded.__file__]
        if getattr(loaded, "__file__", None)
        else list(getattr(loaded, "__path__", ()))
    )
    for place in places:
        if not inside_environment(place):
            return "outside", place
    return None


def inside_environment(place):
    """Whether a file belongs to this environment (failures F35)."""
    for change in (os.path.abspath, os.path.realpath):
        prefix = os.path.normcase(change(sys.prefix)).rstrip(os.sep) + os.sep
        if os.path.normcase(change(place)).startswith(prefix):
            return True
    return False


def modules_from_metadata(name):
    """The modules of a distribution that pip installed; None if there is no such distribution."""
    from importlib import metadata

    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    tops = (distribution.read_text("top_level.txt") or "").split()
    if not tops:
        for file in distribution.files or ():
            parts = file.parts
            if len(parts) == 2 and parts[1] == "__init__.py":
                tops.append(parts[0])
            elif len(parts) == 1 and parts[0].endswith((".py", ".so", ".pyd")):
                tops.append(parts[0].split(".")[0])
    public = [top for top in dict.fromkeys(tops) if top.isidentifier() and top[0] != "_"]
    guess = name.lower().replace("-", "_")
    return [guess] if guess in public else public


def version_of(name, module):
    """The version that was installed, as far as anybody says."""
    from importlib import metadata

    for candidate in (name, module):
        try:
            if candidate:
                return metadata.version(candidate)
        except metadata.PackageNotFoundError:
            pass
    recorded = records().get(name.lower().replace("_", "-"), "")
    return recorded or str(getattr(sys.modules.get(module), "__version__", ""))


def together():
    """Let the loaded number libraries calculate in this one process (failures F36)."""
    used = []
    try:
        numpy = sys.modules.get("numpy")
        if numpy is not None:
            matrix = numpy.arange(16.0).reshape(4, 4) + 10 * numpy.eye(4)
            assert abs((numpy.linalg.inv(matrix) @ matrix).trace() - 4) < 1e-6
            used.append("NumPy")
        torch = sys.modules.get("torch")
        if torch is not None:
            square = torch.eye(64) * 2
            assert float((square @ square).sum()) == 256.0
            used.append("PyTorch")
        if "sklearn" in sys.modules and numpy is not None:
            from sklearn.decomposition import PCA

            PCA(2).fit_transform(matrix)
            used.append("scikit-learn")
    except Exception:
        return verdict("all_together", False, "error", traceback.format_exc())
    return verdict("all_together", True if used else None, "", ", ".join(used))


def main():
    """Answer every question of the request file, one line each, as soon as it is known."""
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    out = take_over_output()

    def say(line):
        out.write(json.dumps(line) + "\n")
        out.flush()

    if request["whole"]:
        say({"about": about()})
        say({"start": "python"})
        say(own_modules())
    for wanted in request["libraries"]:
        say({"start": wanted["name"]})
        say(check(wanted))
    if request["whole"]:
        say({"start": "all_together"})
        say(together())
    # A library's threads must not keep a finished proof from ending.
    out.close()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
