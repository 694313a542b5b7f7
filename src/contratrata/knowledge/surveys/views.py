"""The pages of surveys for who organises: those of an event, one with its results, preparing, opening, closing."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import sheet_answer
from contratrata.ground.network.public import allow
from contratrata.ground.paper.public import pdf_response
from contratrata.ground.things.public import from_row
from contratrata.knowledge.events.public import EVENTS, ORGANISERS, Event, title
from contratrata.knowledge.events.public import SESSIONS as SESSION_SORT

from . import asking, operations, overview, papers
from .forms import LAST_DAY, EditForm, NewForm
from .mixing import LEAST
from .models import QUESTIONS, Survey
from .queries import sessions_of, title_of, visible_to
from .results import results_of
from .states import State

_BACK = _l("Encuestas")


def event_for(request: Request, event_id: uuid.UUID) -> Event:
    """An event of the acting organisation, for who organises. Raises `Http404`."""
    row = EVENTS.visible_to(request.scope).filter(id=event_id).first()
    if row is None or not EVENTS.owns(request.scope, row):
        raise Http404
    request.stands_in = "events:list"
    return row


def survey_for(request: Request, survey_id: uuid.UUID) -> Survey:
    """A survey of the acting organisation, for who organises. Raises `Http404`."""
    row = get_object_or_404(visible_to(request.scope), id=survey_id)
    event_for(request, row.event_id)
    return row


def url_of(name: str, survey: Survey, *more: object) -> str:
    """A page of a survey."""
    return reverse(f"surveys:{name}", args=[survey.id, *more])


def _home(event_id: uuid.UUID) -> str:
    return reverse("surveys:of_event", args=[event_id])


@allow(*ORGANISERS)
def of_event(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """The surveys of an event, and what was asked before and after side by side."""
    event = event_for(request, event_id)
    return render(request, "surveys/of_event.html", overview.of_event(request, event))


@allow(*ORGANISERS)
def one(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """A survey: how it stands, its link, and what may be shown of what was answered."""
    survey = survey_for(request, survey_id)
    return render(request, "surveys/one.html", overview.of_survey(request, survey))


def _facts(event: Event) -> tuple[Any, ...]:
    return asking.planned((str(row.id), title(SESSION_SORT, row)) for row in sessions_of(event.id))


def _sent(form: Any) -> dict[str, Any]:
    """What a form says, as the operations take it."""
    values = dict(form.values)
    session = values.pop("session", "")
    return {"values": values, "session_id": uuid.UUID(session) if session else None}


@allow(*ORGANISERS)
def new(request: Request, event_id: uuid.UUID) -> HttpResponse:
    """Prepare a survey."""
    event = event_for(request, event_id)
    return acts.ask(request, acts.Ask(
        title=_("Nueva encuesta"),
        caption=EVENTS.title(event),
        lead=_("Las preguntas vienen hechas; puede añadir las suyas. Nadie la ve hasta que la abra."),
        form=lambda data: NewForm(data, facts=_facts(event), initial_values={"shares": True}),
        act=lambda form: operations.write(event.id, token=form.cleaned_data["once"], **_sent(form)),
        button=_("Guardar la encuesta"),
        done=_("Guardada. Revise cómo se ve y ábrala cuando quiera."),
        to=lambda row: url_of("one", row),
        back=_home(event.id),
        back_words=_BACK,
    ))  # fmt: skip


@allow(*ORGANISERS)
def change(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Change one that is not open yet."""
    survey = survey_for(request, survey_id)
    event, here = event_for(request, survey.event_id), url_of("one", survey)

    def form(data: Any) -> EditForm:
        row = Survey.objects.get(id=survey.id)
        values = from_row(QUESTIONS.facts, row) | {"session": str(row.session_id or "")}
        return EditForm(data, facts=_facts(event), initial_values=values, initial={"version": row.version})

    return acts.ask(request, acts.Ask(
        title=_("Cambiar la encuesta"),
        caption=EVENTS.title(event),
        form=form,
        act=lambda form: operations.change(
            survey.id, expected_version=form.cleaned_data["version"], **_sent(form)
        ),
        to=here, back=here, back_words=title_of(survey),
    ))  # fmt: skip


