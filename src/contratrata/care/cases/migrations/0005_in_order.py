from django.db import migrations, models

import contratrata.ground.base.ids
import contratrata.ground.base.scope
from contratrata.ground.base.rls import BelongsToNetwork, Protect, Sql

#: What changes how many cases are in a state leaves one row for each organisation and state, and merges the former
#: rows that nobody else is merging: writers never wait for each other, a reader adds up a few rows.
TALLY = """
CREATE FUNCTION cases_casetally_add(changes cases_casetally[]) RETURNS void LANGUAGE sql AS $$
  WITH delta AS (
    SELECT c.organisation_id, c.realm, c.state, sum(c.number) AS number FROM unnest(changes) AS c
    GROUP BY c.organisation_id, c.realm, c.state HAVING sum(c.number) <> 0),
  held AS (
    SELECT t.id FROM cases_casetally t JOIN delta d ON t.organisation_id = d.organisation_id AND t.state = d.state
    FOR UPDATE OF t SKIP LOCKED),
  gone AS (
    DELETE FROM cases_casetally t USING held WHERE t.id = held.id
    RETURNING t.organisation_id, t.realm, t.state, t.number)
  INSERT INTO cases_casetally (id, organisation_id, realm, state, number)
  SELECT gen_random_uuid(), organisation_id, realm, state, sum(number)
  FROM (SELECT * FROM delta UNION ALL SELECT * FROM gone) AS every
  GROUP BY organisation_id, realm, state;
$$;
CREATE FUNCTION cases_casetally_of_cases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changes cases_casetally[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(ROW(id, organisation_id, realm, state, 1)::cases_casetally) INTO changes FROM fresh;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(ROW(id, organisation_id, realm, state, -1)::cases_casetally) INTO changes FROM former;
  ELSE
    changes := ARRAY[
      ROW(NEW.id, NEW.organisation_id, NEW.realm, NEW.state, 1)::cases_casetally,
      ROW(OLD.id, OLD.organisation_id, OLD.realm, OLD.state, -1)::cases_casetally];
  END IF;
  IF changes IS NOT NULL THEN
    PERFORM cases_casetally_add(changes);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tally_added AFTER INSERT ON cases_case REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION cases_casetally_of_cases();
CREATE TRIGGER tally_removed AFTER DELETE ON cases_case REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION cases_casetally_of_cases();
CREATE TRIGGER tally_moved AFTER UPDATE OF state ON cases_case
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION cases_casetally_of_cases();
"""
NO_TALLY = """
DROP TRIGGER tally_added ON cases_case;
DROP TRIGGER tally_removed ON cases_case;
DROP TRIGGER tally_moved ON cases_case;
DROP FUNCTION cases_casetally_of_cases();
DROP FUNCTION cases_casetally_add(cases_casetally[]);
"""
#: The owner migrates and sees no confidential row: what stands is counted with the force taken off, in this
#: transaction alone. No trigger fires: a repeated fact is no edit and leaves no history.
BEFORE = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_nextstep NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_case DISABLE TRIGGER USER;
UPDATE cases_case c SET has_open_step = true
WHERE EXISTS (SELECT 1 FROM cases_nextstep s WHERE s.case_id = c.id AND s.done_at IS NULL);
ALTER TABLE cases_case ENABLE TRIGGER USER;
INSERT INTO cases_casetally (id, organisation_id, realm, state, number)
SELECT gen_random_uuid(), organisation_id, realm, state, count(*) FROM cases_case
GROUP BY organisation_id, realm, state;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_nextstep FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Lists in the order of an index; how many cases are in a state, kept as they change."""

    dependencies = [
        ("cases", "0004_protect_imports"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTally",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "activo"),
                            ("follow_up", "en seguimiento"),
                            ("closed", "cerrado"),
                            ("closed_referred", "cerrado por derivación"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_org_responsible",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_org_due",
        ),
        migrations.RemoveIndex(
            model_name="nextstep",
            name="cases_step_due",
        ),
        migrations.AddField(
            model_name="case",
            name="has_open_step",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["organisation_id", "responsible_id", "-touched_at", "id"],
                name="cases_org_responsible",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["organisation_id", "next_due", "id"], name="cases_org_due"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("has_open_step", False), ("state__in", ("active", "follow_up"))),
                fields=["organisation_id", "-touched_at", "id"],
                name="cases_org_without_step",
            ),
        ),
        migrations.AddIndex(
            model_name="nextstep",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["organisation_id", "assigned_to_id", "due_at", "id"],
                name="cases_step_due",
            ),
        ),
        migrations.AddIndex(
            model_name="nextstep",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["organisation_id", "due_at", "id"],
                name="cases_step_org_due",
            ),
        ),
        migrations.AddIndex(
            model_name="casetally",
            index=models.Index(fields=["organisation_id", "state"], name="cases_tally_org"),
        ),
        Sql(BEFORE, ""),
        Protect("cases_casetally"),
        BelongsToNetwork("cases_casetally"),
        Sql(TALLY, NO_TALLY),
    ]
