"""Reminders, teasers, moved sessions, cancelled events: told once to each, in her zone and language, whatever stops us.

What somebody was told stands in her row, written with the mail: a pass that dies, or runs twice, tells nobody twice.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import Organisation
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.public import Event, Published

from .. import mails
from ..happenings import Door, Happening
from ..models import Programme, Registration
from ..states import LIVING, State
from ._moving import as_sentence, mail

_CANCELLED = "cancelled"
#: One transaction tells so many.
BATCH = 100
#: How long before a session, until how long before it, and by which mail. What was missed is not made up for later.
REMINDERS = (
    ("7d", dt.timedelta(days=7), dt.timedelta(days=2), mails.REMINDER),
    ("1d", dt.timedelta(days=1), dt.timedelta(hours=2), mails.REMINDER),
    ("1h", dt.timedelta(hours=1), dt.timedelta(), mails.SOON),
)
#: What a session leaves pending is told so long after its end, and not any more so long before the next one.
TEASER, TEASER_UNTIL = dt.timedelta(days=2), dt.timedelta(hours=2)


def tell_all(happening: Happening) -> int:
    """Tell what is to be told of an event now, a batch of each; in the acting organisation. 0: nobody is left to tell.

    Returns how many mails.
    """
    if happening.door() is Door.CANCELLED:
        rows = _rows(happening).filter(state__in=LIVING)
        return _tell(happening, _CANCELLED, mails.CANCELLED, rows)
    return _resumed(happening) + sum(
        _moved(happening, session) + _remind(happening, session) + _tease(happening, session)
        for session in happening.sessions
    )


def _resumed(happening: Happening) -> int:
    """Tell a batch of those who were told that it is cancelled that it is not; then they were not told."""
    with transaction.atomic():
        rows = _rows(happening).filter(state__in=LIVING, mailed__contains=[_CANCELLED])
        batch = list(rows.select_for_update(skip_locked=True).order_by("id")[:BATCH])
        for row in batch:
            row.mailed = [one for one in row.mailed if one != _CANCELLED]
        _mail_all(mails.RESUMED, happening, batch)
    return len(batch)


def resume(event: Event) -> None:
    """Give those whose place waits for their word as much time as anybody has from now; in the act that resumes."""
    happening = Happening(
        Published.objects.get(row_id=event.id), Organisation.objects.get(id=event.organisation_id)
    )
    waiting = Registration.objects.filter(
        organisation_id=organisation_id(), event_id=event.id, due_at__isnull=False
    )
    number = waiting.filter(due_at__lt=happening.wait()).update(due_at=happening.wait())
    if number:
        audit.record("registration.prolonged", kind="event", subject=event.id, number=number)


def tell_placed(happening: Happening, what: str, kind: str, link: Callable[[Registration], str]) -> int:
    """Tell something of another package, once, to a batch of those with a place who want mails. 0: nobody is left.

    `what`: by which name it is remembered that she was told; `link`: where it leads her. Returns how many mails.
    """
    rows = _rows(happening).filter(state=State.PLACED, quiet_at=None).exclude(confirmed_at=None)
    return _tell(happening, what, kind, rows, link=link)


def _rows(happening: Happening) -> QuerySet[Registration]:
    return Registration.objects.filter(
        organisation_id=organisation_id(), event_id=happening.id, erased_at=None
    )


def _remind(happening: Happening, session: Any) -> int:
    """Remind those who have a place and had it when the moment came."""
    number, now = 0, clock.now()
    for name, since, until, kind in REMINDERS:
        if session.begins - since <= now < session.begins - until:
            rows = _rows(happening).filter(
                state=State.PLACED, confirmed_at__lte=session.begins - since, quiet_at=None
            )
            number += _tell(happening, _key(name, session), kind, rows, when=session.begins)
    return number


def _tease(happening: Happening, session: Any) -> int:
    """Tell those who have a place, once a session, what it leaves pending and when the next one is, after its end."""
    over = session.begins + dt.timedelta(minutes=session.minutes or 0)
    following = next((one for one in happening.sessions if one.begins >= over), None)
    if not session.teaser or following is None:
        return 0
    if not over <= clock.now() < min(over + TEASER, following.begins - TEASER_UNTIL):
        return 0
    rows = _rows(happening).filter(state=State.PLACED, confirmed_at__lt=following.begins, quiet_at=None)
    what = f"teaser {session.session_id}"
    return _tell(happening, what, mails.TEASER, rows, when=following.begins, pending=session.teaser)


def _key(name: str, session: Any) -> str:
    """A session that begins at another moment is told of anew."""
    return f"{name} {session.session_id} {session.begins:%Y-%m-%dT%H:%M}"


def _moved(happening: Happening, session: Any) -> int:
    """Tell of a session that begins at another moment than was told before; the first time it is only noted."""
    known, created = Programme.objects.get_or_create(
        organisation_id=organisation_id(), session_id=session.session_id,
        defaults={"event_id": happening.id, "begins": session.begins},
    )  # fmt: skip
    if created or known.begins == session.begins:
        return 0
    rows = _rows(happening).filter(
        state__in=(State.PLACED, State.OFFERED), at__lt=happening.copy.published_at, quiet_at=None
    )
    number = 0
    if session.begins > clock.now():
        number = _tell(happening, _key("moved", session), mails.MOVED, rows, when=session.begins)
    if not number:  # everybody was told
        known.begins = session.begins
        known.save(update_fields=["begins"])
    return number


def _tell(
    happening: Happening,
    what: str,
    kind: str,
    rows: QuerySet[Registration],
    *,
    when: dt.datetime | None = None,
    link: Callable[[Registration], str] | None = None,
    pending: Translated | None = None,
) -> int:
    """Tell a batch of these who were not told yet. Returns how many were. `pending`: said in her language."""
    with transaction.atomic():
        left = rows.exclude(mailed__contains=[what]).select_for_update(skip_locked=True)
        batch = list(left.order_by("id")[:BATCH])
        for row in batch:
            row.mailed = [*row.mailed, what]
        _mail_all(kind, happening, batch, when=when, link=link, pending=pending)
    return len(batch)


def _mail_all(
    kind: str,
    happening: Happening,
    batch: list[Registration],
    *,
    when: dt.datetime | None = None,
    link: Callable[[Registration], str] | None = None,
    pending: Translated | None = None,
) -> None:
    """Mail these, and keep that they were told; in the transaction that chose them."""
    sealers = vault.open_subjects(row.subject_id for row in batch)
    for row in batch:
        if row.subject_id in sealers:
            email = row.open(sealers[row.subject_id], "email")["email"]
            texts = {"pending": as_sentence(pending.reading(row.language).text)} if pending else {}
            path = link(row) if link else ""
            mail(kind, happening, row, email=email, when=when, until=when, link=path, **texts)
    if batch:
        Registration.objects.bulk_update(batch, ["mailed"])
        audit.record("registration.reminded", kind="event", subject=happening.id, number=len(batch))
