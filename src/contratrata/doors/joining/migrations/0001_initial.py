from django.db import migrations, models

import contratrata.ground.vault.sealed
from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect

ANSWERS = [
    ("waiting", "Sin responder"),
    ("invited", "Se la invitará"),
    ("talk", "Se hablará con ella"),
    ("not_now", "Por ahora no"),
]


class Migration(migrations.Migration):
    """What organisations outside ask; of the coordination that reads and answers them."""

    initial = True
    dependencies = [("network", "0008_texts_sealed"), ("base", "0003_open")]
    operations = [
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
                *(
                    (name, contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes))
                    for name in ("name", "contact", "email", "text")
                ),
                ("country", models.CharField(max_length=3)),
                ("language", models.CharField(max_length=5)),
                ("at", models.DateTimeField(default=clock.now)),
                ("answer", models.CharField(choices=ANSWERS, default="waiting", max_length=20)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "-at", "id"], name="joining_newest"),
                    models.Index(fields=["organisation_id", "once"], name="joining_once"),
                ]
            },
        ),
        Protect("joining_joinrequest"),
        BelongsToNetwork("joining_joinrequest"),
    ]
