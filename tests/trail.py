"""What acts leave in the trail before the worker seals it, as it stands in the database."""

from django.db import connection


def left() -> list[str]:
    """Every line that waits to be sealed and who acts may read, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM audit_unsealed t")
        return [str(line[0]) for line in cursor.fetchall()]
