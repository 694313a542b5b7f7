"""What is known of an event's attendance, read in the scope of the organisation that holds it."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from contratrata.ground.base import clock
from contratrata.ground.base.translated import Translated
from contratrata.knowledge.events import public as events

from .matching import How
from .models import Identity, Report, Stay
from .presence import Held, Window, together
from .reports import report as reports
from .states import OPEN, ReportState


def sessions_of(event_id: uuid.UUID) -> list[events.Session]:
    """The sessions in which people are, in their order; those whose time is not known are none yet."""
    rows = events.rows_of(events.SESSIONS, event_id).exclude(begins=None)
    return [row for row in rows if vars(row)["sort"] != "break" and row.until]


def meeting_of(event: events.Event, session: events.Session) -> reports.Meeting:
    """When a session was, for a report of it. Its times are known (`sessions_of`)."""
    assert session.begins is not None and session.until is not None  # noqa: S101, PT018
    return reports.Meeting(session.begins, session.until, vars(session)["zone"] or vars(event)["zone"])


@dataclasses.dataclass(frozen=True, slots=True)
class Attended:
    """The sessions of an event of which anything is known, and who is who: person by her key."""

    sessions: Sequence[Held]
    registered: dict[str, uuid.UUID]


def attended(
    event_id: uuid.UUID,
    sessions: Sequence[events.Session] | None = None,
    stays: QuerySet[Stay] | None = None,
) -> Attended:
    """Everybody's time in each session; three queries. Whom nobody knows is nobody. `stays`: only those."""
    sessions = sessions_of(event_id) if sessions is None else sessions
    stays = Stay.objects.filter(event_id=event_id) if stays is None else stays
    who = {
        row["id"]: (row["how"], row["registration_id"])
        for row in Identity.objects.filter(event_id=event_id).values("id", "how", "registration_id")
    }
    moved = set(
        Report.objects.filter(event_id=event_id, choices__session="yes").values_list("session_id", flat=True)
    )
    by_session: dict[uuid.UUID, dict[str, list[reports.Stay]]] = {}
    registered: dict[str, uuid.UUID] = {}
    for row in stays.order_by("id"):
        people = by_session.setdefault(row.session_id, {})
        if row.identity_id is None and row.registration_id is None:
            continue
        how, registration_id = who.get(row.identity_id, (None, None)) if row.identity_id else (None, None)
        registration_id = row.registration_id or registration_id
        if registration_id is None and how in OPEN:
            continue
        key = str(registration_id or row.identity_id)
        if registration_id:
            registered[key] = registration_id
        people.setdefault(key, []).append(
            reports.Stay(row.number, "", "", row.joined, row.left, row.seconds, exact=row.exact)
        )
    held = [_held(one, by_session[one.id], moved=one.id in moved) for one in sessions if one.id in by_session]
    return Attended(held, registered)


def attended_by(
    event_id: uuid.UUID, registration_id: uuid.UUID, sessions: Sequence[events.Session]
) -> Attended:
    """The time of one who registered in each of these sessions of which anything is known; constant queries.

    Where a session was moved, what the reports say of others tells when it was: then everybody's is read.
    """
    every = Stay.objects.filter(event_id=event_id, session_id__in=[one.id for one in sessions])
    if Report.objects.filter(event_id=event_id, choices__session="yes").exists():
        return attended(event_id, sessions, every)
    hers = Identity.objects.filter(event_id=event_id, registration_id=registration_id)
    own = every.filter(Q(registration_id=registration_id) | Q(identity__in=hers.values("id")))
    result = attended(event_id, sessions, own)
    held = {one.key: one for one in result.sessions}
    known = {str(one) for one in every.order_by().values_list("session_id", flat=True).distinct()}
    return Attended(
        [held.get(str(one.id)) or _held(one, {}, moved=False) for one in sessions if str(one.id) in known],
        result.registered,
    )


def _held(session: events.Session, people: dict[str, list[reports.Stay]], *, moved: bool) -> Held:
    window = _window(session, (stay for stays in people.values() for stay in stays), moved=moved)
    length = vars(session)["minutes"] * 60
    present = {key: together(stays, window) for key, stays in people.items()}
    return Held(str(session.id), str(vars(session)["title"]), length, present, session.begins)


def _window(session: events.Session, stays: Iterable[reports.Stay], *, moved: bool) -> Window:
    """From when to when people count: the session as planned, or as the reports say where it was moved."""
    planned: Any = (session.begins, session.until)
    ends = [(stay.joined, stay.left) for stay in stays if stay.joined and stay.left] if moved else []
    return (min(start for start, _end in ends), max(end for _start, end in ends)) if ends else planned


def before(event: events.Event) -> events.Event | None:
    """The last event of the same kind and organisation before this one of which attendance is known."""
    values = vars(event)
    earlier = events.Event.objects.filter(
        organisation_id=event.organisation_id, kind=values["kind"], starts_on__lt=values["starts_on"]
    )
    known = Stay.objects.order_by().values("event_id").distinct()
    return earlier.filter(id__in=known).order_by("-starts_on", "-id").first()


def asked(event_id: uuid.UUID) -> int:
    """How many identities wait for somebody to say who they are."""
    return Identity.objects.filter(event_id=event_id, how=How.ASKED).count()


def reports_of(event_id: uuid.UUID) -> list[Report]:
    """The reports that were brought, last first."""
    return list(Report.objects.filter(event_id=event_id).defer("content").order_by("-at", "-id"))


def open_reports(event_id: uuid.UUID) -> list[Report]:
    """Those with questions."""
    return [one for one in reports_of(event_id) if one.state == ReportState.ASKED]


def is_over(session: events.Session, now: dt.datetime | None = None) -> bool:
    """Whether a session has ended."""
    return session.until is not None and session.until <= (now or clock.now())


class Coming(NamedTuple):
    """The next session of an event, as it was published, and what the one before leaves pending."""

    begins: dt.datetime
    pending: Translated


def coming(event_id: uuid.UUID) -> Coming | None:
    """What comes next of a published event; None when nothing does, or it is not published."""
    rows: Any = events.OpenSession.objects.filter(event_id=event_id).exclude(begins=None)
    sessions: Sequence[Any] = list(rows.exclude(sort="break").order_by("begins", "position"))
    following = next((one for one in sessions if one.begins > clock.now()), None)
    if following is None:
        return None
    before = [one for one in sessions if one.begins < following.begins]
    return Coming(following.begins, before[-1].teaser if before else Translated())
