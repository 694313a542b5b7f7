"""Asking for help with a lost second factor, and answering it."""

import uuid

from allauth.account.stages import LoginStageController
from allauth.core import ratelimit
from django import forms
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from contratrata.ground.accounts.public import User, fresh_proof_required
from contratrata.ground.acts import public as acts
from contratrata.ground.base.request import Request
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.lists.public import show_list

from . import lost_factor
from .access import allow, anyone
from .listing import HELPS
from .queries import organisation_names
from .roles import Role

#: allauth's name of the second step of signing in.
SECOND_STEP = "mfa_authenticate"
answers = allow(Role.ORG_ADMIN, Role.SUPERVISOR, Role.COORDINATION)


class AnswerForm(forms.Form):
    """How the confirming person knows that it is she."""

    reason = TextField(
        label=gettext_lazy("Cómo comprobó que es ella"),
        help_text=gettext_lazy("Por ejemplo: la vi en la oficina, la llamé al número que conozco."),
        max_length=300,
        error_messages={"required": gettext_lazy("Escriba cómo lo comprobó.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@anyone
@never_cache
def ask(request: Request) -> HttpResponseBase:
    """Ask for help: only between the right password and the code that is missing."""
    stage = LoginStageController.enter(request, SECOND_STEP)
    user = stage.login.user if stage else None
    if not isinstance(user, User):
        return redirect("account_login")
    if request.method == "POST":
        if ratelimit.consume(request, action="reauthenticate", user=user):
            lost_factor.ask_help(user=user)
        return render(request, "network/help_asked.html")
    return render(request, "network/help_ask.html")


@answers
def helps(request: Request) -> HttpResponseBase:
    """The requests that wait for this person's answer."""
    return show_list(request, HELPS)


@answers
@fresh_proof_required
def answer(request: Request, help_id: uuid.UUID) -> HttpResponseBase:
    """Confirm or refuse one request, with a fresh second factor of one's own and how one knows."""
    row = get_object_or_404(lost_factor.visible_to(request.scope), pk=help_id)
    act = lost_factor.refuse if request.POST.get("act") == "refuse" else lost_factor.confirm
    organisation = organisation_names([row.organisation_id]).get(row.organisation_id, "")
    return acts.ask(
        request,
        acts.Ask(
            title=_("¿Es de verdad %(name)s?") % {"name": row.user.name},
            sub=f"{organisation} · {row.user.email}",
            lead=_(
                "Hable con ella en persona o llámela a un número que usted ya conocía. Un mensaje no basta."
            ),
            button=_("Confirmo que es ella"),
            form=AnswerForm,
            act=lambda form: act(help_id=row.pk, reason=form.cleaned_data["reason"]),
            done=_("Quedó contestado."),
            back=reverse("entry:helps"),
            back_words=_("Ayuda de acceso"),
            template="network/help_answer.html",
        ),
    )
