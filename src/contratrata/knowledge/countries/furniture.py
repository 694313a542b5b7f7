"""What the country pages bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations

from .models import ENTRIES, QUESTIONS
from .views import pages_of

#: Whoever works for a member; the platform and audit have no part in what the network says.
_READERS = tuple(role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR))

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.countries.urls"),),
    menu=(
        Entry(QUESTIONS.words["menu"].lazily(), "countries:list", area="network", order=60, roles=_READERS),
    ),
    sitemap=lambda language: [path for _name, path in pages_of(language)],
    help=pages_of,
    demonstration=(lambda _scope: operations.demonstrate(ENTRIES),),
)
