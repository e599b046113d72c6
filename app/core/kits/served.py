"""What a plan tells of where its kit is: on this computer, or behind an address. Asks no server;
what a server has is served_materials' business.
"""

from __future__ import annotations

from app.core.kits import names
from app.core.place import is_address
from app.core.plan import Plan


def is_served_kit(plan: Plan) -> bool:
    """Whether the workshop was opened from a kit behind an address: it brings its own channel and
    its own installers."""
    workshop = plan.workshop
    own = workshop.catalog == names.CATALOG and workshop.channels == (f"./{names.CHANNEL}",)
    return own and is_address(plan.target.source)


def has_materials(plan: Plan) -> bool:
    """Whether the workshop brings materials that can be copied from where it was opened: a folder,
    a stick, a served kit; a lone workshop file in the web has them nowhere."""
    return bool(plan.workshop.materials) and (
        not is_address(plan.target.source) or is_served_kit(plan)
    )
