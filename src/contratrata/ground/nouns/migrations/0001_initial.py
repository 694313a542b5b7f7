from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import BelongsToNetwork, ProtectShared


class Migration(migrations.Migration):
    """What the facts of nouns said before; the realm reads it, as it reads the rows."""

    initial = True
    dependencies = [("network", "0005_first_invitation")]
    operations = [
        migrations.CreateModel(
            name="PastValue",
            fields=[
                ("id", models.UUIDField(default=contratrata.ground.base.ids.new_id, editable=False, primary_key=True,
                                        serialize=False)),
                ("organisation_id",
                 models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False)),
                ("noun", models.CharField(max_length=40)),
                ("row_id", models.UUIDField()),
                ("fact", models.CharField(max_length=60)),
                ("value", models.TextField()),
                ("until", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["realm", "noun", "row_id", "-until", "id"], name="nouns_past")]
            },
        ),
        ProtectShared("nouns_pastvalue"),
        BelongsToNetwork("nouns_pastvalue"),
    ]  # fmt: skip
