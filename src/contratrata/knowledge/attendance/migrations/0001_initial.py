from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.vault.sealed import SealedField

PLATFORMS = [(one, one) for one in ("zoom", "teams", "bigbluebutton", "meet", "other")]
HOW = [
    ("address", "Mismo correo"),
    ("name", "Mismo nombre completo"),
    ("answered", "Ya se respondió"),
    ("asked", "Por aclarar"),
    ("unsure", "No se sabe quién es"),
    ("nobody", "No está entre las inscritas"),
]
SOURCES = [
    ("report", "Informe de la plataforma"),
    ("list", "Lista de quien organiza"),
    ("code", "Código en la puerta"),
]
DOUBTS = [
    ("nameless", "No dice quién es."),
    ("unreadable", "No se entiende la hora o la duración."),
    ("timeless", "No dice cuánto tiempo estuvo."),
    ("backwards", "Sale antes de entrar."),
    ("endless", "Dura más de un día."),
    ("elsewhen", "No coincide con la sesión: es de otra hora o de otro día."),
    ("stayed", "No dice cuándo salió: se cuenta hasta el final de la sesión."),
    ("differs", "La duración que dice no es la que va de la entrada a la salida: se cuenta la segunda."),
]


def _table(name: str, *fields: tuple[str, models.Field], **options: object) -> list[object]:
    own = [
        ("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
        ("event_id", models.UUIDField()),
    ]
    table = f"attendance_{name.lower()}"
    created = migrations.CreateModel(name=name, fields=[*own, *fields], options=options)
    return [created, Protect(table), BelongsToNetwork(table)]


def _at() -> tuple[str, models.Field]:
    return ("at", models.DateTimeField(default=clock.now))


def _of(to: str) -> models.Field:
    return models.ForeignKey(
        db_index=False, null=True, on_delete=models.CASCADE, related_name="stays", to=f"attendance.{to}"
    )


def _one(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["organisation_id", *fields], name=f"attendance_{name}")


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=["organisation_id", *fields], name=f"attendance_{name}")


class Migration(migrations.Migration):
    """Who was there: of the organisation that holds the event."""

    initial = True
    dependencies = [("network", "0008_texts_sealed"), ("base", "0003_open")]
    operations = [
        *_table(
            "Report",
            ("session_id", models.UUIDField()),
            (
                "state",
                models.CharField(choices=[("asked", "Por responder"), ("taken", "Leído")], max_length=10),
            ),
            ("platform", models.CharField(choices=PLATFORMS, max_length=20)),
            ("digest", models.CharField(max_length=64)),
            ("content", SealedField(blank=True, default=bytes)),
            ("choices", models.JSONField(default=dict)),
            ("lines", models.PositiveIntegerField(default=0)),
            ("left_out", models.PositiveIntegerField(default=0)),
            _at(),
            ("by_id", models.UUIDField(default=scope.user_id, null=True)),
            ("once", models.UUIDField(editable=False, null=True)),
            constraints=[_one("report_once", "session_id", "digest")],
            indexes=[_index("reports", "event_id", "at", "id")],
        ),
        *_table(
            "Identity",
            ("token", models.UUIDField()),
            ("name", SealedField(blank=True, default=bytes)),
            ("email", SealedField(blank=True, default=bytes)),
            ("how", models.CharField(choices=HOW, max_length=10)),
            ("registration_id", models.UUIDField(null=True)),
            ("candidates", ArrayField(models.UUIDField(), default=list)),
            _at(),
            ("version", models.PositiveIntegerField(default=1)),
            ("edited_by_id", models.UUIDField(editable=False, null=True)),
            constraints=[_one("identity_one", "event_id", "token")],
            indexes=[_index("identities", "event_id", "how", "id")],
        ),
        *_table(
            "Stay",
            ("session_id", models.UUIDField()),
            ("report", _of("report")),
            ("identity", _of("identity")),
            ("registration_id", models.UUIDField(null=True)),
            ("source", models.CharField(choices=SOURCES, max_length=10)),
            ("number", models.PositiveIntegerField(default=0)),
            ("joined", models.DateTimeField(null=True)),
            ("left", models.DateTimeField(null=True)),
            ("seconds", models.PositiveIntegerField(default=0)),
            ("exact", models.BooleanField(default=True)),
            ("doubts", ArrayField(models.CharField(choices=DOUBTS, max_length=12), default=list)),
            _at(),
            constraints=[_one("signed_in_once", "session_id", "registration_id", "source")],
            indexes=[
                _index("stays", "event_id", "session_id", "id"),
                _index("report_stays", "report", "id"),
                _index("identity_stays", "identity", "id"),
            ],
        ),
        *_table(
            "Missed",
            ("registration_id", models.UUIDField()),
            _at(),
            constraints=[_one("missed_once", "event_id", "registration_id")],
        ),
    ]
