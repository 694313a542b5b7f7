"""Guessing, and locking out by guessing: waits that grow, a device that is known, a word to the owner.

Who knows a password may try five codes, then waits; each further five makes the wait four times as long, up to a
day. What strangers used up is theirs: a browser in which the person herself came in before counts by itself.
"""

import datetime as dt
import hashlib
import hmac
import secrets

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.ui.deadlines import moment_words

from . import mails
from .models import User

#: Wrong codes until the first wait, and how long that is; each further five make it four times as long.
STEP, FIRST, GROWS, LONGEST = 5, dt.timedelta(minutes=5), 4, dt.timedelta(days=1)
#: What was missed is forgotten after so long without another miss.
REMEMBERED = dt.timedelta(days=2)
COOKIE = f"{settings.COOKIE_PREFIX}known"
KNOWN_FOR = dt.timedelta(days=180)
#: So many people of one computer are known in its browser.
MOST = 5


def _mark(device: str, user: User) -> str:
    """What ties a device to a user until her password changes; says nothing of either."""
    text = f"{device}|{user.pk}|{user.password}"
    return hmac.new(settings.SECRET_KEY.encode(), b"known|" + text.encode(), hashlib.sha256).hexdigest()[:32]


def _entries(request: HttpRequest) -> list[tuple[str, str]]:
    """The pairs (device, mark) of the cookie, each of one user."""
    pairs = (entry.partition("-") for entry in request.COOKIES.get(COOKIE, "").split(".")[:MOST])
    return [(device, mark) for device, _dash, mark in pairs if mark]


def device_of(request: HttpRequest, user: User | None) -> str:
    """The device, when this user came in from it before; else ""."""
    if user is None:
        return ""
    for device, mark in _entries(request):
        if hmac.compare_digest(mark.encode(), _mark(device, user).encode()):
            return device
    return ""


def know(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """She came in with both steps: from now on her browser is known to be one of hers."""
    device = device_of(request, user)
    others = [entry for entry in _entries(request) if entry[0] != device]
    device = device or secrets.token_hex(16)
    stored = [(device, _mark(device, user)), *others][:MOST]
    response.set_cookie(
        COOKIE,
        ".".join(f"{one}-{mark}" for one, mark in stored),
        max_age=int(KNOWN_FOR.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _key(request: HttpRequest, user: User) -> str:
    return f"codes-missed:{user.pk}:{device_of(request, user)}"


def wait_words(request: HttpRequest, user: User) -> str:
    """Until when no code is looked at, in words; "" when one is."""
    _missed, until = cache.get(_key(request, user)) or (0, "")
    moment = dt.datetime.fromisoformat(until) if until else None
    if moment is None or moment <= clock.now():
        return ""
    return _("Demasiados intentos. Vuelva a intentarlo después de: %(when)s.") % {
        "when": moment_words(moment)
    }


def missed(request: HttpRequest, user: User) -> None:
    """A wrong code. The fifth begins a wait, and she is told by mail: somebody has her password."""
    key = _key(request, user)
    count = (cache.get(key) or (0, ""))[0] + 1
    until = ""
    if count % STEP == 0:
        wait = min(FIRST * GROWS ** min(count // STEP - 1, STEP), LONGEST)
        until = (clock.now() + wait).isoformat()
        mails.tell(mails.CODES_GUESSED, user.pk, "/cuenta/contrasena/")
    cache.set(key, (count, until), int(REMEMBERED.total_seconds()))


def hit(request: HttpRequest, user: User) -> None:
    """A right code ends the count of the device it came from, of no other."""
    cache.delete(_key(request, user))


def source_of(request: HttpRequest, address: str) -> str:
    """By what tries at the password of this address are counted apart: the device, when it is one of hers."""
    if COOKIE not in request.COOKIES:
        return ""
    return device_of(request, User.objects.filter(email=address.strip().lower()).first())
