"""Personal: who works in the organisation, with which functions."""

import dataclasses
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import Request

from . import beginning, queries, rules, staffing
from .access import allow
from .agreements import valid_agreements
from .forms import EndForm, InviteForm, RolesForm
from .invitations import revoke
from .models import Invitation, Membership
from .roles import Role
from .web import membership_of, put_error


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """One line of the staff list."""

    membership: Membership
    roles: str
    herself: bool


def role_words(roles: list[str]) -> str:
    """The functions in words, in the order of the house."""
    return ", ".join(str(role.label) for role in Role if role.value in roles)


@allow(Role.ORG_ADMIN, Role.FOCAL_POINT)
def staff(request: Request) -> HttpResponse:
    """Who works here and who is invited."""
    scope = request.scope
    people = [
        Person(row, role_words(row.roles), row.user_id == scope.user_id) for row in queries.staff(scope)
    ]
    waiting = [
        (row, role_words(row.roles), row.expires_at < clock.now())
        for row in queries.pending_invitations(scope)
    ]
    audit.record("staff.listed", kind="organisation", subject=scope.organisation_id, count=len(people))
    return render(
        request,
        "network/staff.html",
        {
            "people": people,
            "waiting": waiting,
            "may_manage": rules.may_manage_staff(scope),
            "steps": _steps(request, people, [row for row, _words, expired in waiting if not expired]),
        },
    )


def _steps(request: Request, people: list[Person], invited: list[Invitation]) -> list[beginning.Step]:
    scope = request.scope
    if not rules.may_manage_staff(scope):
        return []
    return beginning.steps(
        membership_of(request).organisation,
        signed=queries.agreements(scope).filter(pk__in=valid_agreements().values("pk")).exists(),
        people=[one.membership for one in people],
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
