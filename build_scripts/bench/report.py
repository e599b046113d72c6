"""The result: which figures there are, what each should reach, the table that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: at most, or at least, this much."""

    limit: float
    at_least: bool = False

    def reached(self, value: float) -> bool:
        """Whether this value is good enough."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of the result's first level: what measures it, and its target if it has one."""

    part: str
    target: Target | None = None


FIGURES: Mapping[str, Figure] = {
    "by_hand_ratio": Figure("installs", Target(0.70)),
    "by_hand_ratio_locked": Figure("installs", Target(0.70)),
    "limit_ratio": Figure("installs", Target(1.25)),
    "after_last_byte_s": Figure("installs", Target(8.0)),
    "aria2_ratio_big": Figure("downloads", Target(0.95, at_least=True)),
    "aria2_ratio_small": Figure("downloads", Target(0.95, at_least=True)),
    "cpu_s_per_gb": Figure("downloads"),
    "peak_mb": Figure("downloads", Target(80.0)),
    "lag_p99_ms": Figure("window", Target(25.0)),
    "lag_max_ms": Figure("window", Target(100.0)),
    "start_ratio": Figure("window"),
    "eta_error": Figure("installs", Target(0.30)),
}
_APART = ("runs", "reasons", "spreads")


def result(parts: Mapping[str, Mapping[str, Any]], reasons: Mapping[str, str]) -> dict[str, Any]:
    """The figures, why some are null, everything else that was found, and the raw runs.

    `reasons` says why a part is not there; parts say themselves what they could not measure.
    """
    found = {name: value for part in parts.values() for name, value in part.items()}
    why = {
        name: parts.get(figure.part, {}).get("reasons", {}).get(name)
        or reasons.get(figure.part, "its runs told too little")
        for name, figure in FIGURES.items()
        if found.get(name) is None
    }
    why |= reasons
    for part in parts.values():
        why |= part.get("reasons", {})
    return {
        **{name: found.get(name) for name in FIGURES},
        "reasons": why,
        "more": {k: v for k, v in found.items() if k not in FIGURES and k not in _APART},
        "spreads": {k: v for part in parts.values() for k, v in part.get("spreads", {}).items()},
        "runs": {name: part.get("runs", {}) for name, part in parts.items()},
    }


def table(result: Mapping[str, Any]) -> str:
    """The figures with their targets, then what else was found, one a line."""
    reasons = result["reasons"]
    lines = [f"{'figure':<{_WIDTH}} {'value':>9}  target"]
    for name, figure in FIGURES.items():
        lines.append(_line(name, result[name], figure.target, reasons.get(name, "")))
    lines += ["", "more"]
    lines += [_line(name, value, None, "") for name, value in result["more"].items()]
    lines += ["", f"{'seconds':<{_WIDTH}} {'median':>9}  least-most"]
    for name, (least, middle, most) in result["spreads"].items():
        lines.append(f"{name:<{_WIDTH}} {middle:>9.2f}  {least:.2f}-{most:.2f}")
    lines += [f"not measured: {name}: {why}" for name, why in reasons.items()]
    return "\n".join(lines)


def _line(name: str, value: float | None, target: Target | None, why: str) -> str:
    if value is None:
        return f"{name:<{_WIDTH}} {'-':>9}  {_first_line(why)}".rstrip()
    judged = "" if target is None else f"{target}  {_verdict(target, value)}"
    return f"{name:<{_WIDTH}} {value:>9.3f}  {judged}".rstrip()


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _verdict(target: Target, value: float) -> str:
    return "reached" if target.reached(value) else "MISSED"
