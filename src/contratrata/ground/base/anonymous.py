"""The public face: pages for anybody, which set no cookie, vary by nothing and say their language in the address.

A view marked `@public_page` is called with the acting scope of nobody (`Scope()`): it reads what is open, and may call
an operation that the public may call. Such a view says its limit (`public_act`); its trace goes to the chain of the
platform and holds no address. Neither session nor forgery token exists: a POST must come from our own pages (`Origin`).
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import URLPattern, path, register_converter
from django.utils.translation import gettext as _

from . import clock
from .errors import DomainError
from .marks import View, anyone


class TooOften(DomainError):
    """Somebody outside called an operation too often; she may try again later."""


class LanguageInAddress:
    """The first part of a public address: one of the languages of the house."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        """The language's code."""
        return value

    def to_url(self, value: str) -> str:
        """The same."""
        return value


register_converter(LanguageInAddress, "language")


def public_path(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """An address in every language: `/es/…`, `/en/…`; the view gets `language`."""
    return path(f"<language:language>/{route}", view, name=name)


def public_page(view: View) -> View:
    """Mark a view as public: anybody, without cookies, kept by browsers and proxies and asked again by its ETag."""
    vars(view)["public"] = True
    return anyone(view)


def public_read(view: View) -> View:
    """Mark a public view that only reads and may be asked by POST too, from anywhere: by machines that harvest."""
    vars(view)["reads"] = True
    return public_page(view)


def public_act(*, most: int, seconds: int, commits: bool = False) -> Callable[[View], View]:
    """Mark a public view that also takes a POST, from our own pages only: `most` in `seconds` from one place.

    `commits`: it opens its transactions by itself, so that what it locks is free before its answer is made.
    """

    def mark(view: View) -> View:
        vars(view).update(limit=(most, seconds), commits=commits)
        return public_page(view)

    return mark


def secret_page(
    *,
    reads: tuple[int, int],
    acts: tuple[int, int] | None = None,
    from_anywhere: bool = False,
    commits: bool = False,
) -> Callable[[View], View]:
    """Mark a public view whose address is the secret: no cache keeps it, and its readings are counted too.

    Each limit is how many in how many seconds from one place; `acts`: of its POSTs, where it takes any.
    `from_anywhere`: whoever holds the link may send it, as a mail program does that unsubscribes by one click.
    `commits`: as of `public_act`.
    """

    def mark(view: View) -> View:
        vars(view).update(secret=reads, limit=acts, anywhere=from_anywhere, commits=commits)
        return public_page(view)

    return mark


def from_anywhere(view: Callable[..., Any]) -> bool:
    """Whether a POST to the view need not come from our own pages."""
    return bool(getattr(view, "anywhere", False))


def commits(view: Callable[..., Any]) -> bool:
    """Whether a POST to the view opens its transactions by itself."""
    return bool(getattr(view, "commits", False))


def is_public(view: Callable[..., Any]) -> bool:
    """Whether the view is one of the public face."""
    return bool(getattr(view, "public", False))


def only_reads(view: Callable[..., Any]) -> bool:
    """Whether a POST to the view is a question like a GET."""
    return bool(getattr(view, "reads", False))


def limit_of(view: Callable[..., Any]) -> tuple[int, int] | None:
    """How many POSTs the view takes from one place, in how many seconds; None where it takes none."""
    result: tuple[int, int] | None = getattr(view, "limit", None)
    return result


def reads_of(view: Callable[..., Any]) -> tuple[int, int] | None:
    """How often a view with a secret address is read from one place; None for every other."""
    result: tuple[int, int] | None = getattr(view, "secret", None)
    return result


def spend(request: HttpRequest, act: str, *, most: int, seconds: int) -> None:
    """Count one call of `act` from where this request comes. Raises `TooOften` beyond `most` in `seconds`.

    Counted under a keyed hash whose salt changes every day, so that no address on the net is kept. Outside the
    transaction of the act: a call that is refused counts too, or codes could be guessed without end.
    """
    salt = f"{settings.SECRET_KEY}{clock.now().date()}".encode()
    key = "public:" + hmac.new(salt, f"{act} {_address(request)}".encode(), hashlib.sha256).hexdigest()[:32]
    cache.add(key, 0, seconds)
    if cache.incr(key) > most:
        raise TooOften(_("Demasiados intentos desde aquí. Pruebe más tarde."))


def _address(request: HttpRequest) -> str:
    """Where the request comes from, as far as the proxies in front may be believed."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    passed = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if proxies and len(passed) >= proxies:
        return str(passed[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
