"""The gates in front of a view, in their order, and what is said for views that are not ours."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from contratrata.ground.accounts.public import gates as account_gates
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import ANYONE, SIGNED_IN

from . import elsewhere

#: allauth's and Django's views by their URL name; what is not listed does not exist.
THIRD_PARTY: dict[str, frozenset[str]] = {
    "set_language": ANYONE,
    "account_login": ANYONE,
    "mfa_authenticate": ANYONE,
    "mfa_login_webauthn": ANYONE,
    "account_inactive": ANYONE,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "account_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "account_change_password": SIGNED_IN,
}

Gate = Callable[[Request], HttpResponseBase | None]


def third_party(request: Request) -> frozenset[str] | None:
    """What is said for a view of a library, or None (refused)."""
    match = request.resolver_match
    return THIRD_PARTY.get(match.view_name) if match else None


def _must_sign_in(request: Request) -> HttpResponseBase | None:
    if request.user.is_authenticated:
        return None
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': page_of(request)})}")


def page_of(request: Request) -> str:
    """Where to go on after signing in: the page asked for, or the one that something was sent from."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return request.path
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")


def _same_organisation(request: Request) -> HttpResponseBase | None:
    return elsewhere.created_elsewhere(request, page_of(request), account=third_party(request) is not None)


#: In this order: signed in; not too long ago; a second factor; sent from a page of the organisation that acts;
#: unlocked; the code of conduct.
GATES: list[Gate] = [
    _must_sign_in,
    account_gates.lasting,
    account_gates.second_factor,
    _same_organisation,
    account_gates.unlocked,
    account_gates.conduct,
]


def gates(request: Request) -> HttpResponseBase | None:
    """The first gate that stops this request, as its answer; None when all are open."""
    for gate in GATES:
        stopped = gate(request)
        if stopped is not None:
            return _whole_page(stopped) if request.headers.get("HX-Request") == "true" else stopped
    return None


def _whole_page(stopped: HttpResponseBase) -> HttpResponseBase:
    """A part of a page that asks by itself (htmx) has the page loaded anew, which then meets the gate."""
    if stopped.status_code == 204:  # said to htmx already
        return stopped
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    answer.cookies = stopped.cookies
    return answer


def choose_organisation(request: Request) -> HttpResponseBase:
    """Send the person to say in which organisation she acts."""
    return HttpResponseRedirect(f"{reverse('network:choose')}?{urlencode({'next': request.get_full_path()})}")


__all__ = ["ANYONE", "GATES", "SIGNED_IN", "THIRD_PARTY", "choose_organisation", "gates", "third_party"]
