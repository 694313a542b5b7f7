"""What the practices bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic

from .demo import demonstrate
from .links import EVERY, check_links
from .models import QUESTIONS
from .open_pages import addresses, home_block

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.practices.urls"),),
    menu=(Entry(QUESTIONS.words["menu"].lazily(), "practices:catalogue", area="public", order=20, roles=()),),
    menu=(
        # One entry for all that the network knows: what else there is stands beside it as a tab of its list.
        Entry(
            QUESTIONS.words["entry"].lazily(),
            "practices:list",
            area="network",
            order=60,
            roles=_READERS,
            also=("countries:list", "lessons:list", "lesson_uses:list"),
        ),
        Entry(QUESTIONS.words["menu"].lazily(), "practices:catalogue", area="public", order=20, roles=()),
    ),
    counts=_counts,
    sitemap=addresses,
    home=home_block,
    demonstration=(demonstrate,),
    periodic=(Periodic(EVERY, check_links),),
)
