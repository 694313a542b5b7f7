import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import BelongsToNetwork, ProtectOpen, ProtectShared, Sql
from contratrata.ground.base.translated import TranslatedField
from contratrata.ground.nouns.tables import NEEDS

SEARCHED = [(model, name) for model in ("practice", "published") for name in ("text_search", "lead_search")]
#: Rows from before: those that were published get the numbers of their lasting addresses, the oldest first. They are
#: found by words once they are saved or published again.
NUMBERS = """
SELECT set_config('app.publishing', 'practices_published,practices_lasting', true);
UPDATE practices_published SET number = n.number FROM (
    SELECT id, row_number() OVER (ORDER BY published_at, id) AS number FROM practices_published) n
    WHERE n.id = practices_published.id;
INSERT INTO practices_lasting (id, published_at, row_id, number, name, area, version, changed_at, why, turn, silenced)
    SELECT gen_random_uuid(), published_at, row_id, number, name, area, version, published_at, '', number, '{}'
    FROM practices_published;
SELECT set_config('app.publishing', '', true);
"""


def _own() -> list[tuple[str, "models.Field[uuid.UUID, uuid.UUID]"]]:
    return [
        (
            "id",
            models.UUIDField(
                default=contratrata.ground.base.ids.new_id, editable=False, primary_key=True, serialize=False
            ),
        ),
        (
            "organisation_id",
            models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
        ),
        ("realm", models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False)),
        ("practice_id", models.UUIDField()),
        ("version", models.PositiveIntegerField()),
    ]


class Migration(migrations.Migration):
    """Full text in two languages; lasting addresses; what was sent to be judged; who is asked to judge, until when."""

    dependencies = [("practices", "0004_files"), *NEEDS]
    operations = [
        migrations.RemoveIndex("published", "practices_stems"),
        migrations.RemoveField("practice", "stems"),
        migrations.RemoveField("published", "stems"),
        *(
            migrations.AddField(model, name, SearchVectorField(editable=False, null=True))
            for model, name in SEARCHED
        ),
        # What ranks stays in the row itself: reading thousands of them opens nothing beside it.
        Sql("ALTER TABLE practices_published ALTER COLUMN lead_search SET STORAGE MAIN;", ""),
        migrations.AddIndex("published", GinIndex(fields=["text_search"], name="practices_text")),
        migrations.AddField("published", "band", models.CharField(blank=True, max_length=40)),
        migrations.AddField("published", "number", models.PositiveIntegerField(null=True)),
        migrations.AddField("review", "names", models.BooleanField(null=True)),
        migrations.CreateModel(
            name="Lasting",
            fields=[
                _own()[0],
                (
                    "published_at",
                    models.DateTimeField(default=contratrata.ground.base.clock.now, editable=False),
                ),
                ("row_id", models.UUIDField(unique=True)),
                ("number", models.PositiveIntegerField(unique=True)),
                ("name", TranslatedField()),
                (
                    "area",
                    ArrayField(models.CharField(max_length=40), blank=True, default=list),
                ),
                ("version", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("gone_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=40)),
                ("turn", models.PositiveIntegerField(unique=True)),
                ("silenced", ArrayField(models.CharField(max_length=10), blank=True, default=list)),
            ],
            options={"indexes": [models.Index(fields=["changed_at", "id"], name="practices_stamp")]},
        ),
        ProtectOpen("practices_lasting"),
        Sql(NUMBERS, ""),
        migrations.AlterField("published", "number", models.PositiveIntegerField(unique=True)),
        migrations.CreateModel(
            name="SentText",
            fields=[
                *_own(),
                ("texts", models.JSONField()),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("realm", "practice_id", "version"), name="practices_sent_once"
                    )
                ]
            },
        ),
        ProtectShared("practices_senttext"),
        BelongsToNetwork("practices_senttext"),
        migrations.CreateModel(
            name="Call",
            fields=[
                *_own(),
                ("reviewer_id", models.UUIDField()),
                ("due", models.DateField(null=True)),
                ("conflict", models.BooleanField(default=False)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("once", models.UUIDField(editable=False, null=True)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["realm", "practice_id", "version", "at"], name="practices_calls"),
                    models.Index(fields=["realm", "reviewer_id", "due"], name="practices_owed"),
                ]
            },
        ),
        ProtectShared("practices_call"),
        BelongsToNetwork("practices_call"),
    ]
