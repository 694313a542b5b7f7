"""What events bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.vault.public import columns_of

from .demo import demonstrate
from .models import QUESTIONS
from .open_pages import addresses, home_block

_MENU = QUESTIONS.words["menu"].lazily()
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.events.urls"),),
    menu=(Entry(_MENU, "events:catalogue", area="public", order=25, roles=()),),
    sitemap=addresses,
    home=home_block,
    demonstration=(demonstrate,),
    sealed=columns_of("events.Speaker", "words"),
)
