"""What every act on a case begins and ends with: seen, allowed, locked, not edited by another, touched."""

import contextlib
import dataclasses
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, locks, scope
from contratrata.ground.base.errors import Conflict, Shredded, WrongState
from contratrata.ground.network.public import Membership
from contratrata.ground.ui.frame import draft_key
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring, Sealer

from .. import events, rules
from ..models import Case
from ..queries import visible_to
from ..states import STILL_OPEN


@contextlib.contextmanager
def acting_on(
    case_id: uuid.UUID, verb: str, *, expected_version: int | None = None, closed_too: bool = False
) -> Iterator[Case]:
    """Lock one case for an act, in one transaction.

    Raises `NotAllowed` (not hers, or not her part), `WrongState` (closed), `Conflict` (another edited it
    since `expected_version`).
    """
    with transaction.atomic():
        case = locked(case_id)
        rules.require(verb, scope.required(), case)
        if not closed_too and case.state not in STILL_OPEN:
            raise WrongState(_("El expediente está cerrado. Reábralo para cambiarlo."))
        if expected_version is not None and case.version != expected_version:
            raise _overtaken(case)
        yield case


def locked(case_id: uuid.UUID) -> Case:
    """The visible case, its row locked, its person loaded. Raises `NotAllowed`."""
    cases = visible_to(scope.required()).select_related("person")
    return locks.locked(cases, case_id, _("Este expediente no existe o no está a su alcance."))


def touch(case: Case, *, edited: bool = True, **values: object) -> None:
    """Save plain values of the case; an edit of what others may be editing counts the version up."""
    for name, value in values.items():
        setattr(case, name, value)
    case.touched_at = clock.now()
    if edited:
        case.version += 1
    case.save(update_fields=[*values, "touched_at", "version"])


def record(name: str, case: Case, **details: str | int | bool | None) -> None:
    """Leave the trace of an act on a case."""
    audit.record(name, kind="case", subject=case.id, code=case.code, **details)


def sealer_of(case: Case, keys: Ring | None = None) -> Sealer:
    """The person's sealer. Raises `WrongState` when her data were erased."""
    try:
        return vault.open_subject(case.person.subject_id, keys)
    except Shredded:
        raise WrongState(_("Los datos de esta persona se borraron: ya no se puede escribir aquí.")) from None


def _overtaken(case: Case) -> Conflict:
    last = (
        audit.Entry.objects.filter(
            organisation_id=case.organisation_id, subject_id=case.id, event__in=events.EDITS, refused=False
        )
        .order_by("-at", "id")
        .values_list("actor_id", flat=True)
        .first()
    )
    return acts.overtaken_by(last)


def forget_typed(address: str) -> None:
    """What anybody of the acting organisation was typing on the pages below an address goes."""
    here, pages = scope.required(), draft_key(address)
    members = Membership.objects.filter(organisation_id=scope.organisation_id())
    users = members.values_list("user_id", flat=True)
    for user_id in set(users):
        with scope.acting(dataclasses.replace(here, user_id=user_id)):
            vault.drafts.forget_under(pages)
