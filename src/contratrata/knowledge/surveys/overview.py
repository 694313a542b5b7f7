"""What the pages of surveys show to who organises."""

import dataclasses
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.parts import Row
from contratrata.ground.ui.parts import State as Look
from contratrata.ground.ui.scanning import scannable
from contratrata.knowledge.events.public import EVENTS, Event, tabs_of

from . import asking, figures
from .mixing import LEAST
from .models import NAMED, QUESTIONS, REGISTERED, SETS, Survey
from .queries import event_of, sessions_of, title_of, visible_to
from .results import OTHERS, Results, received_by, results_of, tag_counts, tags_of
from .states import State

_LOOKS: dict[str, Look] = {State.DRAFT: "wait", State.OPEN: "done", State.CLOSED: "plain"}


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A survey among those of its event."""

    title: str
    words: tuple[str, ...]
    state: str
    look: Look
    url: str


def of_event(request: Request, event: Event) -> dict[str, Any]:
    """The surveys of an event, what was asked before and after, and the next step."""
    surveys = list(visible_to(request.scope).filter(event_id=event.id).order_by("written_at", "id"))
    received = received_by(surveys)
    sessions = sessions_of(event.id) if surveys else []
    return {
        "event": event,
        "title": EVENTS.title(event),
        "event_url": EVENTS.url("row", event),
        "tabs": tabs_of(request, event),
        "lines": [_line(one, sessions, received.get(one.id, 0)) for one in surveys],
        "compared": compared(surveys),
        "new_url": reverse("surveys:new", args=[event.id]),
        "least": LEAST,
    }


def _line(survey: Survey, sessions: Any, received: int) -> Line:
    values = vars(survey)
    words = [QUESTIONS.fact("who").words(values["who"])]
    if survey.state != State.DRAFT:
        words.append(answers_words(received))
    return Line(
        title_of(survey, sessions), tuple(words), str(State(survey.state).label).capitalize(), _LOOKS[survey.state],
        reverse("surveys:one", args=[survey.id]),
    )  # fmt: skip


def answers_words(number: int) -> str:
    """«12 respuestas»."""
    return ngettext("%(n)s respuesta", "%(n)s respuestas", number) % {"n": number}


def compared(surveys: list[Survey]) -> list[Any]:
    """The figures of the last survey before the event beside the last after it, both with something to show."""
    last = {vars(one)["timing"]: one for one in surveys if one.state != State.DRAFT}
    if "before" not in last or "after" not in last:
        return []
    return figures.before_and_after(results_of(last["before"]), results_of(last["after"]))


def of_survey(request: Request, survey: Survey) -> dict[str, Any]:
    """How a survey stands, how it is reached, and its results."""
    event, values = event_of(survey), vars(survey)
    context: dict[str, Any] = {
        "survey": survey,
        "title": title_of(survey),
        "event": EVENTS.title(event),
        "back": reverse("surveys:of_event", args=[event.id]),
        "who": QUESTIONS.fact("who").words(values["who"]),
        "state": str(State(survey.state).label).capitalize(),
        "look": _LOOKS[survey.state],
        "rows": fact_rows(QUESTIONS.facts, from_row(QUESTIONS.facts, survey), all_facts=False),
        "asked": [(str(fact.label), asking.options(fact)) for fact in asking.facts_of(survey)],
        "acts": _acts(survey),
        "least": LEAST,
        "named_url": reverse("surveys:names", args=[survey.id]) if values["who"] == NAMED else "",
    }
    if survey.state == State.DRAFT:
        return context
    return context | _link(event, survey) | _results(request, survey)


def _acts(survey: Survey) -> list[tuple[str, str, str]]:
    """What may be done with it now: words, address, look of the button."""
    offered = {
        State.DRAFT: (
            (_("Abrir la encuesta"), "open", "primary"), (_("Cambiar"), "change", "second"),
            (_("Quitar"), "remove", "second"),
        ),
        State.OPEN: ((_("Cambiar el último día"), "last_day", "second"), (_("Cerrar"), "close", "second")),
        State.CLOSED: (),
    }  # fmt: skip
    return [
        (words, reverse(f"surveys:{name}", args=[survey.id]), look)
        for words, name, look in offered[State(survey.state)]
    ]


def _link(event: Event, survey: Survey) -> dict[str, Any]:
    """The public address while it is open, and its drawing to be pointed at with a telephone."""
    if survey.state != State.OPEN or vars(survey)["who"] in (REGISTERED, NAMED):
        return {"link": ""}
    from contratrata.knowledge.events.public import code_of

    parts = [get_language() or "es", code_of(event.id), survey.code]
    link = settings.SITE_ADDRESS + reverse("surveys:answer", args=parts)
    return {
        "link": link,
        "qr": scannable(link),
    }


def _results(request: Request, survey: Survey) -> dict[str, Any]:
    whole = results_of(survey)
    group = request.GET.get("grupo", "")
    group = group if group in whole.groups else ""
    results = results_of(survey, group=group) if group else whole
    here = reverse("surveys:one", args=[survey.id])
    codings = tags_of(survey)
    return {
        "results": whole,
        "standing": standing(whole),
        "figures": figures.closed(results),
        "in_words": [
            (str(one.fact.label), answers_words(one.number), len(tag_counts(one, codings)),
             reverse("surveys:words", args=[survey.id, one.fact.name])) for one in figures.in_words(whole)
        ],
        "groups": [("", _("Todas"), whole.number, here, not group)] + [
            (key, group_words(key), number, f"{here}?grupo={key}", key == group)
            for key, number in whole.groups.items()
        ] if whole.groups else [],
        "group": group_words(group) if group else "",
        "sheet_url": reverse("surveys:sheet", args=[survey.id]),
        "paper_url": reverse("surveys:paper", args=[survey.id]),
    }  # fmt: skip


def group_words(key: str) -> str:
    """What a group is called."""
    if key == OTHERS:
        return _("Los demás, juntos")
    return SETS["before"].fact(asking.GROUP).words(key)


def standing(results: Results) -> list[Row]:
    """How many answered, of how many results are shown, how many wait."""
    rows = [Row(_("Respondieron"), figures.people(results.received))]
    if results.number:
        rows.append(Row(_("Se muestran los resultados de"), figures.people(results.number)))
    if results.waiting:
        rows.append(Row(_("Esperan a ser suficientes"), answers_words(results.waiting)))
    if results.survey.dropped:
        rows.append(
            Row(_("No alcanzaron para mostrarse, y se borraron"), answers_words(results.survey.dropped))
        )
    return rows
