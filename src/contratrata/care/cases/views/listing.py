"""Casos: the list, and looking for a person without putting her name in an address."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import ListPage, show_list, table
from contratrata.ground.network.public import Role, allow, user_names
from contratrata.ground.vault.public import drafts

from .. import listing, work
from ..forms.lists import FindForm
from ..models import Case
from ..registration.store import unfinished
from ..search import by_other_codes, search

#: Where what was looked for waits, sealed, between sending and showing.
LOOKED_FOR = "casos:buscar"
LATE_SHOWN = 5


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def cases(request: Request) -> HttpResponseBase:
    """The list: where one begins, what is late and what was left unfinished stand above it."""
    if request.GET.get("buscado"):
        return _search(request)
    scope = request.scope

    def around(page: ListPage[Case, listing.Row]) -> dict[str, Any]:
        late = (
            work.due_steps(scope, until=clock.now(), everyone=True, most=LATE_SHOWN + 1)
            if page.beginning
            else []
        )
        return {
            "late": late[:LATE_SHOWN],
            "more_late": len(late) > LATE_SHOWN,
            "unfinished": unfinished(scope) if page.beginning else (),
            "find": FindForm(),
        }

    return show_list(request, listing.CASES, around)


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def find(request: Request) -> HttpResponse:
    """Keep what was typed, sealed, and go and show what it finds: the address stays free of names."""
    drafts.keep(LOOKED_FOR, {"words": [request.POST.get("words", "")[:200]]})
    return redirect(f"{reverse('cases:list')}?buscado=1")


def _search(request: Request) -> HttpResponse:
    scope = request.scope
    words = " ".join((drafts.restore(LOOKED_FOR) or {}).get("words", [""])).strip()
    if not words:
        return redirect("cases:list")
    result, others = search(scope, words), by_other_codes(scope, words)
    audit.record("case.searched", kind="case", rows=len(result) + len(others))
    names = user_names(one.case.responsible_id for one in result)
    rows = [
        listing.Row(
            one.case,
            one.card,
            responsible=names.get(one.case.responsible_id, "") if one.case.responsible_id else "",
            why=", ".join(one.reasons).capitalize(),
        )
        for one in result
    ]
    context = {
        "rows": rows,
        "others": others,
        "table": table(listing.CASES.title, listing.SEARCH_COLUMNS, rows),
        "find": FindForm(initial={"words": words}),
        "words": words,
    }
    return render(request, "cases/found.html", context)
