from django.db import migrations

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """The table behind the cache (rate limits): Django makes it by a command, here it comes with the rest."""

    dependencies = [("base", "0001_scope")]
    operations = [
        Sql(
            "CREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL); CREATE INDEX django_cache_expires ON django_cache (expires);",
            "DROP TABLE django_cache;",
        )
    ]
