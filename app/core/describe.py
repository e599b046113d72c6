"""Says in plain sentences what a plan will do, before it does it."""

from __future__ import annotations

from urllib.parse import urlsplit

from app.core.accelerator import choose, why
from app.core.accelerator.choice import is_open
from app.core.after.finishing import outside_paths
from app.core.amounts import bytes_text
from app.core.catalog.installers import LATEST, Catalog
from app.core.foreign_text import shown
from app.core.kits.served import has_materials
from app.core.libraries.size_words import count_sentence, drive_sentences, left_sentence
from app.core.machine.facts import Machine
from app.core.mirrors.words import servers_text
from app.core.network.trouble import host_of
from app.core.packages.sizes import Sizes
from app.core.plan import Plan, Workshop
from app.core.secrets import redact
from app.core.session import Session
from app.core.sharing.messages import plain_name
from app.core.specs.pip_requirement import pip_text
from app.core.specs.spec_names import name_of, pip_address_of
from app.core.workshops.differences import difference_on, handed_out
from app.core.workshops.words import (
    installer_sentence,
    own_check_sentence,
    packages_from,
    where_from,
    whose_sentence,
)
from app.errors import InstallError
from app.i18n import _, listing, ngettext
from app.i18n import sentences as sentences_of

_SHOWN_NAMES = 12


def describe(
    plan: Plan,
    session: Session,
    catalog: Catalog,
    sizes: Sizes,
    machine: Machine | None = None,
) -> tuple[str, ...]:
    """The sentences of the Review page and of `seedbed check`."""
    sentences = [
        *filter(None, (whose_sentence(plan, session),)),
        *_conda(plan, catalog),
        *_own_installer(plan, catalog, machine),
        *_environment(plan, sizes),
        *_difference(plan, session),
        *_accelerator(plan, session, machine, sizes),
        *_servers(plan, session),
        *filter(None, (left_sentence(sizes),)),
        *drive_sentences(sizes),
        *_materials(plan),
        *_lessons(plan),
        *_outside(plan, session),
        _("At the end every library is tried out and a small calculation is made."),
        *filter(None, (own_check_sentence(plan),)),
        *_told(plan),
    ]
    return tuple(sentences)


def action_label(plan: Plan, sizes: Sizes) -> str:
    """The words on the button that starts: they name the action."""
    if sizes.download and left_sentence(sizes):
        return _("Install ({size} to download)").format(size=bytes_text(sizes.download))
    return _("Create environment") if plan.target.reuse else _("Install")


def _conda(plan: Plan, catalog: Catalog) -> list[str]:
    folder = plan.target.folder
    if plan.target.reuse:
        return [_("The conda in {folder} is used as it is.").format(folder=folder)]
    try:
        title = shown(_(catalog.distribution(plan.workshop.distribution).title))
    except InstallError:
        title = shown(plan.workshop.distribution)
    version = shown(plan.workshop.distribution_version)
    if version == LATEST:
        text = _("The newest {name} is installed into {folder}.")
    else:
        text = _("{name} {version} is installed into {folder}.")
    return [text.format(name=title, version=version, folder=folder)]


def _own_installer(plan: Plan, catalog: Catalog, machine: Machine | None) -> list[str]:
    """The file behind a name that a workshop's own catalogue gives to its installer."""
    if not plan.workshop.catalog or plan.target.reuse or machine is None or not machine.cpu:
        return []
    try:
        cpu = machine.cpu.architecture
        installer = catalog.for_workshop(plan.workshop, machine.family, cpu)
    except InstallError:  # where there is none, the checks say so
        return []
    return [installer_sentence(plan, installer)]


def _environment(plan: Plan, sizes: Sizes) -> list[str]:
    workshop, version = plan.workshop, shown(plan.workshop.python)
    python = _("Python {version}").format(version=version) if version else "Python"
    sentences = [
        _("The environment “{name}” gets {python} and: {libraries}.").format(
            name=shown(plan.environment_name), python=python, libraries=_names(plan)
        )
    ]
    counted = count_sentence(sizes)
    text = _("They come from: {channels}.") if counted else _("Packages come from: {channels}.")
    sentences.append(sentences_of(counted, text.format(channels=packages_from(plan))))
    if workshop.later_channels:
        later = _("What is added later comes from: {channels}.")
        sentences.append(later.format(channels=where_from(workshop.later_channels)))
    return sentences + _added_by_pip(workshop)


