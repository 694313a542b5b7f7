"""The code of conduct: accepted by each person, in a version."""

from django.db import transaction

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock

from . import events  # noqa: F401  (declares the events of this package)
from .models import User


def accept_conduct(*, user: User, version: str) -> None:
    """She accepts this version, now."""
    with transaction.atomic():
        user.conduct_version, user.conduct_accepted_at = version, clock.now()
        user.save(update_fields=["conduct_version", "conduct_accepted_at"])
        audit.record("conduct.accepted", kind="user", subject=user.pk, version=version)
