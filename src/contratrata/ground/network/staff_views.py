"""Personal: who works in the organisation, with which functions."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.accounts.public import fresh_proof_required
from contratrata.ground.acts.public import Ask, ask, press
from contratrata.ground.base import clock
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
from .web import membership_of


@allow(Role.ORG_ADMIN, Role.FOCAL_POINT)
def staff(request: Request) -> HttpResponseBase:
    """Who works here and who is invited."""
    scope = request.scope

    def around(page: ListPage[Membership, Person]) -> dict[str, Any]:
        invited = list(queries.pending_invitations(scope)) if page.beginning else []
        expired = {row.pk for row in invited if row.expires_at < clock.now()}
        why = queries.why_invited(invited)
        return {
            "waiting": [
                (row, role_words(row.roles), row.pk in expired, why.get(row.pk, "")) for row in invited
            ],
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
@fresh_proof_required
def invite_person(request: Request) -> HttpResponseBase:
    """Invite somebody by her address."""
    return _ask(
        request,
        title=_("Invitar a una persona"),
        button=_("Enviar la invitación"),
        form=InviteForm,
        act=lambda form: staffing.invite_person(once=form.cleaned_data["once"], **form.values),
        done=_("Enviamos la invitación."),
    )


@allow(Role.ORG_ADMIN)
@require_POST
def revoke_invitation(request: Request, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an invitation back; its link stops working at once."""
    invitation = get_object_or_404(queries.pending_invitations(request.scope), pk=invitation_id)
    return press(
        request,
        lambda: revoke(invitation=invitation),
        done=_("La invitación quedó sin efecto."),
        to=reverse("network:staff"),
    )


@allow(Role.ORG_ADMIN)
@fresh_proof_required
def change_roles(request: Request, membership_id: uuid.UUID) -> HttpResponseBase:
    """Give a person other functions; the second of two editors sees what the first gave."""
    membership = get_object_or_404(_with_organisation(request), pk=membership_id)

    def form(data: QueryDict | None) -> RolesForm:
        roles = get_object_or_404(queries.staff(request.scope), pk=membership_id).roles
        return RolesForm(data, roles=roles)

    return _ask(
        request,
        title=_("Cambiar funciones"),
        form=form,
        open=lambda form: staffing.leaves_open(
            membership,
            staffing.roles_after(request.scope, membership.roles, form.values["roles"]),
        ),
        act=lambda form, answers: staffing.change_roles(
            membership_id=membership_id, answers=answers, seen=form.cleaned_data["seen"], **form.values
        ),
        done=_("Las funciones cambiaron. Valen desde ahora mismo."),
        template="network/change_roles.html",
        **_person(request, membership),
    )


@allow(Role.ORG_ADMIN)
@fresh_proof_required
def end_membership(request: Request, membership_id: uuid.UUID) -> HttpResponseBase:
    """End a person's functions here."""
    membership = get_object_or_404(_with_organisation(request), pk=membership_id)
    return _ask(
        request,
        title=_("Terminar sus funciones"),
        lead=_("Desde ese momento no entra en esta organización. Lo que registró se queda aquí."),
        question=_("¿Terminar sus funciones?"),
        text=_("Para volver, tendrá que ser invitada de nuevo."),
        button=_("Sí, terminar"),
        grave=True,
        form=EndForm,
        open=lambda _form: staffing.leaves_open(membership),
        act=lambda form, answers: staffing.end_membership(
            membership_id=membership_id, answers=answers, **form.values
        ),
        done=_("Sus funciones terminaron. Ya no puede entrar en esta organización."),
        template="network/end_membership.html",
        **_person(request, membership),
    )


def _with_organisation(request: Request) -> QuerySet[Membership]:
    return queries.staff(request.scope).select_related("organisation")


def _ask(request: Request, **asked: Any) -> HttpResponse:
    """Ask for an act on the staff; from there back to the list."""
    return ask(request, Ask(back=reverse("network:staff"), back_words=_("Personal"), **asked))


def _person(request: Request, membership: Membership) -> dict[str, Any]:
    """Whom it is about, as the page shows it."""
    mine = {role.value for role in rules.grantable(request.scope)}
    context = {
        "membership_id": membership.pk,
        "fixed": role_words([role for role in membership.roles if role not in mine]),
        "changes": queries.explained(queries.changes_of(request.scope, membership)[:20]),
        "herself": membership.user_id == request.scope.user_id,
    }
    return {"caption": membership.user.name, "context": context}
