"""Who is asked to judge a practice, until when; that she is reminded; that her organisation says it will not."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import Realm, Scope, acting, organisation_id, required
from contratrata.ground.network.public import (
    Organisation,
    Role,
    coordinating_organisations,
    job_scope,
    organisations_visible_to,
)
from contratrata.ground.notices import public as notices

from .models import MOVES, PRACTICES, REVIEWERS, Call, Practice
from .notices import CALLED, DECLINED, REMINDED
from .states import REVIEW_VERBS, PracticeState

#: In how many days a review may be asked for; and how many days before it is due its organisation is reminded.
DAYS, BEFORE = (7, 15, 30), 3


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """An organisation that is asked to judge the version that stands: until when, and what became of it."""

    reviewer_id: uuid.UUID
    due: dt.date | None
    reviewed: bool
    conflict: bool

    @property
    def declined(self) -> bool:
        """Whether it said that it will not."""
        return self.due is None

    @property
    def late(self) -> bool:
        """Whether the day has passed without a review."""
        return not self.reviewed and self.due is not None and self.due < clock.today()


def may_call(scope: Scope, row: Practice) -> bool:
    """Who publishes asks others to judge what waits for it."""
    return PRACTICES.may_publish(scope) and _waits(row)


def asked_of(row: Practice) -> list[Asked]:
    """The organisations that were asked to judge what stands now, in the order in which they were; two queries."""
    last: dict[uuid.UUID, Call] = {}
    for one in Call.objects.filter(practice_id=row.id, version=row.version).order_by("at", "id"):
        last[one.reviewer_id] = one
    judged = _judged(row)
    return [Asked(key, one.due, key in judged, one.conflict) for key, one in last.items()]


def owed_by(row: Practice, scope: Scope) -> Asked | None:
    """What the acting organisation is asked for and has not answered."""
    asked = next((one for one in asked_of(row) if one.reviewer_id == scope.organisation_id), None)
    return asked if asked and not asked.declined and not asked.reviewed and _waits(row) else None


def call(row: Practice, reviewer_id: uuid.UUID, *, days: int, token: uuid.UUID | None = None) -> Call:
    """Ask another organisation to judge what waits. Raises `DomainError`, `NotAllowed`, `WrongState`."""
    if not PRACTICES.may_publish(required()):
        raise NotAllowed(_("Lo pide la coordinación de la red."))
    if days not in DAYS:
        raise DomainError(_("Elija una de las opciones."), field="days")
    with transaction.atomic():
        one_at_a_time(str(row.id))
        if not _waits(row):
            raise WrongState(_("Esta práctica no está en revisión ahora."))
        reviewer = organisations_visible_to(required()).filter(id=reviewer_id).first()
        if reviewer is None or reviewer.id == row.organisation_id:
            raise DomainError(_("Revisa otra organización que la que la escribió."), field="reviewer")

        def new() -> Call:
            if any(one.reviewer_id == reviewer.id and not one.declined for one in asked_of(row)):
                raise DomainError(_("Ya se le pidió."), field="reviewer")
            due = clock.today() + dt.timedelta(days=days)
            row_of_call = Call(
                practice_id=row.id, version=row.version, reviewer_id=reviewer.id, due=due, once=token
            )
            row_of_call.save(force_insert=True)
            audit.record("practice.called", kind="practices", subject=row.id, organisation=reviewer.name)
            notices.notify(CALLED, organisation_id=reviewer.id, subject_id=row.id, roles=REVIEWERS)
            return row_of_call

        return once(token, Call.objects.filter(organisation_id=organisation_id()), new)


def decline(row: Practice, *, conflict: bool) -> None:
    """Say that one's organisation will not judge it. Raises `NotAllowed`, `WrongState`."""
    if not required().has(*REVIEWERS):
        raise NotAllowed(_("Lo dice quien representa a su organización."))
    with transaction.atomic():
        one_at_a_time(str(row.id))
        if owed_by(row, required()) is None:
            raise WrongState(_("A su organización no se le pide esta revisión."))
        asked = Call.objects.filter(practice_id=row.id, version=row.version, reviewer_id=organisation_id())
        callers = set(asked.values_list("organisation_id", flat=True))
        Call(practice_id=row.id, version=row.version, reviewer_id=organisation_id(), conflict=conflict).save(
            force_insert=True
        )
        audit.record("practice.declined", kind="practices", subject=row.id)
        for caller in callers:
            notices.notify(DECLINED, organisation_id=caller, subject_id=row.id, roles=(Role.COORDINATION,))


def remind() -> int:
    """Remind, once, every organisation whose review is due in some days or late; what the worker calls each hour."""
    reminded = 0
    ids = [one for realm in Realm for one in coordinating_organisations(realm)]
    for organisation in Organisation.objects.filter(id__in=ids):
        with acting(job_scope(organisation)), transaction.atomic():
            soon = clock.today() + dt.timedelta(days=BEFORE)
            mine = Call.objects.select_for_update(skip_locked=True).filter(
                organisation_id=organisation.id, due__lte=soon, reminded_at=None
            )
            calls = list(mine.order_by("due", "id")[:200])
            rows = {row.id: row for row in PRACTICES.rows().filter(id__in=[one.practice_id for one in calls])}
            for one in calls:
                row = rows.get(one.practice_id)
                if row is not None and row.version == one.version and _open(row, one):
                    notices.notify(
                        REMINDED, organisation_id=one.reviewer_id, subject_id=row.id, roles=REVIEWERS
                    )
                    reminded += 1
                one.reminded_at = clock.now()
                one.save(update_fields=["reminded_at"])
    return reminded


def owed(scope: Scope) -> list[tuple[Practice, dt.date]]:
    """What the acting organisation is asked to judge and has not, each with its day, the first due first."""
    if scope.organisation_id is None:
        return []
    mine = Call.objects.filter(reviewer_id=scope.organisation_id).order_by("at", "id")
    last = {(one.practice_id, one.version): one for one in mine}
    due = {key: one.due for key, one in last.items() if one.due is not None}
    rows = MOVES.in_state(PRACTICES.visible_to(scope), PracticeState.IN_REVIEW)
    waiting = [row for row in rows.filter(id__in=[key[0] for key in due]) if (row.id, row.version) in due]
    judged = _judged_among(waiting, scope.organisation_id)
    pairs = [(row, due[row.id, row.version]) for row in waiting if (row.id, row.version) not in judged]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0].id))


def _waits(row: Practice) -> bool:
    return MOVES.state(MOVES.of(row.id).first()) == PracticeState.IN_REVIEW


def _open(row: Practice, one: Call) -> bool:
    asked = next((other for other in asked_of(row) if other.reviewer_id == one.reviewer_id), None)
    return asked is not None and not asked.declined and not asked.reviewed and _waits(row)


def _judged(row: Practice) -> set[uuid.UUID]:
    """Who judged what stands: that one moved it the realm reads, what it said not."""
    moved = MOVES.of(row.id).filter(version=row.version, verb__in=REVIEW_VERBS)
    return set(moved.order_by().values_list("organisation_id", flat=True))


def _judged_among(rows: Iterable[Practice], reviewer_id: uuid.UUID) -> set[tuple[uuid.UUID, int]]:
    moved = MOVES.row._default_manager.filter(
        row_id__in=[row.id for row in rows], organisation_id=reviewer_id, verb__in=REVIEW_VERBS
    )
    return set(moved.values_list("row_id", "version"))
