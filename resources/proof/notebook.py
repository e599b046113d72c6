"""Runs the notebook in argv[1] from its first cell to its last, in a kernel of this environment.

Runs inside the environment under proof, in the folder that the notebook shall see. What cells
print is printed; the last line is one JSON object about how it ended. Nothing is written back.
"""

import json
import os
import re
import sys
import tempfile
import traceback
from pathlib import Path

START_SECONDS = 120
LOOK_SECONDS = 5
# What lies in the folder may be imported, but takes the place of nothing that is installed.
ENTER = """import os, sys
os.chdir({folder!r})
sys.path[:] = [place for place in sys.path if place not in ("", {start!r})] + [{folder!r}]
del os, sys
"""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def say(text):
    """Print at once, whatever the text contains."""
    sys.stdout.write(text)
    sys.stdout.flush()


def kernel_manager():
    """A manager that knows only the kernels inside this environment, whatever the notebook asks."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    folder = Path(sys.prefix, "share", "jupyter", "kernels")
    ours = (folder / "python3" / "kernel.json").is_file()
    specs = KernelSpecManager(kernel_dirs=[str(folder)], ensure_native_kernel=not ours)
    return KernelManager(kernel_name="python3", kernel_spec_manager=specs)


def code_cells(file):
    """The code cells that have something to run, as number and cell."""
    notebook = json.loads(Path(file).read_text(encoding="utf-8-sig"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [(number, cell) for number, cell in enumerate(cells, start=1) if source(cell).strip()]


def source(cell):
    """The text of a cell, which may be kept as lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def may_raise(cell):
    """Whether an error is what the cell is there to show."""
    return "raises-exception" in cell.get("metadata", {}).get("tags", ())


def run_cell(manager, client, text):
    """The traceback of the error that ended the cell, "" for none. Raises if the kernel died."""
    from queue import Empty

    message = client.execute(text, allow_stdin=False)
    trouble = ""
    while True:
        try:
            answer = client.get_iopub_msg(timeout=LOOK_SECONDS)
        except Empty:
            if not manager.is_alive():
                raise RuntimeError("the kernel ended in the middle of the cell") from None
            continue
        if answer["parent_header"].get("msg_id") != message:
            continue
        content = answer["content"]
        if answer["msg_type"] == "stream":
            say(content["text"])
        elif answer["msg_type"] == "error":
            lines = content["traceback"] or [content["ename"] + ": " + content["evalue"]]
            trouble = _COLOURS.sub("", "\n".join(lines))
        elif answer["msg_type"] == "status" and content["execution_state"] == "idle":
            return trouble


def run(file):
    """Run all cells; how it ended, as one object."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as empty:
        return run_from(os.path.realpath(empty), code_cells(file))


def run_from(start, cells):
    """The same by a kernel that starts in a folder where nobody has put a module before it."""
    manager = kernel_manager()
    manager.start_kernel(cwd=start)
    try:
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=START_SECONDS)
            trouble = run_cell(manager, client, ENTER.format(folder=str(Path.cwd()), start=start))
            if trouble:
                return {"ended": "failed", "cell": 0, "detail": trouble}
            for number, cell in cells:
                say("[" + str(number) + "]\n")
                trouble = run_cell(manager, client, source(cell))
                if trouble and not may_raise(cell):
                    return {"ended": "failed", "cell": number, "detail": trouble}
        finally:
            client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
    return {"ended": "passed", "cells": len(cells)}


def main():
    """Print what cells print, and then one line of JSON, whatever happens."""
    try:
        import ipykernel  # noqa: F401 - whether it is there
        import jupyter_client  # noqa: F401
    except ImportError as error:
        answer = {"ended": "no_software", "detail": str(error)}
    else:
        try:
            answer = run(sys.argv[1])
        except BaseException:
            answer = {"ended": "failed", "cell": 0, "detail": traceback.format_exc()}
    say("\n" + json.dumps(answer) + "\n")
    os._exit(0)


if __name__ == "__main__":
    main()
