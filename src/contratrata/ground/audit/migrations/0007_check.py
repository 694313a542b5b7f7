from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_own_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
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
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("about", models.UUIDField(null=True)),
                ("entries", models.PositiveBigIntegerField()),
                ("problems", models.JSONField(default=list)),
            ],
            options={
                "indexes": [models.Index(fields=["about", "-at"], name="audit_check_newest")],
            },
        ),
    ]
