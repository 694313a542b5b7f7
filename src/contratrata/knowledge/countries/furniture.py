"""What the country pages bring to the house."""

from contratrata.ground.base.package import Furniture, Mount
from contratrata.ground.nouns.public import operations

from .models import ENTRIES
from .views import hotlines_of, pages_of

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.countries.urls"),),
    sitemap=lambda language: [path for _name, path in pages_of(language)],
    help=pages_of,
    hotlines=hotlines_of,
    demonstration=(lambda _scope: operations.demonstrate(ENTRIES),),
)
