"""What a step is given."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.bench import Bench


def test_the_plans_conda_is_in_its_folder_and_has_a_home_of_its_own_in_the_workspace(
    tmp_path: Path,
) -> None:
    context = Bench(tmp_path).context()
    assert context.conda.base == context.plan.target.folder
    assert context.conda.private_home == context.workspace / "home"
