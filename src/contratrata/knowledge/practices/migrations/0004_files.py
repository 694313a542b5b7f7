from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, ProtectShared
from contratrata.ground.base.translated import TranslatedField

FILE = models.CharField(blank=True, max_length=300)
COLUMNS = [
    ("document_2", FILE),
    ("picture", FILE),
    ("picture_alt", TranslatedField()),
    ("picture_2", FILE),
    ("picture_2_alt", TranslatedField()),
    ("videos", ArrayField(models.TextField(), blank=True, default=list)),
]


class Migration(migrations.Migration):
    """More files of a practice, videos by link, and links that died."""

    dependencies = [("practices", "0003_coediting")]
    operations = [
        *(
            migrations.AddField(model, name, field.clone())
            for model in ("practice", "published")
            for name, field in COLUMNS
        ),
        migrations.CreateModel(
            name="DeadLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
                ("practice_id", models.UUIDField()),
                ("url", models.CharField(max_length=500)),
                ("since", models.DateTimeField(default=clock.now)),
                ("tries", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation_id", "practice_id", "url"], name="practices_deadlink_one"
                    )
                ],
                "indexes": [models.Index(fields=["realm", "practice_id"], name="practices_deadlinks")],
            },
        ),
        ProtectShared("practices_deadlink"),
        BelongsToNetwork("practices_deadlink"),
    ]
