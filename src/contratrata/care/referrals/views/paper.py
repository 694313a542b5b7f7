"""A referral as a PDF: what its page says to this side, with the same permission and a trace of its own."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.paper.public import Block, Heading, Rows, Text, document, pdf_response, plain_words

from .. import rules, sharing, story
from .detail import page_context
from .page import referral_or_404


@require_safe
@allow(*rules.REFERRING)
def pdf(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """The story and what was shared. Its title and its name are the code alone."""
    referral = referral_or_404(request, referral_id)
    context = page_context(request, referral)
    side = "receiver" if context["received"] else "sender"
    audit.record("referral.printed", kind="referral", subject=referral.id, code=referral.code, side=side)
    name = {"name": context["other"].name}
    content = document(
        referral.code,
        _blocks(context),
        heading=(_("Derivación de %(name)s") if context["received"] else _("Derivación a %(name)s")) % name,
        subtitle=f"{referral.code} · {context['state_words']}",
        code=referral.code,
        footer=_("Papel confidencial: guárdelo bajo llave y destrúyalo cuando ya no haga falta."),
    )
    return pdf_response(content, referral.code)


def _blocks(context: dict[str, Any]) -> list[Block]:
    """The blocks of `referrals/detail.html`, in its order, without what can be done."""
    asked = plain_words(render_to_string("referrals/asked.html", context))
    blocks: list[Block] = [Text(" · ".join(filter(None, [asked, context["service"]])), "lead")]
    if context["sheet"]:
        blocks += [Heading(context["sheet_title"]), Rows(_shared(context["sheet"]))]
    elif context["shut"]:
        blocks += [Rows(context["outline"])] if context["outline"] else []
        blocks.append(Text(context["shut"], "note"))
    if context["answering"]:
        blocks.append(Text(context["answering"]))
    blocks.append(Heading(_("Qué ha pasado")))
    blocks.append(Rows([(_when(one.when, one.who), _moment(one)) for one in context["moments"]]))
    if context["spoken"]:
        blocks.append(Heading(_("Conversación")))
        blocks.append(Rows([(_when(one.when, one.who), _readable(one.text)) for one in context["spoken"]]))
    return blocks


def _shared(sheet: sharing.Sheet) -> list[tuple[str, str]]:
    rows = [
        (part.title, "\n".join(f"{label}: {text}" for label, text in part.lines)) for part in sheet.sections
    ]
    rows += [(_("Mensaje"), sheet.note)] if sheet.note else []
    return [*rows, *((title, _("No se comparte")) for title in sheet.kept_back)]


def _moment(one: story.Moment) -> str:
    lines = [one.text]
    if one.better:
        lines.append(_("Sugieren a %(name)s.") % {"name": one.better})
    lines += [f"{aim}: {outcome}" for aim, outcome in one.outcomes]
    return "\n".join([*lines, *(f"{part.label}: {_readable(part.text)}" for part in one.said)])


def _readable(text: str | None) -> str:
    return _("ya no se puede leer.") if text is None else text


def _when(when: dt.datetime, who: str) -> str:
    day = date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
    return f"{day}\n{who}" if who else day
