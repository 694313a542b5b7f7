"""No statistics of sealed columns: ANALYZE would copy whole values, wrapped keys too, to where erasure does not reach.

After every migration, for every column of bytes that is still sampled, so that a new table needs no line of its own. To
state its type anew is what makes PostgreSQL forget the samples it has; no row is written again.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

_SAMPLED = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'bytea'::regtype
  AND NOT a.attisdropped AND a.attnum > 0 AND a.attstattarget IS DISTINCT FROM 0
  AND pg_has_role(c.relowner, 'USAGE')
ORDER BY 1, 2
"""


def forget_samples(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Sample no column of bytes from now on, and forget what was sampled of it. Runs as the owner of the tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLED)
        for table, column in cursor.fetchall():
            names = {"table": connection.ops.quote_name(table), "column": connection.ops.quote_name(column)}
            for change in ("SET STATISTICS 0", "TYPE bytea"):
                cursor.execute("ALTER TABLE {table} ALTER COLUMN {column} ".format(**names) + change)
