"""Who reads what was shared at the receiver: before it is taken by a named act, then who answers for it."""

import uuid

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import Ask, ask, marked
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.things.public import from_row

from .. import operations, queries, rules
from ..forms import AssignForm, LookForm
from ..models import Referral
from ..states import WAITING
from .page import about, other_of, referral_or_404


@allow(*rules.CARING)
def look(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Ask why somebody must know who the person is; then the page of the referral shows it to her."""
    referral = referral_or_404(request, referral_id)
    if not rules.may("look", request.scope, referral) or (
        request.method != "POST" and referral.state not in WAITING
    ):
        raise Http404
    name = {"name": other_of(request, referral).name}
    return ask(
        request,
        Ask(
            **about(
                request,
                referral,
                title=_("Ver la identidad antes de aceptar"),
                lead=_("Para responder suele bastar lo que pide, la urgencia, la edad aproximada y el país."),
                warning=_("Queda escrito que usted la vio y por qué; %(name)s también lo lee.") % name,
                button=_("Ver quién es"),
                form=LookForm,
                act=lambda form: operations.look(referral.id, once=form.cleaned_data["once"], **form.values),
                done="",
            )
        ),
    )


@allow(*rules.REFERRING)
def assign(request: Request, referral_id: uuid.UUID) -> HttpResponse:
    """Let somebody else answer for what was taken; the second of two editors sees both."""
    referral = referral_or_404(request, referral_id)
    if not rules.may("assign", request.scope, referral):
        raise Http404
    return ask(
        request,
        Ask(
            **about(
                request,
                referral,
                title=_("Quién responde por la persona"),
                form=lambda data: _assign_form(referral, data),
                now=lambda: _assign_form(referral_or_404(request, referral_id)),
                act=lambda form: operations.assign(referral.id, **form.to_values()),
            )
        ),
    )


def _assign_form(referral: Referral, data: QueryDict | None = None) -> AssignForm:
    people = queries.answering_people(referral)
    form = AssignForm(data, initial_values=from_row(AssignForm.facts, referral))
    return marked(form, people)
