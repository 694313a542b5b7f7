from django.db import migrations

from contratrata.ground.base.rls import OWN, Protect, Sql


class Migration(migrations.Migration):
    """A notice may be left for another organisation of the realm; only its own people read it."""

    dependencies = [("notices", "0001_initial"), ("base", "0001_scope")]
    operations = [
        Protect("notices_notice"),
        Sql(
            "DROP POLICY add ON notices_notice;"
            "CREATE POLICY add ON notices_notice FOR INSERT WITH CHECK (realm = (SELECT scope_realm()));",
            f"DROP POLICY add ON notices_notice;"
            f"CREATE POLICY add ON notices_notice FOR INSERT WITH CHECK ({OWN});",
        ),
    ]
