"""Connecting as each of the five logins."""

from __future__ import annotations

import psycopg

from contratrata.launch import logins


def connect(database: logins.Database, role: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection with one of the five logins."""
    login = database["logins"][role]
    return psycopg.connect(
        host=database["host"],
        port=database["port"],
        dbname=database["name"],
        user=login["user"],
        password=login["password"],
        autocommit=True,
    )
