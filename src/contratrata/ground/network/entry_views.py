"""Coming in by an invitation."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from contratrata.ground.accounts.public import JoinForm, User, gates
from contratrata.ground.acts.public import attempt, press
from contratrata.ground.base.request import Request

from . import invitations
from .access import anyone
from .models import Invitation
from .roles import Role


@anyone
@never_cache
def invitation(request: Request, token: str) -> HttpResponseBase:
    """Accept an invitation: as a new person, or with the account one is signed in with."""
    result = invitations.find(token)
    if result is None:
        return render(request, "network/invitation_gone.html", status=410)
    if isinstance(request.user, User):
        return gates.second_factor(request) or gates.unlocked(request) or _add(request, token, result)
    if User.objects.filter(email=result.email).exists():
        return render(request, "network/invitation_known.html", _words(result) | {"next": request.path})
    return _new(request, token, result)


def _words(result: Invitation) -> dict[str, object]:
    roles = [str(Role(role).label) for role in result.roles]
    return {"organisation": result.organisation.name, "roles": ", ".join(roles), "email": result.email}


def _add(request: Request, token: str, result: Invitation) -> HttpResponseBase:
    user = request.user
    other = not isinstance(user, User) or user.email != result.email
    if request.method == "POST" and isinstance(user, User) and not other:
        done = _("Ya tiene funciones en %(name)s.") % {"name": result.organisation.name}
        return press(
            request,
            lambda: invitations.accept_invitation(token=token, user=user),
            done=done,
            to=reverse("network:choose"),
            stands="/",
        )
    return render(request, "network/invitation_add.html", _words(result) | {"other": other})


def _new(request: Request, token: str, result: Invitation) -> HttpResponseBase:
    form = JoinForm(request.POST or None, email=result.email)
    user: User | None = attempt(form, lambda: invitations.accept_invitation(token=token, **form.cleaned_data))
    if user is None:
        return render(request, "network/invitation_new.html", _words(result) | {"form": form})
    user.backend = settings.AUTHENTICATION_BACKENDS[0]
    login = Login(user=user, email=user.email)
    entered: HttpResponseBase = perform_password_login(request, {"email": user.email}, login)
    return entered
