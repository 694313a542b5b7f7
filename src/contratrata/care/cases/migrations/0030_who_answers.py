from django.db import migrations, models

from contratrata.ground.base.rls import Sql

#: The tally by who answers: as in 0005, with one column more.
TALLY = """
CREATE OR REPLACE FUNCTION cases_casetally_add(changes cases_casetally[]) RETURNS void LANGUAGE sql AS $$
  WITH delta AS (
    SELECT c.organisation_id, c.realm, c.state, c.responsible_id, sum(c.number) AS number FROM unnest(changes) AS c
    GROUP BY c.organisation_id, c.realm, c.state, c.responsible_id HAVING sum(c.number) <> 0),
  held AS (
    SELECT t.id FROM cases_casetally t JOIN delta d ON t.organisation_id = d.organisation_id AND t.state = d.state
      AND t.responsible_id IS NOT DISTINCT FROM d.responsible_id
    FOR UPDATE OF t SKIP LOCKED),
  gone AS (
    DELETE FROM cases_casetally t USING held WHERE t.id = held.id
    RETURNING t.organisation_id, t.realm, t.state, t.responsible_id, t.number)
  INSERT INTO cases_casetally (id, organisation_id, realm, state, responsible_id, number)
  SELECT gen_random_uuid(), organisation_id, realm, state, responsible_id, sum(number)
  FROM (SELECT * FROM delta UNION ALL SELECT * FROM gone) AS every
  GROUP BY organisation_id, realm, state, responsible_id;
$$;
CREATE OR REPLACE FUNCTION cases_casetally_of_cases() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changes cases_casetally[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(ROW(id, organisation_id, realm, state, 1, responsible_id)::cases_casetally) INTO changes FROM fresh;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(ROW(id, organisation_id, realm, state, -1, responsible_id)::cases_casetally) INTO changes FROM former;
  ELSE
    changes := ARRAY[
      ROW(NEW.id, NEW.organisation_id, NEW.realm, NEW.state, 1, NEW.responsible_id)::cases_casetally,
      ROW(OLD.id, OLD.organisation_id, OLD.realm, OLD.state, -1, OLD.responsible_id)::cases_casetally];
  END IF;
  IF changes IS NOT NULL THEN
    PERFORM cases_casetally_add(changes);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER tally_moved ON cases_case;
CREATE TRIGGER tally_moved AFTER UPDATE OF state, responsible_id ON cases_case
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.responsible_id IS DISTINCT FROM NEW.responsible_id)
  EXECUTE FUNCTION cases_casetally_of_cases();
"""
#: A step is born, or given to somebody, under the lock of its case; a case that changes hands tells its open step.
STEPS = """
CREATE FUNCTION cases_nextstep_whose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.responsible_id := (SELECT responsible_id FROM cases_case WHERE id = NEW.case_id);
  NEW.who_id := COALESCE(NEW.assigned_to_id, NEW.responsible_id);
  RETURN NEW;
END $$;
CREATE TRIGGER whose BEFORE INSERT OR UPDATE OF case_id, assigned_to_id, responsible_id, who_id ON cases_nextstep
  FOR EACH ROW EXECUTE FUNCTION cases_nextstep_whose();
CREATE FUNCTION cases_case_steps_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE cases_nextstep SET responsible_id = NEW.responsible_id
  WHERE organisation_id = NEW.organisation_id AND case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER steps_follow AFTER UPDATE OF responsible_id ON cases_case
  FOR EACH ROW WHEN (OLD.responsible_id IS DISTINCT FROM NEW.responsible_id)
  EXECUTE FUNCTION cases_case_steps_follow();
"""
#: The owner sees no confidential row: what stands is counted with the force taken off, in this transaction alone.
BEFORE = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_nextstep NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_casetally NO FORCE ROW LEVEL SECURITY;
UPDATE cases_nextstep s SET responsible_id = c.responsible_id, who_id = COALESCE(s.assigned_to_id, c.responsible_id)
FROM cases_case c WHERE c.id = s.case_id;
DELETE FROM cases_casetally;
INSERT INTO cases_casetally (id, organisation_id, realm, state, responsible_id, number)
SELECT gen_random_uuid(), organisation_id, realm, state, responsible_id, count(*) FROM cases_case
GROUP BY organisation_id, realm, state, responsible_id;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_nextstep FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_casetally FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Who answers for the case stands on its step too, and the tally is kept by her: her lists walk one index."""

    dependencies = [("cases", "0020_hand_overs_go")]
    operations = [
        migrations.RemoveIndex("nextstep", "cases_step_due"),
        migrations.RemoveIndex("casetally", "cases_tally_org"),
        migrations.AddField("casetally", "responsible_id", models.UUIDField(null=True)),
        migrations.AddField("nextstep", "responsible_id", models.UUIDField(null=True, editable=False)),
        migrations.AddField("nextstep", "who_id", models.UUIDField(null=True, editable=False)),
        Sql(BEFORE, ""),
        Sql(
            TALLY + STEPS,
            "DROP TRIGGER whose ON cases_nextstep; DROP FUNCTION cases_nextstep_whose();"
            "DROP TRIGGER steps_follow ON cases_case; DROP FUNCTION cases_case_steps_follow();",
        ),
        migrations.AddIndex(
            "nextstep",
            models.Index(
                fields=["organisation_id", "who_id", "due_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="cases_step_due",
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["organisation_id", "responsible_id", "revoked_due", "id"],
                condition=models.Q(revoked_at__isnull=False),
                name="cases_org_revoked",
            ),
        ),
        migrations.AddIndex(
            "casetally",
            models.Index(fields=["organisation_id", "responsible_id", "state"], name="cases_tally_org"),
        ),
    ]
