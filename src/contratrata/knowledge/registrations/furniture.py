"""What registering brings to the house."""

from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.base.scope import Scope
from contratrata.knowledge.events.public import ORGANISERS, hooks

from .boxes import member_piece, open_pieces, refuse_removal, tab
from .demo import demonstrate
from .jobs import tend
from .operations import forget_old, resume
from .queries import visible_to
from .states import State

hooks.show_anybody(open_pieces)
hooks.show_members(member_piece)
hooks.add_tab(20, tab)
hooks.on_remove(refuse_removal)
hooks.on_resume(resume)


def _counts(scope: Scope) -> dict[str, int]:
    """How many wait for a decision."""
    if not scope.has(*ORGANISERS):
        return {}
    return {"registrations:list": visible_to(scope).filter(state=State.ASKED, erased_at=None).count()}


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.registrations.urls"),),
    counts=_counts,
    demonstration=(demonstrate,),
    periodic=(Periodic(60.0, tend), Periodic(86400.0, forget_old)),
)
