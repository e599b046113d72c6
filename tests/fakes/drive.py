"""A run in a process of its own, which a test kills: prints each event as a line of JSON.

Everything is real except the installer, conda and the packages (see bench.py); the proof at the
end is left out, because the fake environment has nothing to prove.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.core.cancel import Cancel
from app.core.run.events import Event, RunDone, to_json
from app.steps import all_steps
from app.steps.road import Run
from tests.fakes.bench import Bench


def main(root: str) -> int:
    bench = Bench(Path(root))
    bench.plan = bench.plan.with_workshop(
        materials="materials", pip_packages=("requests",)
    ).with_target(lessons_folder=bench.root / "home" / "lessons")
    steps = [step for step in all_steps() if step.name != "verify"]
    last = Run(bench.session, bench.plan, bench.machine, Cancel()).go(steps, tell, checked=True)
    return 0 if isinstance(last, RunDone) else 1


def tell(event: Event) -> None:
    sys.stdout.write(json.dumps(to_json(event)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
