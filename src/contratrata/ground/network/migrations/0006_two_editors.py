from django.db import migrations, models


class Migration(migrations.Migration):
    """Organisations count the edits of their settings, so that the second of two editors is told."""

    dependencies = [("network", "0005_first_invitation")]
    operations = [
        migrations.AddField("organisation", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("organisation", "edited_by_id", models.UUIDField(editable=False, null=True)),
    ]
