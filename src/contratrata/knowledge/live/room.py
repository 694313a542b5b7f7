"""What people in a session ask and answer, by seats that nobody is known by; and what who moderates does with it.

A vote or an answer leaves two things that nothing ties together: a number that went up, and a mark that this seat has
voted. The mark is a keyed code of seat and thing; it goes when a poll is closed, the others when the room is shut.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.anonymous import TooOften
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.locks import locked, one_at_a_time
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.things.public import to_row
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from . import events as _named  # noqa: F401  (declares the events of this package)
from . import links
from .models import POLL, AskedState, Mark, Poll, PollState, RoomQuestion, Tally
from .owning import own_session

#: The room is open so long before a session and after it.
EARLY, LATE = dt.timedelta(minutes=30), dt.timedelta(minutes=30)
#: So many questions a seat and a session; so long a question, and a word.
MOST_A_SEAT, MOST = 5, 500
LONG, WORD = 300, 40
#: So many answers to choose from fit a telephone.
MOST_OPTIONS = 12
SCALE = ("1", "2", "3", "4", "5")


def is_open(session: events.Session) -> bool:
    """Whether one may ask and answer now."""
    begins, until = session.begins, session.until
    return begins is not None and until is not None and begins - EARLY <= clock.now() <= until + LATE


def _check_open(session: events.Session) -> None:
    if not is_open(session):
        raise WrongState(_("La sesión no está en curso: ya no se puede preguntar ni responder."))


def ask(session: events.Session, seat: bytes, *, words: str, token: uuid.UUID | None = None) -> RoomQuestion:
    """Ask something; it is shown once who moderates lets it through. Raises `DomainError`, `TooOften`, `WrongState`."""
    sentence = texts.required(words, field="words", message=_("Escriba su pregunta."), most=LONG)
    _check_open(session)
    with transaction.atomic():
        rows = RoomQuestion.objects.filter(session_id=session.id)

        def new() -> RoomQuestion:
            _spend(session, seat)
            if rows.count() >= MOST:
                raise WrongState(_("Ya hay demasiadas preguntas en esta sesión."))
            row = RoomQuestion(event_id=session.event_id, session_id=session.id, once=token)
            row.seal(vault.ring().drafts(), words=sentence).save(force_insert=True)
            audit.record("live.asked", kind="events", subject=session.event_id)
            return row

        return once(token, rows, new)


def _spend(session: events.Session, seat: bytes) -> None:
    """Count a question of this seat, under its mark and for as long as a session lasts. Raises `TooOften`."""
    key = f"live:{links.mark_of(session.id, seat)}"
    cache.add(key, 0, 6 * 3600)
    if cache.incr(key) > MOST_A_SEAT:
        raise TooOften(_("Ya hizo %(n)s preguntas en esta sesión.") % {"n": MOST_A_SEAT})


def vote(session: events.Session, seat: bytes, question_id: uuid.UUID) -> None:
    """Say that one wants this question answered, once; sent twice it is the same. Raises `WrongState`."""
    _check_open(session)
    with transaction.atomic():
        rows = RoomQuestion.objects.filter(session_id=session.id, id=question_id, state=AskedState.SHOWN)
        if not rows.exists():
            raise WrongState(_("Esa pregunta ya no está a la vista."))
        if _marked(session, question_id, seat):
            rows.update(votes=F("votes") + 1)
            audit.record("live.voted", kind="events", subject=session.event_id)


def _marked(session: events.Session, of_id: uuid.UUID, seat: bytes) -> bool:
    """Whether this seat had not done it yet; it has now."""
    mark = links.mark_of(of_id, seat)
    one_at_a_time(str(mark))
    rows = Mark.objects.filter(session_id=session.id, of_id=of_id)
    if rows.filter(seat=mark).exists():
        return False
    Mark(event_id=session.event_id, session_id=session.id, of_id=of_id, seat=mark).save(force_insert=True)
    return True


def judge(question_id: uuid.UUID, *, state: str, expected_version: int) -> RoomQuestion:
    """Let a question through, say that it was answered, or do not show it. Raises `Conflict`, `NotAllowed`."""
    with transaction.atomic():
        row = locked(RoomQuestion.objects.all(), question_id, _("Esta pregunta ya no está."))
        own_session(row.session_id)
        edit(row, expected_version)
        row.state = AskedState(state)
        row.save()
        audit.record("live.judged", kind="events", subject=row.event_id)
    return row


def prepare(session_id: uuid.UUID, *, values: Values, token: uuid.UUID | None = None) -> Poll:
    """Prepare a poll of a session. Raises `DomainError`, `NotAllowed`."""
    with transaction.atomic():
        session = own_session(session_id)
        checked = check_values(POLL.facts, {fact.name: fact.kind.empty for fact in POLL.facts} | dict(values))
        needs = checked["sort"] in ("single", "several")
        if needs and len(checked["options"]) < 2:  # one is no choice
            raise DomainError(_("Escriba al menos dos respuestas."), field="options")
        if needs and len(checked["options"]) > MOST_OPTIONS:
            raise DomainError(_("Escriba hasta %(n)s respuestas.") % {"n": MOST_OPTIONS}, field="options")

        def new() -> Poll:
            row = Poll(event_id=session.event_id, session_id=session.id, once=token)
            to_row(POLL.facts, row, checked | {"options": checked["options"] if needs else ()})
            row.save(force_insert=True)
            audit.record("live.poll_prepared", kind="events", subject=session.event_id)
            return row

        return once(token, Poll.objects.filter(session_id=session.id), new)


def open_poll(poll_id: uuid.UUID, *, expected_version: int) -> Poll:
    """Let it be answered; another one that is open is closed. Raises `Conflict`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _poll(poll_id, expected_version, PollState.READY)
        for other in Poll.objects.select_for_update().filter(session_id=row.session_id, state=PollState.OPEN):
            _close(other)
        row.state = PollState.OPEN
        row.save()
        audit.record("live.poll_opened", kind="events", subject=row.event_id)
    return row


