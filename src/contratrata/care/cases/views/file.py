"""The file: Resumen, Relato, Plan, Historia."""

import uuid
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contratrata.ground.base.answers import Answer
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.request import Request
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import Role, allow, user_names
from contratrata.ground.things import public as things
from contratrata.ground.ui.parts import Event, Row

from .. import elements, hooks, sentences
from ..elements import Finding
from ..file.questions import FILE
from ..file.values import age_of, part_lines
from ..happening import Happening
from ..models import Need, Note, Unmapped
from ..sections import word_of, words_of
from ..summary import Summary, elements_of, gather, paragraph
from ..timeline import timeline
from .page import File, case_url, frame, help_url, open_file, open_step, refer_url, step_words

LAST = 4


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def detail(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Resumen: the paragraph, then what is known line by line; the next step beside it."""
    file = open_file(request, case_id, "summary")
    data = gather(file.case, file.values, file.sealer)
    step = open_step(file)
    known, missing = split([] if file.erased else person_rows(file))
    doings, happened = hooks.beyond(case_id)
    return render(
        request,
        "cases/detail.html",
        frame(file, "detail")
        | {
            "paragraph": paragraph(data),
            "elements": element_rows(file, data),
            "person": known,
            "missing": missing,
            "contact": [] if file.erased else contact_rows(file),
            "step": step,
            "step_words": step_words(file, step),
            "doings": doings,
            "last": events(timeline(file.case, file.sealer, happened)[:LAST]),
            "consents": sentences.brief(file.case),
            "refer_url": refer_url(file.case) if file.is_open and file.may("refer") else "",
            "help_url": help_url(file) if file.is_open and file.may("refer") else "",
        },
    )


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def story(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Relato: the notes, newest first; a corrected one under its correction."""
    file = open_file(request, case_id, "story")
    notes = list(Note.objects.filter(case=file.case).order_by("-at", "id"))
    names = user_names(note.by_id for note in notes)
    by_id = {note.id: note for note in notes}
    replaced = {note.amends_id for note in notes if note.amends_id}
    shown = []
    for note in notes:
        if note.id in replaced:
            continue
        earlier, before = note, []
        while earlier.amends_id and earlier.amends_id in by_id:
            earlier = by_id[earlier.amends_id]
            before.append(_note(file, earlier, names))
        shown.append(_note(file, note, names) | {"before": before})
    return render(
        request, "cases/story.html", frame(file, "story") | {"notes": shown, "unmapped": _unmapped(file)}
    )


def _unmapped(file: File) -> list[str]:
    """What the source of the case said and no question takes: read here, shared from nowhere."""
    sealer = file.sealer
    if sealer is None:
        return []
    rows = Unmapped.objects.filter(case=file.case).order_by("at", "id")
    return [row.open(sealer)["text"] for row in rows]


def _note(file: File, note: Note, names: dict[uuid.UUID, str]) -> dict[str, object]:
    text = note.open(file.sealer)["text"] if file.sealer else ""
    return {
        "id": note.id,
        "at": note.at,
        "who": names.get(note.by_id, "") if note.by_id else "",
        "text": text,
    }


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def plan(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Plan: what comes next, what she needs, what became of what she needed."""
    file = open_file(request, case_id, "plan")
    step = open_step(file)
    needs = list(Need.objects.filter(case=file.case).order_by("at", "id"))
    order = {term.code: n for n, term in enumerate(vocabulary("urgency"))}
    lines = [(need, word_of("service_kind", need.kind), word_of("urgency", need.urgency)) for need in needs]
    waiting = [one for one in lines if one[0].state == Need.State.OPEN]
    waiting.sort(key=lambda one: order.get(one[0].urgency, len(order)))
    became = {
        Need.State.MET: (_("Atendida"), "done"),
        Need.State.UNMET: (_("Sin atender"), "late"),
        Need.State.WITHDRAWN: (_("Quitada de la lista"), "plain"),
    }
    return render(
        request,
        "cases/plan.html",
        frame(file, "plan")
        | {
            "step": step,
            "step_words": step_words(file, step),
            "step_who": user_names([step.assigned_to_id]).get(step.assigned_to_id, "")
            if step and step.assigned_to_id
            else "",
            "waiting": waiting,
            "ended": [
                (need, label, *became[Need.State(need.state)])
                for need, label, _u in lines
                if need.state != "open"
            ],
            "waiting_kinds": {need.kind for need, _l, _u in waiting},
            "refer_url": refer_url(file.case) if file.is_open and file.may("refer") else "",
            "help_url": help_url(file) if file.is_open and file.may("refer") else "",
        },
    )


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def history(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Historia: everything that happened, newest first."""
    file = open_file(request, case_id, "history")
    return render(
        request,
        "cases/history.html",
        frame(file, "history") | {"events": events(timeline(file.case, file.sealer))},
    )


def events(happened: Iterable[Happening]) -> list[Event]:
    """What happened as lines of the timeline; a long text is cut, its page has it whole."""
    result = []
    for one in happened:
        text = one.text if len(one.text) <= 160 else f"{one.text[:157].rstrip()}…"
        result.append(Event(one.at, f"{one.title}. {text}" if text else f"{one.title}.", one.who))
    return result


def _change(file: File, what: str) -> str:
    return path_of("cases:edit", file.case.id, what) if file.is_open else ""


def element_words(finding: Finding, result: elements.Elements) -> str:
    """What an element holds, in words; that it is not known is said, never a verdict."""
    present = finding.present_codes()
    if present:
        return words_of(finding.element.value, present)
    if finding.element is elements.Element.MEANS and result.means_needed is Answer.NO:
        return _("No hace falta: menor de 18 años")
    return _("Se respondió que no") if finding.state is elements.State.ABSENT else _("Todavía no se sabe")


def split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """What is known, and what is missing: a page of «Sin dato» is no summary."""
    entries = list(rows)
    return [row for row in entries if row.value], [row for row in entries if not row.value and row.change]


def element_rows(file: File, summary: Summary) -> list[Row]:
    """Act, means, purpose with the way to why; where and when; the asserted status beside them."""
    result = elements_of(summary)
    why = case_url(file.case.id, "elements")
    rows = [
        Row(vocabulary(one.element.value).title.here(), element_words(one, result), why, _("Por qué"))
        for one in result
    ]
    place = summary.values["exploitation"].words()
    rows.append(Row(_("Dónde ocurrió"), place, _change(file, "hechos")))
    last = summary.assertion
    status = ""
    if last:
        who = summary.authority or word_of("decision_making_org", last.decided_by_kind)
        status = f"{word_of('trafficking_status', last.status)}. {who}"
    rows.append(
        Row(_("Condición afirmada"), status, "" if file.erased else case_url(file.case.id, "assert_status"))
    )
    return rows


def section_rows(file: File, *keys: str) -> list[tuple[str, list[Row]]]:
    """What is known of these sections, each under its title with the way to change it."""
    shown = []
    for key in keys:
        section = FILE.section(key)
        known = things.rows(section.facts, file.values, change=_change(file, key), all_facts=False)
        shown.append((str(section.title), known))
    return shown


def person_rows(file: File) -> list[Row]:
    """Who she is and how she came: every question, each line with the way to change it."""
    keys = ("nombre", "edad", "origen", "documentos", "llegada")
    shown = [
        row
        for key in keys
        for row in things.rows(FILE.section(key).facts, file.values, change=_change(file, key))
    ]
    age = age_of(file.values, file.case.person)
    at = next(n for n, row in enumerate(shown) if row.change == _change(file, "edad"))
    return [*shown[:at], Row(_("Edad"), age.words() if age else "", _change(file, "edad")), *shown[at:]]


def contact_rows(file: File) -> list[Row]:
    """How to reach her without danger: only what is known, and one way to change it."""
    return [Row(title, words) for title, words in part_lines("contact", file.values, file.case.person)]
