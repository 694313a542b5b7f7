"""What the network brings to the house."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic
from contratrata.ground.base.scope import acting
from contratrata.ground.vault.public import drafts

from .models import Organisation
from .roles import Role
from .scopes import job_scope

_KEEPERS = (Role.FOCAL_POINT, Role.ORG_ADMIN)
_REALM = (
    Role.COORDINATION,
    Role.NATIONAL_FOCAL_POINT,
    Role.FACILITATOR,
    Role.PARTICIPANT,
    Role.PLATFORM_ADMIN,
)


def clear_drafts() -> None:
    """Remove what was being typed and was never gone back to."""
    for organisation in Organisation.objects.order_by("id"):
        with acting(job_scope(organisation)):
            drafts.clean_up()


FURNITURE = Furniture(
    urls=(
        Mount("", "contratrata.ground.network.entry_urls"),
        Mount("", "contratrata.ground.network.urls"),
    ),
    menu=(
        Entry(_l("Personal"), "network:staff", area="network", order=60, roles=_KEEPERS),
        Entry(_l("Ajustes"), "network:settings", area="network", order=62, roles=(Role.ORG_ADMIN,)),
        Entry(_l("Acuerdos"), "network:agreements", area="network", order=64, roles=_KEEPERS),
        Entry(_l("Organizaciones"), "network:organisations", area="network", order=70, roles=_REALM),
    ),
    periodic=(Periodic(3600.0, clear_drafts),),
)
