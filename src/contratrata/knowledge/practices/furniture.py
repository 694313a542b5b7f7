"""What the practices bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic

from .calling import remind
from .demo import demonstrate
from .links import EVERY, check_links
from .models import QUESTIONS
from .open_pages import addresses, home_block

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.practices.urls"),),
    menu=(Entry(QUESTIONS.words["menu"].lazily(), "practices:catalogue", area="public", order=20, roles=()),),
    sitemap=addresses,
    home=home_block,
    demonstration=(demonstrate,),
    periodic=(Periodic(EVERY, check_links), Periodic(3600.0, remind)),
)
