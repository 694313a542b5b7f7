"""The trail of the organisation (`/rastro/`) and whether it is whole (`/rastro/verificacion/`)."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contratrata.ground.audit import public as audit
from contratrata.ground.audit.public import verifying
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow

from .listing import TRAIL
from .sentences import problem_words

#: The newest seals that are proved while one waits (under half a second); `contratrata verify` proves all.
PROVED = 10_000


@allow(Role.AUDITOR, Role.SUPERVISOR)
def trail(request: Request) -> HttpResponseBase:
    """Who did what, newest first."""
    return show_list(request, TRAIL)


def _asks(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _last(organisation_id: uuid.UUID) -> tuple[int, dt.datetime | None]:
    rows = _asks(
        "SELECT sequence, sealed_at FROM audit_seal WHERE organisation_id = %s "
        "ORDER BY sequence DESC LIMIT 1",
        [organisation_id],
    )
    return (int(rows[0][0]), rows[0][1]) if rows else (0, None)


@require_safe
@allow(Role.AUDITOR, Role.SUPERVISOR)
def verification(request: Request) -> HttpResponse:
    """How far the trail is sealed; with `?comprobar` the newest seals are proved."""
    scope = request.scope
    assert scope.organisation_id is not None  # noqa: S101 - the gate has asked; this is for the type
    last, sealed_at = _last(scope.organisation_id)
    since = max(1, last - PROVED + 1)
    report = None
    if "comprobar" in request.GET:
        report = verifying.verify(_asks, organisation_id=scope.organisation_id, since=since)
        audit.record("trail.verified", kind="trail")
    ((waiting,),) = _asks(
        "SELECT count(*) FROM audit_unsealed WHERE organisation_id = %s", [scope.organisation_id]
    )
    told = {
        "last": last,
        "sealed_at": sealed_at,
        "waiting": waiting,
        "report": report,
        "since": since,
        "lost": report.lost.get(scope.organisation_id, 0) if report else 0,
        "problems": [problem_words(problem) for problem in report.problems] if report else [],
    }
    return render(request, "trail/verification.html", told)
