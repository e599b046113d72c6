"""Starts a Jupyter kernel of this environment, runs one cell, and says where the cell ran.

Runs inside the environment under proof. Kernels of the user are never looked at (failures F25).
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path

CELL = "import sys; print(sys.prefix)"
START_SECONDS = 120
ANSWER_SECONDS = 60


def kernel_manager():
    """A manager that knows only the kernels inside this environment."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    folder = Path(sys.prefix, "share", "jupyter", "kernels")
    ours = (folder / "python3" / "kernel.json").is_file()
    specs = KernelSpecManager(kernel_dirs=[str(folder)], ensure_native_kernel=not ours)
    return KernelManager(kernel_name="python3", kernel_spec_manager=specs)


def run_cell(client):
    """What the cell printed. Raises RuntimeError if it failed, TimeoutError if it never ended."""
    printed = []
    client.wait_for_ready(timeout=START_SECONDS)
    message = client.execute(CELL, allow_stdin=False)
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        answer = client.get_iopub_msg(timeout=ANSWER_SECONDS)
        if answer["parent_header"].get("msg_id") != message:
            continue
        content = answer["content"]
        if answer["msg_type"] == "stream":
            printed.append(content["text"])
        elif answer["msg_type"] == "error":
            raise RuntimeError("\n".join(content["traceback"]))
        elif answer["msg_type"] == "status" and content["execution_state"] == "idle":
            return "".join(printed).strip()
    raise TimeoutError("the cell did not end")


def prove():
    """Start, ask, stop; the answer as one object."""
    import jupyter_client

    started = time.monotonic()
    manager = kernel_manager()
    manager.start_kernel()
    try:
        client = manager.client()
        client.start_channels()
        try:
            prefix = run_cell(client)
        finally:
            client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
    return {
        "prefix": prefix,
        "version": jupyter_client.__version__,
        "seconds": round(time.monotonic() - started, 2),
    }


def main():
    """Print one line of JSON, whatever happens."""
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    try:
        answer = prove()
    except BaseException as error:
        answer = {"error": type(error).__name__ + ": " + str(error)}
        traceback.print_exc()
    ours.write(json.dumps(answer) + "\n")
    ours.close()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
