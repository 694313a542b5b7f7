"""What the platform's administration sees."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic
from contratrata.ground.network.public import Role

from .checking import EVERY, look

_WHO = (Role.PLATFORM_ADMIN,)

FURNITURE = Furniture(
    urls=(Mount("plataforma/", "contratrata.doors.platform.urls"),),
    menu=(
        Entry(_l("Estado"), "platform:state", area="network", order=1, roles=_WHO, home=_WHO),
        Entry(_l("Trabajos"), "platform:jobs", area="network", order=2, roles=_WHO),
        Entry(_l("Respaldo y llaves"), "platform:keeping", area="network", order=3, roles=_WHO),
    ),
    periodic=(Periodic(EVERY.total_seconds(), look),),
)
