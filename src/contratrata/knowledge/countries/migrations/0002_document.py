from django.db import migrations, models

COLUMN = models.CharField(blank=True, max_length=300)


class Migration(migrations.Migration):
    """An entry may hold a file."""

    dependencies = [("countries", "0001_initial"), ("files", "0003_shared")]
    operations = [
        migrations.AddField(model, "document", COLUMN.clone(), preserve_default=False)
        for model in ("entry", "published")
    ]
