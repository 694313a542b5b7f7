from django.db import migrations, models


class Migration(migrations.Migration):
    """What a workshop's table proposes to a country, and whether it is taken up."""

    dependencies = [("adoption", "0001_initial")]
    operations = [
        migrations.AddField(
            "request",
            "country",
            models.CharField(blank=True, max_length=3, default=""),
            preserve_default=False,
        ),
        migrations.AddField("request", "origin_id", models.UUIDField(null=True)),
        migrations.AddField("answer", "taken", models.BooleanField(null=True)),
        migrations.AddIndex(
            "request", models.Index(fields=["organisation_id", "origin_id", "id"], name="adoption_proposed")
        ),
    ]
