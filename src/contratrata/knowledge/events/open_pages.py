"""What anybody reads of events: those to come, one with its programme, and the next ones on the public home."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import Announcement, Block
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.network.public import time_zones
from contratrata.ground.nouns.public import ties
from contratrata.ground.ui.linked import linked_data

from . import hooks, said
from . import models as m
from .addresses import page_url
from .ical import CalendarEntry, calendar_answer
from .programme import changes_of, days, title_of, zone_asked
from .zones import place

#: So many stand on the public home, and of those that have been in the list.
ON_HOME, MOST_PAST = 3, 50
KIND = "event"


def _line(row: Any, language: str, number: int) -> Announcement:
    name = row.name.reading()
    words = said.caption(row, number)
    meta = (words, _("Se canceló") if row.cancelled_at else "")
    return Announcement(
        name.text,
        page_url(language, row.row_id),
        row.aim.reading().text,
        tuple(filter(None, meta)),
        name.language,
    )


def _numbers(rows: list[Any]) -> dict[uuid.UUID, int]:
    """How many sessions each has, pauses left out; one query."""
    sessions: Any = m.OpenSession.objects.filter(event_id__in=[row.row_id for row in rows])
    result: dict[uuid.UUID, int] = {}
    for event_id in sessions.exclude(sort="break").values_list("event_id", flat=True):
        result[event_id] = result.get(event_id, 0) + 1
    return result


def _lines(rows: list[Any], language: str) -> list[Announcement]:
    numbers = _numbers(rows)
    return [_line(row, language, numbers.get(row.row_id, 0)) for row in rows]


@public_page
def catalogue(request: HttpRequest, language: str) -> HttpResponse:
    """Those to come and under way, by their day; then those that have been, the last first."""
    coming = list(m.Published.objects.filter(ends__gte=clock.now()).order_by("begins", "id"))
    past = list(m.Published.objects.filter(ends__lt=clock.now()).order_by("-ends", "id")[:MOST_PAST])
    parts = [(_("Próximos"), _lines(coming, language)), (_("Ya pasaron"), _lines(past, language))]
    context = {
        "parts": [pair for pair in parts if pair[1]], "title": m.QUESTIONS.title.here(),
        "lead": m.QUESTIONS.words["lead"].here(), "language": language,
    }  # fmt: skip
    return render(request, "events/catalogue.html", context)


@public_page
def page(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """One, as it was published, with its programme; or that it was cancelled, and why. `hora`: the reader's zone."""
    row: Any = get_object_or_404(m.Published, code=code)
    sessions: list[Any] = list(m.OpenSession.objects.filter(event_id=row.row_id).order_by("position"))
    materials: list[Any] = list(m.OpenMaterial.objects.filter(event_id=row.row_id).order_by("position"))
    name, aim = row.name.reading(), row.aim.reading()
    zone = zone_asked(request.GET.get("hora", ""), row.zone)
    context = {
        "row": row,
        "name": name,
        "aim": aim,
        "caption": said.caption(row, sum(one.sort != "break" for one in sessions)),
        "days": days(sessions, materials, zone),
        "zone": zone,
        "zones": time_zones(),
        "place": place(zone),
        "is_over": row.ends < clock.now(),
        "materials": [one for one in materials if one.session_id is None],
        "changes": changes_of(row, zone),
        "rooms": [one for one in row.rooms if one["helped"]],
        "languages": m.QUESTIONS.fact("languages").words(tuple(row.languages)),
        "access": row.access.reading(),
        "audience": row.audience.reading(),
        "certificate": said.certificate(row),
        "who": "" if row.who == "public" else m.QUESTIONS.fact("who").words(row.who),
        "follows": _linked(row, language),
        "organisers": ", ".join((row.organiser, *row.partners)),
        "description": aim.text or name.text,
        "pieces": hooks.open_pieces(row, language),
        "linked_data": linked_event(row, sessions, language),
        "language": language,
    }
    return render(request, "events/page.html", context)


def _linked(row: Any, language: str) -> list[tuple[str, str, str]]:
    """What it goes on from and what goes on from it: words, title, address where it is published."""
    result = []
    if row.after:
        former = m.QUESTIONS.fact("after").words(row.after).partition(": ")[2]
        result.append((_("Viene de"), former, ties.page_of(row.after, language)))
    later = m.Published.objects.filter(after__startswith=ties.key_of(KIND, row.row_id)).order_by(
        "begins", "id"
    )
    return result + [
        (_("Sigue en"), one.name.reading().text, page_url(language, one.row_id)) for one in later
    ]


