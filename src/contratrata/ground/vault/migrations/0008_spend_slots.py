from django.db import migrations

from contratrata.ground.base.rls import Sql
from contratrata.ground.vault.spending import NO_SLOTS, SLOTS, SpendsSlots


class Migration(migrations.Migration):
    """The numbers of slots, and the list of those that are to be overwritten, kept by the database itself."""

    dependencies = [("vault", "0007_spentslot")]
    operations = [
        Sql(SLOTS, NO_SLOTS),
        SpendsSlots("vault_subjectkey", "wrapped"),
        SpendsSlots("vault_sharedkey", "for_receiver"),
        SpendsSlots("vault_typeddraft", "sealed"),
    ]
