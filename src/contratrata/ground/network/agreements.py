"""The data-sharing agreement: which text is in force, and who may receive a referral under it.

Rule (domain: who uses it): an organisation signs the agreement before it can receive a referral.
"""

import uuid
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from .models import Agreement, Organisation

#: Versions under which data may be received, with their texts. One leaves when its text no longer suffices.
TEXTS = {"2026-1": "network/agreement/2026-1.html"}
VALID = frozenset(TEXTS)
#: The version that is offered for signing.
CURRENT = "2026-1"


def valid_agreements() -> QuerySet[Agreement]:
    """Agreements that are in force: signed under a valid version and not ended."""
    return Agreement.objects.filter(version__in=VALID, ended_at__isnull=True)


def annotate_agreed(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Add `agreed`: whether the organisation has an agreement in force."""
    return organisations.annotate(agreed=Exists(valid_agreements().filter(organisation_id=OuterRef("pk"))))


def may_receive(organisation: Organisation) -> bool:
    """Whether a referral may be sent to this organisation: it has not left, and its agreement is in force."""
    return (
        organisation.left_at is None and valid_agreements().filter(organisation_id=organisation.pk).exists()
    )


def receivers() -> QuerySet[Agreement, uuid.UUID]:
    """The ids of the organisations that may receive a referral, for `IN (…)` of a statement."""
    rows = valid_agreements().filter(organisation__left_at__isnull=True)
    return rows.values_list("organisation_id", flat=True)


def receiving(ids: Iterable[uuid.UUID | str]) -> frozenset[uuid.UUID]:
    """Those of these organisations that may receive a referral, with one query."""
    return frozenset(receivers().filter(organisation_id__in=set(ids)))


def substitute_of(organisation: Organisation) -> Organisation | None:
    """Who answers for an absent organisation: its substitute, if that one may receive; never a chain."""
    if organisation.substitute_id is None:
        return None
    row = Organisation.objects.filter(pk=organisation.substitute_id, realm=organisation.realm).first()
    return row if row is not None and may_receive(row) else None
