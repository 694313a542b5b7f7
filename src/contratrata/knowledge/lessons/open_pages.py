"""What anybody reads of lessons and messages: the list, one of them, and the newest on the public home."""

import uuid
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import Announcement, Block
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.nouns.public import ties
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.linked import linked_data

from .models import QUESTIONS, Lesson, Published
from .reach import KIND

#: So many stand on the public home.
ON_HOME = 3
#: So many stand in the list: the newest.
MOST = 300
_SORT = QUESTIONS.fact("sort").kind


def _line(row: Any, language: str) -> Announcement:
    name = row.name.reading()
    meta = (_SORT.words(row.sort), QUESTIONS.fact("audience").words(tuple(row.audience)))
    url = reverse("lessons:page", args=[language, row.row_id])
    return Announcement(
        name.text, url, row.why.reading().text, tuple(word for word in meta if word), name.language
    )


@public_page
def catalogue(request: HttpRequest, language: str) -> HttpResponse:
    """What was published, by its kind, the newest first."""
    order = [code for code, _label in _SORT.options()]
    rows: list[Any] = list(Published.objects.order_by("-published_at", "id")[:MOST])
    rows.sort(key=lambda row: order.index(row.sort))  # stable
    parts = [
        (_SORT.words(sort), [_line(row, language) for row in group])
        for sort, group in groupby(rows, key=lambda row: row.sort)
    ]
    context = {
        "parts": parts, "title": QUESTIONS.title.here(), "lead": QUESTIONS.words["lead"].here(), "language": language,
    }  # fmt: skip
    return render(request, "lessons/catalogue.html", context)


@public_page
def page(request: HttpRequest, language: str, lesson_id: uuid.UUID) -> HttpResponse:
    """One, as it was published."""
    row: Any = get_object_or_404(Published, row_id=lesson_id)
    values = from_row(QUESTIONS.facts, row)
    name, why, evidence = (values[fact].reading() for fact in ("name", "why", "evidence"))
    description = why.text or name.text
    data = {
        "@type": "Article", "headline": name.text, "description": description, "inLanguage": name.language,
        "datePublished": row.published_at.date().isoformat(),
    }  # fmt: skip
    context = {
        "name": name,
        "why": why,
        "evidence": evidence,
        "sort": _SORT.words(row.sort),
        "rows": fact_rows([QUESTIONS.fact(one) for one in ("audience", "channel")], values, all_facts=False),
        "tie": QUESTIONS.fact("tie").words(values["tie"]),
        "tie_url": ties.page_of(values["tie"], language) if values["tie"] else "",
        "titles": {one: QUESTIONS.fact(one).title for one in ("why", "evidence", "tie")},
        "description": description,
        "linked_data": linked_data(data),
        "member_url": reverse("lessons:row", args=[row.row_id]),
        "language": language,
    }
    return render(request, "lessons/page.html", context)


def addresses(language: str) -> list[str]:
    """Every public page in one language."""
    ids = Published.objects.order_by("published_at", "id").values_list("row_id", flat=True)
    pages = [reverse("lessons:page", args=[language, one]) for one in ids]
    return [reverse("lessons:catalogue", args=[language]), *pages]


def home_block(language: str) -> Block | None:
    """The newest of them; None while there are none."""
    lines = tuple(_line(row, language) for row in Published.objects.order_by("-published_at", "id")[:ON_HOME])
    if not lines:
        return None
    return Block(
        title=QUESTIONS.title.here(),
        lead=QUESTIONS.words["lead"].here(),
        items=lines,
        more=_("Todas las lecciones y los mensajes"),
        url=reverse("lessons:catalogue", args=[language]),
    )


def _offered() -> list[tuple[uuid.UUID, str]]:
    rows: Any = Published.objects.order_by("-published_at", "id")[: ties.MOST_OFFERED]
    return [(row.row_id, row.name.reading().text) for row in rows]


def _own() -> list[tuple[uuid.UUID, str]]:
    rows: Any = Lesson.objects.filter(organisation_id=organisation_id()).order_by("-changed_at", "id")
    return [(row.id, row.name.reading().text) for row in rows[: ties.MOST_OFFERED]]


def _page(row_id: uuid.UUID, language: str) -> str:
    there = Published.objects.filter(row_id=row_id).exists()
    return reverse("lessons:page", args=[language, row_id]) if there else ""


ties.declare(ties.Tieable(KIND, QUESTIONS.words["tied"].lazily(), _offered, _page, _own))
