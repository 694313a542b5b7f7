"""The organisations of the realm; letting one in."""

import uuid
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request
from contratrata.ground.codes.public import UnknownCode, area_name, country_name, vocabulary
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Column, Line, Table

from . import house, queries, rules
from .access import allow
from .forms import FindForm, FirstAddressForm, OrganisationForm
from .models import Invitation, Organisation
from .paging import page
from .roles import Role
from .web import put_error


@allow(*Role)
def organisations(request: Request) -> HttpResponse:
    """Who belongs to the network: name, kind, country, agreement; never an address."""
    scope = request.scope
    form = FindForm(request.GET)
    words, country = (
        (form.cleaned_data["palabras"], form.cleaned_data["pais"]) if form.is_valid() else ("", "")
    )
    after = request.GET.get("despues", "")
    shown = page(queries.organisations(scope, words=words, country=country), after)
    waiting = queries.waiting_organisations(scope, words=words, country=country) if not after else ()
    asked = {"palabras": words, "pais": country}
    following = urlencode(asked | {"despues": str(shown.after)}) if shown.after else ""
    return render(
        request,
        "network/organisations.html",
        {
            "form": form,
            "filtered": bool(words or country),
            "table": _table(shown.rows, own=str(scope.organisation_id)),
            "following": f"?{following}" if following else "",
            "waiting": [(row, row.expires_at <= clock.now()) for row in waiting],
            "may_invite": rules.may_invite_organisations(scope),
        },
    )


def _table(rows: Sequence[Organisation], own: str) -> Table:
    lines = []
    for row in rows:
        name = _("%(name)s (la suya)") % {"name": row.name} if str(row.pk) == own else row.name
        agreed = _("Vigente") if getattr(row, "agreed", False) else _("Sin firmar: no recibe derivaciones")
        lines.append(Line([name, kind_words(row.kind), place_words(row.country, row.area), agreed]))
    headings = (_("Organización"), _("Tipo"), _("Lugar"), _("Acuerdo"))
    return Table(str(_("Organizaciones de la red")), [Column(str(words)) for words in headings], lines)


def kind_words(kind: str) -> str:
    """The kind of an organisation in words; «Sin dato» for one of another vocabulary."""
    kinds = vocabulary("org_kind")
    return kinds.label(kind) if kinds.has(kind) else _("Sin dato")


def place_words(country: str, area: str) -> str:
    """«Zacapa, Guatemala», as far as it is known."""
    try:
        return ", ".join(filter(None, [area_name(area) if area else "", country_name(country)]))
    except UnknownCode:
        return country


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
