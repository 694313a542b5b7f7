from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.vault.sealed import SealedField

Field = tuple[str, models.Field]
ASKED = [
    ("waiting", "por dejar pasar"),
    ("shown", "a la vista"),
    ("answered", "respondida"),
    ("hidden", "no se muestra"),
]
POLLS = [("ready", "preparado"), ("open", "abierto"), ("closed", "cerrado")]
VERSIONED = (
    ("version", models.PositiveIntegerField(default=1)),
    ("edited_by_id", models.UUIDField(editable=False, null=True)),
)


def _table(name: str, *fields: Field, **options: object) -> list[object]:
    own = [
        ("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
        ("event_id", models.UUIDField()),
        ("session_id", models.UUIDField()),
    ]
    table = f"live_{name.lower()}"
    cloned = [(column, field.clone()) for column, field in fields]
    created = migrations.CreateModel(name=name, fields=[*own, *cloned], options=options)
    return [created, Protect(table), BelongsToNetwork(table)]


def _at() -> Field:
    return ("at", models.DateTimeField(default=clock.now))


def _once() -> Field:
    return ("once", models.UUIDField(editable=False, null=True))


def _words() -> Field:
    return ("words", SealedField(blank=True, default=bytes))


def _line(most: int) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


def _one(name: str, *fields: str, **more: object) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["organisation_id", *fields], name=f"live_{name}", **more)


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=["organisation_id", *fields], name=f"live_{name}")


class Migration(migrations.Migration):
    """What is written, agreed, asked and answered in a session: of the organisation that holds the event."""

    initial = True
    dependencies = [("network", "0008_texts_sealed"), ("base", "0003_open")]
    operations = [
        *_table(
            "Notebook",
            ("turn", models.PositiveIntegerField(default=1)),
            ("handed_at", models.DateTimeField(null=True)),
            ("shared_at", models.DateTimeField(null=True)),
            constraints=[_one("notebook_one", "session_id")],
            indexes=[_index("notebooks", "event_id", "id")],
        ),
        *_table(
            "Note",
            ("number", models.PositiveSmallIntegerField()),
            ("question", models.TextField(blank=True)),
            _words(),
            ("version", models.PositiveIntegerField(default=0)),
            ("writer", models.UUIDField(null=True)),
            _at(),
            constraints=[_one("note_one", "session_id", "number")],
            indexes=[_index("notes", "event_id", "session_id", "number")],
        ),
        *_table(
            "Parallel",
            ("note_id", models.UUIDField()),
            _words(),
            ("writer", models.UUIDField()),
            _at(),
            ("settled_at", models.DateTimeField(null=True)),
            constraints=[_one("parallel_one", "note_id", "writer", condition=models.Q(("settled_at", None)))],
            indexes=[_index("parallels", "event_id", "session_id", "id")],
        ),
        *_table(
            "Agreement",
            *VERSIONED,
            ("words", models.TextField(blank=True)),
            ("who", _line(200)),
            ("parties", _line(200)),
            ("how", _line(40)),
            _at(),
            _once(),
            indexes=[_index("agreements", "event_id", "session_id", "at")],
        ),
        *_table(
            "Wish",
            ("practice", _line(300)),
            ("country", _line(3)),
            ("conditions", models.TextField(blank=True)),
            ("proposal_id", models.UUIDField(null=True)),
            _at(),
            _once(),
            indexes=[_index("wishes", "event_id", "session_id", "at")],
        ),
        *_table(
            "RoomQuestion",
            *VERSIONED,
            _words(),
            ("state", models.CharField(choices=ASKED, default="waiting", max_length=10)),
            ("votes", models.PositiveIntegerField(default=0)),
            _at(),
            _once(),
            indexes=[_index("questions", "session_id", "-votes", "at", "id")],
        ),
        *_table(
            "Poll",
            *VERSIONED,
            ("question", models.TextField(blank=True)),
            ("sort", _line(40)),
            ("options", ArrayField(models.TextField(), blank=True, default=list)),
            ("state", models.CharField(choices=POLLS, default="ready", max_length=10)),
            ("answers", models.PositiveIntegerField(default=0)),
            _at(),
            _once(),
            indexes=[_index("polls", "session_id", "at", "id")],
        ),
        *_table(
            "Tally",
            ("poll_id", models.UUIDField()),
            ("option", models.CharField(max_length=200)),
            ("number", models.PositiveIntegerField(default=0)),
            ("is_shown", models.BooleanField(default=True)),
            constraints=[_one("tally_one", "poll_id", "option")],
        ),
        *_table(
            "Mark",
            ("of_id", models.UUIDField()),
            ("seat", models.UUIDField()),
            constraints=[_one("mark_one", "of_id", "seat")],
        ),
    ]
