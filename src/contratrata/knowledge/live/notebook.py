"""What tables write: every few seconds from the rapporteur's page, in the scope of whoever holds the event.

A text written over an older version than stands is kept beside it, never instead of it: two telephones, or one that
died and came back, lose nothing. There is no draft besides: what is kept is what the plenary reads.
"""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

from . import events as _named  # noqa: F401  (declares the events of this package)
from .models import Note, Notebook, Parallel
from .owning import own_session

#: One line in the trail for all that one page writes in so long.
QUIET = dt.timedelta(minutes=10)


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """What became of a text: the version that stands, and whether this one was kept beside it."""

    version: int
    beside: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A guiding question with what stands under it, opened; `parallels`: what was written at the same time."""

    number: int
    question: str
    words: str
    version: int
    at: dt.datetime | None
    parallels: tuple[tuple[Parallel, str], ...] = ()


def questions_of(session: events.Session) -> list[str]:
    """The guiding questions of a table, as its event asks them."""
    asked: Any = vars(session)["questions"]
    return [line.strip(" -•") for line in asked.reading().text.splitlines() if line.strip(" -•")]


def notebook_of(session: events.Session) -> Notebook:
    """The notebook of a table; one that is not saved where nothing was done yet."""
    return notebooks_of(session.event_id).get(session.id) or Notebook(
        event_id=session.event_id, session_id=session.id
    )


def notebooks_of(event_id: uuid.UUID) -> dict[uuid.UUID, Notebook]:
    """Those of an event by their session; one query."""
    return {one.session_id: one for one in Notebook.objects.filter(event_id=event_id)}


def _locked(session: events.Session) -> Notebook:
    one_at_a_time(f"notebook {session.id}")
    row = Notebook.objects.filter(session_id=session.id).first()
    if row is None:
        row = Notebook(event_id=session.event_id, session_id=session.id)
        row.save(force_insert=True)
    return row


def lines_of(sessions: list[events.Session]) -> dict[uuid.UUID, list[Line]]:
    """What each of these tables of one event writes, question by question, and at the end the rest; two queries."""
    ids, ring = [one.id for one in sessions], vault.ring().drafts()
    notes = {(one.session_id, one.number): one for one in Note.objects.filter(session_id__in=ids)}
    beside: dict[uuid.UUID, list[tuple[Parallel, str]]] = {}
    for one in Parallel.objects.filter(session_id__in=ids, settled_at=None).order_by("at", "id"):
        beside.setdefault(one.note_id, []).append((one, one.open(ring, "words")["words"]))
    result = {}
    for session in sessions:
        asked = dict(enumerate(questions_of(session), 1))
        numbers = [*sorted(asked.keys() | {n for of, n in notes if of == session.id and n}), 0]
        lines = []
        for number in numbers:
            note = notes.get((session.id, number))
            words = note.open(ring, "words")["words"] if note and note.words else ""
            question = note.question if note and words else asked.get(number, "")
            if question or words or not number:
                lines.append(Line(number, question, words, note.version if note else 0, note.at if note else None,
                                  tuple(beside.get(note.id, ())) if note else ()))  # fmt: skip
        result[session.id] = lines
    return result


def write_note(
    session: events.Session, number: int, *, words: str, version: int, writer: uuid.UUID
) -> Stored:
    """Keep what a table's page has under a question. `version`: that which the page began from.

    Raises `DomainError` (too long, no such question), `WrongState` (it was handed over).
    """
    text = texts.clean(words, field=f"words_{number}", most=texts.STORY, lines=True)
    with transaction.atomic():
        one_at_a_time(f"note {session.id} {number}")
        if notebook_of(session).handed_at:
            raise WrongState(_("La relatoría ya se entregó. Pida a quien organiza que la abra de nuevo."))
        note = Note.objects.filter(session_id=session.id, number=number).first() or _new(session, number)
        ring = vault.ring().drafts()
        stands = note.open(ring, "words")["words"] if note.words else ""
        if text == stands:
            return Stored(note.version, beside=False)
        if note.writer != writer or note.at < clock.now() - QUIET:
            audit.record("live.noted", kind="events", subject=session.event_id)
        if version != note.version and note.writer != writer:
            _put_beside(note, text, writer)
            return Stored(note.version, beside=True)
        note.seal(ring, words=text)
        note.version, note.writer, note.at = note.version + 1, writer, clock.now()
        note.save()
    return Stored(note.version, beside=False)


def _new(session: events.Session, number: int) -> Note:
    asked = questions_of(session)
    if not 0 <= number <= len(asked):
        raise DomainError(_("Esa pregunta ya no está en el programa: escriba en «Lo demás»."))
    question = asked[number - 1] if number else ""
    note = Note(event_id=session.event_id, session_id=session.id, number=number, question=question)
    note.save(force_insert=True)
    return note


def _put_beside(note: Note, text: str, writer: uuid.UUID) -> None:
    """The last text of that page, beside the note."""
    row = Parallel.objects.filter(note_id=note.id, writer=writer, settled_at=None).first()
    row = row or Parallel(event_id=note.event_id, session_id=note.session_id, note_id=note.id, writer=writer)
    row.at = clock.now()
    row.seal(vault.ring().drafts(), words=text).save()


def settle(session: events.Session, parallel_id: uuid.UUID, *, join: bool) -> None:
    """Say what stands of two texts: both, or the first; the second stays kept. Raises `WrongState`."""
    with transaction.atomic():
        other = Parallel.objects.filter(session_id=session.id, id=parallel_id, settled_at=None).first()
        note = Note.objects.filter(id=other.note_id).first() if other else None
        if other is None or note is None or notebook_of(session).handed_at:
            raise WrongState(_("Esto ya se resolvió."))
        one_at_a_time(f"note {session.id} {note.number}")
        note.refresh_from_db()
        ring = vault.ring().drafts()
        if join:
            both = f"{note.open(ring, 'words')['words']}\n\n{other.open(ring, 'words')['words']}"
            note.seal(ring, words=texts.clean(both, field="words", most=2 * texts.STORY, lines=True))
            note.version, note.writer, note.at = note.version + 1, None, clock.now()
            note.save()
        other.settled_at = clock.now()
        other.save(update_fields=["settled_at"])
        audit.record("live.settled", kind="events", subject=session.event_id)


def hand_over(session: events.Session) -> Notebook:
    """Say that a table's notes are whole; nobody writes them any more. Raises `WrongState`."""
    with transaction.atomic():
        row = _locked(session)
        if row.handed_at:
            raise WrongState(_("La relatoría ya se entregó."))
        if Parallel.objects.filter(session_id=session.id, settled_at=None).exists():
            raise WrongState(_("Hay dos textos escritos a la vez: diga primero qué queda."))
        row.handed_at = clock.now()
        row.save(update_fields=["handed_at"])
        audit.record("live.handed", kind="events", subject=session.event_id)
    return row


