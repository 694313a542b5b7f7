"""The pages of what does not exist, went wrong, or waits for the database. They ask no database."""

import datetime as dt
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from contratrata.ground.base import clock
from contratrata.ground.ui.deadlines import moment_words


def _plain(name: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(name), status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same page for what does not exist and for what is not yours."""
    return _plain("web/errors/not_found.html", 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent what cannot be understood."""
    return _plain("web/errors/bad_request.html", 400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 is never told: it would say that the thing exists."""
    return not_found(request)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: too many tries from one place; says when it goes on. Every such limit of ours counts by the minute."""
    told = {"when": moment_words(clock.now() + dt.timedelta(minutes=1))}
    response = HttpResponse(render_to_string("web/errors/too_many.html", told), status=429)
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
