"""What the directory brings to the house."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

_ASKING = (Role.CASEWORKER, Role.SUPERVISOR, Role.COORDINATION, Role.NATIONAL_FOCAL_POINT)
_KEEPERS = (Role.FOCAL_POINT, Role.ORG_ADMIN)

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.care.directory.urls"),),
    menu=(
        Entry(_l("Quién puede ayudar"), "directory:who_can_help", area="network", order=50, roles=_ASKING),
        Entry(_l("Servicios"), "directory:services", area="network", order=66, roles=_KEEPERS),
    ),
)
