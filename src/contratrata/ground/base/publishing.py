"""The one way to write what anybody may read."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction

from .models import Open

_SET = "SELECT set_config('app.publishing', %s, true)"


@contextlib.contextmanager
def publishing(*models: type[Open]) -> Iterator[None]:
    """Let the published rows of these models be written inside, in one transaction; for the act that publishes.

    It guards against a mistake (a save where nobody meant to publish), as the acting scope does; not against who can
    run SQL of their own.
    """
    tables = ",".join(model._meta.db_table for model in models)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(current_setting('app.publishing', true), '')")
        row = cursor.fetchone()
        former = str(row[0]) if row else ""
        cursor.execute(_SET, [tables])
        yield
        # A fault rolls back, and with it what was set.
        cursor.execute(_SET, [former])