def close_poll(poll_id: uuid.UUID, *, expected_version: int) -> Poll:
    """Let nobody answer any more, for good: what says who had answered goes.

    Raises `Conflict`, `NotAllowed`, `WrongState`.
    """
    with transaction.atomic():
        row = _poll(poll_id, expected_version, PollState.OPEN)
        _close(row)
        audit.record("live.poll_closed", kind="events", subject=row.event_id)
    return row


def _close(row: Poll) -> None:
    row.state = PollState.CLOSED
    row.save()
    Mark.objects.filter(of_id=row.id).delete()


def drop_poll(poll_id: uuid.UUID, *, expected_version: int) -> None:
    """Take out a poll that nobody has been asked. Raises `Conflict`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _poll(poll_id, expected_version, PollState.READY)
        audit.record("live.poll_removed", kind="events", subject=row.event_id)
        row.delete()


def _poll(poll_id: uuid.UUID, expected_version: int, state: PollState) -> Poll:
    row = locked(Poll.objects.all(), poll_id, _("Este sondeo ya no está."))
    own_session(row.session_id)
    edit(row, expected_version)
    if row.state != state:
        raise WrongState(_("Este sondeo ya está %s.") % PollState(row.state).label)
    return row


def options_of(poll: Poll) -> Sequence[str]:
    """What may be chosen; nothing where a word is written."""
    return SCALE if poll.sort == "scale" else tuple(poll.options)


def answer(session: events.Session, seat: bytes, poll_id: uuid.UUID, *, chosen: Collection[str]) -> None:
    """Answer an open poll, once a seat. Raises `DomainError`, `WrongState` (closed, or answered)."""
    _check_open(session)
    with transaction.atomic():
        row = Poll.objects.filter(session_id=session.id, id=poll_id, state=PollState.OPEN).first()
        if row is None:
            raise WrongState(_("Este sondeo ya está cerrado."))
        options = _options(row, chosen)
        if not _marked(session, row.id, seat):
            raise WrongState(_("Usted ya respondió este sondeo."))
        for option in sorted(options):  # in one order, so that two who answer at once wait and do not block
            start = Tally(event_id=row.event_id, session_id=row.session_id, poll_id=row.id, option=option,
                          is_shown=row.sort != "words")  # fmt: skip
            Tally.objects.bulk_create([start], ignore_conflicts=True)
            Tally.objects.filter(poll_id=row.id, option=option).update(number=F("number") + 1)
        still = Poll.objects.filter(id=row.id, state=PollState.OPEN).update(answers=F("answers") + 1)
        if not still:
            raise WrongState(_("Este sondeo ya está cerrado."))
        audit.record("live.answered", kind="events", subject=row.event_id)


def _options(poll: Poll, chosen: Collection[str]) -> set[str]:
    if poll.sort == "words":
        word = texts.required("".join(chosen), field="chosen", message=_("Escriba una palabra."), most=WORD)
        return {word.casefold()}
    options = set(chosen)
    too_many = poll.sort != "several" and len(options) > 1
    if not options or too_many or not options <= set(options_of(poll)):
        raise DomainError(_("Elija una respuesta de la lista."), field="chosen")
    return options


def show_word(tally_id: uuid.UUID) -> Tally:
    """Let a word of a poll be seen. Raises `NotAllowed`."""
    with transaction.atomic():
        row = locked(Tally.objects.all(), tally_id, _("Esa palabra ya no está."))
        own_session(row.session_id)
        row.is_shown = True
        row.save(update_fields=["is_shown"])
        audit.record("live.word_shown", kind="events", subject=row.event_id)
    return row


def forget() -> int:
    """Close polls of rooms that are shut, and forget which seats voted there; what the worker calls every hour."""
    number = 0
    for house in Organisation.objects.filter(left_at=None).order_by("id"):
        with acting(job_scope(house)):
            marks = Mark.objects.filter(organisation_id=house.id)
            ids = set(marks.values_list("session_id", flat=True))
            ids -= {one.id for one in events.Session.objects.filter(id__in=ids) if is_open(one)}
            for poll in Poll.objects.select_for_update().filter(session_id__in=ids, state=PollState.OPEN):
                _close(poll)
            number += marks.filter(session_id__in=ids).delete()[0]
    return number