@public_page
def calendar_file(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """The sessions of one event, for a calendar."""
    row: Any = get_object_or_404(m.Published, code=code)
    return calendar_answer(row.name.reading().text, entries_of([row], language))


@public_page
def calendar_feed(request: HttpRequest, language: str) -> HttpResponse:
    """The sessions of every event to come, to subscribe to."""
    rows = list(m.Published.objects.filter(ends__gte=clock.now()).order_by("begins", "id"))
    return calendar_answer(m.QUESTIONS.title.here(), entries_of(rows, language))


def entries_of(rows: list[Any], language: str) -> list[CalendarEntry]:
    """The entries of a calendar for these events: one for each session that has its time."""
    events = {row.row_id: row for row in rows}
    sessions: Any = (
        m.OpenSession.objects.filter(event_id__in=events).exclude(begins=None).exclude(sort="break")
    )
    return [
        CalendarEntry(
            key=str(one.session_id), title=f"{events[one.event_id].name.reading().text}: {one.title.reading().text}",
            text=one.aim.reading().text, begins=one.begins, minutes=one.minutes, zone=one.zone,
            url=settings.SITE_ADDRESS + page_url(language, one.event_id), where=one.room or events[one.event_id].place,
            sequence=events[one.event_id].programme, changed_at=one.published_at,
            cancelled=events[one.event_id].cancelled_at is not None,
        )
        for one in sessions.order_by("begins", "id")
    ]  # fmt: skip


def linked_event(row: Any, sessions: list[Any], language: str) -> SafeString:
    """What search engines read (schema.org)."""
    url = settings.SITE_ADDRESS + page_url(language, row.row_id)
    there = {"@type": "Place", "name": row.place or row.organiser, "address": row.country}
    remote = {"@type": "VirtualLocation", "url": url}
    mode, where = {
        "online": ("Online", remote), "in_person": ("Offline", there), "hybrid": ("Mixed", [there, remote]),
    }[row.mode]  # fmt: skip
    data = {
        "@type": "Event",
        "name": row.name.reading().text,
        "description": row.aim.reading().text,
        "startDate": row.begins.isoformat(),
        "endDate": row.ends.isoformat(),
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "eventStatus": f"https://schema.org/Event{'Cancelled' if row.cancelled_at else 'Scheduled'}",
        "location": where,
        "inLanguage": list(row.languages),
        "organizer": {"@type": "Organization", "name": row.organiser},
        "url": url,
        "subEvent": [
            {"@type": "Event", "name": title_of(one), "startDate": one.begins.isoformat(), "location": where}
            for one in sessions if one.begins and one.sort != "break"
        ],
    }  # fmt: skip
    return linked_data(data)


def addresses(language: str) -> list[str]:
    """Every public page in one language."""
    ids = m.Published.objects.order_by("begins", "id").values_list("row_id", flat=True)
    return [reverse("events:catalogue", args=[language]), *(page_url(language, one) for one in ids)]


def home_block(language: str) -> Block | None:
    """The next ones on the public home; None while none is announced."""
    coming = m.Published.objects.filter(ends__gte=clock.now(), cancelled_at=None).order_by("begins", "id")
    rows = list(coming[:ON_HOME])
    if not rows:
        return None
    return Block(
        title=_("Próximos encuentros"),
        lead=m.QUESTIONS.words["lead"].here(),
        items=tuple(_lines(rows, language)),
        more=_("Todos los eventos"),
        url=reverse("events:catalogue", args=[language]),
        place="events",
    )


def _offered() -> list[tuple[uuid.UUID, str]]:
    rows: Any = m.Published.objects.order_by("-published_at", "id")[: ties.MOST_OFFERED]
    return [(row.row_id, row.name.reading().text) for row in rows]


def _own() -> list[tuple[uuid.UUID, str]]:
    rows: Any = m.Event.objects.filter(organisation_id=organisation_id()).order_by("-changed_at", "id")
    return [(row.id, row.name.reading().text) for row in rows[: ties.MOST_OFFERED]]


def _page(row_id: uuid.UUID, language: str) -> str:
    return page_url(language, row_id) if m.Published.objects.filter(row_id=row_id).exists() else ""


ties.declare(ties.Tieable(KIND, _l("Evento"), _offered, _page, _own))
