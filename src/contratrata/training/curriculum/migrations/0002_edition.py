from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect


class Migration(migrations.Migration):
    """The curriculum in versions: the realm reads, who closes one adds it, nobody changes it."""

    dependencies = [("curriculum", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
                ("number", models.PositiveIntegerField()),
                ("content", models.JSONField(default=dict)),
                ("words", models.TextField()),
                ("at", models.DateTimeField(default=clock.now)),
                ("by_id", models.UUIDField(default=scope.user_id, editable=False, null=True)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["realm", "number"], name="curriculum_edition_number")
                ]
            },
        ),
        Protect("curriculum_edition", read=REALM, write=OWN, append_only=True),
        BelongsToNetwork("curriculum_edition"),
    ]
