from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect


class Migration(migrations.Migration):
    """Who was certified for an event, so that nobody is twice."""

    dependencies = [("attendance", "0002_spend_slots")]
    operations = [
        migrations.CreateModel(
            name="Certified",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
                ("event_id", models.UUIDField()),
                ("registration_id", models.UUIDField()),
                ("credential_id", models.UUIDField()),
                ("at", models.DateTimeField(default=clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation_id", "event_id", "registration_id"],
                        name="attendance_certified_once",
                    )
                ],
            },
        ),
        Protect("attendance_certified"),
        BelongsToNetwork("attendance_certified"),
    ]
