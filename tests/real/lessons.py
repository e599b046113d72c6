"""Executes the first lessons in a real environment and looks at what came out.

The notebooks are run by the environment's own nbclient, in the environment's own kernel.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from app.core.after.lessons import LESSONS, in_every_language

# Runs in the environment: executes a notebook, with a cell at its end that tells the numbers.
_PROGRAM = """
import base64, json, sys
import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], 4)
nbformat.validate(notebook)
names = ("slope", "intercept", "train_error", "test_error", "last_loss", "largest_error", "losses")
tell = "import json as _j; print(_j.dumps({n: v for n, v in globals().items() if n in %r}))"
notebook.cells.append(nbformat.v4.new_code_cell(tell % (names,)))
NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
*cells, last = [cell for cell in notebook.cells if cell.cell_type == "code"]
outputs = [output for cell in cells for output in cell.outputs]
pictures = [o.data["image/png"] for o in outputs if "data" in o and "image/png" in o.data]
print(json.dumps({
    "numbers": json.loads(last.outputs[0].text),
    "pictures": [len(base64.b64decode(text)) for text in pictures],
    "text": "".join(o.text for o in outputs if o.output_type == "stream" and o.name == "stdout"),
    "trouble": [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"],
}))
"""


def lessons_run_in(prefix: Path) -> None:
    """Each lesson, in every language, gives what it promises."""
    for lesson in LESSONS:
        for file in in_every_language(lesson):
            _check(file, _executed(prefix, file))


def _executed(prefix: Path, file: Path) -> dict[str, Any]:
    variables = {**os.environ, "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONNOUSERSITE": "1"}
    done = subprocess.run(
        [prefix / "bin" / "python", "-X", "utf8", "-c", _PROGRAM, file],
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{file}\n{done.stderr}"
    result = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(result, dict)
    return result


def _check(file: Path, result: dict[str, Any]) -> None:
    numbers = result["numbers"]
    assert result["trouble"] == [], file
    assert all(size > 5000 for size in result["pictures"]), file
    match LESSONS.index(file.name):
        case 0:
            assert abs(numbers["slope"] - 2) < 0.1
            assert abs(numbers["intercept"] - 1) < 0.1
            assert 0 < numbers["test_error"] < 0.2
            assert len(result["pictures"]) == 2
        case 1:
            assert abs(numbers["slope"] - 2) < 0.1
            assert abs(numbers["intercept"] - 1) < 0.1
            losses = [numbers["last_loss"][rate] for rate in ("0.001", "0.01", "0.1", "0.12")]
            assert losses[0] > losses[1] > losses[2]
            assert losses[3] > 1000, "this one is meant to run away"
            assert len(result["pictures"]) == 2
        case _:
            assert 0 < numbers["largest_error"] < 1e-6
            assert numbers["losses"][-1] < numbers["losses"][0] / 20
            assert len(result["pictures"]) == 2
    assert len(result["text"].splitlines()) >= 3
