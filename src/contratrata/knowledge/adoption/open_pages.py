"""What anybody reads of adoption: on the page of a published practice, and the matrix of all of them."""

import uuid
from collections.abc import Hashable, Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.nouns.public import Piece
from contratrata.knowledge.practices.public import QUESTIONS, Published, page_url

from .figures import Named, Place, matrix, where
from .models import Adopted, PublishedLearned
from .queries import furthest
from .reading import open_lessons, turning

#: Practices on one page of the matrix; things learned on the page of a practice.
SIZE, MOST = 25, 50


def _named(row: Any, url: str = "") -> Named:
    return Named(row.row_id, QUESTIONS.fact("name").words(row.name), row.country, url)


def _cells(rows: Iterable[Adopted]) -> dict[tuple[uuid.UUID, str], str]:
    result: dict[tuple[uuid.UUID, str], list[str]] = {}
    for one in rows:
        result.setdefault((one.practice_id, one.country), []).append(one.state)
    return {cell: furthest(states) for cell, states in result.items()}


def _places(rows: Iterable[Adopted]) -> list[Place]:
    groups: dict[str, list[Adopted]] = {}
    for one in rows:
        groups.setdefault(one.country, []).append(one)
    return [
        Place(
            code, furthest(one.state for one in group), sum(one.number for one in group),
            tuple(sorted({name for one in group for name in one.names})),
        )
        for code, group in groups.items()
    ]  # fmt: skip


def pieces(row: Published, language: str) -> list[Piece]:
    """On the page of a practice: where it was adopted, what was learned, and the way to take it up; two queries."""
    adopted = list(Adopted.objects.filter(practice_id=row.row_id))
    named = _named(row)
    learned = PublishedLearned.objects.filter(practice_id=row.row_id).order_by("-published_at", "id")[:MOST]
    values = {
        "any": bool(adopted),
        "matrix": matrix([named], _cells(adopted), key="adopcion", is_one=True),
        "map": where(named, _places(adopted), key="paises", is_open=True),
        "matrix_url": reverse("adoption:open_matrix", args=[language]),
        "lessons": open_lessons(learned),
    }
    side = {"url": reverse("adoption:practice", args=[row.row_id])}
    return [
        Piece("adoption/open_piece.html", values),
        Piece("adoption/open_side.html", side, "side"),
    ]


#: Asked for every page that is held ready: by hand, for to build it again each time took longer than to answer it.
_STAMP = """
SELECT ARRAY(SELECT id FROM adoption_adopted WHERE practice_id = row_id ORDER BY id)::text,
       ARRAY(SELECT ROW(id, by) FROM adoption_publishedlearned WHERE practice_id = row_id ORDER BY id)::text
FROM practices_published WHERE number = %s
"""


def stamp(number: int) -> Hashable:
    """Another one whenever `pieces` of the practice of this number may say something else; one query.

    Where it was adopted is written anew each time, with ids of its own; what was learned stays, but for who says so.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [number])
        return tuple(cursor.fetchall())


@public_page
def every(request: HttpRequest, language: str) -> HttpResponse:
    """Published practices by countries, those published last first."""
    some = Adopted.objects.filter(practice_id=OuterRef("row_id"))
    rows = Published.objects.filter(Exists(some)).order_by("-published_at", "id")
    page = Paginator(rows, SIZE).get_page(request.GET.get("pagina"))
    shown = list(page.object_list)
    cells = _cells(Adopted.objects.filter(practice_id__in=[row.row_id for row in shown]))
    practices = [_named(row, page_url(language, row.number)) for row in shown]
    context = {
        "figure": matrix(practices, cells, key="matriz") if shown else None,
        **turning(page),
        "catalogue_url": reverse("practices:catalogue", args=[language]),
    }
    return render(request, "adoption/open_matrix.html", context)


def addresses(language: str) -> list[str]:
    """Its public page in one language."""
    return [reverse("adoption:open_matrix", args=[language])]
