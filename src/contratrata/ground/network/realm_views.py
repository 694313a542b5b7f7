"""The organisations of the realm; letting one in."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import ListPage, show_list
from contratrata.ground.ui.deadlines import moment_words

from . import house, queries, rules
from .access import allow
from .forms import FirstAddressForm, OrganisationForm
from .listing import ORGANISATIONS, Member
from .models import Invitation, Organisation
from .roles import Role
from .web import put_error


@allow(*Role)
def organisations(request: Request) -> HttpResponseBase:
    """Who belongs to the network: name, kind, country, agreement; never an address."""
    scope = request.scope

    def around(page: ListPage[Organisation, Member]) -> dict[str, Any]:
        shown = page.asked.narrowed(queries.organisations_visible_to(scope))
        waiting = () if page.previous else queries.waiting_organisations(scope, shown)
        return {
            "waiting": [(row, row.expires_at <= clock.now()) for row in waiting],
            "may_invite": rules.may_invite_organisations(scope),
        }

    return show_list(request, ORGANISATIONS, around)


@allow(Role.COORDINATION)
def invite_organisation(request: Request) -> HttpResponse:
    """Let an organisation in, with an invitation for its first administrator."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = house.invite_organisation(**form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            words = _("Enviamos la invitación a %(name)s. El enlace vale hasta %(until)s.")
            messages.success(request, words % _sent_words(sent))
            return redirect("network:organisations")
    return render(request, "network/invite_organisation.html", {"form": form})


@allow(Role.COORDINATION)
@require_POST
def invite_again(request: Request, invitation_id: uuid.UUID) -> HttpResponse:
    """Send the first administrator of an organisation a new link; the former one stops working."""
    asked = get_object_or_404(queries.first_invitations(request.scope), pk=invitation_id)
    try:
        sent = house.invite_again(invitation_id=asked.pk)
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _again_words(sent))
    return redirect("network:organisations")


@allow(Role.COORDINATION)
def invite_elsewhere(request: Request, invitation_id: uuid.UUID) -> HttpResponse:
    """The address was wrong: send the invitation to another one; the link that went out stops working."""
    asked = get_object_or_404(queries.first_invitations(request.scope), pk=invitation_id)
    form = FirstAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = house.invite_again(invitation_id=asked.pk, email=form.cleaned_data["email"])
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _again_words(sent))
            return redirect("network:organisations")
    return render(request, "network/invite_elsewhere.html", {"form": form, "asked": asked})


def _again_words(sent: Invitation) -> str:
    words = _(
        "Enviamos otra vez la invitación a %(name)s. El enlace nuevo vale hasta %(until)s; el anterior ya no sirve."
    )
    return words % _sent_words(sent)


def _sent_words(sent: Invitation) -> dict[str, str]:
    return {"name": sent.organisation.name, "until": moment_words(sent.expires_at)}
