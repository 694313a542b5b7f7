from django.db import migrations, models

from contratrata.ground.base.rls import Sql

#: Functions whose text names the column that is renamed; `{row}` is its name.
NAMING = """
CREATE OR REPLACE FUNCTION practices_edits(practice uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM practices_practice p WHERE p.id = practice
    AND (p.organisation_id = (SELECT scope_organisation()) OR EXISTS (SELECT 1 FROM practices_coeditor c
      WHERE c.realm = p.realm AND c.%(row)s = p.id AND c.organisation_id = p.organisation_id
      AND c.ended_at IS NULL AND c.editor_organisation_id = (SELECT scope_organisation()))))
$$;
CREATE OR REPLACE FUNCTION practices_coeditor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.organisation_id, NEW.realm, NEW.%(row)s, NEW.editor_organisation_id)
     <> (OLD.id, OLD.organisation_id, OLD.realm, OLD.%(row)s, OLD.editor_organisation_id) THEN
    RAISE EXCEPTION 'a co-editing is ended only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION practices_author_judges() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE judged uuid := COALESCE(to_jsonb(NEW)->>'practice_id', to_jsonb(NEW)->>'row_id')::uuid;
BEGIN
  IF COALESCE(to_jsonb(NEW)->>'verb', 'accept') IN ('endorse', 'ask_changes', 'accept') AND EXISTS (
    SELECT 1 FROM practices_coeditor c WHERE c.realm = NEW.realm AND c.%(row)s = judged
    AND c.editor_organisation_id = NEW.organisation_id) THEN
    RAISE EXCEPTION 'who wrote a practice does not judge it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
"""


def _index(model: str, name: str, fields: list[str]) -> migrations.AddIndex:
    return migrations.AddIndex(model, models.Index(fields=fields, name=name))


class Migration(migrations.Migration):
    """Writing together belongs to every noun: the tables stay with their rows, their columns are called alike."""

    dependencies = [("practices", "0005_lasting")]
    operations = [
        migrations.RemoveConstraint("coeditor", "practices_coeditor_one"),
        migrations.RemoveIndex("coeditor", "practices_coeditors"),
        migrations.RemoveConstraint("writing", "practices_writing_one"),
        migrations.RemoveIndex("writing", "practices_writing_now"),
        migrations.RenameField("coeditor", "practice_id", "row_id"),
        migrations.RenameField("writing", "practice_id", "row_id"),
        Sql(NAMING % {"row": "row_id"}, NAMING % {"row": "practice_id"}),
        migrations.AddField(
            "writing", "page", models.CharField(max_length=120, default="cambiar/"), preserve_default=False
        ),
        migrations.AddConstraint(
            "coeditor",
            models.UniqueConstraint(
                fields=["realm", "row_id", "editor_organisation_id"],
                condition=models.Q(("ended_at__isnull", True)),
                name="practices_coeditor_one",
            ),
        ),
        _index("coeditor", "practices_coeditor_of", ["realm", "row_id", "at"]),
        migrations.AddConstraint(
            "writing",
            models.UniqueConstraint(
                fields=["organisation_id", "row_id", "page", "user_id"], name="practices_writing_one"
            ),
        ),
        _index("writing", "practices_writing_now", ["realm", "row_id", "-at"]),
    ]
