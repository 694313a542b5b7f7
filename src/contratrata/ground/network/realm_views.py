"""The organisations of the realm; letting one in."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import fresh_proof_required
from contratrata.ground.acts.public import Ask, ask
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import ListPage, show_list
from contratrata.ground.ui.deadlines import moment_words

from . import house, queries, rules
from .access import allow
from .forms import AgainForm, OrganisationForm
from .listing import ORGANISATIONS, Member
from .models import Invitation, Organisation
from .roles import Role


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
@fresh_proof_required
def invite_organisation(request: Request) -> HttpResponseBase:
    """Let an organisation in, with an invitation for its first administrator."""
    words = _("Enviamos la invitación a %(name)s. El enlace vale hasta %(until)s.")
    return _ask(
        request,
        title=_("Invitar a una organización"),
        lead=_(
            "Su primera persona de administración recibe un enlace, firma el acuerdo e invita a las demás."
        ),
        form=OrganisationForm,
        act=lambda form: house.invite_organisation(once=form.cleaned_data["once"], **form.values),
        done=lambda sent: words % _sent_words(sent),
    )


@allow(Role.COORDINATION)
@fresh_proof_required
def invite_again(request: Request, invitation_id: uuid.UUID) -> HttpResponseBase:
    """Send the first administrator of an organisation a new link, also elsewhere; the former one ends."""
    asked = get_object_or_404(queries.first_invitations(request.scope), pk=invitation_id)
    words = _(
        "Enviamos otra vez la invitación a %(name)s. El enlace nuevo vale hasta %(until)s; el anterior ya no sirve."
    )
    why = house.why_sent(asked)
    return _ask(
        request,
        sub=_("Motivo: %s") % why if why else "",
        title=_("Enviar otra vez la invitación"),
        caption=asked.organisation.name,
        lead=_(
            "La invitación fue a %(email)s. Ese enlace deja de servir, y sale uno nuevo al correo que escriba."
        )
        % {"email": asked.email},
        form=lambda data: AgainForm(data, initial_values={"email": asked.email}),
        act=lambda form: house.invite_again(invitation_id=asked.pk, **form.values),
        done=lambda sent: words % _sent_words(sent),
    )


def _sent_words(sent: Invitation) -> dict[str, str]:
    return {"name": sent.organisation.name, "until": moment_words(sent.expires_at)}


def _ask(request: Request, **asked: Any) -> HttpResponse:
    """Ask for an invitation; from there back to the list."""
    words: dict[str, Any] = {"button": _("Enviar la invitación"), "back_words": _("Organizaciones")}
    return ask(request, Ask(back=reverse("network:organisations"), **words, **asked))
