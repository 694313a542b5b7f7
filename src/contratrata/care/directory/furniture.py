"""What the directory brings to the house."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

#: The same pages stand among the cases for who works with persons, and in the network for who does not.
_HELPERS = (_l("Quién puede ayudar"), "directory:who_can_help")
_SERVICES = (_l("Servicios"), "directory:services")

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.care.directory.urls"),),
    menu=(
        Entry(*_HELPERS, area="cases", order=50, roles=(Role.CASEWORKER, Role.SUPERVISOR)),
        Entry(*_HELPERS, area="network", order=50, roles=(Role.COORDINATION, Role.NATIONAL_FOCAL_POINT)),
        Entry(*_SERVICES, area="cases", order=52, roles=(Role.FOCAL_POINT,)),
        Entry(*_SERVICES, area="network", order=66, roles=(Role.ORG_ADMIN,)),
    ),
)
