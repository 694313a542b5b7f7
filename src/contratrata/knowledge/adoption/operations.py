"""The acts of adoption: to say an interest, to say how far one is, to let one's name stand before everybody."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import locked, one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.codes.public import UnknownCode, country
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import Organisation
from contratrata.ground.things.public import to_row
from contratrata.ground.workflow.public import move as move_thing
from contratrata.knowledge.practices.public import Practice, standing

from . import events  # noqa: F401  (declares the events of this package)
from .asking import new_request
from .models import FOLLOW_UPS, STEP, Adoption, AdoptionMove, Origin, step_facts
from .notices import INTERESTED
from .projecting import project, rename
from .rules import may_move, may_want
from .states import ADOPTION, DOING, FOLLOWING


def want(
    practice_id: uuid.UUID,
    *,
    words: str,
    country_code: str = "",
    origin: str = Origin.PAGE,
    origin_id: uuid.UUID | None = None,
    token: uuid.UUID | None = None,
) -> Adoption:
    """Say that one's organisation wants to take up a practice of another one, in its own country unless told.

    Who wrote it is asked with `words`, and has `ANSWER_DAYS`. The same `token` again gives the row that is there.
    Raises `DomainError`, `NotAllowed`, `WrongState` (it was said before).
    """
    with transaction.atomic():
        practice = standing(required()).filter(id=practice_id).first()
        if practice is None or not may_want(required(), practice):
            raise NotAllowed(_("Esto lo dice quien representa a otra organización."))
        sentence = texts.required(words, field="words", message=_("Escriba qué quiere de ella."))
        where = country_code or Organisation.objects.get(id=organisation_id()).country
        _check_country(where)
        one_at_a_time(f"{organisation_id()}:{practice_id}")

        def new() -> Adoption:
            return _begin(practice, where, sentence, Adoption(origin=origin, origin_id=origin_id, once=token))

        return once(token, Adoption.objects.filter(organisation_id=organisation_id()), new)


def _begin(practice: Practice, where: str, words: str, row: Adoption) -> Adoption:
    own = Adoption.objects.filter(organisation_id=organisation_id(), practice_id=practice.id, country=where)
    if own.exists():
        raise WrongState(_("Su organización ya lo había dicho. Diga ahora cómo va."))
    row.practice_id, row.country = practice.id, where
    row.save(force_insert=True)
    move = AdoptionMove(
        adoption_id=row.id, verb="interest", to_state=row.state, by_organisation_id=organisation_id()
    )
    to_row(STEP.facts, move, {"happened_on": clock.today()})
    move.save(force_insert=True)
    audit.record("adoption.interest", kind="practices", subject=practice.id)
    new_request(practice.id, practice.organisation_id, words, kind=INTERESTED, adoption_id=row.id)
    project(practice.id)
    return row


def _check_country(code: str) -> None:
    try:
        country(code)
    except UnknownCode:
        raise DomainError(_("Escoja un país de la lista."), field="country") from None


def take_step(adoption_id: uuid.UUID, verb: str, *, values: Values, expected_version: int) -> Adoption:
    """Say how far one's organisation is. Raises `Conflict`, `DomainError`, `NotAllowed`, `WrongState`."""
    facts = step_facts(verb)
    checked = check_values(facts, {fact.name: fact.kind.empty for fact in facts} | dict(values))
    if checked["happened_on"] > clock.today():
        raise DomainError(_("Diga lo que ya pasó: la fecha no puede ser futura."), field="happened_on")
    with transaction.atomic():
        row = locked(_own(), adoption_id, _("Esto lo dice la organización que la adapta."))
        if not may_move(required(), row):
            raise NotAllowed(_("Esto lo dice quien representa a su organización."))
        edit(row, expected_version)
        move = AdoptionMove(adoption_id=row.id, by_organisation_id=organisation_id())
        to_row(STEP.facts, move, checked)
        move_thing(
            row, ADOPTION, verb, move,
            version=row.version, edited_by_id=row.edited_by_id, changed_at=clock.now(),
            **_follow_ups(row, verb, checked["happened_on"]),
        )  # fmt: skip
        audit.record(
            "adoption.moved", kind="practices", subject=row.practice_id, state=row.get_state_display()
        )
        project(row.practice_id)
    return row


def _follow_ups(row: Adoption, verb: str, day: dt.date) -> Mapping[str, Any]:
    """When it began and when it is asked next, after this step."""
    if verb in ("pilot", "adopt"):
        return {"begun_on": day, "due_on": clock.month_later(day, FOLLOW_UPS[0])}
    if verb in FOLLOWING and row.begun_on and row.due_on:
        later = [
            due for months in FOLLOW_UPS if (due := clock.month_later(row.begun_on, months)) > row.due_on
        ]
        return {"begun_on": row.begun_on, "due_on": min(later, default=None)}
    if ADOPTION.moves[verb].target in DOING:
        return {"begun_on": row.begun_on, "due_on": row.due_on}
    return {"begun_on": None, "due_on": None}


def name(adoption_id: uuid.UUID, *, is_named: bool) -> Adoption:
    """Let the name of one's organisation stand before everybody with a practice, or no longer. Raises `NotAllowed`."""
    with transaction.atomic():
        row = locked(_own(), adoption_id, _("Esto lo decide la organización que la adapta."))
        if not may_move(required(), row):
            raise NotAllowed(_("Esto lo decide quien representa a su organización."))
        row.is_named = is_named
        row.save(update_fields=["is_named"])
        if is_named:
            audit.record("adoption.named", kind="practices", subject=row.practice_id)
        else:
            audit.record("adoption.unnamed", kind="practices", subject=row.practice_id)
        project(row.practice_id)
        rename(row)
    return row


def _own() -> QuerySet[Adoption]:
    return Adoption.objects.filter(organisation_id=organisation_id())
