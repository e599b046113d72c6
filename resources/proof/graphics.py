"""Says what PyTorch can calculate on: a real calculation, not a promise (failures F26, F27).

Runs inside the environment under proof.
"""

import json
import os
import sys
import traceback


def calculates(torch, device):
    """Whether a small calculation on `device` gives the right result; raises what goes wrong."""
    square = torch.eye(64, device=device) * 2
    return float((square @ square).sum().cpu()) == 256.0


def prove():
    """The version, what it was built for, and every device with "" or what is wrong with it."""
    import torch

    devices = [("cpu", "processor")]
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            devices.append((f"cuda:{index}", torch.cuda.get_device_name(index)))
    mps = getattr(torch.backends, "mps", None)
    if mps is not None and mps.is_available():
        devices.append(("mps", "Apple GPU"))
    tried = []
    for device, name in devices:
        try:
            problem = "" if calculates(torch, device) else "wrong result"
        except Exception as error:
            problem = type(error).__name__ + ": " + str(error)[:1000]
        tried.append({"device": device, "name": name, "problem": problem})
    return {"version": torch.__version__, "cuda": torch.version.cuda or "", "devices": tried}


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
