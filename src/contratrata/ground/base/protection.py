"""What protects the rows, as the database has it, against what the migrations made.

Row-level security, policies, triggers, functions, grants and logins are read from the catalogue into lines, and
compared with `protection.json`, which `tools/protection.py` writes from a database just migrated: whoever changes the
protections of a living database would have to change the code too.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from psycopg import sql

from .rls import LOGINS

Connection = psycopg.Connection[Any]
Lines = dict[str, frozenset[str]]

EXPECTED = Path(__file__).resolve().parents[2] / "protection.json"
#: Made by `createcachetable`, not by a migration, and holds counts of attempts only.
_BESIDE = frozenset({"table django_cache"})

_OURS = "NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')"
_TABLES = (
    """
SELECT 'table ' || c.relname, 'kind ' || c.relkind::text || ' of ' || r.rolname || ', row security ' ||
       CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'forced' WHEN c.relrowsecurity THEN 'on' ELSE 'off' END
FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND """
    + _OURS.format(oid="c.oid")
    + """
UNION ALL
SELECT 'table ' || c.relname, 'grant ' || string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END,
       ' ' ORDER BY a.privilege_type) || ' to ' || COALESCE(g.rolname, 'PUBLIC')
FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.grantee <> c.relowner
  AND """
    + _OURS.format(oid="c.oid")
    + """
GROUP BY c.relname, g.rolname
UNION ALL
SELECT 'table ' || c.relname, 'grant ' || a.privilege_type || '(' || t.attname || ') to ' ||
       COALESCE(g.rolname, 'PUBLIC')
FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid CROSS JOIN LATERAL aclexplode(t.attacl) a
LEFT JOIN pg_roles g ON g.oid = a.grantee WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'table ' || c.relname, CASE WHEN t.tgenabled = 'O' THEN '' ELSE 'switched off: ' END || pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'table ' || c.relname, 'rule ' || w.rulename FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind <> 'v'
UNION ALL
SELECT 'table ' || c.relname, 'realm ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.conname LIKE '%\\_realm' AND c.relnamespace = 'public'::regnamespace"""
)
_POLICIES = """
SELECT 'table ' || tablename, 'CREATE POLICY ' || policyname || ' ON ' || quote_ident(tablename) || ' AS ' ||
       permissive || ' FOR ' || cmd || ' TO ' || array_to_string(roles, ', ') ||
       COALESCE(' USING (' || qual || ')', '') || COALESCE(' WITH CHECK (' || with_check || ')', '')
FROM pg_policies WHERE """
_FUNCTIONS = """
SELECT 'function ' || CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || p.proname ||
       '(' || pg_get_function_identity_arguments(p.oid) || ')',
       l.lanname || ' of ' || r.rolname || CASE WHEN p.prosecdef THEN ', as its owner' ELSE '' END ||
       ', ' || p.provolatile::text || COALESCE(', ' || array_to_string(p.proconfig, ' '), '') ||
       COALESCE(', ' || array_to_string(p.proacl, ' '), '') || ', ' ||
       left(encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex'), 16)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
JOIN pg_language l ON l.oid = p.prolang
WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND """ + _OURS.format(oid="p.oid")
_LOGINS = """
SELECT 'login ' || r.rolname, concat_ws(' ', 'may', CASE WHEN rolsuper THEN 'everything' END,
       CASE WHEN rolbypassrls THEN 'pass row security' END, CASE WHEN rolcreaterole THEN 'make roles' END,
       CASE WHEN rolcreatedb THEN 'make databases' END, CASE WHEN rolreplication THEN 'replicate' END)
FROM pg_roles r WHERE r.rolname = ANY(%(logins)s)
UNION ALL
SELECT 'login ' || m.rolname, 'is also ' || r.rolname
FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid
WHERE m.rolname = ANY(%(logins)s)
UNION ALL
SELECT COALESCE('login ' || r.rolname, 'database'), 'setting ' || one
FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) one
WHERE (s.setdatabase = 0 OR s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()))
  AND (s.setrole = 0 OR r.rolname = ANY(%(logins)s))
  AND one ~ '^(app\\.|row_security|search_path|role=|session_replication_role|.*_preload_libraries)'
UNION ALL
SELECT 'database', 'schema ' || n.nspname FROM pg_namespace n
WHERE n.nspname = 'public' OR n.nspname = ANY(%(logins)s)
UNION ALL
SELECT 'database', 'grant ' || a.privilege_type || ' on schema ' || n.nspname || ' to ' || COALESCE(g.rolname, 'PUBLIC')
FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
WHERE n.nspname = 'public'
"""


class Difference(NamedTuple):
    """Where the database is not as the migrations made it: `thing` is a table, a function or a login."""

    thing: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def _collect(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    result: dict[str, set[str]] = defaultdict(set)
    for thing, line in rows:
        result[_plain(thing)].add(_plain(line))
    return result


def _plain(text: str) -> str:
    """With the purposes of the logins instead of their names, which differ between places."""
    for purpose in LOGINS:
        text = text.replace(f"{settings.LOGIN_PREFIX}_{purpose}", "{" + purpose + "}")
    return text


def current_lines(connection: Connection) -> Lines:
    """The protections as the database has them, a set of lines a thing. Any login may ask."""
    logins = [f"{settings.LOGIN_PREFIX}_{purpose}" for purpose in LOGINS]
    lines = _collect(
        row
        for query, values in (
            (_TABLES, None),
            (_POLICIES + "schemaname = 'public'", None),
            (_FUNCTIONS, None),
            (_LOGINS, {"logins": logins}),
        )
        for row in connection.execute(query, values).fetchall()
    )
    return {thing: frozenset(data) for thing, data in lines.items() if thing not in _BESIDE}


def expected() -> Lines:
    """What the migrations of this code make."""
    values: dict[str, list[str]] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return {thing: frozenset(lines) for thing, lines in values.items()}


def written(lines: Lines) -> str:
    """The text of `protection.json`."""
    values = {thing: sorted(lines[thing]) for thing in sorted(lines)}
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def differences(
    connection: Connection, wanted: Mapping[str, frozenset[str]] | None = None
) -> list[Difference]:
    """Where the protections are not what the migrations made; none when all is as it should be."""
    wanted, has = expected() if wanted is None else wanted, current_lines(connection)
    values = []
    for thing in sorted({*wanted, *has}):
        must, is_there = wanted.get(thing, frozenset()), has.get(thing, frozenset())
        if must != is_there and thing.startswith("table "):
            must, is_there = (_as_said_here(connection, thing, lines) for lines in (must, is_there))
        if must != is_there:
            values.append(Difference(thing, tuple(sorted(must - is_there)), tuple(sorted(is_there - must))))
    return values


def _as_said_here(connection: Connection, thing: str, lines: frozenset[str]) -> frozenset[str]:
    """These policies of a table in this server's own words: releases of PostgreSQL print the same one differently.

    They are made on an empty table of the same columns that is gone again at once.
    """
    policies = sorted(line for line in lines if line.startswith("CREATE POLICY "))
    table = sql.Identifier(thing.removeprefix("table "))
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(sql.SQL("CREATE TEMPORARY TABLE {0} (LIKE public.{0})").format(table))
            for policy in policies:
                connection.execute(policy)
            sentence = connection.execute(_POLICIES + "schemaname LIKE 'pg\\_temp%'").fetchall()
    except psycopg.Error:
        return lines
    return lines.difference(policies) | {_plain(line) for _, line in sentence}
