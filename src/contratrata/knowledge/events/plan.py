"""What stands on an event's page for members: its programme, what does not fit, people, rooms and materials."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.codes.public import country_name
from contratrata.ground.nouns.public import ties
from contratrata.ground.ui.parts import NavItem, State

from . import changes, hooks, said
from . import models as m
from .addresses import page_url
from .agenda import clashes_of
from .parts import MATERIALS, ROOMS, SESSIONS, SPEAKERS, rows_of, title, values_of
from .words import ROLES, role_words
from .zones import place

AnyRow = Any


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """A session in the plan: when, in the zone of the event and in the reader's; who; what other packages say of it."""

    row: AnyRow
    title: str
    sort: str
    time: str
    words: list[str]
    notes: list[hooks.SessionNote]
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next with an event: a tag, a sentence, and the button that leads there."""

    tag: str
    state: State
    text: str
    button: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one sort: their titles with a word about each, and where each is changed."""

    sort: Any
    lines: list[tuple[str, str, str]]
    new_url: str


def beside(request: Request, row: m.Event) -> dict[str, Any]:
    """All of it; a constant number of queries."""
    sessions = list(rows_of(SESSIONS, row.id))
    owns = m.EVENTS.owns(request.scope, row) and row.cancelled_at is None
    people = {str(one.id): values_of(SPEAKERS, one) for one in rows_of(SPEAKERS, row.id)} if owns else {}
    copy = m.Published.objects.filter(row_id=row.id).only("version").first()
    versions = list(m.ProgrammeVersion.objects.filter(event_id=row.id).order_by("-number"))
    unfit, moved_clocks = clashes_of(row, sessions) if owns else ([], [])
    unpublished = _unpublished(row, sessions, versions) if copy and owns else []
    step = _step(row, sessions, unfit, copy) if owns else None
    event: AnyRow = row
    return {
        "event": row,
        "caption": said.caption(row, sum(one.sort != "break" for one in sessions)),
        "tabs": tabs_of(request, row, "row"),
        "days": days_of(row, sessions, people, hooks.notes_for(request, row), owns=owns),
        "zone_place": place(event.zone),
        "unfit": unfit,
        "moved_clocks": moved_clocks,
        "unpublished": unpublished,
        "versions": [one for one in _sentences(versions) if one[2]],
        "step": step,
        "parts": _parts(row, people, owns=owns),
        "owns": owns,
        "may_cancel": owns and copy is not None,
        "may_resume": m.EVENTS.owns(request.scope, row) and may_resume(row),
        "new_session_url": reverse("events:new_part", args=[row.id, SESSIONS.slug]),
        "open_url": page_url("es", row.id) if copy else "",
        "after": m.QUESTIONS.fact("after").words(event.after).partition(": ")[2] if event.after else "",
        "after_url": ties.page_of(event.after, "es") if event.after else "",
        "pieces": hooks.pieces_for(request, row),
    }


def may_resume(row: m.Event) -> bool:
    """Whether it was cancelled and can still be held."""
    return (
        row.cancelled_at is not None
        and m.Published.objects.filter(row_id=row.id, ends__gt=clock.now()).exists()
    )


def tabs_of(request: Request, row: m.Event, current: str = "") -> list[NavItem]:
    """The pages of an event beside each other; none where there is its plan alone. `current`: of its own two pages."""
    items = [NavItem(_("Programa"), m.EVENTS.url("row", row), current=current == "row")]
    if m.Session.objects.filter(event_id=row.id, sort="table").exists():
        url = reverse("events:tables", args=[row.id])
        items.append(NavItem(_("Mesas"), url, current=current == "tables"))
    items += hooks.tabs_for(request, row)
    return items if len(items) > 1 else []


def days_of(
    row: m.Event,
    sessions: list[m.Session],
    people: Mapping[str, Mapping[str, Any]],
    notes: Mapping[uuid.UUID, list[hooks.SessionNote]],
    *,
    owns: bool,
) -> list[tuple[str, list[Slot]]]:
    """The sessions by day, in the zone of the event; those without a time last."""
    event: AnyRow = row
    zone = ZoneInfo(event.zone)
    rooms = {str(one.id): str(one.name) for one in rows_of(ROOMS, row.id)}
    slots = []
    for one in sessions:
        session: AnyRow = one
        words = [rooms[session.room]] if session.room in rooms else []
        slots.append(Slot(
            session, str(session.title), m.SESSION.fact("sort").words(session.sort),
            said.times(session, zone),
            words + _roles(session, people), notes.get(one.id, []), part_url(SESSIONS, one) if owns else "",
        ))  # fmt: skip
    groups = groupby(slots, key=lambda slot: _day(slot.row, zone))
    return [(said.long_day(day) if day else _("Sin día todavía"), list(group)) for day, group in groups]


