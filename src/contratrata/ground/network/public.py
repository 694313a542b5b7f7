"""What other packages may use of the network."""

from .access import allow, allowed, anyone, signed_in
from .models import Agreement, Invitation, Membership, Organisation
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
    "anyone",
    "job_scope",
    "network_scope",
    "scope_of",
    "signed_in",
]
