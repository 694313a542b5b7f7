"""Registrar: search first; then seven short steps, saved one by one, that can be left, gone back and taken up."""

import dataclasses
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.acts.public import (
    Ask,
    Leave,
    OnceForm,
    ask,
    marked,
    press,
    typed_under,
    unjudged,
)
from contratrata.ground.audit import public as audit
from contratrata.ground.base.answers import Answer
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
    result, likely = (search(scope, words), likely_persons(scope, words)) if words else ([], [])
    others = sum(1 for one in likely if one.hit is None)
    if words:  # that a colleague has a file is an answer too: who looks for names leaves how many there were
        audit.record("case.searched", kind="case", rows=len(result) + others)
    return render(
        request,
        "cases/register_search.html",
        {
            "form": FindForm(initial={"words": words}),
            "words": words,
            "found": result,
            "others": others,
            "unfinished": store.unfinished(scope) if not words else [],
            "once": uuid.uuid4(),
        },
    )


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def start(request: Request) -> HttpResponse:
    """Begin a registration; the words that were looked for become the name to start from."""
    form = OnceForm(request.POST)
    once = form.cleaned_data["once"] if form.is_valid() else None
    row = operations.save_registration(None, step="nombre", answers=_looked_for(request), once=once)
    drafts.forget(LOOKED_FOR)
    return redirect("cases:register_page", row.id, pages.PAGES[0].slug)


def _looked_for(request: Request) -> dict[str, list[str]]:
    """The name page begun with what was looked for a moment ago."""
    if not request.POST.get("buscado"):
        return {}
    return compose.name_of(" ".join((drafts.restore(LOOKED_FOR) or {}).get("words", [""])))


@dataclasses.dataclass(frozen=True, slots=True)
class _Under:
    """A registration under way: what was saved, and over it what was typed and not saved (`typed`, by page)."""

    row: Registration
    saved: pages.Answers
    answers: pages.Answers
    typed: Mapping[str, Mapping[str, list[str]]]

    def url(self, slug: str) -> str:
        """The address of a page, or of the summary."""
        if slug == pages.SUMMARY:
            return reverse("cases:register_summary", args=[self.row.id])
        return reverse("cases:register_page", args=[self.row.id, slug])


def _drafts(registration_id: uuid.UUID) -> str:
    """What the keys of the drafts of a registration begin with."""
    return f"registro:{registration_id}:"


def _mine(request: Request, registration_id: uuid.UUID) -> _Under | Case:
    """The user's registration with its answers; the case when it has become one. Raises `Http404`.

    What stands in a draft was typed last: a page that was left by a link says what was typed on it.
    """
    row = queries.registrations_visible_to(request.scope).filter(id=registration_id).first()
    if row is not None:
        typed = {
            slug: fields for slug, fields in typed_under(_drafts(row.id)).items() if slug in pages.BY_SLUG
        }
        saved = operations.registration_answers(row)
        return _Under(row, saved, {**saved, **typed}, typed)
    case = queries.visible_to(request.scope).filter(once=registration_id).first()
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
    under = _mine(request, registration_id)
    if isinstance(under, Case):
        return _is_case(request, under)
    if not here.shown(under.answers):
        return redirect(under.url(pages.WIZARD.after(slug, under.answers)))
    to_summary = request.GET.get("volver") == "resumen"

    def form(data: QueryDict | None) -> pages.Form:
        typed = pages.query(pages.typed(data) | {"seen": data.getlist("seen")}) if data is not None else None
        asked = pages.build_form(here, under.answers, typed, **_first(request, here))
        marked(asked, under.saved.get(slug), stored=data is None)
        if data is None and asked.is_bound and not request.GET.get("revisar"):
            unjudged(asked)
        return asked

    def now() -> pages.Form:
        saved = operations.registration_answers(Registration.objects.get(id=under.row.id))
        return marked(pages.build_form(here, saved), saved.get(slug), stored=True)

    def save(data: QueryDict) -> pages.Answers:
        typed = pages.typed(data)
        operations.save_registration(
            under.row.id, step=slug, answers=typed, expected_version=data.get("seen", "")
        )
        return {**under.answers, slug: typed}

    asked: dict[str, Any] = (
        {"to": under.url(pages.SUMMARY), "back": under.url(pages.SUMMARY)} if to_summary else {}
    )
    return pages.WIZARD.ask(
        request,
        slug,
        under.answers,
        url=under.url,
        start=reverse("cases:register"),
        form=form,
        now=now,
        act=lambda _form: save(request.POST),
        stands=reverse("cases:list"),
        button=_("Guardar y volver al resumen") if to_summary else _("Guardar y continuar"),
        draft=f"{_drafts(under.row.id)}{slug}",
        leave=_leave(under, save),
        template="cases/register_page.html",
        context={
            "page": here,
            "minor": slug == "consentimiento" and pages.minor(under.answers) is Answer.YES,
            "organisation": organisation_of(request).name,
        },
        **asked,
    )


