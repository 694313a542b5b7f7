import django.contrib.postgres.fields
from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, ProtectOpen, ProtectShared
from contratrata.ground.nouns.tables import NEEDS
from contratrata.ground.workflow.public import GuardMoves

MOVES = [
    ("adopt", "analysing", "adopted"),
    ("adopt", "interest", "adopted"),
    ("adopt", "piloting", "adopted"),
    ("analyse", "interest", "analysing"),
    ("drop", "adopted", "dropped"),
    ("drop", "analysing", "dropped"),
    ("drop", "interest", "dropped"),
    ("drop", "piloting", "dropped"),
    ("follow_pilot", "piloting", "piloting"),
    ("follow_up", "adopted", "adopted"),
    ("interest", "", "interest"),
    ("pilot", "analysing", "piloting"),
    ("pilot", "interest", "piloting"),
    ("resume", "dropped", "interest"),
]
#: Requests and answers are read by both sides and by the coordination.
REQUEST = f"{REALM} AND ({OWN} OR asked_id = (SELECT scope_organisation()) OR (SELECT scope_network()))"
ANSWER = f"{REALM} AND ({OWN} OR asker_id = (SELECT scope_organisation()) OR (SELECT scope_network()))"
#: Only who was asked answers, and only whose adoption it is says how far it is.
ASKED = (
    f"{OWN} AND EXISTS (SELECT 1 FROM adoption_request r "  # noqa: S608  (our own tables)
    "WHERE r.id = request_id AND r.asked_id = (SELECT scope_organisation()))"
)
MINE = (
    f"{OWN} AND EXISTS (SELECT 1 FROM adoption_adoption a "  # noqa: S608  (our own tables)
    "WHERE a.id = adoption_id AND a.organisation_id = (SELECT scope_organisation()))"
)


class Migration(migrations.Migration):
    """Adoptions with their steps, requests with their answers, what was learned, and the open copies."""

    initial = True

    dependencies = [*NEEDS, ("practices", "0002_review")]

    operations = [
        migrations.CreateModel(
            name="Adopted",
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
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("practice_id", models.UUIDField()),
                ("country", models.CharField(max_length=3)),
                ("state", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "country", "practice_id"], name="adoption_adopted_where")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practice_id", "country", "state"), name="adoption_adopted_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
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
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_by_id", models.UUIDField(editable=False, null=True)),
                ("practice_id", models.UUIDField()),
                ("country", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("interest", "Le interesa"),
                            ("analysing", "La analiza"),
                            ("piloting", "La pilota"),
                            ("adopted", "La adoptó"),
                            ("dropped", "La dejó"),
                        ],
                        default="interest",
                        max_length=20,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("page", "en la página de la práctica"),
                            ("workshop", "en la mesa de un taller"),
                            ("exchange", "en una pasantía"),
                        ],
                        default="page",
                        max_length=20,
                    ),
                ),
                ("origin_id", models.UUIDField(null=True)),
                ("is_named", models.BooleanField(default=False)),
                ("begun_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("changed_at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["realm", "practice_id", "-changed_at", "id"], name="adoption_of_practice"
                    ),
                    models.Index(fields=["realm", "-changed_at", "id"], name="adoption_changed"),
                    models.Index(fields=["organisation_id", "due_on", "id"], name="adoption_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "practice_id", "country"), name="adoption_one_a_country"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdoptionMove",
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
                ("verb", models.CharField(max_length=40)),
                ("from_state", models.CharField(blank=True, max_length=40)),
                ("to_state", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                ("by_organisation_id", models.UUIDField(null=True)),
                ("adoption_id", models.UUIDField()),
                ("happened_on", models.DateField(null=True)),
                ("said_by", models.CharField(blank=True, max_length=200)),
                ("evidence", models.TextField(blank=True)),
                ("result", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "adoption_id", "-at", "id"], name="adoption_moves")
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("request_id", models.UUIDField()),
                ("asker_id", models.UUIDField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("realm", "request_id"), name="adoption_answer_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Learned",
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
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_by_id", models.UUIDField(editable=False, null=True)),
                ("adoption_id", models.UUIDField()),
                ("practice_id", models.UUIDField()),
                ("country", models.CharField(max_length=3)),
                ("changed_at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("once", models.UUIDField(editable=False, null=True)),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("moment", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["realm", "practice_id", "-changed_at", "id"], name="adoption_learned_of"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedLearned",
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
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("learned_id", models.UUIDField(unique=True)),
                ("practice_id", models.UUIDField()),
                ("country", models.CharField(max_length=3)),
                ("by", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField(blank=True)),
                ("moment", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["practice_id", "-published_at", "id"], name="adoption_published_learned"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
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
                ("asked_id", models.UUIDField()),
                ("adoption_id", models.UUIDField(null=True)),
                ("words", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "asked_id", "due_at", "id"], name="adoption_asked"),
                    models.Index(fields=["organisation_id", "due_at", "id"], name="adoption_asking"),
                ],
            },
        ),
        ProtectShared("adoption_adoption"),
        BelongsToNetwork("adoption_adoption"),
        Protect("adoption_adoptionmove", read=REALM, write=MINE, append_only=True),
        BelongsToNetwork("adoption_adoptionmove"),
        GuardMoves("adoption_adoption", "adoption_adoptionmove", MOVES),
        Protect("adoption_request", read=REQUEST, write=OWN, append_only=True),
        BelongsToNetwork("adoption_request"),
        BelongsToNetwork("adoption_request", "asked_id"),
        Protect("adoption_answer", read=ANSWER, write=ASKED, append_only=True),
        BelongsToNetwork("adoption_answer"),
        ProtectShared("adoption_learned"),
        BelongsToNetwork("adoption_learned"),
        ProtectOpen("adoption_adopted"),
        ProtectOpen("adoption_publishedlearned"),
    ]
