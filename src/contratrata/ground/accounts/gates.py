"""What stands between signing in and the work: a second factor, the idle lock, the code of conduct."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request

from . import lock, proofs
from .models import User
from .sessions import without_token
from .suspended import resumed, suspend

LOCK_VIEWS = frozenset({"account:lock", "account:locked"})
#: Typing goes on being kept when the lock has fallen: keeping shows nothing.
DRAFT_VIEWS = frozenset({"vault:draft"})
PROOF_VIEWS = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
ENROL_VIEWS = frozenset({"account:enrol", "account:totp", "account:passkey"})
CODE_VIEWS = frozenset({"account:codes", "account:codes_file"})


def _view(request: Request) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _to(name: str, request: Request) -> HttpResponseRedirect:
    back = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': back})}")


def second_factor(request: Request) -> HttpResponseBase | None:
    """Nobody works with a password alone: prove the second factor, or set one up first."""
    user_id = request.user.pk
    if user_id is None or proofs.proved(request) or _view(request) in PROOF_VIEWS:
        return None
    if proofs.has_second_factor(user_id):
        return _to("mfa_reauthenticate", request)
    return None if _view(request) in ENROL_VIEWS | LOCK_VIEWS else _to("account:enrol", request)


def lasting(request: Request) -> HttpResponseBase | None:
    """A session ends after its twelve hours, and both steps are asked again; what was being sent goes on after them."""
    over = lock.outlived(request)
    if over <= 0 or (_view(request) in DRAFT_VIEWS and over < lock.KEEPS_TYPING):
        return None
    next_url = (
        request.get_full_path()
        if request.method == "GET"
        else _saved_address(request, stood=lock.stands(request))
    )
    audit.record("session.outlived")
    logout(request)
    return without_token(
        request, HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': next_url})}")
    )


def _saved_address(request: Request, *, stood: bool) -> str:
    """Where what was sent goes on, once she has proved that it is she; an act that is grave opens its form again."""
    if stood:
        return "/"
    return request.get_full_path() if proofs.is_grave(request) else suspend(request)


def unlocked(request: Request) -> HttpResponseBase | None:
    """A locked session answers everything with the lock; what was being sent as it fell is kept and goes on after.

    What is sent when the lock stands already was not sent by her: it is dropped, or whoever finds the locked
    screen could plant an act for her to confirm. A grave act is never kept: its form opens again.
    """
    view, stood = _view(request), lock.stands(request)
    if lock.is_locked(request):
        if view in LOCK_VIEWS | DRAFT_VIEWS:
            return None
        next_url = request.get_full_path()
        if request.method == "POST":
            next_url = _saved_address(request, stood=stood)
        return HttpResponseRedirect(f"{reverse('account:locked')}?{urlencode({'next': next_url})}")
    lock.touch(request)
    resumed(request)
    return None


def conduct(request: Request) -> HttpResponseBase | None:
    """The code of conduct in its present version, accepted by this person."""
    user = request.user
    if isinstance(user, User) and user.conduct_version == settings.CONDUCT_VERSION:
        return None
    open_views = PROOF_VIEWS | ENROL_VIEWS | CODE_VIEWS | LOCK_VIEWS | DRAFT_VIEWS | {"account:conduct"}
    return None if _view(request) in open_views else _to("account:conduct", request)
