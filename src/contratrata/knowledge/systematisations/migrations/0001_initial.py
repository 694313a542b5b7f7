from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, ProtectOpen, ProtectShared, Sql
from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS, copy_table, move_table, row_table
from contratrata.ground.vault.sealed import SealedField

MOVES = [
    ("collect", "with_participants", "commented"),
    ("publish", "validated", "published"),
    ("recall", "commented", "draft"),
    ("recall", "validated", "draft"),
    ("recall", "with_participants", "draft"),
    ("revise", "published", "draft"),
    ("revise", "withdrawn", "draft"),
    ("send", "commented", "with_participants"),
    ("send", "draft", "with_participants"),
    ("validate", "commented", "validated"),
    ("withdraw", "commented", "withdrawn"),
    ("withdraw", "draft", "withdrawn"),
    ("withdraw", "published", "withdrawn"),
    ("withdraw", "validated", "withdrawn"),
    ("withdraw", "with_participants", "withdrawn"),
]
#: The acting organisation was asked in by the one that began it.
ASKED_IN = """EXISTS (SELECT 1 FROM systematisations_editor e WHERE e.realm = (SELECT scope_realm())
  AND e.systematisation_id = {row} AND e.organisation_id = {owner} AND e.ended_at IS NULL
  AND e.editor_organisation_id = (SELECT scope_organisation()))"""
WRITES = """
CREATE FUNCTION systematisations_writes(id_of uuid, owner uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM systematisations_systematisation s WHERE s.id = id_of AND s.organisation_id = owner
    AND s.realm = (SELECT scope_realm()) AND (owner = (SELECT scope_organisation()) OR EXISTS (
      SELECT 1 FROM systematisations_editor e WHERE e.realm = s.realm AND e.systematisation_id = s.id
      AND e.organisation_id = owner AND e.ended_at IS NULL
      AND e.editor_organisation_id = (SELECT scope_organisation()))))
$$;
CREATE FUNCTION systematisations_edits(id_of uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM systematisations_systematisation s WHERE s.id = id_of
    AND systematisations_writes(s.id, s.organisation_id))
$$;
"""
#: Who is asked in may write a row, not take it; and an end stays an end.
STAYS = """
CREATE FUNCTION systematisations_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.organisation_id, NEW.realm) <> (OLD.id, OLD.organisation_id, OLD.realm) THEN
    RAISE EXCEPTION 'it stays with who began it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER owner_stays BEFORE UPDATE ON systematisations_systematisation
  FOR EACH ROW EXECUTE FUNCTION systematisations_owner_stays();
CREATE TRIGGER owner_stays BEFORE UPDATE ON systematisations_part
  FOR EACH ROW EXECUTE FUNCTION systematisations_owner_stays();
CREATE FUNCTION systematisations_editor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.organisation_id, NEW.realm, NEW.systematisation_id,
      NEW.editor_organisation_id) <> (OLD.id, OLD.organisation_id, OLD.realm, OLD.systematisation_id,
      OLD.editor_organisation_id) THEN
    RAISE EXCEPTION 'a co-editing is ended only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON systematisations_editor
  FOR EACH ROW EXECUTE FUNCTION systematisations_editor_stays();
ALTER TABLE systematisations_editor ADD CONSTRAINT systematisations_editor_of_others
  CHECK (organisation_id <> editor_organisation_id);
"""


def _line(most: int) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


FACTS = [
    ("name", TranslatedField()),
    ("subtitle", TranslatedField()),
    ("sort", _line(40)),
    ("tie", _line(300)),
    ("period", TranslatedField()),
    ("credits", ArrayField(models.TextField(), blank=True, default=list)),
    ("source", _line(500)),
    ("notice", TranslatedField()),
]
TASK_FACTS = [
    ("action", TranslatedField()),
    ("whom", TranslatedField()),
    ("due", models.DateField(null=True)),
    ("state", _line(40)),
    ("words", models.TextField(blank=True)),
    ("source", _line(300)),
    ("begun_on", models.DateField(default=clock.today)),
    ("asked", models.PositiveSmallIntegerField(default=0)),
    ("asked_at", models.DateTimeField(null=True)),
]


