"""The summary of a file for paper: a page to print and a PDF, with the same content; that it was made is kept."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.ground.paper.public import Block, Heading, Rows, Text, document, pdf_response, plain_words
from contratrata.ground.questions.public import blank_paper
from contratrata.ground.ui.parts import Row

from .. import sentences
from ..file.questions import FILE
from ..file.values import part_lines
from ..summary import gather, paragraph
from .file import contact_rows, element_rows, person_rows
from .page import frame, open_file, open_step, step_words


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def printed(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """The summary as a page to print."""
    return render(request, "cases/print.html", _context(request, case_id))


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def printed_pdf(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """The summary as a PDF to keep or to print elsewhere. Its title and its name are the code alone."""
    context = _context(request, case_id)
    code = context["case"].code
    content = document(
        code,
        _blocks(context),
        heading=str(context["name"]),
        subtitle=f"{code} · {context['state_words']}",
        code=code,
        footer=_confidential(),
    )
    return pdf_response(content, code)


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def blank(request: Request) -> HttpResponse:
    """The questions of a file to be answered by hand; of no case, so that nothing is traced."""
    return pdf_response(blank_paper(FILE, footer=_confidential()), f"{FILE.key}-{FILE.version}")


def _confidential() -> str:
    return _("Papel confidencial: guárdelo bajo llave y destrúyalo cuando ya no haga falta.")


def _context(request: Request, case_id: uuid.UUID) -> dict[str, Any]:
    """What stands on the paper is what stands on the screen; that it was made leaves a trace."""
    file = dataclasses.replace(open_file(request, case_id), traced=True)
    audit.record("case.printed", kind="case", subject=file.case.id, code=file.case.code)
    values = gather(file.case, file.values, file.sealer)
    step = open_step(file)
    person = [] if file.erased else [row for row in person_rows(file) if row.value]
    return frame(file, "") | {
        "paragraph": paragraph(values),
        "elements": _without_links(element_rows(file, values)),
        "person": _without_links(person),
        "contact": [] if file.erased else _without_links(contact_rows(file)),
        "happened": [
            Row(title, words) for title, words in part_lines("trafficking", file.values, file.case.person)
        ],
        "step": step,
        "step_words": step_words(file, step),
        "consents": sentences.brief(file.case),
    }


def _without_links(rows: Sequence[Row]) -> list[Row]:
    return [Row(row.key, row.value) for row in rows]


def _blocks(context: dict[str, Any]) -> list[Block]:
    """The blocks of `cases/print.html`, in its order."""
    blocks: list[Block] = [Text(context["paragraph"], "lead")]
    step = context["step"]
    if step:
        due = f" ({_moment(step.due_at)})" if step.due_at else ""
        blocks += [Heading(_("Siguiente paso")), Text(f"{context['step_words']}{due}")]
    for title, rows in (
        (_("Elementos de trata"), context["elements"]),
        (_("Qué pasó"), context["happened"]),
        (_("Quién es"), context["person"]),
        (_("Contacto seguro"), context["contact"]),
    ):
        if rows:
            blocks += [Heading(title), Rows([(row.key, plain_words(row.value)) for row in rows])]
    blocks.append(Heading(_("Consentimientos")))
    blocks.append(Text("\n".join(f"{one.purpose}: {one.said}." for one in context["consents"])))
    today = date_format(timezone.localtime(clock.now()), "DATETIME_FORMAT")
    return [*blocks, Text(_("Impreso el %(today)s.") % {"today": today})]


def _moment(when: Any) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT")
