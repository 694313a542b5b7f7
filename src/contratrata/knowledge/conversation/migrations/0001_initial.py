from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, own
from contratrata.ground.nouns.tables import NEEDS

#: What the moderation hid is read by the coordination alone; the last decision holds.
STANDING = (
    f"{REALM} AND ((SELECT scope_network()) OR COALESCE((SELECT r.verdict FROM conversation_ruling r "  # noqa: S608  (our own tables)
    "WHERE r.realm = conversation_post.realm AND r.post_id = conversation_post.id ORDER BY r.number DESC LIMIT 1), '')"
    " <> 'hidden')"
)
REPORT = f"{REALM} AND ({OWN} OR (SELECT scope_network()))"


class Migration(migrations.Migration):
    """Posts, what the moderation decided of them, who reported them."""

    initial = True

    dependencies = [*NEEDS, ("practices", "0002_review")]

    operations = [
        migrations.CreateModel(
            name="Post",
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
                ("words", models.TextField()),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                ("edited_at", models.DateTimeField(null=True)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "practice_id", "-at", "id"], name="conversation_posts")
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
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
                ("post_id", models.UUIDField()),
                ("practice_id", models.UUIDField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("names", "Nombra a una persona o permite reconocerla"),
                            ("place", "Dice dónde está un albergue u otro lugar reservado"),
                            ("disrespect", "Falta al respeto"),
                            ("wrong", "Dice algo que no es cierto"),
                            ("other", "No tiene que ver con la práctica"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["realm", "post_id", "-at"], name="conversation_reports")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "post_id"), name="conversation_report_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
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
                ("post_id", models.UUIDField()),
                ("practice_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(choices=[("hidden", "oculto"), ("stands", "a la vista")], max_length=10),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("names", "Nombra a una persona o permite reconocerla"),
                            ("place", "Dice dónde está un albergue u otro lugar reservado"),
                            ("disrespect", "Falta al respeto"),
                            ("wrong", "Dice algo que no es cierto"),
                            ("other", "No tiene que ver con la práctica"),
                        ],
                        max_length=20,
                    ),
                ),
                ("author_id", models.UUIDField()),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "practice_id", "-at", "id"], name="conversation_rulings")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("realm", "post_id", "number"), name="conversation_ruling_last"
                    )
                ],
            },
        ),
        Protect("conversation_ruling", read=REALM, write=own("network"), append_only=True),
        BelongsToNetwork("conversation_ruling"),
        Protect("conversation_post", read=STANDING, write=OWN),
        BelongsToNetwork("conversation_post"),
        Protect("conversation_report", read=REPORT, write=OWN, append_only=True),
        BelongsToNetwork("conversation_report"),
    ]
