"""What the country pages bring to the house."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

from .views import pages_of

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.countries.urls"),),
    menu=(Entry(_l("Países"), "countries:list", area="network", order=60, roles=tuple(Role)),),
    sitemap=lambda language: [path for _name, path in pages_of(language)],
    help=pages_of,
)
