from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

import contratrata.training.curriculum.office
from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS, row_table


def _line(most: int) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


def _several() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), blank=True, default=list)


def _changed(name: str) -> models.Index:
    return models.Index(fields=["realm", "-changed_at", "id"], name=name)


NUMBER = models.IntegerField(null=True)
THEME = [
    ("number", NUMBER),
    ("name", TranslatedField()),
    ("areas", _several()),
    ("about", TranslatedField()),
    ("sources", ArrayField(models.TextField(), blank=True, default=list)),
]
COMPETENCE = [
    ("name", TranslatedField()),
    ("theme", _line(300)),
    ("areas", _several()),
    ("roles", _several()),
    ("level", _line(40)),
]
COURSE = [
    (
        "by_office",
        models.BooleanField(default=contratrata.training.curriculum.office.written_by_office, editable=False),
    ),
    ("name", TranslatedField()),
    ("aim", TranslatedField()),
    ("roles", _several()),
    ("level", _line(40)),
    ("before", _line(300)),
    ("languages", _several()),
    ("ends", models.TextField(blank=True)),
]
UNIT = [
    ("course", _line(300)),
    ("number", NUMBER),
    ("name", TranslatedField()),
    ("theme", _line(300)),
    ("areas", _several()),
    ("hours", NUMBER),
    ("form", _line(40)),
]


class Migration(migrations.Migration):
    """Themes, competences, courses and units."""

    initial = True
    dependencies = NEEDS
    operations = [
        *row_table("curriculum", "Theme", THEME, [
            models.Index(fields=["realm", "number", "id"], name="curriculum_theme_number"),
            _changed("curriculum_theme_changed"),
        ]),
        *row_table("curriculum", "Competence", COMPETENCE, [
            models.Index(fields=["realm", "theme", "id"], name="curriculum_competence_theme"),
            _changed("curriculum_competence_changed"),
        ]),
        *row_table("curriculum", "Course", COURSE, [
            models.Index(fields=["realm", "level", "id"], name="curriculum_course_level"),
            _changed("curriculum_course_changed"),
        ]),
        *row_table("curriculum", "Unit", UNIT, [
            models.Index(fields=["realm", "course", "number", "id"], name="curriculum_unit_course"),
            _changed("curriculum_unit_changed"),
        ]),
    ]  # fmt: skip
