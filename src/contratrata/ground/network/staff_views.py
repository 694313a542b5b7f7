"""Personal: who works in the organisation, with which functions."""

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

from . import beginning, queries, rules, staffing
from .access import allow
from .agreements import valid_agreements
from .forms import EndForm, InviteForm, RolesForm
from .invitations import revoke
from .listing import STAFF, Person, role_words
from .models import Invitation, Membership
from .roles import Role
from .web import membership_of, put_error


@allow(Role.ORG_ADMIN, Role.FOCAL_POINT)
def staff(request: Request) -> HttpResponseBase:
    """Who works here and who is invited."""
    scope = request.scope

    def around(page: ListPage[Membership, Person]) -> dict[str, Any]:
        invited = list(queries.pending_invitations(scope)) if page.beginning else []
        expired = {row.pk for row in invited if row.expires_at < clock.now()}
        return {
            "waiting": [(row, role_words(row.roles), row.pk in expired) for row in invited],
            "may_manage": rules.may_manage_staff(scope),
            "steps": _steps(request, [row for row in invited if row.pk not in expired])
            if page.beginning
            else [],
        }

    return show_list(request, STAFF, around)


def _steps(request: Request, invited: list[Invitation]) -> list[beginning.Step]:
    scope = request.scope
    if not rules.may_manage_staff(scope):
        return []
    return beginning.steps(
        membership_of(request).organisation,
        signed=queries.agreements(scope).filter(pk__in=valid_agreements().values("pk")).exists(),
        people=queries.staff_visible_to(scope),
        invited=invited,
    )


@allow(Role.ORG_ADMIN)
def invite_person(request: Request) -> HttpResponse:
    """Invite somebody by her address."""
    scope = request.scope
    form = InviteForm(request.POST if request.method == "POST" else None, scope=scope)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.invite_person(**form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Enviamos la invitación."))
            return redirect("network:staff")
    return render(request, "network/invite_person.html", {"form": form})


@allow(Role.ORG_ADMIN)
@require_POST
def revoke_invitation(request: Request, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back; its link stops working at once."""
    invitation = get_object_or_404(queries.pending_invitations(request.scope), pk=invitation_id)
    try:
        revoke(invitation=invitation)
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("La invitación quedó sin efecto."))
    return redirect("network:staff")


@allow(Role.ORG_ADMIN)
def change_roles(request: Request, membership_id: uuid.UUID) -> HttpResponse:
    """Give a person other functions."""
    scope = request.scope
    membership = get_object_or_404(queries.staff(scope), pk=membership_id)
    first = {"seen": ",".join(membership.roles), "roles": membership.roles}
    form = RolesForm(request.POST if request.method == "POST" else None, scope=scope, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.change_roles(membership_id=membership.pk, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Las funciones cambiaron. Valen desde ahora mismo."))
            return redirect("network:staff")
    return render(request, "network/change_roles.html", _shown(request, membership) | {"form": form})


@allow(Role.ORG_ADMIN)
def end_membership(request: Request, membership_id: uuid.UUID) -> HttpResponse:
    """End a person's functions here."""
    membership = get_object_or_404(queries.staff(request.scope), pk=membership_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            staffing.end_membership(membership_id=membership.pk, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("Sus funciones terminaron. Ya no puede entrar en esta organización."))
            return redirect("network:staff")
    return render(request, "network/end_membership.html", _shown(request, membership) | {"form": form})


def _shown(request: Request, membership: Membership) -> dict[str, object]:
    scope = request.scope
    mine = {role.value for role in rules.grantable(scope)}
    return {
        "membership_id": membership.pk,
        "person": membership.user,
        "fixed": role_words([role for role in membership.roles if role not in mine]),
        "changes": queries.changes_of(scope, membership)[:20],
        "herself": membership.user_id == scope.user_id,
    }
