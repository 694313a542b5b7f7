from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS, copy_table, row_table


def _line(most: int) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


def _several() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), blank=True, default=list)


FACTS = [
    ("stems", ArrayField(models.CharField(max_length=40), blank=True, default=list, editable=False)),
    ("name", TranslatedField()),
    ("summary", TranslatedField()),
    ("country", _line(3)),
    ("place", _line(200)),
    ("reach", _line(40)),
    ("bodies", ArrayField(models.TextField(), blank=True, default=list)),
    ("area", _several()),
    ("population", _several()),
    ("began", _line(10)),
    ("ended", _line(10)),
    ("problem", TranslatedField()),
    ("how", TranslatedField()),
    ("actors", TranslatedField()),
    ("needs", TranslatedField()),
    ("cost_amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
    ("cost_currency", _line(3)),
    ("legal", TranslatedField()),
    ("results", TranslatedField()),
    ("proof", TranslatedField()),
    ("survivors", TranslatedField()),
    ("lessons", TranslatedField()),
    ("replicate", TranslatedField()),
    ("risks", TranslatedField()),
    ("contact", _line(200)),
    ("phone", _line(40)),
    ("link", _line(500)),
    ("materials", TranslatedField()),
    ("document", _line(300)),
    ("goals", _several()),
]


class Migration(migrations.Migration):
    """The practices, and the copies that anybody reads."""

    initial = True
    dependencies = [*NEEDS, ("files", "0003_shared")]
    operations = [
        *row_table("practices", "Practice", FACTS, [
            models.Index(fields=["realm", "country", "id"], name="practices_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="practices_changed"),
        ]),
        *copy_table("practices", "Published", FACTS, [
            models.Index(fields=["-published_at", "id"], name="practices_newest"),
            GinIndex(fields=["stems"], name="practices_stems"),
        ]),
    ]  # fmt: skip
