"""Registrar: search first; then seven short steps, saved one by one, that can be left, gone back and taken up."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import put, unjudged
from contratrata.ground.audit import public as audit
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.network.public import Role, allow
from contratrata.ground.vault.public import drafts

from .. import operations, queries
from ..forms.lists import FindForm
from ..models import Case, Registration
from ..registration import compose, pages, store
from ..search import likely_persons, search

LOOKED_FOR = "casos:registrar"


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def look_first(request: Request) -> HttpResponse:
    """Look for her before registering: likely persons with why; «Ninguna es» goes on."""
    scope = request.scope
    if request.method == "POST":
        form = FindForm(request.POST)
        if form.is_valid() and form.cleaned_data["words"]:
            drafts.keep(LOOKED_FOR, {"words": [form.cleaned_data["words"]]})
            return redirect(f"{reverse('cases:register')}?buscado=1")
        if form.is_valid():
            form.add_error("words", _("Escriba el nombre, el código o el documento; o siga sin buscar."))
        return render(request, "cases/register_search.html", {"form": form, "once": uuid.uuid4()})
    words = ""
    if request.GET.get("buscado"):
        words = " ".join((drafts.restore(LOOKED_FOR) or {}).get("words", [""])).strip()
    found, likely = (search(scope, words), likely_persons(scope, words)) if words else ([], [])
    others = sum(1 for one in likely if one.found is None)
    if words:  # that a colleague has a file is an answer too: who looks for names leaves how many there were
        audit.record("case.searched", kind="case", rows=len(found) + others)
    return render(
        request,
        "cases/register_search.html",
        {
            "form": FindForm(initial={"words": words}),
            "words": words,
            "found": found,
            "others": others,
            "unfinished": store.unfinished(scope) if not words else [],
            "once": uuid.uuid4(),
        },
    )


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def start(request: Request) -> HttpResponse:
    """Begin a registration; the words that were looked for become the name to start from."""
    once = request.POST.get("once", "")[:40]
    if once:
        one_at_a_time(once)
    row = store.begun_by(request.scope, once) if once else None
    if row is None:
        with transaction.atomic():
            if name := _looked_for(request):
                row = operations.save_registration(None, step="nombre", answers=name)
            row_id = row.id if row else None
            row = operations.save_registration(row_id, step=store.BEGAN, answers={"once": [once]})
        drafts.forget(LOOKED_FOR)
    return redirect("cases:register_page", row.id, pages.PAGES[0].slug)


def _looked_for(request: Request) -> dict[str, list[str]]:
    """The name page begun with what was looked for a moment ago."""
    if not request.POST.get("buscado"):
        return {}
    return compose.name_of(" ".join((drafts.restore(LOOKED_FOR) or {}).get("words", [""])))


def _mine(request: Request, registration_id: uuid.UUID) -> tuple[Registration, pages.Answers] | Case:
    """Her registration with its answers; the case when it has become one. Raises `Http404`."""
    scope = request.scope
    row = queries.registrations_visible_to(scope).filter(id=registration_id).first()
    if row is not None:
        return row, operations.registration_answers(row)
    case = queries.visible_to(scope).filter(once=registration_id).first()
    if case is None:
        raise Http404
    return case


def _is_case(request: Request, case: Case) -> HttpResponse:
    """Gone back after the last step: nothing is registered twice."""
    messages.info(request, _("Este registro ya es un caso. Lo que quiera cambiar, cámbielo aquí."))
    return redirect("cases:detail", case.id)


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def page(request: Request, registration_id: uuid.UUID, slug: str) -> HttpResponse:
    """One page of a registration. Leaving keeps it as it is; going on asks that it can be so."""
    here = pages.BY_SLUG.get(slug)
    if here is None:
        raise Http404
    found = _mine(request, registration_id)
    if isinstance(found, Case):
        return _is_case(request, found)
    row, answers = found
    if not here.shown(answers):
        return redirect("cases:register_page", row.id, pages.after(slug, answers))
    key = f"registro:{row.id}:{slug}"
    if request.method == "POST":
        answered = _keep(request, row, here, answers, key)
        if isinstance(answered, HttpResponse):
            return answered
        form = answered
    else:
        form = pages.made(here, answers, **_first(request, here))
        if found_draft := drafts.restore(key):
            form = pages.made(here, {**answers, slug: found_draft})
        if form.is_bound and not request.GET.get("revisar"):
            unjudged(form)
    part, parts = pages.place_in_step(here, answers)
    shown = {
        "form": form,
        "page": here,
        "part": part,
        "parts": parts,
        "draft": key,
        "registration": row,
        "total": pages.STEPS,
        "back_url": _back(row, slug, answers, request.GET.get("volver") == "resumen"),
        "to_summary": request.GET.get("volver") == "resumen",
        "minor": slug == "consentimiento" and pages.minor(answers) is Answer.YES,
        "organisation": organisation_of(request).name,
    }
    return render(request, "cases/register_page.html", shown)


def _keep(
    request: Request, row: Registration, here: pages.Page, answers: pages.Answers, key: str
) -> HttpResponse | pages.Form:
    """Save the page; where to go next, or the form with what is wrong."""
    typed = pages.typed(request.POST)
    form = pages.made(here, answers, pages.query(typed))
    leaving = "salir" in request.POST
    if not leaving and not form.is_valid():
        return form
    try:
        with transaction.atomic():
            operations.save_registration(row.id, step=here.slug, answers=typed)
    except Conflict as error:
        messages.info(request, error.message)
        return redirect("cases:list")
    except DomainError as error:
        form.is_valid()
        put(form, error)
        return form
    drafts.forget(key)
    if leaving:
        messages.success(request, _("Guardado. Puede seguir cuando quiera desde la lista de casos."))
        return redirect("cases:list")
    following = pages.after(here.slug, {**answers, here.slug: typed})
    if following == pages.SUMMARY or request.GET.get("volver") == "resumen":
        return redirect("cases:register_summary", row.id)
    return redirect("cases:register_page", row.id, following)


def _first(request: Request, here: pages.Page) -> dict[str, Any]:
    """What a page begins with when nothing was told: here and today."""
    if here.slug != "llegada":
        return {}
    return {"country": organisation_of(request).country, "arrived_on": timezone.localdate()}


def _back(row: Registration, slug: str, answers: pages.Answers, to_summary: bool) -> str:
    if to_summary:
        return reverse("cases:register_summary", args=[row.id])
    earlier = pages.before(slug, answers)
    return reverse("cases:register_page", args=[row.id, earlier]) if earlier else reverse("cases:register")


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def summary(request: Request, registration_id: uuid.UUID) -> HttpResponse:
    """The last step: everything once more, who it may be after all, and the button that makes the case."""
    found = _mine(request, registration_id)
    if isinstance(found, Case):
        return _is_case(request, found)
    row, answers = found
    forms = compose.filled(answers)
    wrong = compose.wrong(forms)
    refused = ""
    if request.method == "POST" and not wrong:
        try:
            with transaction.atomic():
                case = operations.finish_registration(row.id, new=compose.new_case(forms))
        except DomainError as error:
            refused = error.message
        else:
            messages.success(request, _("Caso registrado con el código %s.") % case.code)
            return redirect("cases:detail", case.id)
    names, born, document = compose.names_of(answers)
    likely = likely_persons(request.scope, names, birth_date=born, document=document)
    if likely:
        audit.record("case.searched", kind="case", rows=len(likely))
    others = sum(1 for one in likely if one.found is None)
    shown = {
        "registration": row,
        "steps": compose.steps(row.id, answers, forms),
        "wrong": wrong,
        "refused": refused,
        "likely": [one.found for one in likely if one.found],
        "others": others,
        "nobody": not any(slug != store.BEGAN for slug in answers),
        "total": pages.STEPS,
        "back_url": _back(row, pages.SUMMARY, answers, to_summary=False),
    }
    return render(request, "cases/register_summary.html", shown)


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def discard(request: Request, registration_id: uuid.UUID) -> HttpResponse:
    """Throw a registration away, after asking."""
    found = _mine(request, registration_id)
    if isinstance(found, Case):
        return _is_case(request, found)
    row, _answers = found
    if request.method == "POST":
        with transaction.atomic():
            operations.discard_registration(row.id)
        messages.success(request, _("El registro se descartó."))
        return redirect("cases:list")
    return render(request, "cases/register_discard.html", {"registration": row})
