"""The acting scope: who acts, for which organisation, in which realm – told to the database.

The scope is set `is_local` inside one transaction, so that it ends with it; row-level security reads it
through the SQL functions of `rls.py`. Without a scope a confidential query gives no row in the database, and
raises `NoScope` here in development and tests (`SCOPE_STRICT`).
"""

import contextlib
import dataclasses
import uuid
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from enum import IntEnum

from django.conf import settings
from django.db import connection, transaction

from .errors import NoScope


class Realm(IntEnum):
    """Real data and training data never mix: every confidential row is of one realm."""

    REAL = 1
    TRAINING = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Scope:
    """Who acts. `organisation_id` is None before an organisation is chosen (sign-in, invitations).

    `identities`: may read direct identifiers, narratives and contacts of the organisation's own files.
    `referrals`: may read what was shared by a referral.
    `network`: may read the content-free rows of all organisations of the realm (coordination, worker).
    `audit`: may read the audit trail of the organisation.
    `mail`: may read and move the mails of the whole platform (the worker's sender; the platform's administration).
    """

    user_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    realm: Realm | None = None
    roles: frozenset[str] = frozenset()
    identities: bool = False
    referrals: bool = False
    network: bool = False
    audit: bool = False
    mail: bool = False

    def has(self, *roles: str) -> bool:
        """Whether the acting person has at least one of these roles here."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_job(self) -> bool:
        """Whether a job acts, on the files of one organisation and without a role of its own."""
        return self.identities and not self.roles and self.organisation_id is not None


_current: ContextVar[Scope | None] = ContextVar("acting_scope", default=None)

_SET = (
    "SELECT set_config('app.user', %s, true), set_config('app.organisation', %s, true), "
    "set_config('app.realm', %s, true), set_config('app.identities', %s, true), "
    "set_config('app.referrals', %s, true), set_config('app.network', %s, true), "
    "set_config('app.audit', %s, true), set_config('app.mail', %s, true)"
)


def _tell_database(scope: Scope | None) -> None:
    s = scope or Scope()
    with connection.cursor() as cursor:
        cursor.execute(
            _SET,
            [
                str(s.user_id or ""),
                str(s.organisation_id or ""),
                str(int(s.realm)) if s.realm else "",
                "on" if s.identities else "",
                "on" if s.referrals else "",
                "on" if s.network else "",
                "on" if s.audit else "",
                "on" if s.mail else "",
            ],
        )


@contextlib.contextmanager
def acting(scope: Scope, *, then: Callable[[], Scope] | None = None) -> Iterator[Scope]:
    """Act as `scope` inside one transaction (a savepoint when one is open); the former scope comes back after.

    `then` reads as `scope` what the scope of the block shall be (which memberships a user has), without another
    transaction. A savepoint that is released keeps what was set in it (measured), so the former scope is told again
    on the way out; one that is rolled back brings the former settings back by itself.
    """
    former = _current.get()
    with transaction.atomic():
        token = _current.set(scope)
        try:
            _tell_database(scope)
            if then is not None:
                chosen = then()
                if chosen != scope:
                    scope = chosen
                    _current.set(scope)
                    _tell_database(scope)
            yield scope
        finally:
            _current.reset(token)
            # At the outermost level the end of the transaction clears the settings by itself.
            inside = former is not None or bool(connection.savepoint_ids)
            if inside and not connection.needs_rollback and connection.connection is not None:
                _tell_database(former)


def current() -> Scope | None:
    """The acting scope, or None."""
    return _current.get()


def required() -> Scope:
    """The acting scope with an organisation. Raises `NoScope`."""
    scope = _current.get()
    if scope is None or scope.organisation_id is None or scope.realm is None:
        raise NoScope("No acting organisation")
    return scope


def organisation_id() -> uuid.UUID:
    """The acting organisation (default of every confidential row). Raises `NoScope`."""
    result = required().organisation_id
    if result is None:  # required() has refused already; this is for the type
        raise NoScope("No acting organisation")
    return result


def realm() -> int:
    """The acting realm as it is stored. Raises `NoScope`."""
    result = required().realm
    if result is None:
        raise NoScope("No acting realm")
    return int(result)


def user_id() -> uuid.UUID | None:
    """The acting person, or None for a job."""
    scope = _current.get()
    return scope.user_id if scope else None


def guard_query() -> None:
    """Refuse a confidential query without a scope where `SCOPE_STRICT` (development, tests)."""
    if settings.SCOPE_STRICT and _current.get() is None:
        raise NoScope("A confidential table was asked without an acting scope")
