from typing import Any

from django.db import migrations, models

from contratrata.ground.base.rls import Sql

#: Whoever writes a referral, who answers for the case stands on it. The receiver does not see the case and changes
#: nothing of this; who sends holds the case meanwhile, so that a hand-over at the same moment is not missed.
ANSWERS = """
CREATE FUNCTION referrals_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT responsible_id INTO NEW.answers_id FROM cases_case WHERE id = NEW.case_id FOR SHARE;
  ELSIF NEW.organisation_id IS NOT DISTINCT FROM scope_organisation() THEN
    SELECT responsible_id INTO NEW.answers_id FROM cases_case WHERE id = NEW.case_id;
  ELSE
    NEW.answers_id := OLD.answers_id;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER answers BEFORE INSERT OR UPDATE OF answers_id ON referrals_referral
  FOR EACH ROW EXECUTE FUNCTION referrals_answers();
CREATE FUNCTION referrals_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE referrals_referral SET answers_id = NEW.responsible_id
  WHERE organisation_id = NEW.organisation_id AND case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER referrals_follow AFTER UPDATE OF responsible_id ON cases_case
  FOR EACH ROW WHEN (OLD.responsible_id IS DISTINCT FROM NEW.responsible_id)
  EXECUTE FUNCTION referrals_follow();
"""
NO_ANSWERS = """
DROP TRIGGER referrals_follow ON cases_case;
DROP FUNCTION referrals_follow();
DROP TRIGGER answers ON referrals_referral;
DROP FUNCTION referrals_answers();
"""
#: The owner sees no confidential row: what stands is filled in with the force taken off, in this transaction alone.
BEFORE = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE referrals_referral NO FORCE ROW LEVEL SECURITY;
ALTER TABLE referrals_referral DISABLE TRIGGER USER;
UPDATE referrals_referral r SET answers_id = c.responsible_id FROM cases_case c WHERE c.id = r.case_id;
ALTER TABLE referrals_referral ENABLE TRIGGER USER;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE referrals_referral FORCE ROW LEVEL SECURITY;
"""
WAITING = models.Q(state__in=["received", "sent"])
ONGOING = models.Q(state__in=["accepted", "attended", "in_care"])
UNREAD = models.Q(state__in=["closed", "declined", "expired"], feedback_seen_at__isnull=True)
#: Side, who, order, which: what Hoy shows of hers.
HERS = (
    ("organisation_id", "answers_id", "answer_due", WAITING, "hers_waiting"),
    ("organisation_id", "answers_id", "moved_at", ONGOING, "hers_ongoing"),
    ("organisation_id", "answers_id", "moved_at", UNREAD, "hers_unread"),
    ("receiver_id", "responsible_id", "moved_at", ONGOING, "carried"),
    ("receiver_id", "substitute_id", "moved_at", ONGOING, "carried_too"),
)
SIDES = (("out", "organisation_id", "receiver_id"), ("in", "receiver_id", "organisation_id"))


def _index(name: str, *fields: str, **rest: Any) -> migrations.AddIndex:
    return migrations.AddIndex(
        "referral", models.Index(fields=list(fields), name=f"referrals_{name}", **rest)
    )


class Migration(migrations.Migration):
    """Who answers for the case at the sender stands on the referral: what waits with her is a walk of an index."""

    dependencies = [("referrals", "0010_unread_in_order"), ("cases", "0030_who_answers")]
    operations = [
        migrations.AddField("referral", "answers_id", models.UUIDField(null=True, editable=False)),
        Sql(BEFORE, ""),
        Sql(ANSWERS, NO_ANSWERS),
        *(_index(f"{name}_state", side, "state", include=[other, "realm"]) for name, side, other in SIDES),
        *(_index(name, side, who, order, "id", condition=which) for side, who, order, which, name in HERS),
    ]
