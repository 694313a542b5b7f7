import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
import contratrata.ground.vault.sealed
from contratrata.ground.base.rls import OWN, Protect, Sql
from contratrata.ground.workflow.machine import GuardMoves

TABLES = ("import", "importrow", "importmove")
MOVES = [
    ("apply", "staged", "applying"),
    ("cancel", "reading", "cancelled"),
    ("cancel", "received", "cancelled"),
    ("cancel", "staged", "cancelled"),
    ("fail", "reading", "failed"),
    ("fail", "received", "failed"),
    ("finish", "applying", "applied"),
    ("keep", "reversing", "applied"),
    ("read", "received", "reading"),
    ("receive", "", "received"),
    ("reverse", "applied", "reversing"),
    ("stage", "reading", "staged"),
    ("undo", "reversing", "reversed"),
]
#: Identities are asked for only where the file holds some.
SEEN = f"{OWN} AND (NOT confidential OR (SELECT scope_identities()))"
POLICIES = "".join(
    f"DROP POLICY {name} ON imports_{table};"
    for table in TABLES
    for name in ("see", "add", "change", "remove")
)


RENAMES = "".join(f"ALTER TABLE cases_{table} RENAME TO imports_{table};" for table in TABLES)
RENAMES += """
DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT conrelid::regclass AS at, conname AS name FROM pg_constraint
    WHERE conrelid IN ('imports_import'::regclass, 'imports_importrow'::regclass, 'imports_importmove'::regclass)
      AND conname LIKE 'cases\\_%' AND conname NOT LIKE '%\\_known'
  LOOP
    EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', one.at, one.name,
                   'imports' || substr(one.name, 6));
  END LOOP;
  FOR one IN SELECT indexname AS name FROM pg_indexes
    WHERE tablename IN ('imports_import', 'imports_importrow', 'imports_importmove')
      AND indexname LIKE 'cases\\_%'
  LOOP
    EXECUTE format('ALTER INDEX %I RENAME TO %I', one.name, 'imports' || substr(one.name, 6));
  END LOOP;
END $$;
"""


FORWARDS = f"""
DROP TRIGGER state_guard ON cases_import;
DROP FUNCTION cases_import_state_guard();
ALTER TABLE cases_importmove DROP CONSTRAINT cases_importmove_known;
{RENAMES}
ALTER TABLE imports_importrow RENAME COLUMN case_id TO made_id;
ALTER TABLE imports_import ADD COLUMN importer varchar(40) NOT NULL DEFAULT 'cases';
"""
FORWARDS += "".join(
    f"ALTER TABLE imports_{table} ADD COLUMN confidential boolean NOT NULL DEFAULT true;" for table in TABLES
)
#: The former names had policies of their own: what goes back would stand without any.
BACKWARDS = "DO $$ BEGIN RAISE EXCEPTION 'imports do not go back to cases'; END $$;"


class Migration(migrations.Migration):
    """The tables of imports leave cases: renamed with their rows, then protected and guarded by their new names."""

    dependencies = [("cases", "0004_protect_imports"), ("network", "0002_protect")]

    operations = [
        Sql(FORWARDS, BACKWARDS),
        Sql(POLICIES, ""),
        *(
            Protect(f"imports_{table}", read=SEEN, write=SEEN, append_only=table == "importmove")
            for table in TABLES
        ),
        GuardMoves("imports_import", "imports_importmove", MOVES),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Import",
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
                        (
                            "organisation_id",
                            models.UUIDField(
                                default=contratrata.ground.base.scope.organisation_id, editable=False
                            ),
                        ),
                        (
                            "realm",
                            models.SmallIntegerField(
                                default=contratrata.ground.base.scope.realm, editable=False
                            ),
                        ),
                        ("confidential", models.BooleanField(db_default=True, default=True)),
                        ("importer", models.CharField(db_default="cases", default="cases", max_length=40)),
                        ("file_name", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                        ("size", models.PositiveBigIntegerField()),
                        ("digest", models.CharField(max_length=64)),
                        ("kind", models.CharField(blank=True, max_length=10)),
                        ("notes", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                        ("columns", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                        ("reading", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "en espera de lectura"),
                                    ("reading", "leyéndose"),
                                    ("staged", "por decidir"),
                                    ("applying", "entrando"),
                                    ("applied", "traída"),
                                    ("reversing", "deshaciéndose"),
                                    ("reversed", "deshecha"),
                                    ("failed", "no se pudo leer"),
                                    ("cancelled", "cancelada"),
                                ],
                                default="received",
                                max_length=12,
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("with_asked", models.BooleanField(default=False)),
                        ("responsible_id", models.UUIDField(null=True)),
                        ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                        ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                        ("moved_at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                        ("once", models.UUIDField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["organisation_id", "-at", "id"], name="imports_import_org"),
                            models.Index(fields=["organisation_id", "digest"], name="imports_import_digest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation_id", "once"), name="imports_import_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportMove",
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
                        (
                            "organisation_id",
                            models.UUIDField(
                                default=contratrata.ground.base.scope.organisation_id, editable=False
                            ),
                        ),
                        (
                            "realm",
                            models.SmallIntegerField(
                                default=contratrata.ground.base.scope.realm, editable=False
                            ),
                        ),
                        ("verb", models.CharField(max_length=40)),
                        ("from_state", models.CharField(blank=True, max_length=40)),
                        ("to_state", models.CharField(max_length=40)),
                        ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                        ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                        ("by_organisation_id", models.UUIDField(null=True)),
                        ("confidential", models.BooleanField(db_default=True, default=True)),
                        (
                            "of",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="moves",
                                to="imports.import",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["organisation_id", "of", "at"], name="imports_import_move")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
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
                        (
                            "organisation_id",
                            models.UUIDField(
                                default=contratrata.ground.base.scope.organisation_id, editable=False
                            ),
                        ),
                        (
                            "realm",
                            models.SmallIntegerField(
                                default=contratrata.ground.base.scope.realm, editable=False
                            ),
                        ),
                        ("confidential", models.BooleanField(db_default=True, default=True)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("understood", "Entendida"),
                                    ("repaired", "Reparada"),
                                    ("asked", "Por aclarar"),
                                    ("refused", "No se puede traer"),
                                    ("duplicate", "Ya estaba"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        (
                            "findings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), default=list, size=None
                            ),
                        ),
                        ("raw", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        ("made_id", models.UUIDField(null=True)),
                        (
                            "of",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="imports.import",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["organisation_id", "of", "outcome", "number"],
                                name="imports_import_outcome",
                            ),
                            models.Index(fields=["organisation_id", "of", "key"], name="imports_import_key"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation_id", "of", "number"), name="imports_import_row"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
