from django.db import migrations

from contratrata.ground.vault.spending import SpendsSlots


class Migration(migrations.Migration):
    """What is deleted or replaced of these columns is overwritten outside the database too."""

    dependencies = [("imports", "0001_from_cases"), ("vault", "0008_spend_slots")]
    operations = [
        SpendsSlots("imports_import", "file_name", "notes", "columns"),
        SpendsSlots("imports_importrow", "raw"),
    ]
