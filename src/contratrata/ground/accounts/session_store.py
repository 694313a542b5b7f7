"""Sessions whose key stands in the database only as a digest: who reads a dump cannot take one over.

What a session holds is signed for its own key: copied under another key it is worth nothing.

The browser holds the key; the row, and the list of open sessions, hold its digest. A digest that comes back
as a cookie is no key.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

#: How a digest begins; no key of Django's does.
MARK = "!"
_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
#: As many characters as the column takes: 156 bits.
_LENGTH = 40


def stored(key: str) -> str:
    """What the database holds of a session's key (of a digest: itself)."""
    if key.startswith(MARK):
        return key
    return MARK + hashlib.sha256(key.encode()).hexdigest()[: _LENGTH - 1]


class SessionStore(DatabaseStore):
    """Django's, finding and keeping each row by the digest of its key."""

    @property
    def key_salt(self) -> str:
        """What the signature of the content covers besides it: whose session this is."""
        return f"{super().key_salt}|{stored(self.session_key or '')}"

    def load(self) -> dict[str, Any]:
        """What the session holds. What is unknown or has run out begins anew, under a key of its own."""
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, [stored(self.session_key or ""), timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def exists(self, session_key: str) -> bool:
        """Whether a session of this key is kept."""
        return super().exists(stored(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row, under the digest."""
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove the session of this key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))


class KeyNotDigest(SessionMiddleware):
    """A cookie that holds a digest instead of a key opens nothing."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session."""
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME, "").startswith(MARK):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME)
        super().process_request(request)
