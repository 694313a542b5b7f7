"""A systematisation to take away: as a designed publication (PDF/UA), and as Word to work with."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext as _

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.paper.public import qr, render
from contratrata.ground.questions.public import WORD

from .models import QUESTIONS, SYSTEMATISATIONS, Published
from .published import Document, Spoken, document_of, open_document
from .word import word

TEMPLATE = "knowledge/systematisations/publication.typ"
_PDF = "application/pdf"


@public_page
def open_pdf(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """The publication of what was published, for anybody."""
    return _opened(number, publication, _PDF)


@public_page
def open_word(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """The same in Word."""
    return _opened(number, word, WORD)


@allow(*SYSTEMATISATIONS.readers)
def pdf(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The publication as it would be now, for members; it says that it is a draft."""
    return _draft(request, row_id, publication, _PDF)


@allow(*SYSTEMATISATIONS.readers)
def word_draft(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The same in Word."""
    return _draft(request, row_id, word, WORD)


def _opened(number: int, make: Callable[[Document], bytes], kind: str) -> HttpResponse:
    document = open_document(get_object_or_404(Published, number=number))
    return _named(HttpResponse(make(document), content_type=kind), document, kind)


def _draft(request: Request, row_id: uuid.UUID, make: Callable[[Document], bytes], kind: str) -> HttpResponse:
    document = document_of(get_object_or_404(SYSTEMATISATIONS.visible_to(request.scope), id=row_id))
    response = _named(HttpResponse(make(document), content_type=kind), document, kind)
    response["Cache-Control"] = "no-store"
    return response


def _named(response: HttpResponse, document: Document, kind: str) -> HttpResponse:
    name = slugify(document.text("name"))[:60].strip("-") or "sistematizacion"
    how, end = ("inline", "pdf") if kind == _PDF else ("attachment", "docx")
    response["Content-Disposition"] = f'{how}; filename="{name}.{end}"'
    return response


def publication(document: Document) -> bytes:
    """The publication as PDF/UA-1 in the active language. Raises `PaperError`."""
    name = document.text("name")
    data = {
        "title": f"{name} · ContraTrata",
        "name": _spoken(name),
        "subtitle": _spoken(document.text("subtitle")),
        "series": document.series,
        "period": _spoken(document.text("period")),
        "date": _month(document.published_on) if document.published_on else _("Borrador"),
        "draft": "" if document.published_on else _("Borrador de trabajo: no se cita ni se difunde."),
        "editor": _("Red regional contra la trata de personas"),
        "notice": document.text("notice"),
        "runner": name if len(name) <= 80 else f"{name[:80].rpartition(' ')[0]} …",
        "credits": [_credit(line) for line in document.values["credits"]],
        "cite": document.cite,
        "licence": _("Puede copiarse y adaptarse citando la fuente.") if document.published_on else "",
        "validation": document.validation,
        "source": document.text("source"),
        "lead": _spoken(document.summary["lead"]),
        "figures": [list(pair) for pair in document.figures],
        "paragraphs": [{"kind": kind, "lines": lines} for kind, lines in document.paragraphs],
        "paragraphs-lang": document.summary["words"].language,
        "glance": [[title, _spoken(words)] for title, words in document.glance],
        "sentences": document.sentences,
        "agreed": document.agreed,
        "sessions": [
            {"title": one.title, "words": one.words, "teaser": one.teaser,
             "people": "" if one.people is None else str(one.people)}
            for one in document.sessions
        ],
        **{kind: [_part(one) for one in getattr(document, kind)]
           for kind in ("experiences", "lessons", "recommendations", "messages", "agreements")},
        "url": document.address,
        "address": document.address.partition("://")[2],
        "code": document.code,
        "qr": {"svg": qr(document.address) if document.address else ""},
        "words": _words(),
        "replaced-words": _("un signo que este papel no puede escribir"),
    }  # fmt: skip
    return render(TEMPLATE, data)


def _words() -> dict[str, str]:
    return {
        "contents": _("Contenido"),
        "one-page": _("En una página"),
        "sessions": _("Sesiones"),
        "people": _("personas"),
        "open": _("Quedó pendiente:"),
        "experiences": _("Experiencias presentadas"),
        "lessons": _("Lecciones aprendidas"),
        "evidence": _("Cómo lo sabemos"),
        "recommendations": _("Recomendaciones"),
        "recommendations-lead": _("Cada una con destinatario. La red pregunta a los tres y a los seis meses cómo va."),
        "number": _("N.º"),
        "action": _("Qué hacer"),
        "whom": _("A quién"),
        "due": _("Para cuándo"),
        "priority": _("Prioridad"),
        "messages": _("Mensajes clave"),
        "messages-lead": _("Para usar tal cual, citando la fuente. Cada organización anota aquí dónde los usó."),
        "agreements": _("Acuerdos"),
        "tables": _("En las mesas"),
        "on-the-web": _("Esta sistematización en la red"),
        "on-the-web-text": _("Compruebe ahí que tiene la última versión, y si sigue publicada."),
        "qr-alt": _("Código QR de la página de esta sistematización"),
        "source": QUESTIONS.fact("source").title,
    }  # fmt: skip


def _spoken(words: Spoken) -> dict[str, str]:
    return {"text": str(words), "lang": words.language}


def _part(one: dict[str, Spoken]) -> dict[str, Any]:
    return {name: _spoken(words) if isinstance(words, Spoken) else words for name, words in one.items()}


def _credit(line: str) -> list[str]:
    """«Relatoría: Comisión de apoyo» as its task and its words."""
    task, colon, words = line.partition(":")
    return [task.strip(), words.strip()] if colon else ["", line]


def _month(at: dt.datetime) -> str:
    return formats.date_format(at, "YEAR_MONTH_FORMAT")
