from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect, ProtectOpen, ProtectShared
from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS, copy_table, row_table
from contratrata.ground.vault.sealed import SealedField


def _line(most: int = 40) -> models.CharField:
    return models.CharField(blank=True, max_length=most)


def _several() -> ArrayField:
    return ArrayField(_code(), blank=True, default=list)


def _code() -> models.CharField:
    return models.CharField(max_length=40)


FACTS = [
    ("cancelled_at", models.DateTimeField(null=True)),
    ("cancelled_why", TranslatedField()),
    ("kind", _line()),
    ("name", TranslatedField()),
    ("aim", TranslatedField()),
    ("audience", TranslatedField()),
    ("starts_on", models.DateField(null=True)),
    ("ends_on", models.DateField(null=True)),
    ("mode", _line()),
    ("country", _line(3)),
    ("place", _line(200)),
    ("zone", _line()),
    ("languages", _several()),
    ("access", TranslatedField()),
    ("partners", ArrayField(models.TextField(), blank=True, default=list)),
    ("who", _line()),
    ("capacity", models.IntegerField(null=True)),
    ("closes_on", models.DateField(null=True)),
    ("approval", models.BooleanField(null=True)),
    ("certificate_sessions", models.IntegerField(null=True)),
    ("certificate_minutes", models.IntegerField(null=True)),
    ("recorded", models.BooleanField(null=True)),
    ("after", _line(300)),
    ("source", _line(300)),
]
COPIED = [
    ("code", models.CharField(max_length=12, unique=True)),
    ("organiser", models.CharField(max_length=200)),
    ("programme", models.PositiveIntegerField(default=1)),
    ("begins", models.DateTimeField()),
    ("ends", models.DateTimeField()),
    ("rooms", models.JSONField(default=list)),
    ("changes", models.JSONField(default=list)),
]
SESSION = [
    ("sort", _line()),
    ("title", TranslatedField()),
    ("day", models.DateField(null=True)),
    ("starts", models.TimeField(null=True)),
    ("minutes", models.IntegerField(null=True)),
    ("zone", _line()),
    ("aim", TranslatedField()),
    ("questions", TranslatedField()),
    ("teaser", TranslatedField()),
]
SESSION_CHOSEN = [
    ("begins", models.DateTimeField(null=True)),
    ("room", _line()),
    ("speakers", _several()),
    ("moderators", _several()),
    ("rapporteurs", _several()),
    ("companions", _several()),
]
ROOM = [
    ("name", _line(120)),
    ("place", _line(200)),
    ("country", _line(3)),
    ("capacity", models.IntegerField(null=True)),
    ("companion", _line()),
]
MATERIAL = [
    ("name", TranslatedField()),
    ("sort", _line()),
    ("link", _line(500)),
    ("document", _line(300)),
    ("shown", models.BooleanField(null=True)),
]
SPEAKER = [
    ("words", SealedField()),
    ("user_id", models.UUIDField(null=True)),
    ("shows_name", models.BooleanField(null=True)),
    ("records", models.BooleanField(null=True)),
    ("agreed_on", models.DateField(null=True)),
]


def _id() -> tuple:
    return "id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)


def _own() -> list:
    return [
        _id(),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
    ]


def _part() -> list:
    return [
        *_own(),
        ("version", models.PositiveIntegerField(default=1)),
        ("edited_by_id", models.UUIDField(editable=False, null=True)),
        ("event_id", models.UUIDField()),
        ("position", models.PositiveIntegerField(default=0)),
        ("once", models.UUIDField(editable=False, null=True)),
    ]


def _open() -> list:
    return [
        _id(),
        ("published_at", models.DateTimeField(default=clock.now, editable=False)),
        ("event_id", models.UUIDField()),
    ]


def _table(name: str, fields: list, *indexes: models.Index, protect: type | None = None) -> list:
    table = f"events_{name.lower()}"
    cloned = [(column, field.clone()) for column, field in fields]
    created = migrations.CreateModel(name=name, fields=cloned, options={"indexes": list(indexes)})
    if protect is None:
        return [created, ProtectOpen(table)]
    return [created, protect(table), BelongsToNetwork(table)]


def _placed(name: str, first: str = "realm") -> models.Index:
    return models.Index(fields=[first, "event_id", "position", "id"], name=name)


class Migration(migrations.Migration):
    """Events with what belongs to them, and the copies that anybody reads."""

    initial = True
    dependencies = [*NEEDS, ("files", "0003_shared")]
    operations = [
        *row_table("events", "Event", FACTS, [
            models.Index(fields=["realm", "starts_on", "id"], name="events_by_day"),
            models.Index(fields=["realm", "-changed_at", "id"], name="events_changed"),
        ]),
        *copy_table("events", "Published", [*FACTS, *COPIED], [
            models.Index(fields=["ends", "id"], name="events_open_ends"),
        ]),
        *_table("Session", [*_part(), *SESSION, *SESSION_CHOSEN], _placed("events_sessions"),
                models.Index(fields=["realm", "begins", "id"], name="events_session_times"), protect=ProtectShared),
        *_table("Room", [*_part(), *ROOM], _placed("events_rooms"), protect=ProtectShared),
        *_table("Material", [*_part(), *MATERIAL, ("session", _line()), ("speaker", _line())],
                _placed("events_materials"), protect=ProtectShared),
        *_table("Speaker", [*_part(), *SPEAKER], _placed("events_speakers", "organisation_id"),
                models.Index(fields=["organisation_id", "user_id"], name="events_speaker_user"), protect=Protect),
        *_table("OpenSession", [*_open(), ("session_id", models.UUIDField(unique=True)),
                                ("position", models.PositiveIntegerField()), *SESSION,
                                ("begins", models.DateTimeField(null=True)), ("room", _line(120)),
                                ("people", models.JSONField(default=list))],
                models.Index(fields=["event_id", "position"], name="events_open_sessions"),
                models.Index(fields=["begins", "id"], name="events_open_times")),
        *_table("OpenMaterial", [*_open(), ("material_id", models.UUIDField(unique=True)),
                                 ("session_id", models.UUIDField(null=True)),
                                 ("position", models.PositiveIntegerField()), *MATERIAL],
                models.Index(fields=["event_id", "position"], name="events_open_materials")),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                *_own(),
                ("event_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("programme", models.JSONField()),
                ("changes", models.JSONField(default=list)),
                ("at", models.DateTimeField(default=clock.now)),
                ("by_id", models.UUIDField(null=True)),
            ],
            options={"constraints": [
                models.UniqueConstraint(fields=["realm", "event_id", "number"], name="events_programme_one"),
            ]},
        ),
        ProtectShared("events_programmeversion"),
        BelongsToNetwork("events_programmeversion"),
    ]  # fmt: skip
