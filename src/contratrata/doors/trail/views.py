"""The trail of the organisation (`/rastro/`) and whether it is whole (`/rastro/verificacion/`)."""

import datetime as dt
import uuid
from typing import Any

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contratrata.ground.acts.public import press
from contratrata.ground.audit import public as audit
from contratrata.ground.audit.public import checking
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow

from . import jobs
from .listing import TRAIL


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
    """How far the trail is sealed, and what its last proof found (the worker's: the web has no seal key)."""
    scope = request.scope
    assert scope.organisation_id is not None  # noqa: S101 - the gate has asked; this is for the type
    last, sealed_at = _last(scope.organisation_id)
    ((waiting,),) = _asks(
        "SELECT count(*) FROM audit_unsealed WHERE organisation_id = %s", [scope.organisation_id]
    )
    check = audit.queries.last_check(scope.organisation_id)
    values = {
        "last": last,
        "sealed_at": sealed_at,
        "waiting": waiting,
        "check": check,
        "under_way": jobs.under_way(scope.organisation_id),
        "problems": [audit.problem_words(one) for one in checking.problems_of(check)] if check else [],
    }
    return render(request, "trail/verification.html", values)


@require_POST
@allow(Role.AUDITOR, Role.SUPERVISOR)
def verify(request: Request) -> HttpResponse:
    """Ask the worker to prove the chain now."""
    done = _("La comprobación empieza ahora; en un momento verá aquí su resultado.")
    return press(request, jobs.ask, done=done, to=reverse("trail:verification"))
