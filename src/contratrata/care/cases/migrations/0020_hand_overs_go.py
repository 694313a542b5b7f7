from django.db import migrations

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """The hand-overs of a case that an import made go with it, as its notes do: only the worker takes them back."""

    dependencies = [("cases", "0019_spend_slots")]
    operations = [
        Sql("GRANT DELETE ON cases_handover TO {worker};", "REVOKE DELETE ON cases_handover FROM {worker};")
    ]