def reopen(session_id: uuid.UUID) -> None:
    """Let a table be written again, by whoever holds the event. Raises `NotAllowed`."""
    with transaction.atomic():
        session = own_session(session_id)
        row = _locked(session)
        row.handed_at = None
        row.save(update_fields=["handed_at"])
        audit.record("live.reopened", kind="events", subject=session.event_id)


def turn_link(session_id: uuid.UUID, *, seen: int) -> None:
    """Give a table's rapporteur another link; the former opens nothing. `seen`: the turn that was on the page.

    Sent twice it is once. Raises `NotAllowed`.
    """
    with transaction.atomic():
        session = own_session(session_id)
        row = _locked(session)
        if row.turn == seen:
            row.turn += 1
            row.save(update_fields=["turn"])
            audit.record("live.turned", kind="events", subject=session.event_id)


def share(session_id: uuid.UUID, *, shared: bool) -> None:
    """Show who takes part what a table wrote, or no longer. Raises `NotAllowed`."""
    with transaction.atomic():
        session = own_session(session_id)
        row = _locked(session)
        row.shared_at = clock.now() if shared else None
        row.save(update_fields=["shared_at"])
        if shared:
            audit.record("live.shared", kind="events", subject=session.event_id)
        else:
            audit.record("live.unshared", kind="events", subject=session.event_id)
