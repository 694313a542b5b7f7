from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, Sql
from contratrata.ground.nouns.tables import NEEDS, move_table

MOVES = [
    ("accept", "in_review", "accepted"),
    ("ask_changes", "in_review", "changes_asked"),
    ("endorse", "in_review", "in_review"),
    ("publish", "accepted", "published"),
    ("recall", "in_review", "draft"),
    ("submit", "accepted", "in_review"),
    ("submit", "changes_asked", "in_review"),
    ("submit", "draft", "in_review"),
    ("submit", "published", "in_review"),
    ("submit", "withdrawn", "in_review"),
    ("withdraw", "accepted", "withdrawn"),
    ("withdraw", "changes_asked", "withdrawn"),
    ("withdraw", "draft", "withdrawn"),
    ("withdraw", "in_review", "withdrawn"),
    ("withdraw", "published", "withdrawn"),
]
#: What reviewers say is read by both sides and by the coordination.
REVIEW = f"{REALM} AND ({OWN} OR author_organisation_id = (SELECT scope_organisation()) OR (SELECT scope_network()))"
REPLY = f"{REALM} AND ({OWN} OR reviewer_organisation_id = (SELECT scope_organisation()) OR (SELECT scope_network()))"


class Migration(migrations.Migration):
    """How a practice moves, what reviewers say of it, what they are answered, and what of it is published."""

    dependencies = [
        ("practices", "0001_initial"),
        *NEEDS,
    ]

    operations = [
        migrations.AddField(
            model_name="published",
            name="evidence",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="published",
            name="judged",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="published",
            name="maturity",
            field=models.CharField(blank=True, max_length=40),
        ),
        *move_table(
            "practices",
            "PracticeMove",
            "Practice",
            MOVES,
            born="draft",
            own=["submit", "recall"],
            others=["endorse", "ask_changes", "accept"],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
                ),
                (
                    "realm",
                    models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False),
                ),
                ("review_id", models.UUIDField()),
                ("reviewer_organisation_id", models.UUIDField()),
                ("words", models.TextField()),
                ("once", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["realm", "review_id", "at"], name="practices_replies")],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=contratrata.ground.base.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "organisation_id",
                    models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
                ),
                (
                    "realm",
                    models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False),
                ),
                ("practice_id", models.UUIDField()),
                ("practice_version", models.PositiveIntegerField()),
                ("author_organisation_id", models.UUIDField()),
                ("country", models.CharField(max_length=3)),
                ("once", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                ("no_conflict", models.BooleanField(default=False)),
                ("tried", models.BooleanField(null=True)),
                ("identifies", models.BooleanField(null=True)),
                ("protects", models.BooleanField(null=True)),
                ("respects", models.BooleanField(null=True)),
                ("effectiveness", models.CharField(blank=True, max_length=40)),
                ("effectiveness_why", models.TextField(blank=True)),
                ("rights", models.CharField(blank=True, max_length=40)),
                ("rights_why", models.TextField(blank=True)),
                ("no_harm", models.CharField(blank=True, max_length=40)),
                ("no_harm_why", models.TextField(blank=True)),
                ("gender", models.CharField(blank=True, max_length=40)),
                ("gender_why", models.TextField(blank=True)),
                ("child", models.CharField(blank=True, max_length=40)),
                ("child_why", models.TextField(blank=True)),
                ("participation", models.CharField(blank=True, max_length=40)),
                ("participation_why", models.TextField(blank=True)),
                ("sustainability", models.CharField(blank=True, max_length=40)),
                ("sustainability_why", models.TextField(blank=True)),
                ("replicability", models.CharField(blank=True, max_length=40)),
                ("replicability_why", models.TextField(blank=True)),
                ("coordination", models.CharField(blank=True, max_length=40)),
                ("coordination_why", models.TextField(blank=True)),
                ("innovation", models.CharField(blank=True, max_length=40)),
                ("innovation_why", models.TextField(blank=True)),
                ("evidence", models.CharField(blank=True, max_length=40)),
                ("maturity", models.CharField(blank=True, max_length=40)),
                ("verdict", models.CharField(blank=True, max_length=40)),
                ("comment", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["realm", "practice_id", "at"], name="practices_reviews")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "practice_id", "practice_version"),
                        name="practices_review_one",
                    )
                ],
            },
        ),
        Protect("practices_review", read=REVIEW, write=OWN, append_only=True),
        BelongsToNetwork("practices_review"),
        Sql(
            "ALTER TABLE practices_review ADD CONSTRAINT practices_review_of_others "
            "CHECK (organisation_id <> author_organisation_id);",
            "ALTER TABLE practices_review DROP CONSTRAINT practices_review_of_others;",
        ),
        Protect("practices_reply", read=REPLY, write=OWN, append_only=True),
        BelongsToNetwork("practices_reply"),
    ]
