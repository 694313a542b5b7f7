from django.db import migrations, models

from contratrata.ground.nouns.tables import NEEDS, row_table


def _line(most: int) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


def _changed(name: str) -> models.Index:
    return models.Index(fields=["realm", "-changed_at", "id"], name=name)


NUMBER = models.IntegerField(null=True)
DAY = models.DateField(null=True)
TEXT = models.TextField(blank=True)
PLAN = [
    ("copied_from", models.UUIDField(editable=False, null=True)),
    ("name", _line(200)),
    ("year", NUMBER),
    ("country", _line(3)),
    ("currency", _line(40)),
    ("limit", NUMBER),
    ("notes", TEXT),
    *((name, NUMBER) for name in ("national_team", "national_room", "national_travel", "national_materials")),
]
OFFERING = [
    ("plan", _line(300)),
    ("course", _line(300)),
    ("name", _line(80)),
    ("area", _line(40)),
    ("starts_on", DAY),
    ("ends_on", DAY),
    ("mode", _line(40)),
    ("country", _line(3)),
    ("host", _line(200)),
    ("place", _line(200)),
    ("room", _line(120)),
    ("language", _line(40)),
    ("places", NUMBER),
    ("quotas", TEXT),
    *((name, NUMBER) for name in ("team", "venue", "travel", "materials")),
]
FACILITATION = [
    ("offering", _line(300)),
    ("who", _line(120)),
    ("agreed", models.BooleanField(null=True)),
    ("country", _line(3)),
    ("hours", NUMBER),
    ("paid", _line(40)),
]
CONTRIBUTION = [
    ("plan", _line(300)),
    ("name", _line(120)),
    ("sort", _line(40)),
    ("country", _line(3)),
    ("donor", _line(120)),
    ("offering", _line(300)),
    ("hours", NUMBER),
    ("value", NUMBER),
    ("state", _line(40)),
]


class Migration(migrations.Migration):
    """Plans, the courses that are given in them, who facilitates them, and what is brought."""

    initial = True
    dependencies = NEEDS
    operations = [
        *row_table("plan", "Plan", PLAN, [
            models.Index(fields=["realm", "year", "id"], name="plan_plan_year"),
            _changed("plan_plan_changed"),
            models.Index(fields=["realm", "copied_from"], name="plan_plan_copies"),
        ]),
        *row_table("plan", "Offering", OFFERING, [
            models.Index(fields=["realm", "starts_on", "id"], name="plan_offering_begins"),
            _changed("plan_offering_changed"),
            models.Index(fields=["realm", "plan"], name="plan_offering_plan"),
        ]),
        *row_table("plan", "Facilitation", FACILITATION, [
            models.Index(fields=["realm", "who", "id"], name="plan_facilitation_who"),
            _changed("plan_facilitation_changed"),
            models.Index(fields=["realm", "offering"], name="plan_facilitation_offering"),
        ]),
        *row_table("plan", "Contribution", CONTRIBUTION, [
            models.Index(fields=["realm", "country", "id"], name="plan_contribution_country"),
            _changed("plan_contribution_changed"),
            models.Index(fields=["realm", "plan"], name="plan_contribution_plan"),
        ]),
    ]  # fmt: skip
