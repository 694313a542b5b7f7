"""What a session has proved: a second factor at all, and a fresh one before a grave act."""

import functools
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from contratrata.ground.base import clock

#: The session says for whom it has proved a second factor, so that it never serves another.
SESSION_KEY = "second_factor"
Answering = Callable[..., HttpResponseBase]
PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user_id: uuid.UUID) -> bool:
    """Whether this person has an authenticator application or a passkey (recovery codes alone are none)."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=PROOFS).exists())


def remember_proof(request: HttpRequest, user_id: uuid.UUID) -> None:
    """Keep in the session that a second factor was proved in it."""
    request.session[SESSION_KEY] = str(user_id)


def proved(request: HttpRequest) -> bool:
    """Whether this very session has proved a second factor of its user.

    That she *has* one is not enough: a session opened by password alone, before she had one, proves none.
    """
    return bool(request.session.get(SESSION_KEY) == str(request.user.pk))


def record_code(request: HttpRequest, kind: str) -> None:
    """A code was shown to be right just now: counts as the fresh proof."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)
    if request.user.pk is not None:
        remember_proof(request, request.user.pk)


def fresh(request: HttpRequest) -> bool:
    """Whether a second factor (for who has none yet: the password) was proved in the last minutes."""
    if not request.user.is_authenticated or request.user.pk is None:
        return False
    wanted = "mfa" if proved(request) or has_second_factor(request.user.pk) else "password"
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["method"] == wanted and record["at"] > since for record in records)


def ask_proof(request: HttpRequest, next_url: str) -> HttpResponseBase:
    """Send the person to prove it; she comes back to `next_url`."""
    strong = request.user.pk is not None and has_second_factor(request.user.pk)
    name = "mfa_reauthenticate" if strong else "account_reauthenticate"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': next_url})}")


def fresh_proof_when(needed: Callable[..., bool]) -> Callable[[Answering], Answering]:
    """Ask a fresh second factor where `needed(request, …)` says so; it may raise `Http404` as the view would."""
    from .suspended import suspend

    def mark(view: Answering) -> Answering:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if fresh(request) or not needed(request, *args, **kwargs):
                return view(request, *args, **kwargs)
            next_url = suspend(request) if request.method == "POST" else request.get_full_path()
            return ask_proof(request, next_url)

        vars(guarded)["grave"] = True
        return guarded

    return mark


def fresh_proof_required(view: Answering) -> Answering:
    """Ask a fresh second factor before a grave act; a form sent too late is kept and goes on after it."""
    return fresh_proof_when(lambda *_args, **_kwargs: True)(view)


def is_grave(request: HttpRequest) -> bool:
    """Whether the act behind this address asks for a fresh second factor (marks pass through decorators)."""
    return bool(request.resolver_match and getattr(request.resolver_match.func, "grave", False))


def since() -> float:
    """This moment as a session stores it."""
    return clock.now().timestamp()
