from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS, copy_table, row_table

FACTS = [
    ("kind", models.CharField(blank=True, max_length=40)),
    ("country", models.CharField(blank=True, max_length=3)),
    ("name", TranslatedField()),
    ("text", TranslatedField()),
    ("phone", models.CharField(blank=True, max_length=40)),
    ("hours", models.CharField(blank=True, max_length=200)),
    ("languages", ArrayField(models.CharField(max_length=40), blank=True, default=list)),
    ("free", models.BooleanField(null=True)),
    ("link", models.CharField(blank=True, max_length=500)),
    ("checked_on", models.DateField(null=True)),
]


class Migration(migrations.Migration):
    """The entries of country pages, and the copies that anybody reads."""

    initial = True
    dependencies = NEEDS
    operations = [
        *row_table("countries", "Entry", FACTS, [
            models.Index(fields=["realm", "country", "kind", "id"], name="countries_page"),
            models.Index(fields=["realm", "-changed_at", "id"], name="countries_changed"),
        ]),
        *copy_table("countries", "Published", FACTS, [
            models.Index(fields=["country", "kind", "id"], name="countries_open"),
        ]),
    ]  # fmt: skip
