from django.db import migrations

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """What a proof found is added by the worker, and taken away by it when it is old; the web only reads it."""

    dependencies = [("audit", "0007_check")]
    operations = [
        Sql(
            "REVOKE INSERT, UPDATE, DELETE ON audit_check FROM {app}; REVOKE UPDATE ON audit_check FROM {worker};",
            "GRANT INSERT, UPDATE, DELETE ON audit_check TO {app}; GRANT UPDATE ON audit_check TO {worker};",
        ),
    ]
