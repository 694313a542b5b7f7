from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, ProtectShared, Sql

#: The acting organisation was asked in by the one whose practice it is.
ASKED_IN = """EXISTS (SELECT 1 FROM practices_coeditor c WHERE c.realm = (SELECT scope_realm())
  AND c.practice_id = {row} AND c.organisation_id = {owner} AND c.ended_at IS NULL
  AND c.editor_organisation_id = (SELECT scope_organisation()))"""
OF_PRACTICE = ASKED_IN.format(row="practices_practice.id", owner="practices_practice.organisation_id")
OF_PAST = ASKED_IN.format(row="nouns_pastvalue.row_id", owner="nouns_pastvalue.organisation_id")
EDITS = """
CREATE FUNCTION practices_edits(practice uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM practices_practice p WHERE p.id = practice
    AND (p.organisation_id = (SELECT scope_organisation()) OR EXISTS (SELECT 1 FROM practices_coeditor c
      WHERE c.realm = p.realm AND c.practice_id = p.id AND c.organisation_id = p.organisation_id
      AND c.ended_at IS NULL AND c.editor_organisation_id = (SELECT scope_organisation()))))
$$;
"""
#: An end stays, and who asked whom into what stays as it was.
STAYS = """
CREATE FUNCTION practices_coeditor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.organisation_id, NEW.realm, NEW.practice_id, NEW.editor_organisation_id)
     <> (OLD.id, OLD.organisation_id, OLD.realm, OLD.practice_id, OLD.editor_organisation_id) THEN
    RAISE EXCEPTION 'a co-editing is ended only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON practices_coeditor FOR EACH ROW EXECUTE FUNCTION practices_coeditor_stays();
"""
#: Who is asked in may write the row, not take it: of two policies that let a row be changed, one judges what it was
#: and the other what it becomes.
OWNER_STAYS = """
CREATE FUNCTION practices_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.organisation_id, NEW.realm) <> (OLD.id, OLD.organisation_id, OLD.realm) THEN
    RAISE EXCEPTION 'a practice stays with who began it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER owner_stays BEFORE UPDATE ON practices_practice FOR EACH ROW EXECUTE FUNCTION practices_owner_stays();
"""
#: Who wrote of it, now or before, judges nothing of it.
JUDGES = """
CREATE FUNCTION practices_author_judges() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE judged uuid := COALESCE(to_jsonb(NEW)->>'practice_id', to_jsonb(NEW)->>'row_id')::uuid;
BEGIN
  IF COALESCE(to_jsonb(NEW)->>'verb', 'accept') IN ('endorse', 'ask_changes', 'accept') AND EXISTS (
    SELECT 1 FROM practices_coeditor c WHERE c.realm = NEW.realm AND c.practice_id = judged
    AND c.editor_organisation_id = NEW.organisation_id) THEN
    RAISE EXCEPTION 'who wrote a practice does not judge it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER author_judges BEFORE INSERT ON practices_review
  FOR EACH ROW EXECUTE FUNCTION practices_author_judges();
CREATE TRIGGER author_judges BEFORE INSERT ON practices_practicemove
  FOR EACH ROW EXECUTE FUNCTION practices_author_judges();
"""


def _id() -> tuple[str, models.UUIDField]:
    return "id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)


def _owner() -> list[tuple[str, models.Field]]:
    return [
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
    ]


class Migration(migrations.Migration):
    """Several organisations write one practice: the database lets those change that row, and no other."""

    dependencies = [("practices", "0002_review"), ("nouns", "0002_own_past")]
    operations = [
        migrations.CreateModel(
            name="CoEditor",
            fields=[
                _id(),
                *_owner(),
                ("practice_id", models.UUIDField()),
                ("editor_organisation_id", models.UUIDField()),
                ("once", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=clock.now)),
                ("by_id", models.UUIDField(default=scope.user_id, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["realm", "practice_id", "at"], name="practices_coeditors")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["realm", "practice_id", "editor_organisation_id"],
                        condition=models.Q(("ended_at__isnull", True)),
                        name="practices_coeditor_one",
                    )
                ],
            },
        ),
        ProtectShared("practices_coeditor"),
        BelongsToNetwork("practices_coeditor"),
        BelongsToNetwork("practices_coeditor", "editor_organisation_id"),
        Sql(
            f"CREATE POLICY leave ON practices_coeditor FOR UPDATE USING ({REALM} AND "
            f"editor_organisation_id = (SELECT scope_organisation())) WITH CHECK ({REALM} AND "
            f"editor_organisation_id = (SELECT scope_organisation())); {STAYS}"
            "ALTER TABLE practices_coeditor ADD CONSTRAINT practices_coeditor_of_others "
            "CHECK (organisation_id <> editor_organisation_id);",
            "DROP TRIGGER stays ON practices_coeditor; DROP FUNCTION practices_coeditor_stays();"
            "DROP POLICY leave ON practices_coeditor;",
        ),
        Sql(
            f"CREATE POLICY coedit ON practices_practice FOR UPDATE USING ({REALM} AND {OF_PRACTICE}) "
            f"WITH CHECK ({REALM} AND {OF_PRACTICE});"
            f"CREATE POLICY coedit_see ON nouns_pastvalue FOR SELECT USING ({REALM} AND {OF_PAST});"
            f"CREATE POLICY coedit_add ON nouns_pastvalue FOR INSERT WITH CHECK ({REALM} AND {OF_PAST});",
            "DROP POLICY coedit ON practices_practice; DROP POLICY coedit_see ON nouns_pastvalue;"
            "DROP POLICY coedit_add ON nouns_pastvalue;",
        ),
        Sql(
            OWNER_STAYS,
            "DROP TRIGGER owner_stays ON practices_practice; DROP FUNCTION practices_owner_stays();",
        ),
        Sql(
            JUDGES,
            "DROP TRIGGER author_judges ON practices_review; DROP TRIGGER author_judges ON practices_practicemove;"
            "DROP FUNCTION practices_author_judges();",
        ),
        migrations.CreateModel(
            name="Writing",
            fields=[
                _id(),
                *_owner(),
                ("practice_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("at", models.DateTimeField(default=clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "practice_id", "-at"], name="practices_writing_now")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organisation_id", "practice_id", "user_id"], name="practices_writing_one"
                    )
                ],
            },
        ),
        Sql(EDITS, "DROP FUNCTION practices_edits(uuid);"),
        Protect("practices_writing", read=f"{REALM} AND practices_edits(practice_id)", write=OWN),
        BelongsToNetwork("practices_writing"),
    ]
