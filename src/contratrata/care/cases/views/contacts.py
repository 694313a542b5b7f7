"""Primer contacto: two minutes without a case, and making one of it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault import public as vault

from .. import operations, queries
from ..contact_listing import CONTACTS
from ..forms.lists import FirstContactForm
from ..models import FirstContact
from ..registration.prefill import from_contact
from ..sections import place_words, word_of, words_of


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def record(request: Request) -> HttpResponse:
    """Record a call or a visit."""
    return ask(
        request,
        Ask(
            title=_("Primer contacto"),
            lead=_("Una llamada o una visita, en dos minutos. No abre un caso; puede serlo después."),
            form=FirstContactForm,
            act=lambda form: operations.record_first_contact(
                contact=form.told(), once=form.cleaned_data["once"]
            ),
            names={"asked_for": "services_0"},
            done=lambda row: _("Primer contacto guardado con el código %s.") % row.code,
            back=reverse("cases:list"),
            back_words=_("Casos"),
            to=lambda row: reverse("cases:contact", args=[row.id]),
        ),
    )


@allow(Role.CASEWORKER, Role.SUPERVISOR)
def contacts(request: Request) -> HttpResponseBase:
    """First contacts: her own; all of the organisation for supervision."""
    return show_list(request, CONTACTS)


@require_safe
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def contact(request: Request, contact_id: uuid.UUID) -> HttpResponse:
    """One first contact, and the way to a case."""
    row = get_object_or_404(queries.contacts_visible_to(request.scope).select_related("case"), id=contact_id)
    audit.record("contact.viewed", kind="first_contact", subject=row.id, code=row.code)
    texts = _texts(row)
    rows = [
        Row(_("Cómo llegó"), word_of("arrival_channel", row.channel)),
        Row(_("Qué dijo o pidió"), texts["said"]),
        Row(_("Qué se le respondió"), texts["answered"]),
        Row(_("Puede ser una víctima"), word_of("answer", row.possible_victim)),
        Row(_("Qué necesita"), words_of("service_kind", row.asked_for)),
        Row(_("Quién llamó o vino"), texts["who"]),
        Row(_("Sexo"), word_of("sex", row.sex)),
        Row(_("Edad aproximada"), word_of("age_band", row.age_band)),
        Row(_("Desde dónde"), place_words(row.country, row.area)),
        Row(_("A quién se le envió"), texts["sent_to"] or row.referred_to),
    ]
    linked = queries.visible_to(request.scope).filter(id=row.case_id).first() if row.case_id else None
    return render(
        request,
        "cases/contact.html",
        {"row": row, "rows": [one for one in rows if one.value], "linked": linked},
    )


@require_POST
@allow(Role.CASEWORKER, Role.SUPERVISOR)
def make_case(request: Request, contact_id: uuid.UUID) -> HttpResponse:
    """Begin a registration with what the contact says; one already begun is taken up."""
    scope = request.scope
    row = get_object_or_404(queries.contacts_visible_to(scope), id=contact_id)
    if row.case_id is not None:
        messages.info(request, _("Este contacto ya es un caso."))
        return redirect("cases:contact", row.id)
    begun = (
        queries.registrations_visible_to(scope)
        .filter(first_contact=row)
        .order_by("-touched_at", "id")
        .first()
    )
    if begun is None:
        for step, answers in from_contact(row, _texts(row)).items():
            begun = operations.save_registration(
                begun.id if begun else None, step=step, answers=answers, first_contact_id=row.id
            )
    assert begun is not None  # noqa: S101  (from_contact gives at least one step)
    return redirect("cases:register_page", begun.id, "llegada")


def _texts(row: FirstContact) -> dict[str, str]:
    try:
        return row.open(vault.open_subject(row.subject_id))
    except Shredded:
        return dict.fromkeys(row.sealed_columns(), "")
