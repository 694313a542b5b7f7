"""Who has a home in the knowledge."""

from contratrata.ground.network.public import Role

#: Whoever works for a member; the platform and audit have no part in what the network says.
READERS = tuple(role for role in Role if role not in (Role.PLATFORM_ADMIN, Role.AUDITOR))
