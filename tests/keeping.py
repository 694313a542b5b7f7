"""For tests of what other logins do: the worker's sealing, a keeper's or an owner's tampering."""

import contextlib
from collections.abc import Iterator

from django.db import connection

import house
from contratrata.launch import logins


@contextlib.contextmanager
def signed_as(login: str) -> Iterator[None]:
    """Let Django's connection be of that login (`worker`, `keeper`, …) for a while."""
    place = logins.load(house.HOME)
    assert place is not None
    former = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    result = place["logins"][login]  # type: ignore[literal-required]
    connection.settings_dict |= {"USER": result["user"], "PASSWORD": result["password"]}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict |= former
