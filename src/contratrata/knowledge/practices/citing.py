"""How a published practice is cited: in words, for reference managers (BibTeX, RIS), as Dublin Core."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import plain_text
from contratrata.ground.things.public import from_row

from .addresses import page_url
from .models import QUESTIONS, Published, code_of
from .standing import Standing, standing_of

#: Who publishes the catalogue.
PUBLISHER = "ContraTrata"
#: What stands for a backslash until the others have been written.
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Citation:
    """What is told of a practice to cite it; `authors`: the institutions that run it, or the network."""

    code: str
    title: str
    language: str
    authors: tuple[str, ...]
    year: int
    date: str
    version: int
    url: str
    abstract: str
    subjects: tuple[str, ...]
    coverage: tuple[str, ...]

    def words(self) -> str:
        """As in a list of references (after APA, 7th edition: a report of an institution)."""
        parts = {
            "authors": _joined(self.authors), "year": self.year, "title": self.title,
            "code": self.code, "version": self.version, "publisher": PUBLISHER, "url": self.url,
        }  # fmt: skip
        if self.authors == (PUBLISHER,):
            return _("%(authors)s. (%(year)s). %(title)s (%(code)s, versión %(version)s). %(url)s") % parts
        return (
            _("%(authors)s (%(year)s). %(title)s (%(code)s, versión %(version)s). %(publisher)s. %(url)s")
            % parts
        )

    def bibtex(self) -> str:
        """One entry of BibTeX."""
        fields = {
            "title": f"{{{_bibtex(self.title)}}}",
            "author": " and ".join(f"{{{_bibtex(one)}}}" for one in self.authors),
            "institution": _bibtex(PUBLISHER),
            "number": self.code,
            "year": str(self.year),
            "url": self.url,
            "note": _("Versión %s") % self.version,
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        return f"@techreport{{contratrata-{self.code},\n{lines}}}\n"

    def ris(self) -> str:
        """One entry of RIS."""
        pairs = [
            ("TY", "RPRT"),
            *(("AU", one) for one in self.authors),
            ("TI", self.title),
            ("PY", str(self.year)),
            ("DA", self.date.replace("-", "/")),
            ("PB", PUBLISHER),
            ("SN", self.code),
            ("ET", str(self.version)),
            ("AB", self.abstract),
            *(("KW", one) for one in self.subjects),
            ("LA", self.language),
            ("UR", self.url),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in pairs)

    def dublin_core(self) -> list[tuple[str, str]]:
        """Its elements of Dublin Core, each with its value."""
        return [
            ("title", self.title),
            *(("creator", one) for one in self.authors),
            *(("subject", one) for one in self.subjects),
            ("description", self.abstract),
            ("publisher", PUBLISHER),
            ("date", self.date),
            ("type", "Text"),
            ("format", "text/html"),
            ("identifier", self.url),
            ("language", self.language),
            *(("coverage", one) for one in self.coverage),
        ]


def citation_of(row: Any, language: str) -> Citation:
    """How a published copy is cited in the active language; its address is that of the page in `language`."""
    values = from_row(QUESTIONS.facts, row)
    name, summary = values["name"].reading(), values["summary"].reading()
    choices = [QUESTIONS.fact(one) for one in ("area", "population")]
    words = {one.name: dict(one.kind.options()) for one in choices}
    day = clock.day_of(row.published_at)
    return Citation(
        code=code_of(row.number),
        title=name.text,
        language=name.language,
        authors=tuple(values["bodies"]) or (PUBLISHER,),
        year=day.year,
        date=day.isoformat(),
        version=row.version,
        url=settings.SITE_ADDRESS + page_url(language, row.number),
        abstract=plain_text(summary.text),
        subjects=tuple(words[one.name][code] for one in choices for code in values[one.name]),
        coverage=tuple(filter(None, [country_name(values["country"]), values["place"]])),
    )


@public_page
def cite(request: HttpRequest, language: str, code: Any) -> HttpResponseBase:
    """How to cite a practice: in words to copy, and as files for reference managers."""
    standing = standing_of(code)
    if standing.is_elsewhere(code, request.path):
        return redirect(reverse("practices:cite", args=[language, standing.number]), permanent=True)
    if standing.row is None:
        return redirect(page_url(language, standing.number))
    context = {
        "citation": citation_of(standing.row, language),
        "url": page_url(language, standing.number),
        "number": standing.number,
        "day": date_format(clock.day_of(standing.row.published_at), "DATE_FORMAT"),
        "language": language,
    }
    return render(request, "practices/cite.html", context)


@public_page
def bibtex(request: HttpRequest, language: str, code: Any) -> HttpResponseBase:
    """One entry of BibTeX."""
    return _file(standing_of(code), language, "bib", "application/x-bibtex", Citation.bibtex)


@public_page
def ris(request: HttpRequest, language: str, code: Any) -> HttpResponseBase:
    """One entry of RIS."""
    return _file(standing_of(code), language, "ris", "application/x-research-info-systems", Citation.ris)


def _file(
    standing: Standing, language: str, ending: str, content_type: str, write: Callable[[Citation], str]
) -> HttpResponseBase:
    if standing.row is None:
        return redirect(page_url(language, standing.number))
    citation = citation_of(standing.row, language)
    answer = HttpResponse(write(citation), content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{citation.code}.{ending}"'
    return answer


def _joined(authors: tuple[str, ...]) -> str:
    if len(authors) == 1:
        return authors[0]
    return _("%(first)s y %(last)s") % {"first": ", ".join(authors[:-1]), "last": authors[-1]}


def _bibtex(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in _one_line(text))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def meta_of(row: Published, language: str) -> Iterator[tuple[str, str]]:
    """Dublin Core for the head of its page."""
    for name, value in citation_of(row, language).dublin_core():
        yield f"DC.{name}", value