def _added_by_pip(workshop: Workshop) -> list[str]:
    """PyPI's packages, and the ready files that come from other addresses."""
    by_place: dict[str, list[str]] = {}
    for text in map(pip_text, workshop.pip_packages):
        host = shown(host_of(pip_address_of(text))) if pip_address_of(text) else "PyPI"
        by_place.setdefault(host, []).append(shown(redact(text)))
    sentences = [
        _("From {place}: {packages}.").format(place=place, packages=listing(packages))
        for place, packages in by_place.items()
    ]
    return sentences + _wheel_places(workshop)


def _difference(plan: Plan, session: Session) -> list[str]:
    """What the workshop has decided for computers of this kind only."""
    here = difference_on(handed_out(plan), session.subdir)
    wanted = {name_of(text) for text in plan.workshop.packages}
    if not wanted.isdisjoint(map(name_of, here.without)) or not wanted.issuperset(
        map(name_of, here.instead)
    ):
        return []  # the person has chosen otherwise since
    without, instead = listing(map(shown, here.without)), listing(map(shown, here.instead))
    if without and instead:
        text = _("For {platform} the author left out {without} and took {instead} instead.")
    elif without:
        text = _("For {platform} the author left out {without}.")
    elif instead:
        text = _("For {platform} the author added {instead}.")
    else:
        return []
    return [text.format(platform=session.subdir, without=without, instead=instead)]


def _wheel_places(workshop: Workshop) -> list[str]:
    """Where the lock says that pip's packages come from, for a lock is somebody else's."""
    wheels = [wheel for lock in workshop.lock.platforms for wheel in lock.wheels or ()]
    own = _("the workshop’s own folder")
    places = {own if wheel.is_beside else shown(host_of(wheel.url)) for wheel in wheels}
    if not places:
        return []
    return [_("Their exact files come from: {places}.").format(places=listing(sorted(places)))]


def _accelerator(plan: Plan, session: Session, machine: Machine | None, sizes: Sizes) -> list[str]:
    """Why libraries are for the processor or for a graphics card, where that is a question."""
    if machine is None or machine.cpu is None or is_open(plan, machine):
        return []
    subdir = session.platform.conda_subdir(machine.cpu.architecture)
    sentence = why(choose(plan, machine, subdir), sizes.cuda)
    return [sentence] if sentence else []


def _names(plan: Plan) -> str:
    workshop = plan.workshop
    if workshop.explicit:
        number = len(workshop.explicit)
        return ngettext("{number} exact package", "{number} exact packages", number).format(
            number=number
        )
    named = listing(map(shown, workshop.packages[:_SHOWN_NAMES]))
    rest = len(workshop.packages) - _SHOWN_NAMES
    if rest > 0:
        return _("{names} and {number} more").format(names=named, number=rest)
    return named or _("nothing more")


def _servers(plan: Plan, session: Session) -> list[str]:
    consents = plan.target.mirrors
    return [servers_text(session.mirrors, consents)] if consents else []


def _materials(plan: Plan) -> list[str]:
    target = plan.target.materials_folder
    if target is None or not has_materials(plan):
        return []
    return [_("The materials are copied to {folder}.").format(folder=target)]


def _lessons(plan: Plan) -> list[str]:
    folder = plan.target.lessons_folder
    if folder is None:
        return []
    return [_("The first lessons, three notebooks, are copied to {folder}.").format(folder=folder)]


def _told(plan: Plan) -> list[str]:
    """What leaves this computer, where anything does."""
    target = plan.target
    if not target.tell_to:
        return []
    if target.tell_as:
        text = _(
            "How far the installation is, its proof code and the name “{name}” are sent to the "
            "instructor’s computer ({host})."
        )
    else:
        text = _(
            "Your progress, and nothing about you, is sent to the instructor’s computer ({host})."
        )
    host = urlsplit(target.tell_to).netloc
    return [text.format(host=shown(host), name=plain_name(target.tell_as))]


def _outside(plan: Plan, session: Session) -> list[str]:
    if not plan.target.launchers:
        return [_("Nothing else on this computer is changed.")]
    paths = outside_paths(plan, session.platform, session.home, session.environ)
    return [
        _("Outside {folder}, these are added: {paths}.").format(
            folder=plan.target.folder, paths=listing(map(str, paths))
        )
    ]
