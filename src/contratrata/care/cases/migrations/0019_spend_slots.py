from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of these columns is overwritten outside the database too."""

    dependencies = [("cases", "0018_protect_hand_over"), ("vault", "0008_spend_slots")]
    operations = [SpendsSlots("cases_registration", "answers")]
