"""What people write when they name packages and environments: the one door to its parts.

`grammar` reads one spec, `words` free text, `specfile` whole files; `environment_name` judges
names.
"""

from __future__ import annotations

from app.core.specs.environment_name import environment_name_problem
from app.core.specs.grammar import Spec, parse_spec
from app.core.specs.words import parse_words, tidy

__all__ = [
    "Spec",
    "environment_name_problem",
    "parse_spec",
    "parse_words",
    "tidy",
]
