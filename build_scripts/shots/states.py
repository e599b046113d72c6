"""All states, in the order of the road. A new state belongs into the function of its page."""

from __future__ import annotations

from shots import answers, dialogs, guest, instructor, outcome
from shots.scripted import ScriptedWizard
from shots.state import PageStates, States

# One function for each page or dialog; each goes to its page itself.
ROAD: tuple[PageStates, ...] = (
    answers.welcome,
    guest.welcome,
    dialogs.clean_up,
    dialogs.problem,
    dialogs.offers,
    instructor.answers,
    instructor.platforms,
    instructor.kit,
    instructor.room,
    instructor.questions,
    answers.computer,
    answers.download,
    guest.download,
    dialogs.faster_server,
    answers.location,
    guest.location,
    answers.environment,
    guest.environment,
    answers.libraries,
    guest.libraries,
    answers.review,
    guest.review,
    outcome.running,
    guest.running,
    outcome.finished,
    guest.finished,
)


def states(wizard: ScriptedWizard) -> States:
    """Bring the wizard into one state after the other; look at each before taking the next."""
    for page in ROAD:
        yield from page(wizard)
