"""Proving by the worker, with its own login: one organisation after the other in its scope; the result is kept."""

import datetime as dt
import logging
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from contratrata.ground.base import clock, protection
from contratrata.ground.base.scope import Realm, Scope, acting

from .models import PLATFORM, Check
from .verifying import Problem, Report, What, verify

Places = Iterable[tuple[uuid.UUID, Realm]]
RETENTION = dt.timedelta(days=60)
_AT_ONCE = 2000
_log = logging.getLogger(__name__)


def check_house(places: Places) -> Report:
    """Prove every chain and the protections, and keep what was found. Raises `MasterKeyMissing`."""
    places = list(places)
    protections = check_protections()
    report = verify(_in_turn(places))
    report.problems[:0] = protections
    Check.objects.filter(at__lt=clock.now() - RETENTION).delete()
    for about, _ in places:
        own = [problem for problem in report.problems if problem.organisation_id == about]
        _keep(about, report.counts.get(about, 0), own)
    _keep(None, report.entries, report.problems)
    return report


def check_one(organisation_id: uuid.UUID, realm: Realm) -> Report:
    """Prove one chain, and keep what was found. Raises `MasterKeyMissing`."""
    report = verify(_in_turn([(organisation_id, realm)]), organisation_id=organisation_id)
    _keep(organisation_id, report.entries, report.problems)
    return report


def check_protections() -> list[Problem]:
    """Where the protections are not what the migrations made; each is told in the log with its lines."""
    connection.ensure_connection()
    result = protection.differences(connection.connection)
    for one in result:
        _log.critical("Protection of %s: missing %s, extra %s", one.thing, one.missing, one.extra)
    return [Problem(None, None, What.PROTECTION, where=one.thing) for one in result]


def problems_of(check: Check) -> list[Problem]:
    """What a check found."""
    return [Problem(check.about, sequence, What(what), where) for what, sequence, where in check.problems]


def _keep(about: uuid.UUID | None, entries: int, problems: Iterable[Problem]) -> None:
    values = [[str(one.what), one.sequence, one.where] for one in problems]
    Check.objects.create(about=about, entries=entries, problems=values)


def _in_turn(places: Places) -> Any:
    """Ask the same of each organisation in its own scope: the worker passes no row-level security."""

    def asks(sql: str, params: list[Any]) -> Iterator[tuple[Any, ...]]:
        for about, realm in sorted(places):
            # The rows of the platform have no organisation: they are reached by the network scope.
            network = about == PLATFORM
            own = None if network else about
            with (
                acting(Scope(organisation_id=own, realm=realm, network=network, audit=True)),
                connection.connection.cursor(name="proof") as cursor,
            ):
                cursor.itersize = _AT_ONCE
                yield from (row for row in cursor.execute(sql, params) if row[0] == about)

    return asks
