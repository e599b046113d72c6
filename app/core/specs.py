"""What people write when they name packages and environments: the one door to its parts.

`spec_grammar` reads one spec, `spec_words` free text, `environment_name` judges names.
"""

from __future__ import annotations

from app.core.environment_name import environment_name_problem, has_unusual_letters
from app.core.spec_grammar import Spec, parse_spec
from app.core.spec_words import parse_words, tidy

__all__ = [
    "Spec",
    "environment_name_problem",
    "has_unusual_letters",
    "parse_spec",
    "parse_words",
    "tidy",
]
