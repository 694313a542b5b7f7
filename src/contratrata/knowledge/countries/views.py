"""One page a country, for anybody: what was published, help first."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.package import HelpLine
from contratrata.ground.codes.public import country_name
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows

from .models import QUESTIONS, Published

_KIND = QUESTIONS.fact("kind").kind
_SHOWN = tuple(f for f in QUESTIONS.facts if f.name not in ("kind", "country", "name", "text", "link"))


@public_page
def page(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """What was published of a country, in the order of the kinds."""
    order = [kind for kind, _label in _KIND.options()]
    entries = [
        from_row(QUESTIONS.facts, row)
        for row in Published.objects.filter(country=code.upper()).order_by("id")
    ]
    if not entries:
        raise Http404
    entries.sort(key=lambda entry: order.index(entry["kind"]))
    parts = [
        (_KIND.words(kind), [(entry, fact_rows(_SHOWN, entry, all_facts=False)) for entry in group])
        for kind, group in groupby(entries, key=lambda entry: entry["kind"])
    ]
    country = country_name(code.upper())
    description = QUESTIONS.words["page"].here() % {"country": country}
    context = {"parts": parts, "country": country, "description": description, "language": language}
    return render(request, "countries/page.html", context)


def hotlines_of(language: str) -> list[HelpLine]:
    """The hotlines that were published with a number, by country."""
    rows: Any = Published.objects.filter(kind="hotline").exclude(phone="").order_by("id")
    lines = [
        HelpLine(
            country_name(row.country),
            reverse("countries:page", args=[language, row.country.lower()]),
            row.name.reading().text,
            row.phone,
            row.hours,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.country)


def pages_of(language: str) -> list[tuple[str, str]]:
    """The countries that have a page, each with its address in that language."""
    codes = set(Published.objects.values_list("country", flat=True))
    return sorted(
        (country_name(code), reverse("countries:page", args=[language, code.lower()])) for code in codes
    )
