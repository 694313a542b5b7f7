"""How many rows of each table an organisation has, as the web sees them: what a page wrote, and what it did not."""

from collections import Counter
from collections.abc import Collection

from django.apps import apps
from django.db import connection

from contratrata.ground.base.scope import Scope, acting


def unreadable() -> set[str]:
    """The tables whose rows the web's login may not read at all: what it cannot ask, it cannot count."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
            "AND NOT has_table_privilege(oid, 'SELECT')"
        )
        return {name for (name,) in cursor.fetchall()}


def rows_of(scope: Scope, *, but: Collection[str]) -> Counter[str]:
    """How many rows of each table are seen in that scope, by model; `but`: tables that are not asked about."""
    with acting(scope):
        left_out = {*but, *unreadable()}
        return Counter(
            {
                model._meta.label: model._default_manager.count()
                for model in apps.get_models()
                if model._meta.managed and model._meta.db_table not in left_out
            }
        )
