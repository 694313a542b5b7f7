"""What the trail brings to the house."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.network.public import Role

FURNITURE = Furniture(
    urls=(Mount("rastro/", "contratrata.doors.trail.urls"),),
    menu=(
        Entry(_l("Rastro"), "trail:list", area="cases", order=80, roles=(Role.SUPERVISOR, Role.AUDITOR)),
        Entry(_l("Verificación"), "trail:verification", area="cases", order=90, roles=(Role.AUDITOR,)),
    ),
)
