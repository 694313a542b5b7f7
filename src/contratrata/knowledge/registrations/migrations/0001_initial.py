from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.vault.sealed import SealedField
from contratrata.ground.workflow.public import GuardMoves
from contratrata.knowledge.registrations.models import new_code

STATES = [
    ("asked", "por aceptar"),
    ("placed", "con lugar"),
    ("waiting", "en lista de espera"),
    ("offered", "con un lugar ofrecido"),
    ("declined", "no aceptada"),
    ("lapsed", "vencida"),
    ("withdrawn", "cancelada"),
]
REASONS = [
    ("full", "no quedan lugares"),
    ("audience", "el evento es para otro público"),
    ("quota", "ya hay muchas personas de su país o sector"),
    ("twice", "ya está inscrita con otro correo"),
    ("other", "otra razón"),
]
MOVES = [
    ("accept", "offered", "placed"),
    ("ask", "", "asked"),
    ("ask", "lapsed", "asked"),
    ("ask", "withdrawn", "asked"),
    ("decline", "asked", "declined"),
    ("decline", "offered", "declined"),
    ("decline", "placed", "declined"),
    ("decline", "waiting", "declined"),
    ("lapse", "offered", "lapsed"),
    ("lapse", "placed", "lapsed"),
    ("offer", "waiting", "offered"),
    ("place", "", "placed"),
    ("place", "asked", "placed"),
    ("place", "declined", "placed"),
    ("place", "lapsed", "placed"),
    ("place", "waiting", "placed"),
    ("place", "withdrawn", "placed"),
    ("queue", "", "waiting"),
    ("queue", "asked", "waiting"),
    ("queue", "declined", "waiting"),
    ("queue", "lapsed", "waiting"),
    ("queue", "placed", "waiting"),
    ("queue", "withdrawn", "waiting"),
    ("withdraw", "asked", "withdrawn"),
    ("withdraw", "offered", "withdrawn"),
    ("withdraw", "placed", "withdrawn"),
    ("withdraw", "waiting", "withdrawn"),
]


def _common() -> list:
    return [
        ("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
    ]


def _one(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["organisation_id", *fields], name=f"registrations_{name}")


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=["organisation_id", *fields], name=f"registrations_{name}")


def _codes(**options: bool) -> ArrayField:
    return ArrayField(models.CharField(max_length=40), default=list, **options)


class Migration(migrations.Migration):
    """Who registers for events, how one registers, and what of the programme they were told."""

    initial = True
    dependencies = [("network", "0008_texts_sealed"), ("base", "0003_open"), ("events", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Terms",
            fields=[
                *_common(),
                ("version", models.PositiveIntegerField(default=1)),
                ("edited_by_id", models.UUIDField(editable=False, null=True)),
                ("event_id", models.UUIDField()),
                ("turn", models.PositiveIntegerField(default=1)),
                ("country_quotas", models.TextField(blank=True)),
                ("sector_quotas", models.TextField(blank=True)),
                ("sex_quotas", models.TextField(blank=True)),
                ("offered", _codes(blank=True)),
                ("consents", _codes(blank=True)),
                ("questions", models.TextField(blank=True)),
            ],
            options={"constraints": [_one("terms_one", "event_id")]},
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                *_common(),
                ("event_id", models.UUIDField()),
                ("subject_id", models.UUIDField()),
                ("email_key", models.UUIDField(null=True)),
                *((name, SealedField(blank=True, default=bytes)) for name in ("name", "email", "answers")),
                ("country", models.CharField(blank=True, max_length=3)),
                ("sector", models.CharField(blank=True, max_length=40)),
                ("sex", models.CharField(blank=True, max_length=40)),
                ("consents", _codes()),
                ("language", models.CharField(max_length=5)),
                ("time_zone", models.CharField(max_length=50)),
                ("state", models.CharField(choices=STATES, max_length=20)),
                ("code", models.CharField(default=new_code, max_length=12)),
                ("at", models.DateTimeField(default=clock.now)),
                ("since", models.DateTimeField(default=clock.now)),
                ("due_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("linked_at", models.DateTimeField(default=clock.now)),
                ("quiet_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("nominated_by_id", models.UUIDField(null=True)),
                ("mailed", ArrayField(models.CharField(max_length=100), default=list)),
            ],
            options={
                "constraints": [
                    _one("one_address", "event_id", "email_key"),
                    _one("one_code", "event_id", "code"),
                ],
                "indexes": [
                    _index("newest", "event_id", "-at", "id"),
                    _index("all", "-at", "id"),
                    _index("places", "event_id", "state"),
                    _index("due", "due_at", "id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrationMove",
            fields=[
                *_common(),
                ("verb", models.CharField(max_length=40)),
                ("from_state", models.CharField(blank=True, max_length=40)),
                ("to_state", models.CharField(max_length=40)),
                ("at", models.DateTimeField(default=clock.now)),
                ("by_id", models.UUIDField(default=scope.user_id, null=True)),
                ("by_organisation_id", models.UUIDField(null=True)),
                ("registration_id", models.UUIDField()),
                ("reason", models.CharField(blank=True, choices=REASONS, max_length=20)),
            ],
            options={"indexes": [_index("moves", "registration_id", "at", "id")]},
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                *_common(),
                ("event_id", models.UUIDField()),
                ("session_id", models.UUIDField()),
                ("begins", models.DateTimeField()),
            ],
            options={
                "constraints": [_one("programme_one", "session_id")],
                "indexes": [_index("programme_of", "event_id")],
            },
        ),
        Protect("registrations_terms"),
        BelongsToNetwork("registrations_terms"),
        Protect("registrations_registration"),
        BelongsToNetwork("registrations_registration"),
        Protect("registrations_registrationmove", append_only=True),
        BelongsToNetwork("registrations_registrationmove"),
        Protect("registrations_programme"),
        BelongsToNetwork("registrations_programme"),
        GuardMoves("registrations_registration", "registrations_registrationmove", MOVES),
    ]