def _leave(under: _Under, save: Callable[[QueryDict], object]) -> Leave:
    """Leave for the list, or for the summary: either way what was typed goes along."""
    return Leave(
        save,
        to=lambda data: under.url(pages.SUMMARY) if data["salir"] == pages.SUMMARY else reverse("cases:list"),
        done=lambda data: (
            ""
            if data["salir"] == pages.SUMMARY
            else _("Guardado. Puede seguir cuando quiera desde la lista de casos.")
        ),
    )


def _first(request: Request, here: pages.Page) -> dict[str, Any]:
    """What a page begins with when nothing was answered: here and today."""
    if here.slug != "llegada":
        return {}
    return {"country": organisation_of(request).country, "arrived_on": timezone.localdate()}


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def summary(request: Request, registration_id: uuid.UUID) -> HttpResponse:
    """The last step: everything once more, who it may be after all, and the button that makes the case."""
    under = _mine(request, registration_id)
    if isinstance(under, Case):
        return _is_case(request, under)
    forms = compose.filled(under.answers)
    wrong = compose.wrong(forms)
    if request.method == "POST" and not wrong:
        return press(
            request,
            lambda: _finish(under, forms),
            done=lambda case: _("Caso registrado con el código %s.") % case.code,
            to=lambda case: reverse("cases:detail", args=[case.id]),
            stands=under.url(pages.SUMMARY),
        )
    names, born, document = compose.names_of(under.answers)
    likely = likely_persons(request.scope, names, birth_date=born, document=document)
    if likely:
        audit.record("case.searched", kind="case", rows=len(likely))
    shown = {
        "registration": under.row,
        "steps": compose.steps(under.row.id, under.answers, forms),
        "wrong": wrong,
        "recovered": [here.title for here in pages.PAGES if here.slug in under.typed],
        "likely": [one.hit for one in likely if one.hit],
        "others": sum(1 for one in likely if one.hit is None),
        "nobody": not any(slug in pages.BY_SLUG for slug in under.answers),
        "total": pages.STEPS,
        "back_url": under.url(pages.WIZARD.before(pages.SUMMARY, under.answers)),
    }
    return render(request, "cases/register_summary.html", shown)


def _finish(under: _Under, forms: dict[str, pages.Form]) -> Case:
    case = operations.finish_registration(under.row.id, new=compose.new_case(forms))
    drafts.forget_under(_drafts(under.row.id))
    return case


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def discard(request: Request, registration_id: uuid.UUID) -> HttpResponse:
    """Throw a registration away, after asking."""
    under = _mine(request, registration_id)
    if isinstance(under, Case):
        return _is_case(request, under)

    def act() -> None:
        operations.discard_registration(under.row.id)
        drafts.forget_under(_drafts(under.row.id))

    return ask(
        request,
        Ask(
            title=_("Descartar el registro"),
            question=_("¿Descartar este registro?"),
            text=_("Lo que se escribió en él se pierde."),
            button=_("Sí, descartar"),
            grave=True,
            act=act,
            done=_("El registro se descartó."),
            to=reverse("cases:list"),
            back=under.url(pages.SUMMARY),
            back_words=_("Resumen"),
        ),
    )
