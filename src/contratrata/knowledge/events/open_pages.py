"""What anybody reads of events: those to come, one with its programme, and the next ones on the public home."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import Announcement, Block
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.nouns.public import ties
from contratrata.ground.ui.linked import linked_data

from . import hooks, said
from . import models as m
from .addresses import page_url

#: So many stand on the public home, and of those that have been in the list.
ON_HOME, MOST_PAST = 3, 50
KIND = "event"


def _line(row: Any, language: str, number: int) -> Announcement:
    name = row.name.reading()
    words = said.caption(row, number, m.QUESTIONS)
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
    """One, as it was published, with its programme; or that it was cancelled, and why."""
    row: Any = get_object_or_404(m.Published, code=code)
    sessions = list(m.OpenSession.objects.filter(event_id=row.row_id).order_by("position"))
    name, aim = row.name.reading(), row.aim.reading()
    context = {
        "row": row,
        "name": name,
        "aim": aim,
        "caption": said.caption(row, sum(one.sort != "break" for one in sessions), m.QUESTIONS),  # type: ignore[attr-defined]
        "sessions": [_session(one) for one in sessions],
        "description": aim.text or name.text,
        "pieces": hooks.open_pieces(row, language),
        "linked_data": _linked_data(row, language),
        "language": language,
    }
    return render(request, "events/page.html", context)


def _session(row: Any) -> dict[str, Any]:
    return {"row": row, "title": row.title.reading(), "when": when(row)}


def when(row: Any) -> str:
    """The day and the time of a session, in its zone."""
    if row.begins is None:
        return said.day_words(row.day) if row.day else ""
    return f"{said.day_words(row.day)} · {said.time_words(row.begins, row.minutes, row.zone)}"


def _linked_data(row: Any, language: str) -> Any:
    online = {"online": "Online", "in_person": "Offline", "hybrid": "Mixed"}[row.mode]
    data = {
        "@type": "Event",
        "name": row.name.reading().text,
        "description": row.aim.reading().text,
        "startDate": row.begins.isoformat(),
        "endDate": row.ends.isoformat(),
        "eventAttendanceMode": f"https://schema.org/{online}EventAttendanceMode",
        "eventStatus": f"https://schema.org/Event{'Cancelled' if row.cancelled_at else 'Scheduled'}",
        "organizer": {"@type": "Organization", "name": row.organiser},
        "url": settings.SITE_ADDRESS + page_url(language, row.row_id),
    }
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
