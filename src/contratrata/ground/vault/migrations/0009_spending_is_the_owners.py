from django.db import migrations

from contratrata.ground.base.rls import Sql


class Migration(migrations.Migration):
    """Only the owner may put `vault_spend` behind a trigger: it writes with the owner's rights whatever row it is shown."""

    dependencies = [("vault", "0008_spend_slots")]

    operations = [
        Sql(
            "REVOKE EXECUTE ON FUNCTION vault_spend() FROM PUBLIC;",
            "GRANT EXECUTE ON FUNCTION vault_spend() TO PUBLIC;",
        ),
    ]
