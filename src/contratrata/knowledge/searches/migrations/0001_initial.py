from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.vault.sealed import SealedField


class Migration(migrations.Migration):
    """The searches that members keep."""

    initial = True
    dependencies = [("network", "0005_first_invitation"), ("base", "0003_open")]
    operations = [
        migrations.CreateModel(
            name="SavedSearch",
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
                ("user_id", models.UUIDField(default=contratrata.ground.base.scope.user_id)),
                ("query", SealedField(blank=True, default=bytes)),
                ("once", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("seen_at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "user_id", "-at", "id"], name="searches_mine"),
                    models.Index(fields=["organisation_id", "seen_at", "id"], name="searches_untold"),
                ]
            },
        ),
        Protect("searches_savedsearch"),
        BelongsToNetwork("searches_savedsearch"),
    ]
