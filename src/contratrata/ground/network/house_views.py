"""Ajustes and Acuerdos of one's own organisation."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.base.request import Request

from . import house, queries, rules
from .access import allow
from .agreements import CURRENT, TEXTS, VALID
from .forms import SettingsForm, SignForm
from .models import Organisation
from .roles import Role
from .web import membership_of


@allow(Role.ORG_ADMIN)
def settings(request: Request) -> HttpResponse:
    """Idle lock, time zone, substitute; the second of two editors sees both."""

    def form(data: QueryDict | None = None) -> SettingsForm:
        organisation = Organisation.objects.get(pk=membership_of(request).organisation_id)
        return SettingsForm(data, organisation)

    return ask(
        request,
        Ask(
            title=_("Ajustes"),
            caption=membership_of(request).organisation.name,
            form=form,
            act=lambda form: house.change_settings(
                expected_version=form.cleaned_data["version"], **form.values
            ),
            done=_("Los ajustes quedaron guardados."),
            to=reverse("network:settings"),
            back=reverse("network:staff"),
            back_words=_("Personal"),
        ),
    )


@allow(Role.ORG_ADMIN, Role.FOCAL_POINT)
def agreements(request: Request) -> HttpResponse:
    """The agreement in force: its text, whether it is signed, and signing it."""
    signed = list(queries.agreements(request.scope))
    shown = {
        "signed": signed,
        "in_force": next((one for one in signed if one.version in VALID and one.ended_at is None), None),
        "organisation": membership_of(request).organisation,
        "text": TEXTS[CURRENT],
        "version": CURRENT,
    }
    if not rules.may_sign(request.scope) or any(
        one.version == CURRENT and not one.ended_at for one in signed
    ):
        if request.method == "POST":  # somebody else has signed meanwhile, or the button was pressed twice
            return redirect("network:agreements")
        return render(request, "network/agreements.html", shown | {"form": None, "restored": False})
    return ask(
        request,
        Ask(
            title=_("Acuerdos"),
            form=SignForm,
            act=lambda form: house.sign_agreement(
                version=form.cleaned_data["version"],
                name=form.cleaned_data["name"],
                post=form.cleaned_data["post"],
            ),
            done=_("Acuerdo firmado. Su organización ya puede recibir derivaciones."),
            to=reverse("network:agreements"),
            back=reverse("network:agreements"),
            template="network/agreements.html",
            context=shown,
        ),
    )
