from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of these columns is overwritten outside the database too."""

    dependencies = [("network", "0009_why_invited"), ("vault", "0008_spend_slots")]
    operations = [SpendsSlots("network_membershipchange", "explained")]