@allow(*ORGANISERS)
def remove(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Remove one that was never opened."""
    survey = survey_for(request, survey_id)
    here = url_of("one", survey)
    return acts.ask(request, acts.Ask(
        title=_("Quitar la encuesta"),
        question=_("¿Quitar esta encuesta?"),
        text=_("Todavía nadie la respondió. Puede preparar otra."),
        button=_("Sí, quitar"),
        act=lambda: operations.remove(survey.id),
        done=_("Se quitó la encuesta."),
        to=_home(survey.event_id), stands=here, back=here, back_words=title_of(survey),
    ))  # fmt: skip


@allow(*ORGANISERS)
def open_one(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Open it to who answers."""
    survey = survey_for(request, survey_id)
    here = url_of("one", survey)
    return acts.ask(request, acts.Ask(
        title=_("Abrir la encuesta"),
        question=_("¿Abrir esta encuesta?"),
        text=_("Desde ahora se puede responder. Sus preguntas, y si es anónima o con nombre, ya no cambian."),
        button=_("Sí, abrir"),
        act=lambda: operations.open_survey(survey.id),
        done=_("La encuesta está abierta. Reparta su enlace."),
        stands=here, back=here, back_words=title_of(survey),
    ))  # fmt: skip


@allow(*ORGANISERS)
def last_day(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Change until when an open one is answered."""
    survey = survey_for(request, survey_id)
    here = url_of("one", survey)

    def form(data: Any) -> acts.FactsEditForm:
        row = Survey.objects.get(id=survey.id)
        return acts.FactsEditForm(
            data, facts=LAST_DAY, initial_values=from_row(LAST_DAY, row), initial={"version": row.version}
        )

    return acts.ask(request, acts.Ask(
        title=_("Cambiar el último día"),
        form=form,
        act=lambda form: operations.move_last_day(
            survey.id, day=form.values["closes_on"], expected_version=form.cleaned_data["version"]
        ),
        to=here, stands=here, back=here, back_words=title_of(survey),
    ))  # fmt: skip


@allow(*ORGANISERS)
def close(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """Close it for good."""
    survey = survey_for(request, survey_id)
    here = url_of("one", survey)
    return acts.ask(request, acts.Ask(
        title=_("Cerrar la encuesta"),
        question=_("¿Cerrar esta encuesta?"),
        text=_closing_words(survey),
        button=_("Sí, cerrar"),
        grave=True,
        act=lambda: operations.close(survey.id),
        done=_("La encuesta está cerrada."),
        stands=here, back=here, back_words=title_of(survey),
    ))  # fmt: skip


def _closing_words(survey: Survey) -> str:
    """What closing does, with what it costs now."""
    waiting = results_of(survey).waiting
    words = _(
        "Ya nadie podrá responder, y no se abre otra vez. Se borra con qué se sabía quién ya respondió."
    )
    if 0 < waiting < LEAST:
        lost = ngettext(
            "Hay %(n)s respuesta que no alcanza para mostrarse sin señalar a nadie: se borra.",
            "Hay %(n)s respuestas que no alcanzan para mostrarse sin señalar a nadie: se borran.", waiting,
        ) % {"n": waiting}  # fmt: skip
        return f"{words} {lost}"
    return words


@allow(*ORGANISERS)
def sheet(request: Request, survey_id: uuid.UUID) -> HttpResponseBase:
    """What is shown, as a sheet: `?clase=csv`, else XLSX."""
    survey = survey_for(request, survey_id)
    form = "csv" if request.GET.get("clase") == "csv" else "xlsx"
    results = results_of(survey)
    if survey.state == State.DRAFT or not results.number:
        raise Http404
    head, rows = papers.table(results)
    audit.record("survey.exported", kind="survey", subject=survey.id, form=form)
    return sheet_answer(_("Resultados"), head, rows, kind=form, name=f"encuesta-{survey.code}")


@allow(*ORGANISERS)
def paper(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    """What is shown, on paper."""
    survey = survey_for(request, survey_id)
    results = results_of(survey)
    if survey.state == State.DRAFT or not results.number:
        raise Http404
    event = event_for(request, survey.event_id)
    audit.record("survey.printed", kind="survey", subject=survey.id)
    content = papers.document_of(results, title_of(survey), EVENTS.title(event))
    return pdf_response(content, f"encuesta-{survey.code}")
