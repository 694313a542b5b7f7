from django.db import migrations

from contratrata.ground.base.rls import ONLY_PUBLISHED, Sql


class Migration(migrations.Migration):
    """What an open table asks before it is written."""

    dependencies = [("base", "0002_cache")]
    operations = [Sql(ONLY_PUBLISHED, "DROP FUNCTION only_published();")]