def _day(row: AnyRow, zone: ZoneInfo) -> dt.date | None:
    day: dt.date | None = row.begins.astimezone(zone).date() if row.begins else row.day
    return day


def _roles(session: AnyRow, people: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """«Moderan: Lidia Chub (ficticia)», role by role."""
    named = (
        (role, [people[one]["name"] for one in getattr(session, role) if one in people]) for role in ROLES
    )
    return [role_words(role, names) for role, names in named if names]


def part_url(sort: Any, row: AnyRow) -> str:
    """Where a part is changed."""
    return reverse("events:part", args=[row.event_id, sort.slug, row.id])


def _parts(event: m.Event, people: Mapping[str, Mapping[str, Any]], *, owns: bool) -> list[Parts]:
    """Rooms, and for who plans it people and materials."""
    sorts: tuple[Any, ...] = (SPEAKERS, ROOMS, MATERIALS) if owns else (ROOMS, MATERIALS)
    result = []
    for sort in sorts:
        rows = list(rows_of(sort, event.id))
        lines = [
            (people[str(one.id)]["name"] if sort is SPEAKERS else title(sort, one), _about(sort, one, people),
             part_url(sort, one) if owns else "") for one in rows
        ]  # fmt: skip
        if lines or owns:
            result.append(Parts(sort, lines, reverse("events:new_part", args=[event.id, sort.slug])))
    return result


def _about(sort: Any, row: AnyRow, people: Mapping[str, Mapping[str, Any]]) -> str:
    if sort is SPEAKERS:
        values = people[str(row.id)]
        shown = "" if row.shows_name else _("no se publica su nombre")
        recorded = "" if row.records else _("no se graba")
        return " · ".join(filter(None, (values["position"], values["body"], shown, recorded)))
    if sort is ROOMS:
        there = people.get(row.companion, {}).get("name", "")
        helped = _("acompaña %s") % there if there else ""
        return " · ".join(filter(None, (row.place, country_name(row.country) if row.country else "", helped)))
    shown = _("a la vista de cualquiera") if row.shown else _("solo para la red")
    return f"{m.MATERIAL.fact('sort').words(row.sort)} · {shown}"


def _unpublished(row: m.Event, sessions: list[m.Session], versions: list[m.ProgrammeVersion]) -> list[str]:
    """What of the programme is not published yet, in words."""
    event: AnyRow = row
    rooms = {str(one.id): str(one.name) for one in rows_of(ROOMS, row.id)}
    now = changes.snapshot(sessions, rooms, event.zone)
    return [changes.sentence(one) for one in changes.compare(versions[0].programme, now)] if versions else []


def _sentences(versions: list[m.ProgrammeVersion]) -> list[tuple[int, dt.datetime, list[str]]]:
    return [(one.number, one.at, [changes.sentence(change) for change in one.changes]) for one in versions]


def _step(
    row: m.Event, sessions: list[m.Session], unfit: list[str], copy: m.Published | None
) -> NextStep | None:
    """The next thing to do for who plans it."""
    publish = m.EVENTS.url("publish", row)
    untimed = [one for one in sessions if one.begins is None]
    if not sessions:
        url = reverse("events:new_part", args=[row.id, SESSIONS.slug])
        return NextStep(
            _("Sin programa"), "wait", _("Todavía no tiene ninguna sesión."), _("Agregar una sesión"), url
        )
    if unfit:
        words = ngettext("Hay %(n)s choque en el programa.", "Hay %(n)s choques en el programa.", len(unfit))
        return NextStep(_("No cabe así"), "late", words % {"n": len(unfit)}, _("Ver qué choca"), "#choques")
    if untimed:
        words = ngettext(
            "A %(n)s sesión le falta el día o la hora.", "A %(n)s sesiones les falta el día o la hora.", len(untimed)
        )  # fmt: skip
        return NextStep(
            _("Sin hora"),
            "soon",
            words % {"n": len(untimed)},
            _("Poner la hora"),
            part_url(SESSIONS, untimed[0]),
        )
    if copy is None:
        return NextStep(_("Sin publicar"), "wait", _("Nadie de fuera lo ve todavía."), _("Publicar"), publish)
    if copy.version != row.version:
        words = _("Lo que anunció no dice aún lo que acaba de cambiar.")
        return NextStep(_("Cambios sin publicar"), "soon", words, _("Publicar los cambios"), publish)
    return None
