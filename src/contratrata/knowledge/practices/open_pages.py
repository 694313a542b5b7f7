"""What anybody reads of the practices: the catalogue, one practice, and what stands of them on the public home."""

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import Announcement, Block
from contratrata.ground.base.translated import Reading
from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import plain_text, structured
from contratrata.ground.nouns.public import SEARCH_COLUMNS, ties
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.linked import linked_data

from . import hooks
from .addresses import page_url
from .catalogue import found_in
from .citing import meta_of
from .drawn import judgements
from .feeds import feed_links
from .judged import level_of, notes_of
from .models import ENDS, QUESTIONS, Published
from .ready import ready
from .similar import similar_to
from .standing import Standing, standing_of

#: So many stand on the public home.
ON_HOME = 3
#: What is told first, what stands under each heading, and beside.
_FIRST = ("problem", "population", "needs", "cost", "risks")
_CHANGED, _ADAPT = ("results", "proof", "survivors", "lessons"), ("replicate", "actors", "legal")
_BESIDE = ("contact", "phone")
_PICTURES = ("picture", "picture_2")


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """A practice as a line of the catalogue."""

    name: Reading
    summary: Reading
    country: str
    maturity: tuple[int, str]
    evidence: tuple[int, str]
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A long text with its title, in the language it is really written in."""

    title: str
    html: SafeString
    language: str


def _line(row: Any, language: str) -> Listed:
    return Listed(
        row.name.reading(), row.summary.reading(), country_name(row.country),
        level_of("maturity", row.maturity), level_of("evidence", row.evidence),
        page_url(language, row.number),
    )  # fmt: skip


@public_page
def catalogue(request: HttpRequest, language: str) -> HttpResponse:
    """What was published, narrowed by the address."""
    result = found_in(request.GET)
    context = {
        "found": result,
        "lines": [_line(row, language) for row in result.rows],
        "counted": _counted(result.number, result.total),
        "title": QUESTIONS.title.here(),
        "lead": QUESTIONS.words["lead"].here(),
        "language": language,
        "propose_url": reverse("practices:list"),
        "feeds": feed_links(result.asked, language),
        "watch_url": reverse("searches:new") + result.asked.url(),
    }
    return render(request, "practices/catalogue.html", context)


def _counted(number: int, total: int) -> str:
    if number == total:
        return ngettext("%(n)s práctica", "%(n)s prácticas", number) % {"n": number}
    return ngettext("%(n)s práctica de %(total)s", "%(n)s prácticas de %(total)s", number) % {
        "n": number, "total": total,
    }  # fmt: skip


@public_page
def page(request: HttpRequest, language: str, code: Any) -> HttpResponseBase:
    """One practice, as it was published; or that it is no longer, when and why."""
    if isinstance(code, int) and not request.GET and request.path == page_url(language, code):
        return ready(request.path, code, lambda: _page(request, language, standing_of(code)))
    return redirect(page_url(language, standing_of(code).number), permanent=True)


def _page(request: HttpRequest, language: str, standing: Standing) -> HttpResponse:
    if standing.row is None:
        return _gone(request, language, standing)
    row: Any = standing.row
    values = from_row(QUESTIONS.facts, row)
    line = _line(row, language)
    description = plain_text(line.summary.text)
    context = {
        "row": row,
        "line": line,
        "description": description,
        "caption": _caption(values),
        "first": [fact_row for name in _FIRST for fact_row in _rows(values, name)],
        "how": _parts(values, ("how",)),
        "changed": _parts(values, _CHANGED),
        "adapt": _parts(values, _ADAPT),
        "materials": _parts(values, ("materials",)),
        "beside": [fact_row for name in _BESIDE for fact_row in _rows(values, name)],
        "link": values["link"],
        "pictures": _pictures(values),
        "documents": [values[name] for name in ("document", "document_2") if values[name]],
        "videos": values["videos"],
        "notes": notes_of(values),
        "goals": next(iter(_rows(values, "goals")), None),
        "judgements": judgements(row.judged),
        "alike": [_line(one, language) for one in similar_to(row)],
        "silenced": _silenced(standing, language),
        "dublin_core": list(meta_of(row, language)),
        "member_url": reverse("practices:row", args=[row.row_id]),
        "cite_url": reverse("practices:cite", args=[language, row.number]),
        "feeds": {name: reverse(f"practices:{name}", args=[language]) for name in ("atom", "rss")},
        "published_on": row.published_at,
        "linked_data": _linked_data(row, line, description, language),
        "pieces": hooks.open_pieces(row, language, "main"),
        "side_pieces": hooks.open_pieces(row, language, "side"),
        "language": language,
    }
    return render(request, "practices/page.html", context)


def _caption(values: dict[str, Any]) -> str:
    """Themes, country, place and since when, in one line."""
    since = QUESTIONS.fact("began").words(values["began"])
    until = QUESTIONS.fact("ended").words(values["ended"])
    years = _("%(since)s–%(until)s") % {"since": since, "until": until} if since and until else ""
    parts = [
        QUESTIONS.fact("area").words(values["area"]),
        country_name(values["country"]),
        values["place"],
        years or (_("desde %s") % since if since else ""),
    ]
    return " · ".join(part for part in parts if part)


def _rows(values: dict[str, Any], name: str) -> list[Any]:
    return fact_rows([QUESTIONS.fact(name)], values, all_facts=False)


def _pictures(values: dict[str, Any]) -> list[tuple[Any, Reading]]:
    """Each picture with what it shows in words, in the language that really is written in."""
    return [(values[name], values[f"{name}_alt"].reading()) for name in _PICTURES if values[name]]


def _parts(values: dict[str, Any], names: tuple[str, ...]) -> list[Part]:
    """The long texts among these that say something."""
    readings = [(QUESTIONS.fact(name).title, values[name].reading()) for name in names if values[name]]
    return [Part(title, structured(one.text), one.language) for title, one in readings]


def _silenced(standing: Standing, language: str) -> str:
    """What is told to who reads a language that was taken back."""
    if language not in standing.lasting.silenced:
        return ""
    return _("El texto en español se retiró. Se muestra el que sigue publicado.") if language == "es" else _(
        "El texto en inglés se retiró. Se muestra el que sigue publicado."
    )  # fmt: skip


def _gone(request: HttpRequest, language: str, standing: Standing) -> HttpResponse:
    """That a practice was published here once and is no longer; nothing of what it said but its name."""
    lasting = standing.lasting
    context = {
        "name": lasting.name.reading(),
        "code": lasting.code,
        "published_on": lasting.published_at,
        "gone_on": lasting.gone_at,
        "why": dict(ENDS).get(lasting.why, ""),
        "language": language,
    }
    return render(request, "practices/gone.html", context, status=410)


def _linked_data(row: Any, line: Listed, description: str, language: str) -> SafeString:
    """What search engines read (schema.org), safe inside a script element that is never run."""
    data = {
        "@type": "Article",
        "headline": line.name.text,
        "description": description,
        "inLanguage": line.name.language,
        "datePublished": clock.day_of(row.published_at).isoformat(),
        "url": settings.SITE_ADDRESS + line.url,
        "version": row.version,
        "spatialCoverage": line.country,
        "isPartOf": {
            "@type": "Collection",
            "name": QUESTIONS.title.here(),
            "url": settings.SITE_ADDRESS + reverse("practices:catalogue", args=[language]),
        },
    }
    return linked_data(data)


def addresses(language: str) -> list[str]:
    """Every public page in one language."""
    numbers = Published.objects.order_by("number").values_list("number", flat=True)
    return [
        reverse("practices:catalogue", args=[language]),
        *(page_url(language, one) for one in numbers),
    ]


def home_block(language: str) -> Block | None:
    """The newest of them on the public home; None while there are none."""
    lines = [
        _line(row, language)
        for row in Published.objects.defer(*SEARCH_COLUMNS).order_by("-published_at", "id")[:ON_HOME]
    ]
    if not lines:
        return None
    items = tuple(
        Announcement(one.name.text, one.url, plain_text(one.summary.text),
             (one.country,), one.name.language,
             (one.maturity[0], 3, one.maturity[1]) if one.maturity[0] else None)
        for one in lines
    )  # fmt: skip
    return Block(
        title=QUESTIONS.title.here(),
        lead=_("Ya probadas, revisadas por dos organizaciones y listas para adaptar."),
        items=items,
        more=_("Todas las prácticas del catálogo"),
        url=reverse("practices:catalogue", args=[language]),
        place="practices",
    )


def _offered() -> list[tuple[Any, str]]:
    rows: Any = Published.objects.order_by("-published_at", "id")[: ties.MOST_OFFERED]
    return [(row.row_id, row.name.reading().text) for row in rows]


def _page_of_row(row_id: Any, language: str) -> str:
    number = Published.objects.filter(row_id=row_id).values_list("number", flat=True).first()
    return page_url(language, number) if number else ""


ties.declare(ties.Tieable("practice", _l("Práctica"), _offered, _page_of_row))
