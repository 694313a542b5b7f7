"""Open sessions: listing, ending, changing their key; and when a session was last used."""

import dataclasses
import datetime as dt
import uuid

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock

from . import events  # noqa: F401  (declares the events of this package)
from .session_store import stored


@dataclasses.dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser that is signed in. Neither its address on the net nor its key is shown."""

    id: int
    browser: str
    since: dt.datetime
    here: bool


def browser_words(agent: str) -> str:
    """«Firefox en Android»: enough to know one's own devices by."""
    browsers = (
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    )
    browser = next((name for mark, name in browsers if mark in agent), str(_("Navegador")))
    system = next((name for mark, name in (*systems, ("Linux", "Linux")) if mark in agent), "")
    return str(_("{browser} en {system}")).format(browser=browser, system=system) if system else browser


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """Her open sessions, this one first. Those that ran out are left out."""
    rows = list(UserSession.objects.filter(user_id=request.user.pk).order_by("-created_at"))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    result = [
        OpenSession(row.pk, browser_words(row.user_agent), row.created_at, row.session_key == _key(request))
        for row in rows
        if row.session_key in alive
    ]
    return sorted(result, key=lambda one: not one.here)


def _key(request: HttpRequest) -> str | None:
    key = request.session.session_key
    return stored(key) if key else None


def end_sessions(*, user_id: uuid.UUID, only: int | None = None, but: str | None = None) -> int:
    """End one session, all, or all but the one with the key `but`. Returns how many were ended."""
    with transaction.atomic():
        rows = UserSession.objects.filter(user_id=user_id)
        if only is not None:
            rows = rows.filter(pk=only)
        if but is not None:
            rows = rows.exclude(session_key=stored(but))
        ended = list(rows.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=ended).delete()
        rows.delete()
        if ended:
            audit.record("session.ended", kind="user", subject=user_id, count=len(ended))
    return len(ended)


def without_token(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer that ends a session takes the token of its forms from the browser, too."""
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    response.delete_cookie(
        settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH, samesite=settings.CSRF_COOKIE_SAMESITE
    )
    return response


def new_key(request: HttpRequest) -> None:
    """Give this session a new key (its rights change), and keep it in the list of open sessions."""
    former = _key(request)
    request.session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=_key(request))
