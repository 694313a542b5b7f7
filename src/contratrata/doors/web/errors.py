"""The pages of what does not exist, went wrong, or waits for the database. They ask no database."""

import datetime as dt
import sys
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from contratrata.ground.base import clock
from contratrata.ground.ui.deadlines import moment_words

#: A form that was too large is given back up to so many bytes; of its fields those longer than SHORT characters.
GIVEN_BACK, SHORT = 24 * 1024 * 1024, 200


def _plain(name: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(name), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what does not exist and for what is not yours."""
    return _plain("web/errors/not_found.html", 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent what cannot be understood; 413: more than fits, given back where it can be."""
    if isinstance(exception, RequestDataTooBig):
        values = {"texts": _sent(request), "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)}
        return HttpResponse(render_to_string("web/errors/too_large.html", values), status=413)
    return _plain("web/errors/bad_request.html", 400)


def _sent(request: HttpRequest) -> list[str]:
    """The long texts of a form that was too large, to be copied: to who is signed in, from our own page only."""
    origin = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", "")).netloc
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    if not known or origin != request.get_host() or length > GIVEN_BACK:
        return []
    if request.content_type != "application/x-www-form-urlencoded":
        return []
    try:
        fields = parse_qsl(request.read(length).decode(), max_num_fields=1000)
    except (ValueError, OSError):
        return []
    return [text for name, text in fields if len(text) > SHORT and name != "csrfmiddlewaretoken"]


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 is never told: it would say that the thing exists."""
    return not_found(request)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries from one place; says when it goes on. Every such limit of ours counts by the minute."""
    values = {"when": moment_words(clock.now() + dt.timedelta(minutes=1))}
    response = HttpResponse(render_to_string("web/errors/too_many.html", values), status=429)
    response["Retry-After"] = "60"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault; nothing of the act has stayed. A database that is away is said as what it is.

    Django turns what any middleware raises into this answer before a middleware around it could see it.
    """
    fault = sys.exc_info()[1]
    while fault is not None:
        if isinstance(fault, OperationalError | InterfaceError):
            return database_away(request)
        fault = fault.__cause__ or fault.__context__
    return _plain("web/errors/failed.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:
    """The form is too old or cookies are off: says how to go on."""
    return _plain("web/errors/form_expired.html", 403)


def database_away(request: HttpRequest) -> HttpResponse:
    """503: says so, and the page tries again by itself."""
    response = HttpResponse(render_to_string("ui/unavailable.html"), status=503)
    response["Retry-After"] = "10"
    return response
