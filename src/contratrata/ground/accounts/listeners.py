"""What allauth says of sign-in, as lines of the trail."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_used
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from contratrata.ground.audit import public as audit
from contratrata.ground.base.scope import Realm, Scope, acting

from . import events, guessing  # noqa: F401  (declares the events of this package)
from .lock import BEGAN
from .models import User
from .proofs import SESSION_KEY, remember_proof, since
from .session_store import stored


def _home(user: User) -> Scope:
    """Where the trace of her sign-in belongs: her organisation when she has one, else the platform."""
    with acting(Scope(user_id=user.pk)):
        present = user.memberships.filter(ended_at=None, organisation__left_at=None)
        mine = list(present.select_related("organisation").order_by("id")[:2])
    if len(mine) != 1:
        return Scope(user_id=user.pk)
    organisation = mine[0].organisation
    return Scope(user_id=user.pk, organisation_id=organisation.id, realm=Realm(organisation.realm))


def _record(user: User, event: str, **details: str) -> None:
    with acting(_home(user)):
        audit.record(event, kind="user", subject=user.pk, **details)


@receiver(user_logged_in)
def signed_in(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """She is in: with what."""
    methods = [
        str(one.get("type") or one["method"])
        for one in request.session.get("account_authentication_methods", [])
    ]
    _record(user, "session.started", method="+".join(methods)[:60])
    response = kwargs.get("response")
    request.session[BEGAN] = since()
    if response is not None and request.session.get(SESSION_KEY) == str(user.pk):
        guessing.know(request, response, user)


@receiver(user_logged_out)
def signed_out(sender: object, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """She left."""
    if user is not None:
        _record(user, "session.left")


@receiver(authenticator_used)
def proved(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """A second factor was shown to be right in this session."""
    remember_proof(request, user.pk)
    guessing.hit(request, user)


@receiver(authentication_failed)
def wrong_code(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """A wrong code, after a right password or before a grave act."""
    _record(user, "factor.failed", type=str(authenticator.type))
    guessing.missed(request, user)


@receiver([password_changed, password_reset])
def new_password(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A new password; Django ends her other sessions by itself."""
    _record(user, "password.changed")


@receiver(pre_save, sender=UserSession)
def digest_of_key(sender: type[UserSession], instance: UserSession, **kwargs: Any) -> None:
    """The list of open sessions holds digests too; the same session written anew takes its former place."""
    instance.session_key = stored(instance.session_key)
    sender.objects.filter(session_key=instance.session_key).exclude(pk=instance.pk).delete()
