"""What other packages may use of the network."""

from .access import allow, allowed, anyone, signed_in
from .agreements import annotate_agreed, may_receive, receiving, substitute_of
from .models import Agreement, Invitation, Membership, Organisation
from .queries import organisation_names, organisations_visible_to
from .roles import Role
from .scopes import job_scope, network_scope, scope_of

__all__ = [
    "Agreement",
    "Invitation",
    "Membership",
    "Organisation",
    "Role",
    "allow",
    "allowed",
    "annotate_agreed",
    "anyone",
    "job_scope",
    "may_receive",
    "network_scope",
    "organisation_names",
    "organisations_visible_to",
    "receiving",
    "scope_of",
    "signed_in",
    "substitute_of",
]
