"""What the migrations of nouns say alike: the tables of a row and of its copy, with their protection.

Frozen as any migration: when `NounRow` or `NounCopy` change, their nouns get migrations of their own.
"""

from collections.abc import Sequence
from typing import Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, ProtectOpen, ProtectShared, Sql
from contratrata.ground.workflow.public import GuardLog

Triple = tuple[str, str, str]
Columns = Sequence[tuple[str, "models.Field[Any, Any]"]]
#: What the migrations of a noun depend on.
NEEDS = [("network", "0005_first_invitation"), ("base", "0003_open")]


def _id() -> tuple[str, "models.Field[Any, Any]"]:
    return "id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)


def row_table(app: str, name: str, columns: Columns, indexes: Sequence[models.Index]) -> list[Operation]:
    """The table of a `NounRow`: the realm reads, the organisation writes."""
    fields: list[Any] = [
        _id(),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
        ("version", models.PositiveIntegerField(default=1)),
        ("edited_by_id", models.UUIDField(editable=False, null=True)),
        ("changed_at", models.DateTimeField(default=clock.now)),
        ("once", models.UUIDField(editable=False, null=True)),
        *((column, field.clone()) for column, field in columns),
    ]
    table = f"{app}_{name.lower()}"
    return [
        migrations.CreateModel(name=name, fields=fields, options={"indexes": list(indexes)}),
        ProtectShared(table),
        BelongsToNetwork(table),
    ]


def copy_table(app: str, name: str, columns: Columns, indexes: Sequence[models.Index]) -> list[Operation]:
    """The table of a `NounCopy`: anybody reads, the act that publishes writes."""
    fields: list[Any] = [
        _id(),
        ("published_at", models.DateTimeField(default=clock.now, editable=False)),
        ("row_id", models.UUIDField(unique=True)),
        ("version", models.PositiveIntegerField()),
        *((column, field.clone()) for column, field in columns),
    ]
    return [
        migrations.CreateModel(name=name, fields=fields, options={"indexes": list(indexes)}),
        ProtectOpen(f"{app}_{name.lower()}"),
    ]


def move_table(
    app: str, name: str, row: str, triples: list[Triple], *, born: str, own: list[str], others: list[str]
) -> list[Operation]:
    """The table of a `NounMove`: the realm reads, who moves adds, nobody changes; it follows the table of moves."""
    fields: list[Any] = [
        _id(),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
        ("verb", models.CharField(max_length=40)),
        ("from_state", models.CharField(blank=True, max_length=40)),
        ("to_state", models.CharField(max_length=40)),
        ("at", models.DateTimeField(default=clock.now)),
        ("by_id", models.UUIDField(default=scope.user_id, null=True)),
        ("by_organisation_id", models.UUIDField(null=True)),
        ("row_id", models.UUIDField()),
        ("number", models.PositiveIntegerField()),
        ("version", models.PositiveIntegerField()),
        ("reason", models.TextField(blank=True)),
    ]
    table = f"{app}_{name.lower()}"
    last = models.UniqueConstraint(fields=["realm", "row_id", "number"], name=f"{table}_last")
    return [
        migrations.CreateModel(name=name, fields=fields, options={"constraints": [last]}),
        Protect(table, read=REALM, write=OWN, append_only=True),
        BelongsToNetwork(table),
        GuardLog(f"{app}_{row.lower()}", table, triples, born=born, own=own, others=others),
    ]


