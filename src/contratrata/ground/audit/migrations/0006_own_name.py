from django.db import migrations

from contratrata.ground.base.rls import OWN, Sql

NOBODY = "organisation_id = '00000000-0000-0000-0000-000000000000'::uuid"
MAY_ADD = f"(({OWN}) OR {NOBODY})"


class Migration(migrations.Migration):
    """An entry is added in the name of whoever acts, and of nobody else."""

    dependencies = [("audit", "0005_orders"), ("base", "0001_scope")]
    operations = [
        Sql(
            f"ALTER POLICY add ON audit_entry WITH CHECK ({MAY_ADD} "
            "AND actor_id IS NOT DISTINCT FROM (SELECT scope_user()));",
            f"ALTER POLICY add ON audit_entry WITH CHECK ({MAY_ADD});",
        ),
    ]
