"""What the pages of the outbox bring to the house."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role
from contratrata.ground.outbox import public as outbox


def _counts(scope: Scope) -> Mapping[str, int]:
    """How many batches wait for a look."""
    return {"mail:held": len(outbox.held())} if scope.has(Role.COORDINATION) else {}


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.doors.mail.urls"),),
    menu=(Entry(_l("Correo"), "mail:queue", area="network", order=66, roles=(Role.PLATFORM_ADMIN,)),),
    counts=_counts,
)
