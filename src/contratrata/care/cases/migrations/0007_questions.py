import django.db.models.deletion
from django.db import migrations, models

import contratrata.ground.base.clock
import contratrata.ground.base.ids
import contratrata.ground.base.scope
import contratrata.ground.vault.sealed
from contratrata.ground.base.rls import BelongsToNetwork, Protect, Sql

#: Tables that are read or written here. The owner sees no row of a table that forces row-level security on her.
_TABLES = ("cases_case", "cases_answered", "cases_trafficking", "cases_caseanswer")
_ANSWERED = """
INSERT INTO cases_caseanswer (id, organisation_id, realm, question, version, value, sealed, at, by_id, case_id)
SELECT gen_random_uuid(), a.organisation_id, a.realm, a.vocabulary, '2026-11',
       jsonb_object_agg(a.code, a.yes)::text, ''::bytea, min(c.touched_at), NULL, a.case_id
FROM cases_answered a JOIN cases_case c ON c.id = a.case_id
GROUP BY a.organisation_id, a.realm, a.vocabulary, a.case_id;
"""
_TRAFFICKING = """
INSERT INTO cases_caseanswer (id, organisation_id, realm, question, version, value, sealed, at, by_id, case_id)
SELECT gen_random_uuid(), t.organisation_id, t.realm, told.question, '2026-11', told.value, ''::bytea,
       c.touched_at, NULL, t.case_id
FROM cases_trafficking t JOIN cases_case c ON c.id = t.case_id
CROSS JOIN LATERAL (VALUES
  ('recruitment', rtrim(t.recruitment_country || ' ' || t.recruitment_area)),
  ('exploitation', rtrim(t.exploitation_country || ' ' || t.exploitation_area)),
  ('exploited_from', t.exploited_from), ('exploited_until', t.exploited_until), ('relationship', t.relationship),
  ('industries', array_to_string(t.industries, E'\\n')),
  ('transit_countries', array_to_string(t.transit_countries, E'\\n'))) AS told(question, value)
WHERE told.value <> '';
"""


def _force(how: str) -> str:
    return " ".join(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY;" for table in _TABLES)


class Migration(migrations.Migration):
    """Answers of a file become rows of their questions; what stood in columns is taken over, nothing is lost."""

    dependencies = [("cases", "0006_orders")]
    operations = [
        migrations.CreateModel(
            name="CaseAnswer",
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
                    models.UUIDField(default=contratrata.ground.base.scope.organisation_id, editable=False),
                ),
                (
                    "realm",
                    models.SmallIntegerField(default=contratrata.ground.base.scope.realm, editable=False),
                ),
                ("question", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=20)),
                ("value", models.TextField(blank=True)),
                ("sealed", contratrata.ground.vault.sealed.SealedField(blank=True, default=bytes)),
                ("at", models.DateTimeField(default=contratrata.ground.base.clock.now)),
                ("by_id", models.UUIDField(default=contratrata.ground.base.scope.user_id, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_answers",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "case", "question"), name="cases_one_answer_a_question"
                    )
                ],
            },
        ),
        Protect("cases_caseanswer", needs="identities"),
        BelongsToNetwork("cases_caseanswer"),
        # deferred foreign keys of what stands already would forbid altering the tables in the same transaction
        Sql("SET CONSTRAINTS ALL IMMEDIATE;", ""),
        Sql(f"{_force('NO FORCE')}{_ANSWERED}{_TRAFFICKING}{_force('FORCE')}", ""),
    ]
