from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS, copy_table, row_table


def _line(most: int) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


def _several() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), blank=True, default=list)


FACTS = [
    ("sort", _line(40)),
    ("name", TranslatedField()),
    ("why", TranslatedField()),
    ("evidence", TranslatedField()),
    ("audience", _several()),
    ("channel", _several()),
    ("tie", _line(300)),
]
USE_FACTS = [
    ("message", _line(300)),
    ("place", _line(200)),
    ("country", _line(3)),
    ("day", models.DateField(null=True)),
    ("channel", _line(40)),
    ("reached", models.IntegerField(null=True)),
    ("words", models.TextField(blank=True)),
]


class Migration(migrations.Migration):
    """Lessons and messages, the copies that anybody reads, and where each was used."""

    initial = True
    dependencies = NEEDS
    operations = [
        *row_table("lessons", "Lesson", FACTS, [
            models.Index(fields=["realm", "sort", "id"], name="lessons_sort"),
            models.Index(fields=["realm", "-changed_at", "id"], name="lessons_changed"),
        ]),
        *copy_table("lessons", "Published", FACTS, [
            models.Index(fields=["-published_at", "id"], name="lessons_newest"),
        ]),
        *row_table("lessons", "Use", USE_FACTS, [
            models.Index(fields=["realm", "country", "id"], name="lessons_use_country"),
            models.Index(fields=["realm", "-changed_at", "id"], name="lessons_use_changed"),
            models.Index(fields=["realm", "message"], name="lessons_use_message"),
        ]),
    ]  # fmt: skip
