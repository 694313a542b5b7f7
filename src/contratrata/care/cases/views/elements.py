"""Elementos de trata: what the answers show and why, never a verdict; and the status that people assert."""

import dataclasses
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from contratrata.ground.base.answers import Answer
from contratrata.ground.base.request import Request
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import Role, allow, user_names
from contratrata.ground.ui.parts import State as Mark

from .. import operations
from ..elements import Element, Elements, Finding, State
from ..forms.facts import AssertForm
from ..models import StatusAssertion
from ..sections import authority_of, date_words, word_of
from ..summary import elements_of, gather
from .file import section_rows
from .page import File, ask_on, case_url, frame, open_file, version_of, writable

_ASKED = {Element.ACT: "acto", Element.MEANS: "medio", Element.PURPOSE: "fin"}
#: The sections that tell of what happened, as the page lists them.
_SECTIONS = ("acto", "medio", "fin", "hechos", "otros")
_STATES: dict[State, tuple[Any, Mark]] = {
    State.PRESENT: (_l("Presente"), "done"),
    State.ABSENT: (_l("Se respondió que no"), "plain"),
    State.UNKNOWN: (_l("Todavía no se sabe"), "soon"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One element as the page tells it."""

    title: str
    words: str
    mark: Mark
    why: list[str]
    unknown: list[str]
    change: str


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def elements(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Act, means and purpose, each with its reasons and what nobody answered; the assertions beside them."""
    file = open_file(request, case_id, "elements")
    result = elements_of(gather(file.case, file.values, file.sealer))
    return render(
        request,
        "cases/elements.html",
        frame(file, "")
        | {
            "shown": [_shown(file, one, result) for one in result],
            "notes": [why.words() for why in result.notes],
            "contradictions": [why.words() for why in result.contradictions],
            "assertions": assertions(file),
            "sections": section_rows(file, *_SECTIONS),
        },
    )


def _shown(file: File, one: Finding, result: Elements) -> Shown:
    words, mark = _STATES[one.state]
    if one.element is Element.MEANS and one.state is not State.PRESENT and result.means_needed is Answer.NO:
        words, mark = _l("No hace falta: menor de 18 años"), "plain"
    known = vocabulary(one.element.value)
    change = reverse("cases:edit", args=[file.case.id, _ASKED[one.element]]) if file.is_open else ""
    return Shown(
        known.title.here(),
        str(words),
        mark,
        [why.words() for why in one.because],
        [known.label(code) for code in one.unknown],
        change,
    )


def assertions(file: File) -> list[dict[str, str]]:
    """Who said what she is, when and on what basis; newest first."""
    rows = list(StatusAssertion.objects.filter(case=file.case).order_by("-at", "id"))
    names = user_names(row.by_id for row in rows)
    return [
        {
            "status": word_of("trafficking_status", row.status),
            "who": ", ".join(
                filter(
                    None,
                    (word_of("decision_making_org", row.decided_by_kind), authority_of(row, file.sealer)),
                )
            ),
            "when": date_words(row.decided_on),
            "basis": row.open(file.sealer, "basis")["basis"] if file.sealer else "",
            "by": names.get(row.by_id, "") if row.by_id else "",
            "at": row.at,  # type: ignore[dict-item]
        }
        for row in rows
    ]


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def assert_status(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Record a status that somebody determined; the earlier ones stay."""
    file = writable(open_file(request, case_id, "assert_status"), "assert_status")
    return ask_on(
        request,
        file,
        title=_("Registrar una condición"),
        lead=_("Quién dice que es víctima, o que no lo es. No reemplaza lo anterior: queda después."),
        button=_("Registrar una condición"),
        form=lambda data: AssertForm(data, initial={"version": version_of(file)}),
        act=lambda form: operations.assert_status(
            case_id, assertion=form.to_values(), expected_version=form.cleaned_data["version"]
        ),
        done=_("La condición quedó registrada. Las anteriores se conservan."),
        back=case_url(case_id, "elements"),
        template="cases/assert.html",
        context={"assertions": assertions(file)},
    )
