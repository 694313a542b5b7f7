"""Who it is, and where to go on: only within this house."""

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from ..models import User


def user_of(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):  # the gate has let nobody else in; this is for the type
        raise Http404
    return request.user


def next_of(request: HttpRequest, otherwise: str = "/") -> str:
    """The address named by `next`, when it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if ours and asked.startswith("/") else otherwise
