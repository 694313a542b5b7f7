from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import REALM, BelongsToNetwork, Protect, Sql

#: Functions whose text names the column that is renamed.
NAMING = """
CREATE OR REPLACE FUNCTION systematisations_writes(id_of uuid, owner uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM systematisations_systematisation s WHERE s.id = id_of AND s.organisation_id = owner
    AND s.realm = (SELECT scope_realm()) AND (owner = (SELECT scope_organisation()) OR EXISTS (
      SELECT 1 FROM systematisations_editor e WHERE e.realm = s.realm AND e.%(row)s = s.id
      AND e.organisation_id = owner AND e.ended_at IS NULL
      AND e.editor_organisation_id = (SELECT scope_organisation()))))
$$;
CREATE OR REPLACE FUNCTION systematisations_editor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.organisation_id, NEW.realm, NEW.%(row)s,
      NEW.editor_organisation_id) <> (OLD.id, OLD.organisation_id, OLD.realm, OLD.%(row)s,
      OLD.editor_organisation_id) THEN
    RAISE EXCEPTION 'a co-editing is ended only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
"""
WRITES = f"{REALM} AND systematisations_writes(systematisation_id, organisation_id)"


def _index(model: str, name: str, fields: list[str]) -> migrations.AddIndex:
    return migrations.AddIndex(model, models.Index(fields=fields, name=name))


class Migration(migrations.Migration):
    """Writing together belongs to every noun; and a part's earlier texts stay, for those who write it."""

    dependencies = [("systematisations", "0002_spend_slots")]
    operations = [
        migrations.RemoveConstraint("editor", "systematisations_editor_one"),
        migrations.RemoveConstraint("typing", "systematisations_typing_one"),
        migrations.RemoveIndex("typing", "systematisations_typing_now"),
        migrations.RenameField("editor", "systematisation_id", "row_id"),
        migrations.RenameField("typing", "systematisation_id", "row_id"),
        Sql(NAMING % {"row": "row_id"}, NAMING % {"row": "systematisation_id"}),
        migrations.AddField("editor", "by_id", models.UUIDField(default=scope.user_id, null=True)),
        migrations.AddConstraint(
            "editor",
            models.UniqueConstraint(
                fields=["realm", "row_id", "editor_organisation_id"],
                condition=models.Q(("ended_at__isnull", True)),
                name="systematisations_editor_one",
            ),
        ),
        _index("editor", "systematisations_editor_of", ["realm", "row_id", "at"]),
        migrations.AddConstraint(
            "typing",
            models.UniqueConstraint(
                fields=["organisation_id", "row_id", "page", "user_id"], name="systematisations_typing_one"
            ),
        ),
        _index("typing", "systematisations_typing_now", ["realm", "row_id", "-at"]),
        migrations.CreateModel(
            name="EarlierText",
            fields=[
                (
                    "id",
                    models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
                ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
                ("systematisation_id", models.UUIDField()),
                ("part_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("until", models.DateTimeField(default=clock.now)),
                ("by_id", models.UUIDField(default=scope.user_id, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation_id", "part_id", "version"], name="systematisations_earlier_one"
                    )
                ]
            },
        ),
        Protect("systematisations_earliertext", read=WRITES, write=WRITES),
        BelongsToNetwork("systematisations_earliertext"),
    ]
