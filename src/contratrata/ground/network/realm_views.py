"""The organisations of the realm; letting one in."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.codes.public import UnknownCode, area_name, country_name, vocabulary
from contratrata.ground.ui.parts import Column, Line, Table

from . import house, queries, rules
from .access import allow
from .forms import FindForm, OrganisationForm
from .models import Organisation
from .paging import page
from .roles import Role
from .web import put_error, scope_of_request


@allow(*Role)
def organisations(request: HttpRequest) -> HttpResponse:
    """Who belongs to the network: name, kind, country, agreement; never an address."""
    scope = scope_of_request(request)
    form = FindForm(request.GET)
    words, country = (
        (form.cleaned_data["palabras"], form.cleaned_data["pais"]) if form.is_valid() else ("", "")
    )
    shown = page(queries.organisations(scope, words=words, country=country), request.GET.get("despues", ""))
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
def invite_organisation(request: HttpRequest) -> HttpResponse:
    """Let an organisation in, with an invitation for its first administrator."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = house.invite_organisation(**form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(
                request, _("%(name)s está en la red. Enviamos la invitación.") % {"name": made.name}
            )
            return redirect("network:organisations")
    return render(request, "network/invite_organisation.html", {"form": form})
