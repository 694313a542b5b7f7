from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from contratrata.ground.base import clock, ids, scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.vault.sealed import SealedField
from contratrata.ground.vault.spending import SpendsSlots
from contratrata.ground.workflow.public import GuardMoves
from contratrata.knowledge.surveys.models import new_code

STATES = [("draft", "en preparación"), ("open", "abierta"), ("closed", "cerrada")]
MOVES = [("close", "open", "closed"), ("open", "draft", "open"), ("write", "", "draft")]


def _table(
    name: str, *fields: tuple[str, models.Field], append_only: bool = False, **options: object
) -> list:
    own = [
        ("id", models.UUIDField(default=ids.new_id, editable=False, primary_key=True, serialize=False)),
        ("organisation_id", models.UUIDField(default=scope.organisation_id, editable=False)),
        ("realm", models.SmallIntegerField(default=scope.realm, editable=False)),
    ]
    table = f"surveys_{name.lower()}"
    created = migrations.CreateModel(name=name, fields=[*own, *fields], options=options)
    return [created, Protect(table, append_only=append_only), BelongsToNetwork(table)]


def _sealed(name: str) -> tuple[str, models.Field]:
    return (name, SealedField(blank=True, default=bytes))


def _number(name: str) -> tuple[str, models.Field]:
    return (name, models.PositiveIntegerField(default=0))


def _one(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["organisation_id", *fields], name=f"surveys_{name}")


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=["organisation_id", *fields], name=f"surveys_{name}")


VERSIONED = [
    ("version", models.PositiveIntegerField(default=1)),
    ("edited_by_id", models.UUIDField(editable=False, null=True)),
]
SURVEY = ("survey_id", models.UUIDField())


class Migration(migrations.Migration):
    """Surveys and what was answered: of the organisation that holds the event."""

    initial = True
    dependencies = [
        ("network", "0008_texts_sealed"),
        ("base", "0003_open"),
        ("vault", "0009_spending_is_the_owners"),
    ]
    operations = [
        *_table(
            "Survey",
            *VERSIONED,
            ("event_id", models.UUIDField()),
            ("session_id", models.UUIDField(null=True)),
            ("code", models.CharField(default=new_code, max_length=8)),
            ("state", models.CharField(choices=STATES, max_length=10)),
            ("set_version", models.CharField(blank=True, max_length=20)),
            _sealed("secret"),
            _number("dropped"),
            ("written_at", models.DateTimeField(default=clock.now)),
            ("opened_at", models.DateTimeField(null=True)),
            ("closed_at", models.DateTimeField(null=True)),
            ("once", models.UUIDField(editable=False, null=True)),
            ("timing", models.CharField(blank=True, max_length=40)),
            ("who", models.CharField(blank=True, max_length=40)),
            ("closes_on", models.DateField(null=True)),
            ("writes", models.BooleanField(default=False)),
            ("shares", models.BooleanField(default=False)),
            ("questions", models.TextField(blank=True)),
            constraints=[_one("one_code", "code")],
            indexes=[_index("of_event", "event_id", "written_at", "id"), _index("state", "state", "id")],
        ),
        *_table(
            "SurveyMove",
            ("verb", models.CharField(max_length=40)),
            ("from_state", models.CharField(blank=True, max_length=40)),
            ("to_state", models.CharField(max_length=40)),
            ("at", models.DateTimeField(default=clock.now)),
            ("by_id", models.UUIDField(default=scope.user_id, null=True)),
            ("by_organisation_id", models.UUIDField(null=True)),
            SURVEY,
            append_only=True,
            indexes=[_index("moves", "survey_id", "at", "id")],
        ),
        *_table(
            "Box", SURVEY, _sealed("pending"), _sealed("marks"), _number("received"), _number("steps"),
            constraints=[_one("one_box", "survey_id")],
        ),
        *_table(
            "Answer", SURVEY, ("step", models.PositiveIntegerField()), _sealed("answers"),
            append_only=True,
            indexes=[_index("answers", "survey_id", "step", "id")],
        ),
        *_table(
            "NamedAnswer",
            SURVEY,
            ("registration_id", models.UUIDField()),
            ("subject_id", models.UUIDField()),
            _sealed("answers"),
            constraints=[_one("one_named", "survey_id", "registration_id")],
        ),
        *_table(
            "Coding",
            *VERSIONED,
            SURVEY,
            ("answer_id", models.UUIDField()),
            ("question", models.CharField(max_length=40)),
            ("tags", ArrayField(models.CharField(max_length=60), default=list)),
            constraints=[_one("one_coding", "survey_id", "answer_id", "question")],
        ),
        GuardMoves("surveys_survey", "surveys_surveymove", MOVES),
        SpendsSlots("surveys_survey", "secret"),
        SpendsSlots("surveys_box", "pending", "marks"),
        SpendsSlots("surveys_answer", "answers"),
    ]  # fmt: skip
