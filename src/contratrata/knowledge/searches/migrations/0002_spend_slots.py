from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of this column is overwritten outside the database too."""

    dependencies = [("searches", "0001_initial"), ("vault", "0008_spend_slots")]
    operations = [SpendsSlots("searches_savedsearch", "query")]
