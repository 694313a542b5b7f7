import django.db.models.deletion
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.vault.sealed import SealedField
from contratrata.ground.vault.spending import SpendsSlots
from contratrata.knowledge.rooms.models import new_name

SERVED = [("jitsi", "Jitsi"), ("bbb", "BigBlueButton")]
KINDS = [("link", "Enlace pegado"), *SERVED]


def _table(name: str, *fields: tuple[str, models.Field], **options: object) -> list[object]:
    own = [
        ("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
    ]
    table = f"rooms_{name.lower()}"
    at = ("at", models.DateTimeField(default=clock.now))
    created = migrations.CreateModel(name=name, fields=[*own, *fields, at], options=options)
    return [created, Protect(table), BelongsToNetwork(table)]


def _versioned() -> list[tuple[str, models.Field]]:
    return [
        ("version", models.PositiveIntegerField(default=1)),
        ("edited_by_id", models.UUIDField(editable=False, null=True)),
    ]


def _sealed() -> SealedField:
    return SealedField(blank=True, default=bytes)


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=["organisation_id", *fields], name=f"rooms_{name}")


class Migration(migrations.Migration):
    """Meeting servers and rooms: of the organisation that plans the event."""

    initial = True
    dependencies = [
        ("network", "0008_texts_sealed"), ("base", "0003_open"), ("vault", "0009_spending_is_the_owners"),
    ]  # fmt: skip
    operations = [
        *_table(
            "Server",
            *_versioned(),
            ("name", models.CharField(max_length=120)),
            ("kind", models.CharField(choices=SERVED, max_length=10)),
            ("address", models.CharField(max_length=300)),
            ("app_id", models.CharField(blank=True, max_length=120)),
            ("audience", models.CharField(blank=True, max_length=120)),
            ("secret", _sealed()),
            ("once", models.UUIDField(editable=False, null=True)),
            indexes=[_index("servers", "name", "id"), _index("server_once", "once")],
        ),
        *_table(
            "OnlineRoom",
            *_versioned(),
            ("event_id", models.UUIDField()),
            ("session_id", models.UUIDField()),
            ("kind", models.CharField(choices=KINDS, max_length=10)),
            (
                "server",
                models.ForeignKey(
                    db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rooms",
                    to="rooms.server",
                ),
            ),
            ("name", models.CharField(default=new_name, max_length=40)),
            ("link", _sealed()),
            ("host_link", _sealed()),
            ("opened_at", models.DateTimeField(null=True)),
            constraints=[
                models.UniqueConstraint(fields=["organisation_id", "session_id"], name="rooms_one_a_session")
            ],
            indexes=[_index("of_event", "event_id", "id"), _index("of_server", "server", "id")],
        ),
        *_table(
            "HostTold",
            ("event_id", models.UUIDField()),
            ("speaker_id", models.UUIDField()),
            constraints=[
                models.UniqueConstraint(
                    fields=["organisation_id", "event_id", "speaker_id"], name="rooms_host_told_once"
                )
            ],
        ),
        SpendsSlots("rooms_server", "secret"),
        SpendsSlots("rooms_onlineroom", "link", "host_link"),
    ]  # fmt: skip
