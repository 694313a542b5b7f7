"""What other packages may use of the network."""

from typing import TYPE_CHECKING

from contratrata.ground.base.late import late

from .access import ANYONE, SIGNED_IN, allow, allowed, anyone, signed_in
from .agreements import CURRENT, annotate_agreed, may_receive, receivers, receiving, substitute_of
from .choosing import OTHERS, RECEIVERS, Chosen
from .models import Agreement, Invitation, Membership, Organisation
from .operations import add_member, create_organisation
from .queries import (
    coordinating_organisations,
    is_demonstration,
    organisation_names,
    organisations_visible_to,
    public_realm,
    user_names,
)
from .roles import Role
from .scopes import job_scope, memberships_of, network_scope, scope_of
from .zones import TimeZone, time_zones

if TYPE_CHECKING:
    from . import lost_factor
    from .choose import OtherPage
else:
    __getattr__ = late(__package__, {"lost_factor": "", "OtherPage": "choose"})
