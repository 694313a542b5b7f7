"""Casos: the list with its tabs and filters, and looking for a person without putting her name in an address."""

import dataclasses
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow
from contratrata.ground.ui.parts import NavItem, State
from contratrata.ground.vault.public import drafts

from .. import queries, work
from ..forms.lists import FilterForm, FindForm
from ..models import Case
from ..registration.store import Unfinished, unfinished
from ..search import search
from ..states import STILL_OPEN, CaseState
from .page import MARKS

#: Where what was looked for waits, sealed, between sending and showing.
LOOKED_FOR = "casos:buscar"
TABS = {
    "": ("", ()),
    "activos": ("active", (CaseState.ACTIVE,)),
    "seguimiento": ("follow_up", (CaseState.FOLLOW_UP,)),
    "cerrados": ("closed", (CaseState.CLOSED, CaseState.CLOSED_REFERRED)),
}
LATE_SHOWN = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    case: Case
    name: str
    state: str
    mark: State
    responsible: str
    why: str = ""
    no_date: str = ""
    also: str = ""


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def cases(request: Request) -> HttpResponse:
    """The list: what is late first and in words, then a page of cases, the last touched first."""
    scope = request.scope
    if request.GET.get("buscado"):
        return _found(request)
    state = request.GET.get("estado", "")
    state = state if state in TABS else ""
    colleagues = queries.colleagues(scope)
    form = FilterForm(_filled(request.GET), colleagues=colleagues)
    filters = form.filters(tuple(TABS[state][1]))
    page = queries.page(
        scope, filters, after=request.GET.get("despues", ""), before=request.GET.get("antes", "")
    )
    audit.record("case.listed", kind="case", rows=len(page.lines))
    names = dict(colleagues)
    narrowed = form.is_bound
    first = not (narrowed or state or request.GET.get("despues") or request.GET.get("antes"))
    late = work.due_steps(scope, until=clock.now(), everyone=True, most=LATE_SHOWN + 1) if first else []
    return render(
        request,
        "cases/list.html",
        {
            "tabs": _tabs(request, state, queries.counts(scope, form.filters(()))),
            "kept": {"estado": state} if state else {},
            "lines": [line(one.case, one.card.name, names) for one in page.lines],
            "filters": form,
            "narrowed": narrowed,
            "late": late[:LATE_SHOWN],
            "more_late": len(late) > LATE_SHOWN,
            "unfinished": unfinished(scope) if first else list[Unfinished](),
            "next_url": _with(request, despues=page.next, antes="") if page.next else "",
            "previous_url": _with(request, antes=page.previous, despues="") if page.previous else "",
            "find": FindForm(),
            "everything_empty": first and not page.lines,
        },
    )


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def find(request: Request) -> HttpResponse:
    """Keep what was typed, sealed, and go and show what it finds: the address stays free of names."""
    drafts.keep(LOOKED_FOR, {"words": [request.POST.get("words", "")[:200]]})
    return redirect(f"{reverse('cases:list')}?buscado=1")


def _found(request: Request) -> HttpResponse:
    scope = request.scope
    words = " ".join((drafts.restore(LOOKED_FOR) or {}).get("words", [""])).strip()
    if not words:
        return redirect("cases:list")
    found = search(scope, words)
    audit.record("case.searched", kind="case", rows=len(found))
    names = queries.user_names(one.case.responsible_id for one in found)
    lines = [
        dataclasses.replace(
            line(one.case, one.card.name, names, why=", ".join(one.reasons).capitalize()), also=one.card.also
        )
        for one in found
    ]
    return render(
        request,
        "cases/found.html",
        {"lines": lines, "find": FindForm(initial={"words": words}), "words": words},
    )


def line(case: Case, name: str, names: dict[uuid.UUID, str], *, why: str = "") -> Line:
    """The line of a case."""
    responsible = names.get(case.responsible_id, "") if case.responsible_id else ""
    words = str(CaseState(case.state).label).capitalize()
    return Line(case, name, words, MARKS.get(case.state, "plain"), responsible, why, _no_date(case))


def _no_date(case: Case) -> str:
    """What stands where the next step has no date."""
    if case.has_open_step:
        return _("Sin fecha")
    return _("Sin fijar") if case.state in STILL_OPEN else _("Ninguno")


def _tabs(request: Request, current: str, counts: dict[str, int]) -> list[NavItem]:
    words = {
        "": _("Todos"), "activos": _("Activos"), "seguimiento": _("En seguimiento"), "cerrados": _("Cerrados"),
    }  # fmt: skip
    found = []
    for key, (_code, states) in TABS.items():
        number = sum(counts.get(state, 0) for state in (states or CaseState.values))
        url = _with(request, estado=key, despues="", antes="")
        found.append(NavItem(f"{words[key]} ({number:,})".replace(",", " "), url, current=key == current))
    return found


def _filled(data: QueryDict) -> QueryDict | None:
    return data if any(data.get(name) for name in FilterForm.base_fields) else None


def _with(request: Request, **changed: str) -> str:
    kept: dict[str, Any] = {
        k: v for k, v in request.GET.items() if k in (*FilterForm.base_fields, "estado") and v
    }
    kept |= changed
    asked = urlencode({name: value for name, value in kept.items() if value})
    return f"{reverse('cases:list')}?{asked}" if asked else reverse("cases:list")
