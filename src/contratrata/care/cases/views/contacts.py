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
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow
from contratrata.ground.things.public import rows as fact_rows

from .. import operations, queries
from ..contact_listing import CONTACTS
from ..file.contact import CONTACT, values_of
from ..forms.lists import FirstContactForm
from ..registration.prefill import from_contact


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
                contact=form.values, once=form.cleaned_data["once"]
            ),
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
    rows = fact_rows(CONTACT.facts, values_of(row), all_facts=False)
    linked = queries.visible_to(request.scope).filter(id=row.case_id).first() if row.case_id else None
    return render(
        request,
        "cases/contact.html",
        {"row": row, "rows": rows, "linked": linked},
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
        for step, answers in from_contact(row, values_of(row)).items():
            begun = operations.save_registration(
                begun.id if begun else None, step=step, answers=answers, first_contact_id=row.id
            )
    assert begun is not None  # noqa: S101  (from_contact gives at least one step)
    return redirect("cases:register_page", begun.id, "llegada")
