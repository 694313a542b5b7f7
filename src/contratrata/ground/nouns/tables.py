"""What the migrations of nouns say alike: the tables of a row and of its copy, with their protection.

Frozen as any migration: when `NounRow` or `NounCopy` change, their nouns get migrations of their own.
"""

from collections.abc import Sequence
from typing import Any

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import OWN, REALM, BelongsToNetwork, Protect, ProtectOpen, ProtectShared
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
