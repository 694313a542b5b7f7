from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect, Sql


class Migration(migrations.Migration):
    """What a file said in columns that nothing takes is read as her identity is; the worker may take it back."""

    dependencies = [("cases", "0012_unmapped"), ("network", "0002_protect")]
    operations = [
        Protect("cases_unmapped", needs="identities", append_only=True),
        Sql("GRANT DELETE ON cases_unmapped TO {worker};", "REVOKE DELETE ON cases_unmapped FROM {worker};"),
        BelongsToNetwork("cases_unmapped"),
    ]
