"""What the roster brings to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

from .demo import demonstrate
from .models import QUESTIONS

#: Whoever works for a member; the platform and audit have no part in it.
_READERS = tuple(role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR))

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.roster.urls"),),
    menu=(Entry(QUESTIONS.title.lazily(), "roster:experts", area="network", order=63, roles=_READERS),),
    demonstration=(demonstrate,),
)
