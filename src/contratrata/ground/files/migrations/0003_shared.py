from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, ProtectOpen, ProtectShared

ABOUT = [
    ("name", models.CharField(max_length=140)),
    ("kind", models.CharField(max_length=10)),
    ("size", models.PositiveBigIntegerField()),
    ("digest", models.CharField(max_length=64)),
    ("has_thumbnail", models.BooleanField(default=False)),
]


def _id() -> tuple[str, models.UUIDField]:
    return "id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    """Files of things without persons: the realm reads them, and anybody once they are published."""

    dependencies = [("files", "0002_protect"), ("network", "0005_first_invitation"), ("base", "0003_open")]
    operations = [
        migrations.CreateModel(
            name="SharedFile",
            fields=[
                _id(),
                ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
                ("about_kind", models.CharField(max_length=40)),
                *((name, field.clone()) for name, field in ABOUT),
                ("by_id", models.UUIDField(default=scope.user_id, null=True)),
                ("at", models.DateTimeField(default=clock.now)),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "about_kind"], name="files_shared_about")]
            },
        ),
        ProtectShared("files_sharedfile"),
        BelongsToNetwork("files_sharedfile"),
        migrations.CreateModel(
            name="OpenFile",
            fields=[
                _id(),
                ("published_at", models.DateTimeField(default=clock.now, editable=False)),
                ("file_id", models.UUIDField(unique=True)),
                *((name, field.clone()) for name, field in ABOUT),
            ],
        ),
        ProtectOpen("files_openfile"),
    ]
