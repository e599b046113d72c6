"""All states, in the order of the road. A new state belongs into the function of its page."""

from __future__ import annotations

from shots import answers, classroom, dialogs, outcome
from shots.scripted import ScriptedWizard
from shots.state import PageStates, States

# One function for each page or dialog; each goes to its page itself.
ROAD: tuple[PageStates, ...] = (
    answers.welcome,
    dialogs.clean_up,
    dialogs.problem,
    dialogs.offers,
    answers.computer,
    answers.download,
    dialogs.faster_server,
    answers.location,
    answers.environment,
    answers.libraries,
    answers.review,
    outcome.running,
    outcome.finished,
    classroom.sharing,
)


def states(wizard: ScriptedWizard) -> States:
    """Bring the wizard into one state after the other; look at each before taking the next."""
    for page in ROAD:
        yield from page(wizard)
