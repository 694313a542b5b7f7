"""The pages of imports: bring a file, see what it holds, decide, take it back."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse as address
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.lists.public import Offer, part_of_page
from contratrata.ground.network.public import Role, allow
from contratrata.ground.sheets.public import MOST_BYTES, FileProblem, refuse_other_kinds
from contratrata.ground.vault import public as vault

from ..models import Import
from ..queries import COLLEAGUES
from . import jobs, operations, queries, report_page
from .forms import BringForm, DecideForm
from .listing import IMPORTS
from .rules import BRINGING, visible_to
from .states import UNDER_WAY, ImportState

WORK_WORDS = {
    ImportState.RECEIVED: gettext_lazy("Leyendo el archivo"),
    ImportState.READING: gettext_lazy("Leyendo el archivo"),
    ImportState.APPLYING: gettext_lazy("Trayendo los casos"),
    ImportState.REVERSING: gettext_lazy("Deshaciendo la importación"),
}


def _one(request: Request, import_id: uuid.UUID) -> Import:
    return get_object_or_404(visible_to(request.scope), id=import_id)


@allow(*BRINGING)
def imports(request: Request) -> HttpResponse:
    """Bring a file; and what was brought before."""
    scope = request.scope
    offered = Offer(COLLEAGUES, scope) if scope.has(Role.SUPERVISOR) else None
    form = BringForm(
        request.POST or None,
        request.FILES or None,
        colleagues=offered,
        initial={"responsible_id": scope.user_id},
        too_big=int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES,
    )
    if request.method == "POST" and form.is_valid():
        made = _receive(scope, form)
        if made is not None:
            return redirect("imports:detail", made.id)
    return render(request, "cases/imports/list.html", {"form": form, "page": part_of_page(request, IMPORTS)})


def _receive(scope: Scope, form: BringForm) -> Import | None:
    """Take the file in; what is wrong with it is put beside the field."""
    given = form.cleaned_data
    file = given["file"]
    try:
        refuse_other_kinds(file.read(2048))
        file.seek(0)
        return operations.receive(
            name=file.name,
            content=file.chunks(),
            responsible_id=given.get("responsible_id") or scope.user_id,
            once=given["once"],
            defer=jobs.defer,
        )
    except FileProblem as problem:
        form.add_error("file", str(problem))
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    return None


@allow(*BRINGING)
@require_GET
def detail(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """One import: how far it is, what it holds, what may be done now."""
    one = _one(request, import_id)
    keys = vault.ring()
    shown = {
        "one": one,
        "name": one.open(keys.drafts(), "file_name")["file_name"],
        "under_way": one.state in UNDER_WAY,
        **_progress(one),
    }
    if one.state in (ImportState.STAGED, ImportState.APPLYING, ImportState.APPLIED):
        shown |= report_page.rows(request, one, keys)
    if one.state == ImportState.STAGED:
        shown |= {"form": DecideForm(), "before": queries.same_file(one)}
    return render(request, "cases/imports/detail.html", shown)


def _progress(one: Import) -> dict[str, Any]:
    done, total = one.done, one.total
    if total == 0:
        text = _("En espera: empieza en un momento.")
    else:
        text = ngettext("%(done)d de %(total)d fila", "%(done)d de %(total)d filas", total)
        text %= {"done": done, "total": total}
    return {
        "label": WORK_WORDS.get(ImportState(one.state), ""),
        "value": done,
        "total": total or 1,
        "text": text,
        "url": address("imports:progress", args=[one.id]),
        "done": one.state not in UNDER_WAY or bool(one.problem),
    }


@allow(*BRINGING)
@require_GET
def progress(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """The bar alone (htmx asks for it); when the work is done the page is loaded anew."""
    shown = _progress(_one(request, import_id))
    response = render(request, "cases/imports/progress.html", shown)
    if shown["done"]:
        response["HX-Refresh"] = "true"
    return response


@allow(*BRINGING)
@require_GET
def report(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """The report as a sheet, to be corrected and brought again."""
    one = _one(request, import_id)
    content, rows = report_page.sheet(one, vault.ring())
    audit.record("import.reported", kind="import", subject=one.id, rows=rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="informe-{str(one.id)[:8]}.xlsx"'
    return response


@allow(*BRINGING)
@require_POST
def bring(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Decide that the rows become cases."""
    one = _one(request, import_id)
    form = DecideForm(request.POST)
    form.is_valid()
    return _act(
        request,
        one,
        lambda: operations.apply(
            one.id, with_asked=form.cleaned_data.get("with_asked", False), defer=jobs.defer
        ),
    )


@allow(*BRINGING)
@require_POST
def cancel(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Leave it; nothing of the file stays."""
    one = _one(request, import_id)
    response = _act(request, one, lambda: operations.cancel(one.id))
    return redirect("imports:list") if response.status_code == 302 else response


@allow(*BRINGING)
def reverse(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Ask, then take its cases back."""
    one = _one(request, import_id)
    if request.method == "POST":
        return _act(request, one, lambda: operations.reverse(one.id, defer=jobs.defer))
    if one.state != ImportState.APPLIED:
        return redirect("imports:detail", one.id)
    worked_on = queries.codes_worked_on(one)
    cases = queries.counts(one)["cases"]
    shown = {"one": one, "cases": cases, "worked_on": worked_on[:50], "more": len(worked_on) - 50}
    return render(request, "cases/imports/reverse.html", shown)


@allow(*BRINGING)
@require_POST
def go_on(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Take up work that stopped."""
    one = _one(request, import_id)
    return _act(request, one, lambda: operations.go_on(one.id, defer=jobs.defer))


def _act(request: Request, one: Import, act: Callable[[], Import]) -> HttpResponse:
    """Do it; what stands in the way is said on the page of the import."""
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("imports:detail", one.id)
