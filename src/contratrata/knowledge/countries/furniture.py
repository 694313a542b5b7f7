"""What the country pages bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations

from .models import ENTRIES, QUESTIONS
from .views import pages_of

#: Who stands in the area of the network; others reach the pages by their address.
_READERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FACILITATOR, Role.PARTICIPANT)

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.countries.urls"),),
    menu=(
        Entry(QUESTIONS.words["menu"].lazily(), "countries:list", area="network", order=60, roles=_READERS),
    ),
    sitemap=lambda language: [path for _name, path in pages_of(language)],
    help=pages_of,
    demonstration=(lambda _scope: operations.demonstrate(ENTRIES),),
)
