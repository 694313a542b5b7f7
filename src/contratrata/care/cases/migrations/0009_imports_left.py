from django.db import migrations


class Migration(migrations.Migration):
    """Imports are a package of the ground; their tables were renamed there, with their rows."""

    dependencies = [("cases", "0008_without_columns"), ("imports", "0001_from_cases")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("ImportMove"),
                migrations.DeleteModel("ImportRow"),
                migrations.DeleteModel("Import"),
            ]
        )
    ]
