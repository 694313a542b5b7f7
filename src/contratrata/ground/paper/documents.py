"""Documents made of blocks, and the blank form: typed values in, a PDF/UA-1 out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from html import unescape
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from contratrata.ground.charts.public import Figure

from .drawings import paper_figure
from .rendering import render

QuestionKind = Literal["line", "date", "number", "one", "many", "each", "parts"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `look` makes it the lead or a note that stands out."""

    text: str
    look: Literal["text", "lead", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known, line by line; an empty value is said as «Sin dato»."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its headings."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Text | Rows | TableBlock | Figure


def document(
    title: str,
    blocks: Sequence[Block],
    *,
    heading: str = "",
    subtitle: str = "",
    code: str = "",
    footer: str = "",
    language: str = "",
) -> bytes:
    """A document of blocks in their order. `code` stands in the head of each page, `footer` at its foot.

    `title` is what a window or a list of files shows; `heading`, where it is another, stands on the first page.

    Raises PaperError when it cannot be made within its limits.
    """
    data = {
        "title": title,
        "heading": heading or title,
        "subtitle": subtitle,
        "code": code,
        "footer": footer,
        "none": _("Sin dato"),
        "replaced-words": _("un signo que este papel no puede escribir"),
        "blocks": [_block(one) for one in blocks],
    }
    return render("ground/paper/document.typ", data, language=language)


def _block(one: Block) -> dict[str, Any]:
    match one:
        case Heading(text):
            return {"block": "heading", "text": text}
        case Text(text, look):
            return {"block": look, "text": text}
        case Rows(rows):
            return {"block": "rows", "rows": [[str(key), str(value or "")] for key, value in rows]}
        case TableBlock(head, rows):
            return {"block": "table", "head": list(head), "rows": [list(row) for row in rows]}
        case Figure():
            return {"block": "figure", **paper_figure(one)}


@dataclass(frozen=True, slots=True)
class BlankQuestion:
    """A question of the blank form: what is asked, how it is answered, and of what is chosen.

    `each`: every one of `choices` is answered by one of `parts` (Sí, No …). `parts`: a line of several places, each
    with its words. `times`: how many lines there are. `unit`: what is counted.
    """

    label: str
    help: str = ""
    kind: QuestionKind = "line"
    choices: Sequence[str] = field(default_factory=tuple)
    parts: Sequence[str] = field(default_factory=tuple)
    times: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class BlankSection:
    """Questions that stand together."""

    title: str
    questions: Sequence[BlankQuestion]
    lead: str = ""


def blank_form(
    title: str,
    sections: Sequence[BlankSection],
    *,
    intro: str = "",
    head: Sequence[str] = (),
    code: str = "",
    footer: str = "",
    language: str = "",
) -> bytes:
    """The questions of the screen with room to answer by hand, for where there is no telephone and no light.

    `code` is the set's name and version: what is typed in later says which questions were asked. `head`: what is
    written first (who fills it in, on which day). Raises PaperError.
    """
    data = {
        "title": title,
        "code": code,
        "footer": footer,
        "intro": intro,
        "head": list(head),
        "replaced-words": _("un signo que este papel no puede escribir"),
        "words": {
            "many": _("Marque todos los que correspondan."),
            "of-each": _("Marque una respuesta en cada línea."),
            "day": _("día"),
            "month": _("mes"),
            "year": _("año"),
        },
        "sections": [
            {
                "title": section.title,
                "lead": section.lead,
                "questions": [asdict(question) for question in section.questions],
            }
            for section in sections
        ],
    }
    return render("ground/paper/blank_form.typ", data, language=language)


def plain_words(value: object) -> str:
    """What a cell of a page says, without its markup: lists by semicolons, breaks as lines."""
    if value is None:
        return ""
    if not hasattr(value, "__html__"):
        return str(value)
    broken = re.sub(r"<br[^>]*>|</p>", "\n", re.sub(r"</li>\s*<li[^>]*>", "; ", str(value)))
    lines = unescape(re.sub(r"<[^>]+>", "", broken)).split("\n")
    return "\n".join(line for line in (" ".join(one.split()) for one in lines) if line)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A download that no cache keeps. `name` is a code, never a person's name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{re.sub(r"[^A-Za-z0-9-]", "", name)}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
