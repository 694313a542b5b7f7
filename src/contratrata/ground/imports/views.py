"""The pages of imports: bring a file, see what it holds, decide, take it back. One set of pages an importer."""

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from contratrata.ground.accounts.public import fresh_proof_required
from contratrata.ground.acts.public import Ask, ask, press
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.lists.public import part_of_page
from contratrata.ground.network.public import allow
from contratrata.ground.sheets.public import MOST_BYTES, FileProblem, refuse_other_kinds
from contratrata.ground.vault import public as vault

from . import jobs, operations, queries, report_page
from .forms import BringForm, DecideForm
from .importer import Importer, importer_of
from .listing import files_of
from .models import Import
from .rules import oversees, visible_to
from .states import UNDER_WAY, ImportState

WORK_WORDS = {
    ImportState.RECEIVED: gettext_lazy("Leyendo el archivo"),
    ImportState.READING: gettext_lazy("Leyendo el archivo"),
    ImportState.APPLYING: gettext_lazy("Trayendo las filas"),
    ImportState.REVERSING: gettext_lazy("Deshaciendo la importación"),
}


def _one(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> Import:
    return get_object_or_404(visible_to(request.scope), id=import_id, importer=importer.key)


def _context(importer: Importer[Any], one: Import | None = None) -> dict[str, Any]:
    """What every page of an importer shows: its words and the addresses of its pages."""
    pages = ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on") if one else ()
    to = {page: importer.address(page, one.id) for page in pages if one}
    return {"importer": importer, "one": one, "to": to | {"list": importer.address("list")}}


def imports(request: Request, importer: Importer[Any]) -> HttpResponse:
    """Bring a file; and what was brought before."""
    scope = request.scope
    return ask(request, Ask(
        title=importer.title,
        form=lambda data: BringForm(
            data,
            request.FILES or None,
            colleagues=importer.colleagues(scope) if oversees(scope, importer) else None,
            responsible=importer.responsible,
            initial={"responsible_id": scope.user_id},
            too_big=int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES,
        ),
        draft=None,  # a file is no draft
        act=lambda form: _receive(scope, importer, form.cleaned_data),
        done="",
        to=lambda one: importer.address("detail", one.id),
        back=importer.address("list"),
        frame=lambda: {**_context(importer), "page": part_of_page(request, files_of(importer))},
        template="imports/list.html",
    ))  # fmt: skip


def _receive(scope: Scope, importer: Importer[Any], data: dict[str, Any]) -> Import:
    """Take the file in. Raises `DomainError`."""
    file = data["file"]
    try:
        refuse_other_kinds(file.read(2048))
    except FileProblem as problem:
        raise DomainError(str(problem), field="file") from None
    file.seek(0)
    return operations.receive(
        importer,
        name=file.name,
        content=file.chunks(),
        responsible_id=data.get("responsible_id") or scope.user_id,
        once=data["once"],
        defer=jobs.defer,
    )


@require_GET
def detail(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponse:
    """One import: how far it is, what it holds, what may be done now."""
    one = _one(request, importer, import_id)
    keys = vault.ring()
    context = {
        **_context(importer, one),
        "name": one.open(keys.drafts(), "file_name")["file_name"],
        "under_way": one.state in UNDER_WAY,
        **_progress(one),
    }
    if one.state in (ImportState.STAGED, ImportState.APPLYING, ImportState.APPLIED):
        context |= report_page.rows(request, one, keys)
        context |= {
            "made_noun": importer.noun(context["counts"]["made"]),
            "ready_noun": importer.noun(context["ready"]),
        }
    if one.state == ImportState.STAGED:
        context |= {"form": DecideForm(), "before": queries.same_file(one)}
    return render(request, "imports/detail.html", context)


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
        "url": importer_of(one.importer).address("progress", one.id),
        "done": one.state not in UNDER_WAY or bool(one.problem),
    }


@require_GET
def progress(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponse:
    """The bar alone (htmx asks for it); when the work is done the page is loaded anew."""
    context = _progress(_one(request, importer, import_id))
    response = render(request, "imports/progress.html", context)
    if context["done"]:
        response["HX-Refresh"] = "true"
    return response


@require_GET
@fresh_proof_required
def report(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponseBase:
    """The report as a sheet, to be corrected and brought again."""
    one = _one(request, importer, import_id)
    content, rows = report_page.sheet(one, vault.ring())
    audit.record("import.reported", kind="import", subject=one.id, rows=rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="informe-{str(one.id)[:8]}.xlsx"'
    return response


@require_POST
def bring(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponse:
    """Decide that the rows come in."""
    one = _one(request, importer, import_id)
    form = DecideForm(request.POST)
    form.is_valid()
    with_asked = form.cleaned_data.get("with_asked", False)
    return _act(request, one, lambda: operations.apply(one.id, with_asked=with_asked, defer=jobs.defer))


@require_POST
def cancel(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponse:
    """Leave it; nothing of the file stays."""
    one = _one(request, importer, import_id)
    return _act(request, one, lambda: operations.cancel(one.id), to=importer.address("list"))


def reverse(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponse:
    """Ask, then take back what it made."""
    one = _one(request, importer, import_id)
    back = importer.address("detail", one.id)
    if one.state != ImportState.APPLIED and request.method != "POST":
        return redirect(back)
    return ask(request, Ask(
        title=_("Deshacer una importación"),
        act=lambda: operations.reverse(one.id, defer=jobs.defer),
        done="",
        back=back,
        frame=lambda: _taken_back(importer, one),
        template="imports/reverse.html",
    ))  # fmt: skip


def _taken_back(importer: Importer[Any], one: Import) -> dict[str, Any]:
    """What would be taken back, or what stands in the way."""
    worked_on, created = queries.worked_on(one), queries.counts(one)["made"]
    return _context(importer, one) | {
        "made": created,
        "noun": importer.noun(created),
        "worked_on": worked_on[:50],
        "more": len(worked_on) - 50,
    }


@require_POST
def go_on(request: Request, importer: Importer[Any], import_id: uuid.UUID) -> HttpResponse:
    """Take up work that stopped."""
    one = _one(request, importer, import_id)
    return _act(request, one, lambda: operations.go_on(one.id, defer=jobs.defer))


def _act(request: Request, one: Import, act: Callable[[], Import], *, to: str = "") -> HttpResponse:
    """Do it; what stands in the way is said on the page of the import."""
    page = importer_of(one.importer).address("detail", one.id)
    return press(request, act, done="", to=to or page, stands=page)


_ONE = "<uuid:import_id>/"


def urls_of(importer: Importer[Any]) -> list[URLPattern]:
    """The addresses of an importer's pages (ids only, never the name of a file), for those who bring such files."""

    def page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def call(request: Request, **kwargs: Any) -> HttpResponseBase:
            return view(request, importer, **kwargs)

        return allow(*importer.roles)(call)

    return [
        path("", page(imports), name="list"),
        path(_ONE, page(detail), name="detail"),
        path(f"{_ONE}avance/", page(progress), name="progress"),
        path(f"{_ONE}informe/", page(report), name="report"),
        path(f"{_ONE}traer/", page(bring), name="bring"),
        path(f"{_ONE}cancelar/", page(cancel), name="cancel"),
        path(f"{_ONE}deshacer/", page(reverse), name="reverse"),
        path(f"{_ONE}seguir/", page(go_on), name="go_on"),
    ]
