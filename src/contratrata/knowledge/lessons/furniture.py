"""What lessons and messages bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.nouns.public import operations

from .models import LESSONS, QUESTIONS, USES
from .open_pages import addresses, home_block

FURNITURE = Furniture(
    urls=(
        Mount("", "contratrata.knowledge.lessons.urls"),
        Mount("", "contratrata.knowledge.lessons.use_urls"),
    ),
    menu=(Entry(QUESTIONS.words["menu"].lazily(), "lessons:catalogue", area="public", order=30, roles=()),),
    sitemap=addresses,
    home=home_block,
    demonstration=(lambda _scope: operations.demonstrate(LESSONS) + operations.demonstrate(USES),),
)
