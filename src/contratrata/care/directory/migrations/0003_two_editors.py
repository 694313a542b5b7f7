from django.db import migrations, models


class Migration(migrations.Migration):
    """Services count their edits, so that the second of two editors is told."""

    dependencies = [("directory", "0002_protect")]
    operations = [
        migrations.AddField("service", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("service", "edited_by_id", models.UUIDField(editable=False, null=True)),
    ]
