"""Acts on country pages: members write, the coordination publishes and takes back."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import Realm, Scope, organisation_id, required
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import Role
from contratrata.ground.things.public import from_row, to_row

from . import events  # noqa: F401  (declares the events)
from .models import FACTS, Entry, Published
from .rules import WRITERS, may_edit


def write(*, values: Values, token: uuid.UUID | None = None) -> Entry:
    """Write a new entry. Raises `DomainError`, `NotAllowed`."""
    if not required().has(*WRITERS):
        raise NotAllowed(_("Esto lo escribe quien representa a su organización."))
    checked = check_values(FACTS, values)
    with transaction.atomic():

        def made() -> Entry:
            entry = Entry(once=token)
            to_row(FACTS, entry, checked)
            entry.save(force_insert=True)
            audit.record("country.written", kind="country", subject=entry.id)
            return entry

        return once(token, Entry.objects.filter(organisation_id=organisation_id()), made)


def change(entry_id: uuid.UUID, *, values: Values, expected_version: int) -> Entry:
    """Change an entry of one's own organisation. Raises `DomainError`, `Conflict`, `NotAllowed`."""
    with transaction.atomic():
        entry = Entry.objects.select_for_update().filter(id=entry_id).first()
        if entry is None or not may_edit(required(), entry):
            raise NotAllowed(_("Esta entrada la cambia la organización que la escribió."))
        edit(entry, expected_version)
        if to_row(FACTS, entry, check_values(FACTS, values)):
            entry.changed_at = clock.now()
            entry.save()
            audit.record("country.edited", kind="country", subject=entry.id)
    return entry


def publish(entry_id: uuid.UUID, *, expected_version: int) -> Published:
    """Put the entry, as it was looked over, before everybody. Raises `Conflict`, `NotAllowed`, `WrongState`."""
    scope = required()
    _coordinates(scope)
    if scope.realm is not Realm.REAL:
        raise WrongState(_("En el modo de formación no se publica: todo es ficticio."))
    entry = Entry.objects.get(id=entry_id)
    if entry.version != expected_version:
        edit(entry, expected_version)  # says who was first
    with publishing(Published):
        Published.objects.filter(entry_id=entry.id).delete()
        copy = Published(entry_id=entry.id, version=entry.version)
        to_row(FACTS, copy, from_row(FACTS, entry))
        copy.save(force_insert=True)
        audit.record("country.published", kind="country", subject=entry.id)
    return copy


def take_back(entry_id: uuid.UUID) -> None:
    """Nobody outside reads it any more. Raises `NotAllowed`, `WrongState`."""
    _coordinates(required())
    with publishing(Published):
        if not Published.objects.filter(entry_id=entry_id).delete()[0]:
            raise WrongState(_("Esta entrada no estaba publicada."))
        audit.record("country.taken_back", kind="country", subject=entry_id)


def _coordinates(scope: Scope) -> None:
    if not scope.has(Role.COORDINATION):
        raise NotAllowed(_("Publica la coordinación de la red."))
