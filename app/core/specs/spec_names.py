"""The name in a spec of conda or in a requirement of pip, for comparing what was chosen."""

from __future__ import annotations

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from app.core.specs import parse_spec
from app.core.specs.pip_requirement import pip_text
from app.errors import InstallError


def name_of(text: str) -> str:
    """The name in a conda spec; what is none is its own name, and the checks say so."""
    try:
        return parse_spec(text).name
    except InstallError:
        return text.strip().lower()


def pip_name_of(text: str) -> str:
    """The name in a requirement of pip, checksums or not, as PyPI compares names; what is none is
    its own name."""
    plain = pip_text(text)
    try:
        return canonicalize_name(Requirement(plain).name)
    except InvalidRequirement:
        return plain


def pip_address_of(text: str) -> str:
    """The address that a requirement of pip names, "" for one that PyPI answers."""
    try:
        return Requirement(pip_text(text)).url or ""
    except InvalidRequirement:  # the checks say so
        return ""
