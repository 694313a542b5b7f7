"""What a workshop's table said that a country would adopt: proposed to who answers for it there, who says yes or no.

Nothing counts as an adoption before: a proposal is a request, read by both sides and the coordination.
"""

import dataclasses
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import acting, organisation_id, realm, required
from contratrata.ground.codes.public import country_name
from contratrata.ground.network.public import Membership, Organisation, Role, job_scope, organisation_names
from contratrata.ground.notices import public as notices
from contratrata.knowledge.practices.public import standing

from . import events  # noqa: F401  (declares the events of this package)
from .asking import new_request
from .models import Adoption, Answer, Origin, Request
from .notices import DECIDED, PROPOSED, tell
from .operations import want
from .rules import SPEAKERS, may_speak


@dataclasses.dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed: to which organisation, and whether it takes it up (None: it has not answered)."""

    id: uuid.UUID
    practice_id: uuid.UUID
    country: str
    asked: str
    taken: bool | None


def propose(
    practice_id: uuid.UUID, *, country_code: str, words: str, origin_id: uuid.UUID, token: uuid.UUID
) -> Request:
    """Ask who answers for a country whether it adopts a practice, as a table said; the same `token` is one.

    Raises `DomainError` (nobody there to ask), `NotAllowed`.
    """
    with transaction.atomic():
        practice = standing(required()).filter(id=practice_id).first()
        if practice is None or not may_speak(required()):
            raise NotAllowed(_("Esto lo propone quien representa a su organización."))
        sentence = texts.required(words, field="words", message=_("Escriba con qué condiciones."))

        def new() -> Request:
            asked = answering(country_code, but=practice.organisation_id)
            if asked is None:
                message = _("En %s no hay otra organización a la que preguntar.") % country_name(country_code)
                raise DomainError(message, field="country")
            row = new_request(
                practice_id, asked, sentence, kind=PROPOSED, country=country_code, origin_id=origin_id, token=token
            )  # fmt: skip
            audit.record("adoption.proposed", kind="practices", subject=practice_id)
            return row

        return once(token, Request.objects.filter(organisation_id=organisation_id()), new)


def answering(country_code: str, *, but: uuid.UUID) -> uuid.UUID | None:
    """Who is asked for a country: where its national focal point works, else where somebody else represents one.

    `but`: who wrote the practice does not adopt it.
    """
    able: list[tuple[bool, uuid.UUID]] = []
    houses = Organisation.objects.filter(realm=realm(), country=country_code, left_at=None).exclude(id=but)
    for house in houses.order_by("id"):
        with acting(job_scope(house)):  # its staff is read by itself alone
            rows = Membership.objects.filter(organisation=house, ended_at=None).values_list(
                "roles", flat=True
            )
            roles = {Role(one) for held in rows for one in held}
        if roles & set(SPEAKERS):
            able.append((Role.NATIONAL_FOCAL_POINT not in roles, house.id))
    return min(able)[1] if able else None


def decide(request_id: uuid.UUID, *, taken: bool, words: str, token: uuid.UUID | None = None) -> Answer:
    """Say whether one's organisation takes up what was proposed; a yes is its interest, said in a workshop.

    Raises `DomainError`, `NotAllowed`, `WrongState` (it was answered, or said before).
    """
    with transaction.atomic():
        match = Request.objects.filter(id=request_id, asked_id=organisation_id()).exclude(country="").first()
        if match is None or not may_speak(required()):
            raise NotAllowed(_("Responde quien representa a la organización a la que se preguntó."))
        asked = match
        sentence = texts.required(words, field="words", message=_("Escriba qué quieren, o por qué no."))
        one_at_a_time(str(request_id))

        def new() -> Answer:
            if Answer.objects.filter(request_id=request_id).exists():
                raise WrongState(_("Su organización ya respondió."))
            row = Answer(
                request_id=request_id, asker_id=asked.organisation_id, taken=taken, words=sentence, once=token
            )
            row.save(force_insert=True)
            if taken:
                audit.record("adoption.accepted_proposal", kind="practices", subject=asked.practice_id)
                _take_up(asked, sentence)
            else:
                audit.record("adoption.declined_proposal", kind="practices", subject=asked.practice_id)
            notices.settle(subject_id=request_id, kinds=(PROPOSED,))
            tell(DECIDED, asked.organisation_id, request_id)
            return row

        return once(token, Answer.objects.filter(organisation_id=organisation_id()), new)


def _take_up(row: Request, words: str) -> None:
    """The interest that a yes is, unless one's organisation had said it before."""
    own = Adoption.objects.filter(organisation_id=organisation_id(), practice_id=row.practice_id)
    if not own.filter(country=row.country).exists():
        want(row.practice_id, words=words, country_code=row.country, origin=Origin.WORKSHOP, origin_id=row.id)


def proposals_of(origin_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Proposed]:
    """What one's organisation proposed from these sessions, by its id; three queries."""
    rows = list(Request.objects.filter(organisation_id=organisation_id(), origin_id__in=list(origin_ids)))
    taken = dict(
        Answer.objects.filter(request_id__in=[one.id for one in rows]).values_list("request_id", "taken")
    )
    names = organisation_names(one.asked_id for one in rows)
    return {
        one.id: Proposed(one.id, one.practice_id, one.country, names.get(one.asked_id, ""), taken.get(one.id))
        for one in rows
    }