def coedit_tables(
    app: str, row: str, *, editors: str = "CoEditor", writing: str = "Writing"
) -> list[Operation]:
    """What `CoEdited` needs: who else writes a row (`CoEditorRow`), who is typing (`WritingRow`), and the policies.

    Who was asked in may change that row and what it said before, never take it; an end stays an end.
    """
    table, asked, typing = f"{app}_{row.lower()}", f"{app}_{editors.lower()}", f"{app}_{writing.lower()}"
    owner: Columns = [
        _id(),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
        ("row_id", models.UUIDField()),
    ]
    one = models.UniqueConstraint(
        fields=["realm", "row_id", "editor_organisation_id"],
        condition=models.Q(ended_at__isnull=True),
        name=f"{asked}_one",
    )
    last = models.UniqueConstraint(
        fields=["organisation_id", "row_id", "page", "user_id"], name=f"{typing}_one"
    )
    return [
        migrations.CreateModel(
            name=editors,
            fields=[
                *owner,
                ("editor_organisation_id", models.UUIDField()),
                ("once", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=clock.now)),
                ("by_id", models.UUIDField(default=scope.user_id, null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [one],
                "indexes": [models.Index(fields=["realm", "row_id", "at"], name=f"{asked}_of")],
            },
        ),
        ProtectShared(asked),
        BelongsToNetwork(asked),
        BelongsToNetwork(asked, "editor_organisation_id"),
        migrations.CreateModel(
            name=writing,
            fields=[
                *owner,
                ("page", models.CharField(max_length=120)),
                ("user_id", models.UUIDField()),
                ("at", models.DateTimeField(default=clock.now)),
            ],
            options={
                "constraints": [last],
                "indexes": [models.Index(fields=["realm", "row_id", "-at"], name=f"{typing}_now")],
            },
        ),
        *_coedit_guards(app, table, asked),
        Protect(typing, read=f"{REALM} AND {app}_edits(row_id)", write=OWN),
        BelongsToNetwork(typing),
    ]


def _coedit_guards(app: str, table: str, asked: str) -> list[Operation]:
    """The policies and triggers of a row that several organisations write."""
    me = "(SELECT scope_organisation())"
    asked_in = f"""EXISTS (SELECT 1 FROM {asked} c WHERE c.realm = (SELECT scope_realm())
      AND c.row_id = %s AND c.organisation_id = %s AND c.ended_at IS NULL AND c.editor_organisation_id = {me})"""  # noqa: S608  (names of tables, in migrations)
    of_row = f"{REALM} AND {asked_in % (f'{table}.id', f'{table}.organisation_id')}"
    of_past = f"{REALM} AND {asked_in % ('nouns_pastvalue.row_id', 'nouns_pastvalue.organisation_id')}"
    stays = f"""
CREATE FUNCTION {app}_edits(id_of uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM {table} r WHERE r.id = id_of AND r.realm = (SELECT scope_realm())
    AND (r.organisation_id = {me} OR {asked_in % ("r.id", "r.organisation_id")}))
$$;
CREATE FUNCTION {app}_coeditor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.id, NEW.organisation_id, NEW.realm, NEW.row_id, NEW.editor_organisation_id)
     <> (OLD.id, OLD.organisation_id, OLD.realm, OLD.row_id, OLD.editor_organisation_id) THEN
    RAISE EXCEPTION 'a co-editing is ended only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stays BEFORE UPDATE ON {asked} FOR EACH ROW EXECUTE FUNCTION {app}_coeditor_stays();
CREATE FUNCTION {app}_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.organisation_id, NEW.realm) <> (OLD.id, OLD.organisation_id, OLD.realm) THEN
    RAISE EXCEPTION 'it stays with who began it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER owner_stays BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {app}_owner_stays();
ALTER TABLE {asked} ADD CONSTRAINT {asked}_of_others CHECK (organisation_id <> editor_organisation_id);
"""  # noqa: S608  (the same)
    leaves = f"{REALM} AND editor_organisation_id = {me}"
    return [
        Sql(
            stays,
            f"DROP TRIGGER owner_stays ON {table}; DROP FUNCTION {app}_owner_stays();"
            f"DROP TRIGGER stays ON {asked}; DROP FUNCTION {app}_coeditor_stays(); DROP FUNCTION {app}_edits(uuid);",
        ),
        Sql(
            f"CREATE POLICY leave ON {asked} FOR UPDATE USING ({leaves}) WITH CHECK ({leaves});"
            f"CREATE POLICY coedit ON {table} FOR UPDATE USING ({of_row}) WITH CHECK ({of_row});"
            f"CREATE POLICY {app}_see ON nouns_pastvalue FOR SELECT USING ({of_past});"
            f"CREATE POLICY {app}_add ON nouns_pastvalue FOR INSERT WITH CHECK ({of_past});",
            f"DROP POLICY leave ON {asked}; DROP POLICY coedit ON {table};"
            f"DROP POLICY {app}_see ON nouns_pastvalue; DROP POLICY {app}_add ON nouns_pastvalue;",
        ),
    ]
