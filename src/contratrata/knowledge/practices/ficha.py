"""The ficha of a practice: one or two designed pages as PDF/UA, with the way to its lasting page."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import Fact, parts_of, plain_text
from contratrata.ground.paper.public import qr, render
from contratrata.ground.things.public import from_row

from .judged import criteria_of, level_of, notes_of, reviewers_of
from .models import QUESTIONS, RUBRIC

TEMPLATE = "knowledge/practices/ficha.typ"
#: Letters of each text that stand on the sheet: together they fill two pages. What is left out is said there.
MOST = {"problem": 420, "how": 850, "results": 420, "proof": 220}
MOST_OF_OTHERS = 260
_RUNNER = 70
_GLANCE = ("country", "began", "population", "cost")
_THEN = ("needs", "replicate", "risks", "lessons")


def ficha(row: Any, *, draft: str = "", published_on: dt.datetime | None = None) -> bytes:
    """The sheet of a practice, or of its published copy, in the active language.

    `draft`: what it is while it is not published. Raises `PaperError`.
    """
    values = from_row(QUESTIONS.facts, row)
    name, summary = values["name"].reading(), values["summary"].reading()
    # What is published has its code, for ever; what is not yet is led there from its id.
    path = reverse("practices:page", args=[get_language() or "es", getattr(row, "number", row.id)])
    address = settings.SITE_ADDRESS + path
    judged = getattr(row, "judged", [])
    data = {
        "title": f"{name.text} · ContraTrata",
        "name": name.text,
        "runner": name.text if len(name.text) <= _RUNNER else f"{name.text[:_RUNNER].rpartition(' ')[0]} …",
        "name-lang": name.language,
        "summary": plain_text(summary.text),
        "summary-lang": summary.language,
        "kicker": " · ".join(filter(None, (_("Buena práctica"), _sentence("area", values)))),
        "draft": draft,
        "notes": notes_of(values),
        "glance": _glance(row, values),
        "first": _parts(values, "problem", "how"),
        "changed": _parts(values, "results"),
        "proof": next(iter(_parts(values, "proof")), None),
        "then": _parts(values, *_THEN),
        "judged": [{"title": title, "levels": [step for step, _w, _l in levels]}
                   for title, levels in (criteria_of(judged) if judged else [])],
        "reviewers": reviewers_of(judged),
        "contact": [[fact.title, sentence] for fact in _facts("contact", "phone", "link")
                    if (sentence := fact.words(values[fact.name]))],
        "url": address,
        "address": address.partition("://")[2],
        "cite": _cite(name.text, row.version, published_on) if published_on else "",
        "footer": _("Versión %(n)s") % {"n": row.version} + (f" · {_day(published_on)}" if published_on else ""),
        "qr": {"svg": qr(address)},
        "words": _words(),
        "replaced-words": _("un signo que este papel no puede escribir"),
    }  # fmt: skip
    return render(TEMPLATE, data)


def _words() -> dict[str, str]:
    return {
        "goes-on": _("Sigue en su página, con todo el texto."),
        "qr": _("Siempre al día en su página"),
        "qr-alt": _("Código QR de la página de esta práctica"),
        "judged": _("¿Qué tan buena es?"),
        "judged-lead": _(
            "Cada organización que la revisó dio de 0 a 4 en cada criterio. Donde no coinciden, se ve."
        ),
        "criterion": _("Criterio"),
        "levels": _("De 0 a 4"),
        "more": _("Para saber más"),
    }


def _facts(*names: str) -> list[Fact]:
    return [QUESTIONS.fact(name) for name in names]


def _sentence(name: str, values: dict[str, Any]) -> str:
    return QUESTIONS.fact(name).words(values[name])


def _glance(row: Any, values: dict[str, Any]) -> list[dict[str, Any]]:
    """What is seen first: short facts, and the grades of the reviews with their steps."""
    known = [
        {"title": fact.title, "text": country_name(values["country"]) if fact.name == "country" else sentence,
         "step": 0, "of": 0}
        for fact in _facts(*_GLANCE) if (sentence := fact.words(values[fact.name]))
    ]  # fmt: skip
    for name, of in (("maturity", 3), ("evidence", 4)):
        step, words = level_of(name, getattr(row, name, ""))
        if step:
            known.append({"title": RUBRIC.fact(name).title, "text": words, "step": step, "of": of})
    return known


def _parts(values: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """The long texts among these that say something, as blocks, each no longer than its share of the sheet."""
    result = []
    for fact in _facts(*names):
        if values[fact.name]:
            reading = values[fact.name].reading()
            blocks, cut = _shortened(parts_of(reading.text), MOST.get(fact.name, MOST_OF_OTHERS))
            result.append({"title": fact.title, "lang": reading.language, "blocks": blocks, "cut": cut})
    return result


def _shortened(blocks: list[tuple[str, list[str]]], most: int) -> tuple[list[dict[str, Any]], bool]:
    """As many whole lines as fit into `most` letters, and whether something is left out; never an empty part."""
    left = most
    stored: list[dict[str, Any]] = []
    for kind, lines in blocks:
        fitting: list[str] = []
        for line in lines:
            if len(line) > left and (stored or fitting):
                return [*stored, *([{"kind": kind, "lines": fitting}] if fitting else [])], True
            if len(line) > left:
                return [{"kind": kind, "lines": [f"{line[:left].rpartition(' ')[0] or line[:left]} …"]}], True
            fitting.append(line)
            left -= max(len(line), 60)  # a short line takes a line too
        stored.append({"kind": kind, "lines": fitting})
    return stored, False


def _cite(name: str, version: int, published_on: dt.datetime) -> str:
    words = {"year": published_on.year, "name": name, "n": version}
    return _("Cómo citar: Red ContraTrata (%(year)s). %(name)s. Versión %(n)s.") % words


def _day(at: dt.datetime) -> str:
    return formats.date_format(at, "DATE_FORMAT")
