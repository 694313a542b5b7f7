"""Who may do what with the entries of country pages."""

from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Role

from .models import Entry

#: Who speaks for an organisation.
WRITERS = (Role.COORDINATION, Role.NATIONAL_FOCAL_POINT, Role.FOCAL_POINT, Role.ORG_ADMIN, Role.SUPERVISOR)


def may_edit(scope: Scope, entry: Entry) -> bool:
    """Whether the acting scope writes this entry: its own organisation's."""
    return scope.has(*WRITERS) and entry.organisation_id == scope.organisation_id
