"""Who registered, for the organisation that holds the event; and one registration by its link."""

import dataclasses
import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.codes.public import fold
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import ORGANISERS

from .happenings import Happening, by_id
from .links import opens, parts_of
from .models import Registration, Terms
from .states import State


def visible_to(scope: Scope) -> QuerySet[Registration]:
    """Those who registered for events of the acting organisation, for who organises; none for anybody else."""
    if scope.organisation_id is None or not scope.has(*ORGANISERS):
        return Registration.objects.none()
    return Registration.objects.filter(organisation_id=scope.organisation_id)


def terms_of(event: Happening) -> Terms | None:
    """What whoever organises said of registering; in the scope of the organisation."""
    return Terms.objects.filter(organisation_id=event.organisation.id, event_id=event.id).first()


@dataclasses.dataclass(frozen=True, slots=True)
class Own:
    """A registration that its link opened, and its event."""

    happening: Happening
    row: Registration
    token: str

    @property
    def scope(self) -> Scope:
        """Within which its rows are read and written."""
        return job_scope(self.happening.organisation)


def own_of(token: str) -> Own | None:
    """What a link opens; None where it opens nothing, or what it opened was erased."""
    parts = parts_of(token)
    organisation = Organisation.objects.filter(id=parts[0], left_at=None).first() if parts else None
    if parts is None or organisation is None:
        return None
    with acting(job_scope(organisation)):
        if not opens(parts[1], parts[2], vault.ring()):
            return None
        row = Registration.objects.filter(
            organisation_id=organisation.id, id=parts[1], erased_at=None
        ).first()
    event = by_id(row.event_id, organisation) if row else None
    return Own(event, row, token) if row is not None and event is not None else None


def listed_for(mine: Own) -> list[tuple[str, str, str]]:
    """Name, country and address of the others who agreed that they are shared, by name; for who has a place herself.

    In the scope of whoever holds the event. Nobody for anybody else.
    """
    if mine.row.state != State.PLACED or mine.row.confirmed_at is None:
        return []
    rows = list(
        Registration.objects.filter(
            organisation_id=mine.row.organisation_id, event_id=mine.row.event_id, state=State.PLACED,
            confirmed_at__isnull=False, erased_at=None, consents__contains=["listed"],
        ).exclude(id=mine.row.id)
    )  # fmt: skip
    names = names_of(rows)
    people = [(names[row.id]["name"], row.country, names[row.id]["email"]) for row in rows if row.id in names]
    return sorted(people, key=lambda one: (fold(one[0]), one[2]))


def names_of(rows: Sequence[Registration]) -> dict[uuid.UUID, dict[str, str]]:
    """Name and address of each of these that was not erased; one query."""
    sealers = vault.open_subjects(row.subject_id for row in rows)
    return {
        row.id: row.open(sealers[row.subject_id], "name", "email")
        for row in rows
        if row.subject_id in sealers
    }
