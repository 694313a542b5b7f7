"""The demonstration's rooms: an invented meeting server of the coordination, and the sessions to come that use it."""

import dataclasses
import secrets
from typing import Any

from django.db.models import Q

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.knowledge.events import public as events

from . import operations, queries
from .operations import Place, ServerWords
from .rules import REMOTE
from .states import Kind

_WORDS = ServerWords(
    name="Reuniones de la red (ficticio)",
    kind=Kind.JITSI,
    address="https://reuniones.contratrata.example",
    app_id="contratrata",
)


def demonstrate(_scope: Scope) -> int:
    """Write the server and the rooms once. Returns how many sessions have one."""
    if queries.servers().exists():
        return 0
    server = None
    number = 0
    for event in _coming():
        sessions = queries.sessions_of(event.id)
        if not sessions or queries.rooms_of(event.id):
            continue
        if server is None:
            secret = secrets.token_urlsafe(24)  # nobody shares it: there is no such server
            server = operations.add_server(dataclasses.replace(_WORDS, secret=secret))
        number += operations.set_room(
            event.id, sessions[0].id, Place(server_id=server.id), everywhere=True, expected_version=0
        )
    return number


def _coming() -> list[Any]:
    """The events at a distance of the acting organisation that are not over."""
    today = clock.today()
    rows = events.Event.objects.filter(organisation_id=organisation_id(), cancelled_at=None, mode__in=REMOTE)
    return list(rows.filter(Q(ends_on__gte=today) | Q(starts_on__gte=today)).order_by("starts_on", "id"))
