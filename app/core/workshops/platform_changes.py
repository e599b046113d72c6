"""Changing what one platform gets otherwise: leaving out or replacing a library there.

What that means for a computer of this platform is told by `differences`.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.packages.ways_out import Way, WayOut
from app.core.plan import Difference, Workshop
from app.core.specs.spec_names import name_of
from app.core.workshops.differences import difference_on


def dropped(workshop: Workshop, subdir: str, name: str) -> Workshop:
    """The workshop whose library `name` that platform does not get."""
    there = difference_on(workshop, subdir)
    without = tuple(dict.fromkeys((*there.without, name_of(name))))
    return _with(workshop, replace(there, without=without))


def replaced(workshop: Workshop, subdir: str, name: str, spec: str) -> Workshop:
    """The workshop of which that platform gets `spec` in the place of the library `name`."""
    there = difference_on(dropped(workshop, subdir, name), subdir)
    kept = tuple(one for one in there.instead if name_of(one) != name_of(spec))
    return _with(workshop, replace(there, instead=(*kept, spec)))


def alike(workshop: Workshop, subdir: str) -> Workshop:
    """The workshop of which that platform gets what all get."""
    kept = tuple(one for one in workshop.differences if one.subdir != subdir)
    return replace(workshop, differences=kept)


def is_there_only(way_out: WayOut) -> bool:
    """Whether a way out can be gone on one platform, while the others stay as they are."""
    return way_out.way in (Way.LEAVE_OUT, Way.REPLACE)


def way_out_there(workshop: Workshop, subdir: str, way_out: WayOut) -> Workshop | None:
    """The workshop with a way out for that platform only; None for one that all must go."""
    name = name_of(way_out.spec)
    if way_out.way is Way.LEAVE_OUT:
        return dropped(_without_instead(workshop, subdir, name), subdir, name)
    if way_out.way is Way.REPLACE:
        return replaced(_without_instead(workshop, subdir, name), subdir, name, way_out.value)
    return None


def _without_instead(workshop: Workshop, subdir: str, name: str) -> Workshop:
    """A library that was taken for another one there is no longer taken."""
    there = difference_on(workshop, subdir)
    kept = tuple(one for one in there.instead if name_of(one) != name)
    return workshop if kept == there.instead else _with(workshop, replace(there, instead=kept))


def _with(workshop: Workshop, difference: Difference) -> Workshop:
    """The workshop with this difference in the place where the platform's was."""
    subdirs = [one.subdir for one in workshop.differences]
    if difference.subdir not in subdirs:
        return replace(workshop, differences=(*workshop.differences, difference))
    changed = [
        difference if one.subdir == difference.subdir else one for one in workshop.differences
    ]
    return replace(workshop, differences=tuple(changed))
