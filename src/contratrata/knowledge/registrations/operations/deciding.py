"""What whoever organises decides: who comes, who waits, who does not, and how one registers."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.doubts import doubt
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import required
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.things.public import to_row

from .. import asking, mails, places
from ..happenings import Happening
from ..models import TERMS, Registration, Terms
from ..queries import terms_of
from ..rules import may_organise
from ..states import Reason, State
from ._moving import locked, mail, move
from .moving_up import move_up
from .signing import fitting_verb


def _mine(happening: Happening, registration_id: uuid.UUID) -> Registration:
    """A registration for one's own event, locked; places first, as everywhere. Raises `NotAllowed`, `WrongState`."""
    check_organiser(happening)
    places.alone(happening.id)
    return locked(registration_id)


def check_organiser(happening: Happening) -> None:
    """Raise `NotAllowed` for anybody but who organises."""
    if not may_organise(required(), happening):
        raise NotAllowed(_("Esto lo decide quien organiza el evento."))


def approve(happening: Happening, registration_id: uuid.UUID) -> Registration:
    """Say yes: a place where she fits, else the list. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _mine(happening, registration_id)
        if row.state != State.ASKED:
            raise WrongState(_("Ya se decidió sobre esta inscripción."))
        verb = fitting_verb(happening, terms_of(happening), row)
        due = happening.wait() if verb == "place" and row.confirmed_at is None else None
        move(row, verb, due_at=due)
        mail(mails.PLACED if verb == "place" else mails.QUEUED, happening, row)
        audit.record("registration.approved", kind="registration", subject=row.id)
    return row


def give_place(happening: Happening, registration_id: uuid.UUID) -> Registration:
    """Give her a place past the list; beyond the limits only when that is meant. Raises `Doubt` and as `approve`."""
    with transaction.atomic():
        row = _mine(happening, registration_id)
        if fitting_verb(happening, terms_of(happening), row) != "place":
            doubt(
                "past-limits", _("Ya no quedan lugares para ella según los cupos."), field="",
                confirm=_("Darle un lugar de todos modos"),
            )  # fmt: skip
        move(row, "place", due_at=None if row.confirmed_at else happening.wait())
        mail(mails.PLACED, happening, row)
        audit.record("registration.placed", kind="registration", subject=row.id)
    return row


def to_list(happening: Happening, registration_id: uuid.UUID) -> Registration:
    """Put her at the end of the waiting list; her place goes to the next. Raises as `approve`."""
    with transaction.atomic():
        row = _mine(happening, registration_id)
        move(row, "queue", since=clock.now())
        mail(mails.QUEUED, happening, row)
        audit.record("registration.queued", kind="registration", subject=row.id)
    return row


def decline(happening: Happening, registration_id: uuid.UUID, *, reason: str) -> Registration:
    """Say no, for a reason of the list, which she reads by her link. Raises `DomainError` and as `approve`."""
    if reason not in Reason.values:
        raise DomainError(_("Elija una razón."), field="reason")
    with transaction.atomic():
        row = _mine(happening, registration_id)
        held = row.state in (State.PLACED, State.OFFERED)
        move(row, "decline", reason=reason)
        mail(mails.DECLINED, happening, row)
        audit.record(
            "registration.declined", kind="registration", subject=row.id, reason=str(Reason(reason).label)
        )
        if held:
            move_up(happening)
    return row


def set_terms(happening: Happening, *, values: Values, expected_version: int) -> Terms:
    """Say how one registers; more places go to who waits. Raises `DomainError`, `Conflict`, `NotAllowed`."""
    check_organiser(happening)
    with transaction.atomic():
        one_at_a_time(f"terms {happening.id}")
        row = terms_of(happening) or Terms(event_id=happening.id, version=0)
        edit(row, expected_version)
        checked = check_values(TERMS.facts, asking.terms_values(terms_of(happening)) | dict(values))
        to_row(TERMS.facts, row, checked)
        row.save()
        audit.record("registration.terms", kind="event", subject=happening.id)
        move_up(happening)
    return row


def turn_link(happening: Happening) -> Terms:
    """Make the link that invites another one; the former invites nobody any more. Raises `NotAllowed`."""
    check_organiser(happening)
    with transaction.atomic():
        one_at_a_time(f"terms {happening.id}")
        row = terms_of(happening)
        if row is None:
            row = Terms(event_id=happening.id)
            to_row(TERMS.facts, row, asking.terms_values(None))
        row.turn += 1
        row.save()
        audit.record("registration.link", kind="event", subject=happening.id)
    return row
