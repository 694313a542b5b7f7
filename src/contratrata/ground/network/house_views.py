"""Ajustes and Acuerdos of one's own organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request

from . import house, queries, rules
from .access import allow
from .agreements import CURRENT, TEXTS, VALID
from .forms import SettingsForm, SignForm
from .roles import Role
from .web import membership_of, put_error


@allow(Role.ORG_ADMIN)
def settings(request: Request) -> HttpResponse:
    """Idle lock, time zone, substitute."""
    organisation = membership_of(request).organisation
    found = queries.possible_substitutes(request.scope)
    first = {
        "idle_minutes": organisation.idle_minutes,
        "time_zone": organisation.time_zone,
        "substitute": str(organisation.substitute_id or ""),
    }
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        initial=first,
        organisation=organisation,
        others=list(found),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            house.change_settings(
                idle_minutes=given["idle_minutes"],
                time_zone=given["time_zone"],
                substitute_id=given["substitute"],
            )
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Los ajustes quedaron guardados."))
            return redirect("network:settings")
    return render(request, "network/settings.html", {"form": form, "organisation": organisation})


@allow(Role.ORG_ADMIN, Role.FOCAL_POINT)
def agreements(request: Request) -> HttpResponse:
    """The agreement in force: its text, whether it is signed, and signing it."""
    scope = request.scope
    organisation = membership_of(request).organisation
    signed = list(queries.agreements(scope))
    in_force = next((one for one in signed if one.version in VALID and one.ended_at is None), None)
    may_sign = rules.may_sign(scope) and not any(
        one.version == CURRENT and not one.ended_at for one in signed
    )
    form = SignForm(request.POST if request.method == "POST" else None) if may_sign else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            house.sign_agreement(version=given["version"], name=given["name"], post=given["post"])
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Acuerdo firmado. Su organización ya puede recibir derivaciones."))
            return redirect("network:agreements")
    elif request.method == "POST" and form is None:
        return redirect(
            "network:agreements"
        )  # somebody else has signed meanwhile, or the button was pressed twice
    shown = {"form": form, "signed": signed, "in_force": in_force, "organisation": organisation}
    return render(
        request,
        "network/agreements.html",
        shown | {"text": TEXTS[CURRENT], "version": CURRENT},
    )
