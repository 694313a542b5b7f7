"""Answering a survey without an account: by the open link, or by one's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contratrata.ground.acts.public import attempt
from contratrata.ground.base.anonymous import secret_page
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events.public import page_url

from . import asking, operations
from .forms import AnswerForm
from .mixing import LEAST
from .models import ANYBODY, NAMED
from .queries import Sheet, sheet_by, title_of

#: From one place in an hour: a room that answers behind one connection gets through, a machine does not.
MOST, SECONDS = 300, 3600
READS = (MOST * 4, SECONDS)


@secret_page(reads=READS, acts=(MOST, SECONDS))
def answer(request: HttpRequest, language: str, event_code: str, survey_code: str) -> HttpResponse:
    """A survey by its open link; each sheet may be spent once."""
    return _answer(request, language, event_code, survey_code, request.POST.get("ticket", ""))


@secret_page(reads=READS, acts=(MOST, SECONDS))
def answer_by(
    request: HttpRequest, language: str, event_code: str, survey_code: str, ticket: str
) -> HttpResponse:
    """A survey by a link of one's own."""
    return _answer(request, language, event_code, survey_code, ticket)


def _answer(
    request: HttpRequest, language: str, event_code: str, survey_code: str, ticket: str
) -> HttpResponse:
    sheet = sheet_by(event_code, survey_code, ticket)
    if sheet is None:
        raise Http404
    context = _context(sheet, language)
    if not sheet.is_open or not sheet.ticket:
        return render(request, "surveys/shut.html", context)
    facts = asking.facts_of(sheet.survey)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, facts=facts, initial={"ticket": sheet.ticket})
    taken: list[bool] = []
    if attempt(form, lambda: taken.append(operations.answer(sheet, values=form.values))):
        return render(request, "surveys/thanks.html", context | {"again": not taken[0]})
    return render(request, "surveys/answer.html", context | {"form": form, "lead": _lead(sheet)})


def _context(sheet: Sheet, language: str) -> dict[str, Any]:
    """What every page of who answers says."""
    values: Any = sheet.survey
    with acting(sheet.scope):
        title = title_of(sheet.survey)
    parts = [language, sheet.happening.facts.code, sheet.survey.code]
    return {
        "title": title,
        "event": sheet.happening.title(language),
        "event_url": page_url(language, sheet.happening.id),
        "organiser": sheet.happening.organisation.name,
        "is_open": sheet.is_open,
        "named": values.who == NAMED,
        "anybody": values.who == ANYBODY,
        "until": values.closes_on,
        "least": LEAST,
        "new_url": reverse("surveys:answer", args=parts),
    }


def _lead(sheet: Sheet) -> str:
    from .models import SETS

    values: Any = sheet.survey
    return str(SETS[values.timing].sections[0].lead)