def _table(name: str, fields: list, *, of: bool = True, **options: list) -> migrations.CreateModel:
    own = [("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False))]
    if of:
        own += [
            ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
            ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
        ]
    return migrations.CreateModel(name=name, fields=[*own, *fields], options=options)


def _at(name: str = "at") -> tuple[str, models.DateTimeField]:
    return name, models.DateTimeField(default=clock.now)


def _once() -> tuple[str, models.UUIDField]:
    return "once", models.UUIDField(editable=False, null=True)


def _one(fields: list[str], name: str, *, open_only: bool = False) -> models.UniqueConstraint:
    condition = models.Q(("ended_at__isnull", True)) if open_only else None
    return models.UniqueConstraint(fields=fields, condition=condition, name=f"systematisations_{name}")


def _index(fields: list[str], name: str) -> models.Index:
    return models.Index(fields=fields, name=f"systematisations_{name}")


OF = ("systematisation_id", models.UUIDField())
CREATED = [
    _table("Lasting", [
        ("published_at", models.DateTimeField(default=clock.now, editable=False)),
        ("row_id", models.UUIDField(unique=True)), ("number", models.PositiveIntegerField(unique=True)),
        ("name", TranslatedField()), ("gone_at", models.DateTimeField(null=True)), ("why", _line(40)),
    ], of=False),
    _table("Part", [
        ("version", models.PositiveIntegerField(default=1)),
        ("edited_by_id", models.UUIDField(editable=False, null=True)),
        OF, ("kind", models.CharField(max_length=20)), ("place", models.PositiveIntegerField()),
        ("texts", models.JSONField(default=dict)), _at("changed_at"), _once(),
    ], indexes=[_index(["realm", "systematisation_id", "kind", "place", "id"], "parts")]),
    _table("Editor", [
        OF, ("editor_organisation_id", models.UUIDField()), _once(), _at(),
        ("ended_at", models.DateTimeField(null=True)),
    ], constraints=[_one(["realm", "systematisation_id", "editor_organisation_id"], "editor_one", open_only=True)]),
    _table("Typing", [
        OF, ("page", models.CharField(max_length=120)), ("user_id", models.UUIDField()), _at(),
    ], constraints=[_one(["organisation_id", "page", "user_id"], "typing_one")],
        indexes=[_index(["realm", "systematisation_id", "-at"], "typing_now")]),
    _table("Round", [
        OF, ("until", models.DateField()), ("numbers", models.JSONField(default=dict)), _at(), ("ended_at", models.DateTimeField(null=True)),
    ], constraints=[_one(["realm", "systematisation_id"], "round_one", open_only=True)]),
    _table("Reader", [
        ("round_id", models.UUIDField()), ("token_hash", models.BinaryField()), ("mark", models.UUIDField()),
        ("validated_at", models.DateTimeField(null=True)),
    ], constraints=[_one(["organisation_id", "token_hash"], "reader_link"),
                    _one(["organisation_id", "round_id", "mark"], "reader_one")]),
    _table("Comment", [
        ("version", models.PositiveIntegerField(default=1)),
        ("edited_by_id", models.UUIDField(editable=False, null=True)),
        ("round_id", models.UUIDField()), OF, ("part_id", models.UUIDField(null=True)),
        ("words", SealedField(blank=True, default=bytes)), ("answer", SealedField(blank=True, default=bytes)),
        ("taken", models.BooleanField(null=True)), _once(), _at(), ("answered_at", models.DateTimeField(null=True)),
    ], indexes=[_index(["organisation_id", "systematisation_id", "at", "id"], "comments")]),
    _table("Outcome", [
        OF, ("part_id", models.UUIDField()), ("kind", models.CharField(max_length=20)),
        ("thing_id", models.UUIDField()), _at(),
    ], constraints=[_one(["realm", "part_id"], "outcome_one")],
        indexes=[_index(["realm", "systematisation_id"], "outcomes"), _index(["realm", "thing_id"], "thing")]),
]  # fmt: skip
OF_ROW = ASKED_IN.format(
    row="systematisations_systematisation.id", owner="systematisations_systematisation.organisation_id"
)
OF_PAST = ASKED_IN.format(row="nouns_pastvalue.row_id", owner="nouns_pastvalue.organisation_id")

PART = f"{REALM} AND systematisations_writes(systematisation_id, organisation_id)"


class Migration(migrations.Migration):
    """Systematisations, their parts, who reads them before they are published, and what comes of them."""

    initial = True
    dependencies = [*NEEDS, ("nouns", "0002_own_past")]
    operations = [
        *row_table("systematisations", "Systematisation", FACTS, [
            _index(["realm", "sort", "id"], "sort"), _index(["realm", "-changed_at", "id"], "changed"),
        ]),
        *copy_table("systematisations", "Published", [
            *FACTS, ("number", models.PositiveIntegerField(unique=True)), ("parts", models.JSONField(default=list)),
            ("gathered", models.JSONField(default=dict)), ("read", models.JSONField(default=dict)),
        ], [_index(["-published_at", "id"], "newest")]),
        *move_table("systematisations", "SystematisationMove", "Systematisation", MOVES, born="draft",
                    own=["send", "collect", "validate", "recall"], others=[]),
        *row_table("systematisations", "Task", TASK_FACTS, [
            _index(["realm", "state", "id"], "task_state"), _index(["realm", "-changed_at", "id"], "task_changed"),
            _index(["organisation_id", "state", "begun_on"], "task_due"),
        ]),
        *CREATED,
        ProtectOpen("systematisations_lasting"),
        Sql(WRITES, "DROP FUNCTION systematisations_edits(uuid); DROP FUNCTION systematisations_writes(uuid, uuid);"),
        ProtectShared("systematisations_part"),
        Sql(
            f"CREATE POLICY coedit_add ON systematisations_part FOR INSERT WITH CHECK ({PART});"
            f"CREATE POLICY coedit ON systematisations_part FOR UPDATE USING ({PART}) WITH CHECK ({PART});"
            f"CREATE POLICY coedit_remove ON systematisations_part FOR DELETE USING ({PART});",
            "DROP POLICY coedit_add ON systematisations_part; DROP POLICY coedit ON systematisations_part;"
            "DROP POLICY coedit_remove ON systematisations_part;",
        ),
        Protect("systematisations_typing", read=f"{REALM} AND systematisations_edits(systematisation_id)", write=OWN),
        *(ProtectShared(f"systematisations_{name}") for name in ("editor", "round", "outcome")),
        *(Protect(f"systematisations_{name}") for name in ("reader", "comment")),
        *(BelongsToNetwork(f"systematisations_{name}")
          for name in ("part", "editor", "typing", "round", "reader", "comment", "outcome")),
        BelongsToNetwork("systematisations_editor", "editor_organisation_id"),
        Sql(
            f"CREATE POLICY leave ON systematisations_editor FOR UPDATE USING ({REALM} AND "
            f"editor_organisation_id = (SELECT scope_organisation())) WITH CHECK ({REALM} AND "
            f"editor_organisation_id = (SELECT scope_organisation())); {STAYS}",
            "DROP TRIGGER stays ON systematisations_editor; DROP FUNCTION systematisations_editor_stays();"
            "DROP TRIGGER owner_stays ON systematisations_systematisation; DROP TRIGGER owner_stays ON "
            "systematisations_part; DROP FUNCTION systematisations_owner_stays();"
            "DROP POLICY leave ON systematisations_editor;",
        ),
        Sql(
            f"CREATE POLICY coedit ON systematisations_systematisation FOR UPDATE USING ({REALM} AND {OF_ROW}) "
            f"WITH CHECK ({REALM} AND {OF_ROW});"
            f"CREATE POLICY sys_see ON nouns_pastvalue FOR SELECT USING ({REALM} AND {OF_PAST});"
            f"CREATE POLICY sys_add ON nouns_pastvalue FOR INSERT WITH CHECK ({REALM} AND {OF_PAST});",
            "DROP POLICY coedit ON systematisations_systematisation; DROP POLICY sys_see ON nouns_pastvalue;"
            "DROP POLICY sys_add ON nouns_pastvalue;",
        ),
    ]  # fmt: skip
