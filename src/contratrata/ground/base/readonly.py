"""GET does not write: a request that only reads is refused every INSERT, UPDATE and DELETE but a few.

The allow-list holds what looking leaves behind: the audit trail, the session and the rate limits' cache.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

ALLOWED_TABLES = frozenset(
    {
        "audit_entry",
        "django_session",
        "django_cache",
        "usersessions_usersession",
    }
)
_WRITE = re.compile(
    r"^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\s+\"?(\w+)\"?", re.IGNORECASE
)


class WriteOnRead(RuntimeError):
    """A GET tried to write: a fault of ours."""


def _refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    result = _WRITE.match(sql)
    if result and result.group(2).lower() not in ALLOWED_TABLES:
        raise WriteOnRead(f"A read wrote to {result.group(2)}")
    return execute(sql, params, many, context)


@contextlib.contextmanager
def read_only() -> Iterator[None]:
    """Within this block only the allow-listed tables may be written."""
    with connection.execute_wrapper(_refuse):
        yield
