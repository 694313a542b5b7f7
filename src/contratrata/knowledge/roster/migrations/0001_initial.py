from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import REALM, BelongsToNetwork, Protect, ProtectShared, Sql

OWN = "organisation_id = (SELECT scope_organisation()) AND realm = (SELECT scope_realm())"
#: Between two persons: nobody else of their organisations reads it.
BETWEEN = (
    f"{REALM} AND ((organisation_id = (SELECT scope_organisation()) AND from_id = (SELECT scope_user())) "
    "OR (to_organisation_id = (SELECT scope_organisation()) AND to_id = (SELECT scope_user())))"
)
#: Who works there no more is listed no more, whatever way her membership ended.
FOLLOW = """
CREATE FUNCTION roster_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE roster_expert SET withdrawn_at = now()
   WHERE organisation_id = NEW.organisation_id AND user_id = NEW.user_id AND withdrawn_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER roster_follows AFTER UPDATE OF ended_at ON network_membership
  FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL) EXECUTE FUNCTION roster_follows();
"""


def _several(most: int) -> ArrayField:
    return ArrayField(models.CharField(max_length=most), blank=True, default=list)


def _common() -> list:
    return [
        ("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
    ]


class Migration(migrations.Migration):
    """Who offers to be asked, and the letters between two persons."""

    initial = True
    dependencies = [("network", "0008_texts_sealed"), ("base", "0003_open")]
    operations = [
        migrations.CreateModel(
            name="Expert",
            fields=[
                *_common(),
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_by_id", models.UUIDField(editable=False, null=True)),
                ("user_id", models.UUIDField(default=scope.user_id, editable=False)),
                ("consent_version", models.CharField(max_length=20)),
                ("consented_at", models.DateTimeField(default=clock.now)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("subjects", _several(40)),
                ("countries", _several(40)),
                ("languages", _several(40)),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["realm", "-consented_at", "id"], name="roster_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(withdrawn_at=None),
                        fields=["organisation_id", "user_id"],
                        name="roster_expert_one",
                    )
                ],
            },
        ),
        ProtectShared("roster_expert"),
        BelongsToNetwork("roster_expert"),
        Sql(FOLLOW, "DROP TRIGGER roster_follows ON network_membership; DROP FUNCTION roster_follows();"),
        migrations.CreateModel(
            name="Letter",
            fields=[
                *_common(),
                ("thread_id", models.UUIDField()),
                ("from_id", models.UUIDField(default=scope.user_id, editable=False)),
                ("to_id", models.UUIDField()),
                ("to_organisation_id", models.UUIDField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField(default=clock.now)),
                ("once", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "thread_id", "at", "id"], name="roster_thread"),
                    models.Index(fields=["organisation_id", "once"], name="roster_letter_once"),
                ]
            },
        ),
        Protect(
            "roster_letter",
            read=BETWEEN,
            write=f"{OWN} AND from_id = (SELECT scope_user())",
            append_only=True,
        ),
        BelongsToNetwork("roster_letter"),
        BelongsToNetwork("roster_letter", "to_organisation_id"),
    ]
