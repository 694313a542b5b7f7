from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of these columns is overwritten outside the database too."""

    dependencies = [("files", "0003_shared"), ("vault", "0008_spend_slots")]
    operations = [SpendsSlots("files_storedfile", "name", "key")]
