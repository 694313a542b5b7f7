"""What asking to join brings to the house."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role
from contratrata.ground.vault.public import columns_of

from .listing import visible_to
from .operations import forget_answered
from .states import Answer


def _counts(scope: Scope) -> Mapping[str, int]:
    """How many wait for an answer."""
    if not scope.has(Role.COORDINATION):
        return {}
    return {"joining:requests": visible_to(scope).filter(answer=Answer.WAITING).count()}


FURNITURE = Furniture(
    urls=(Mount("", "contratrata.doors.joining.urls"),),
    menu=(
        Entry(_l("Unirse a la red"), "joining:join", area="public", order=90, roles=()),
        Entry(_l("Peticiones"), "joining:requests", area="network", order=72, roles=(Role.COORDINATION,)),
    ),
    counts=_counts,
    sitemap=lambda language: [reverse("joining:join", args=[language])],
    periodic=(Periodic(86400.0, forget_answered),),
    sealed=columns_of("joining.JoinRequest", "name", "contact", "email", "text"),
)
