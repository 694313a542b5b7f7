"""What the practices bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from .calling import remind
from .demo import demonstrate
from .models import QUESTIONS, REVIEWERS
from .open_pages import addresses, home_block
from .reading import to_review

#: Whoever works for a member; the platform and audit have no part in what the network says.
_READERS = tuple(role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR))


def _counts(scope: Scope) -> dict[str, int]:
    """What waits for the review of the acting organisation; one query."""
    return {"practices:list": to_review(scope)} if scope.has(*REVIEWERS) else {}


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.practices.urls"),),
    menu=(
        # One entry for all that the network knows: what else there is stands beside it as a tab of its list.
        Entry(
            QUESTIONS.words["entry"].lazily(),
            "practices:list",
            area="network",
            order=60,
            roles=_READERS,
            also=("countries:list", "searches:list"),
        ),
        Entry(QUESTIONS.words["menu"].lazily(), "practices:catalogue", area="public", order=20, roles=()),
    ),
    counts=_counts,
    sitemap=addresses,
    home=home_block,
    demonstration=(demonstrate,),
    periodic=(Periodic(3600.0, remind),),
)
