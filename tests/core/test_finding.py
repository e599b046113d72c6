"""Findings are ordered by how much they matter."""

from __future__ import annotations

from app.core.finding import Finding, Level, about, worst

FOUND = (
    Finding("target.folder", Level.NOTE, "a", "."),
    Finding("target.folder", Level.STOP, "b", "."),
    Finding("target.folders", Level.WARN, "c", "."),
    Finding("machine.memory", Level.OK, "d", "."),
)


def test_the_worst_counts() -> None:
    assert worst(FOUND) is Level.STOP
    assert worst(FOUND[2:]) is Level.WARN
    assert worst(()) is Level.OK


def test_findings_are_chosen_by_field_most_serious_first() -> None:
    assert [finding.rule for finding in about(FOUND, "target.folder")] == ["b", "a"]
    assert [finding.rule for finding in about(FOUND, "target", "machine")] == ["b", "c", "a", "d"]
    assert about(FOUND, "tar") == ()
