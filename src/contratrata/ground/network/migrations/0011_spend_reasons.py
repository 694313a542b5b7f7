from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of this column is overwritten outside the database too."""

    dependencies = [("network", "0010_spend_slots")]
    operations = [SpendsSlots("network_invitation", "explained")]
