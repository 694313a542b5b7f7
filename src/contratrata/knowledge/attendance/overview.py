"""What the page of an event's attendance shows."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.charts.public import Column, Data, Figure, Row
from contratrata.ground.codes.public import country_name
from contratrata.knowledge.events import public as events

from . import figures, people, queries
from .models import Report
from .operations import missed
from .presence import CAME, Held, at_once, earn
from .protecting import LIMIT
from .reports.words import Platform

#: What a report's platform is called.
NAMES = {
    Platform.ZOOM: "Zoom",
    Platform.TEAMS: "Teams",
    Platform.BIGBLUEBUTTON: "BigBlueButton",
    Platform.MEET: "Meet",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """A session and what can be done about who came to it."""

    title: str
    row: events.Session
    over: bool
    bring_url: str
    list_url: str
    door_url: str


def platform_name(report: Report) -> str:
    """What the platform of a report is called."""
    return NAMES.get(Platform(report.platform)) or _("Otra hoja")


def page(event: events.Event) -> dict[str, Any]:
    """Everything the page shows; a constant number of queries but for the names of countries."""
    sessions = queries.sessions_of(event.id)
    known = queries.attended(event.id, sessions)
    earlier = queries.before(event)
    former = at_once(queries.attended(earlier.id).sessions) if earlier else ()
    values = vars(event)
    traits = people.traits_of(event.id)
    signed_up = people.are_there(event.id)
    held = list(known.sessions)
    shown = at_once(held)
    return {
        "known": held,
        "beside": len(shown) < len(held),
        "lead": figures.lead(shown),
        "question": figures.question(len(shown)) if len(shown) > 1 else "",
        "retention": figures.retention(shown, former) if len(shown) > 1 else None,
        "room": figures.room(shown) if len(shown) > 1 else None,
        "tables": _tables(held, values["certificate_minutes"], known, traits),
        "slots": _slots(event, sessions, signed_up=signed_up),
        "asked": queries.asked(event.id),
        "reports": [(platform_name(one), one) for one in queries.reports_of(event.id)],
        "earners": len(
            earn(held, needed=values["certificate_sessions"], minutes=values["certificate_minutes"])
        ),
        "certificate": values["certificate_sessions"],
        "missed": len(missed(event.id)),
        "came_minutes": CAME // 60,
        "limit": LIMIT,
    }


def _slots(event: events.Event, sessions: Sequence[events.Session], *, signed_up: bool) -> list[Slot]:
    def url(page: str, row: events.Session) -> str:
        return reverse(f"attendance:{page}", args=[event.id, row.id])

    return [
        Slot(
            str(vars(row)["title"]), row, queries.is_over(row), url("bring", row),
            url("sign_in", row) if signed_up else "", "" if queries.is_over(row) or not signed_up else url("door", row),
        )
        for row in sessions
    ]  # fmt: skip


def _tables(
    held: Sequence[Held],
    minutes: int | None,
    known: queries.Attended,
    registered: Mapping[uuid.UUID, people.Traits],
) -> list[Figure]:
    """By session; who stopped coming by country; by sex and by sector. Small numbers are hidden or put together."""
    if not held:
        return []
    shown = at_once(held)
    tables = [_by_session(held, shown, minutes, registered)]
    traits = {key: registered[one] for key, one in known.registered.items() if one in registered}
    if len(shown) > 1:
        countries = {key: traits[key].country for key in shown[0].came() if key in traits}
        names = {code: country_name(code) for code in set(countries.values()) if code}
        data = figures.gone(countries, shown[-1].came(), names)
        tables.append(_table("gone", _("Quiénes dejaron de venir, por país"), data,
                             _("Solo grupos de %(n)s o más; los demás van juntos.") % {"n": LIMIT}))  # fmt: skip
    everybody = frozenset().union(*(one.came() for one in shown)) & traits.keys()
    for name, heading in (("sex", _("Sexo")), ("sector", _("Sector"))):
        groups = {key: str(getattr(traits[key], name)) for key in everybody}
        data = figures.by_group(
            heading, groups, {value: value for value in sorted(set(groups.values())) if value}
        )
        if len(data.rows) > 1:
            tables.append(_table(name, heading, data, _("Personas inscritas que vinieron a alguna sesión.")))
    return [one for one in tables if one.data.rows]


def _by_session(
    held: Sequence[Held],
    shown: Sequence[Held],
    minutes: int | None,
    registered: Mapping[uuid.UUID, people.Traits],
) -> Figure:
    """Each session; beside each other (`shown` is shorter) none of them says who stays from the first."""
    staying = figures.staying(held)
    columns = [Column("signed", _("Inscritas")), Column("came", _("Entraron"))]
    if minutes:
        columns.append(Column("long", _("%(n)s min o más") % {"n": minutes}))
    if 1 < len(shown) == len(held):
        columns.append(Column("kept", _("Siguen de la primera"), "%"))
    if not registered:
        columns.pop(0)
    rows = [
        Row(str(n), f"{n}. {one.name}", tuple(
            value for key, value in (
                ("signed", sum(who.at <= one.until for who in registered.values()) if one.until else None),
                ("came", len(one.came())),
                ("long", len(one.stayed(minutes or 0))),
                ("kept", figures.percent(staying[n - 1], staying[0])),
            ) if key in {column.key for column in columns}
        ))
        for n, one in enumerate(held, start=1)
    ]  # fmt: skip
    return _table("sessions", _("Asistencia por sesión"), Data(_("Sesión"), columns, rows), _("Personas."))


def _table(key: str, title: str, data: Data, counted: str) -> Figure:
    """A figure that is its table alone."""
    from contratrata.ground.charts.public import Bars

    return Figure(f"attendance-{key}", title, "", Bars(data, ()), counted=counted)


def own_event(scope: Any, event_id: uuid.UUID) -> events.Event | None:
    """The event, if the acting organisation holds it and who acts organises; else None."""
    row = events.EVENTS.visible_to(scope).filter(id=event_id).first()
    return row if row is not None and events.EVENTS.owns(scope, row) else None
