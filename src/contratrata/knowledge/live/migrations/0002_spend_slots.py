from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of these columns is overwritten outside the database too."""

    dependencies = [("live", "0001_initial"), ("vault", "0009_spending_is_the_owners")]
    operations = [
        SpendsSlots("live_note", "words"),
        SpendsSlots("live_parallel", "words"),
        SpendsSlots("live_roomquestion", "words"),
    ]
