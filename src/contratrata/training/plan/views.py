"""The pages of a plan besides those of every noun: a copy, the plans side by side, a proposal taken in, the paper."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.paper.public import pdf_response
from contratrata.training.curriculum.public import WRITERS

from . import comparing, operations
from .loading import load, plan_of
from .models import OFFERINGS, PLANS
from .papers import plan_paper
from .plan_page import when

#: So many plans stand side by side: the original and the copies that changed last.
MOST_BESIDE = 4


@allow(*PLANS.readers)
def home(request: Request) -> HttpResponse:
    """The plan of the latest year that is no copy, or the list where there is none."""
    row = PLANS.visible_to(request.scope).filter(copied_from=None).order_by("-year", "id").first()
    return redirect(PLANS.url("row", row) if row else PLANS.url("list"))


@allow(*WRITERS)
def copy(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """Try another calendar in a copy."""
    plan = get_object_or_404(PLANS.visible_to(request.scope), id=row_id)
    return acts.ask(request, acts.Ask(
        title=_("Probar otro calendario"),
        lead=_("Se copia el plan con sus cursos, quién los facilita y lo que se aporta. El original no cambia."),
        form=lambda data: acts.WordsForm(
            data, label=_("¿Cómo se llama la copia?"),
            help_text=_("Diga qué prueba. Por ejemplo: «2027 sin el segundo grupo»."), most=120,
        ),
        act=lambda form: operations.copy_plan(plan.id, name=form.cleaned_data["words"], **_token(form)),
        names={"name": "words"},
        button=_("Copiar el plan"),
        done=_("Ya puede cambiar la copia."),
        to=lambda row: PLANS.url("row", row),
        back=PLANS.url("row", plan),
        back_words=plan.name,
    ))  # fmt: skip


def _token(form: Any) -> dict[str, Any]:
    return {key: value for key, value in form.sent.items() if key == "token"}


@allow(*PLANS.readers)
def compare(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """A plan and its copies side by side."""
    plan = get_object_or_404(PLANS.visible_to(request.scope), id=row_id)
    copies = PLANS.visible_to(request.scope).filter(copied_from=plan.id).order_by("-changed_at", "id")
    plans = [plan, *copies[: MOST_BESIDE - 1]]
    context = {
        "plans": [(one.name, PLANS.url("row", one)) for one in plans],
        "lines": comparing.lines(load(request.scope, plans)),
        "name": plan.name,
        "url": PLANS.url("row", plan),
        "alone": len(plans) == 1,
    }
    return render(request, "plan/compare.html", context)


@allow(*WRITERS)
def include(request: Request, offering_id: uuid.UUID) -> HttpResponse:
    """Take a proposed course into the plan."""
    row = get_object_or_404(OFFERINGS.visible_to(request.scope), id=offering_id)
    plan = plan_of(request.scope, row)
    if plan is None or not PLANS.owns(request.scope, plan) or row.organisation_id == plan.organisation_id:
        raise Http404
    return acts.ask(request, acts.Ask(
        title=_("Tomar en el plan «%s»") % row.name,
        question=_("¿Tomar este curso en el plan?"),
        text=_("%(when)s, %(places)s lugares. Se copia a «%(plan)s»; la propuesta queda como está.")
        % {"when": when(row), "places": row.places, "plan": plan.name},
        button=_("Sí, tomarlo"),
        act=lambda: operations.include(row.id, token=uuid.uuid5(row.id, str(plan.id))),
        done=_("El curso está en el plan."),
        to=PLANS.url("row", plan),
        back=PLANS.url("row", plan),
        back_words=plan.name,
    ))  # fmt: skip


@allow(*PLANS.readers)
def paper(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The plan as PDF."""
    plan = get_object_or_404(PLANS.visible_to(request.scope), id=row_id)
    content = plan_paper(request.scope, plan)
    audit.record("training_plans.papered", kind=PLANS.key, subject=plan.id)
    return pdf_response(content, "plan")
