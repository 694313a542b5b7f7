from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of these columns is overwritten outside the database too."""

    dependencies = [("joining", "0001_initial"), ("vault", "0008_spend_slots")]
    operations = [SpendsSlots("joining_joinrequest", "name", "contact", "email", "text")]
