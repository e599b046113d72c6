"""The proof in words, the same for window, command line and log. Nothing is tried or drawn here."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.proof.example import TRUE_INTERCEPT, TRUE_SLOPE
from app.core.proof.verdict import KERNEL, OWN, Check, Proof, title_of
from app.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number that the example found, beside the true one."""

    title: str
    found: float
    true: float

    @property
    def found_text(self) -> str:
        """The number that was found, with two digits after the point."""
        return f"{self.found:.2f}"

    @property
    def true_text(self) -> str:
        """The true number, as short as it is."""
        return f"{self.true:g}"


def name_of(check: Check) -> str:
    """What was tried, with its version: "NumPy 2.4.1"; a notebook cell has none of its own."""
    if check.name == KERNEL:
        return title_of(check.name)
    return f"{title_of(check.name)} {check.version}".strip()


def line_of(check: Check) -> str:
    """One line about a check: "NumPy 2.4.1: works"."""
    if check.passed is None:
        text = _("{name}: not tried") if check.name == OWN else _("{name}: not checked")
        return text.format(name=name_of(check))
    no = _("{name}: failed") if check.name == OWN else _("{name}: does not work")
    text = _("{name}: works") if check.passed else no
    return text.format(name=name_of(check))


def untried(check: Check) -> str:
    """Why nothing is known about a check, in two words: it was left out, or could not be made."""
    return _("not tried") if check.name == OWN else _("not checked")


def summary(proof: Proof) -> str:
    """The environment in one line: its Python, and how many packages it has."""
    return ngettext(
        "Python {python} with {count} package",
        "Python {python} with {count} packages",
        proof.packages,
    ).format(python=proof.python, count=proof.packages)


def about_kernel(proof: Proof) -> str:
    """Whether a notebook ran in the environment; "" where none was tried."""
    return _("A Jupyter notebook ran a cell in this environment.") if proof.kernel else ""


def about_graphics(proof: Proof) -> str:
    """What was calculated on; without a graphics card that is no fault."""
    return proof.gpu or _("These libraries need no graphics card.")


def about_noise(proof: Proof) -> str:
    """Why what was found is not exactly what is true; "" where nothing was."""
    if not comparisons(proof):
        return ""
    return _("A small difference is expected: the data contain noise.")


def comparisons(proof: Proof) -> tuple[Comparison, ...]:
    """Slope and intercept that the example found, beside the true ones; empty where it could not
    run."""
    if proof.slope is None or proof.intercept is None:
        return ()
    return (
        Comparison(_("Slope"), proof.slope, TRUE_SLOPE),
        Comparison(_("Intercept"), proof.intercept, TRUE_INTERCEPT),
    )
