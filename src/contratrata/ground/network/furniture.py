"""What the network brings to the house."""

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic
from contratrata.ground.base.scope import acting
from contratrata.ground.vault.public import columns_of, drafts

from .left_open import seal
from .models import Organisation
from .roles import Role
from .scopes import job_scope

#: The same pages stand among the cases for who works with persons, and in the network for who does not.
_STAFF = (_l("Personal"), "network:staff")
_AGREEMENTS = (_l("Acuerdos"), "network:agreements")
_REALM = tuple(role for role in Role if role != Role.AUDITOR)


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
        Entry(*_STAFF, area="cases", order=54, roles=(Role.FOCAL_POINT,)),
        Entry(*_AGREEMENTS, area="cases", order=56, roles=(Role.FOCAL_POINT,)),
        Entry(*_STAFF, area="network", order=60, roles=(Role.ORG_ADMIN,), home=(Role.ORG_ADMIN,)),
        Entry(_l("Ajustes"), "network:settings", area="network", order=62, roles=(Role.ORG_ADMIN,)),
        Entry(*_AGREEMENTS, area="network", order=64, roles=(Role.ORG_ADMIN,)),
        Entry(_l("Organizaciones"), "network:organisations", area="network", order=70, roles=_REALM),
    ),
    periodic=(Periodic(3600.0, clear_drafts),),
    sealed=(
        *columns_of("network.MembershipChange", "explained"),
        *columns_of("network.Invitation", "explained"),
    ),
    unsealed=seal,
)
