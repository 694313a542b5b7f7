from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect, Sql
from contratrata.ground.workflow.machine import GuardMoves

HERE = "realm = (SELECT scope_realm()) AND (SELECT scope_referrals())"
SENDER = "organisation_id = (SELECT scope_organisation())"
RECEIVER = "receiver_id = (SELECT scope_organisation())"
NETWORK = "realm = (SELECT scope_realm()) AND (SELECT scope_network())"
MOVES = [
    ("accept", "received", "accepted"),
    ("accept", "sent", "accepted"),
    ("attend", "accepted", "attended"),
    ("attend", "in_care", "attended"),
    ("begin_care", "accepted", "in_care"),
    ("close", "attended", "closed"),
    ("decline", "received", "declined"),
    ("decline", "sent", "declined"),
    ("draft", "", "draft"),
    ("expire", "received", "expired"),
    ("expire", "sent", "expired"),
    ("receive", "sent", "received"),
    ("send", "draft", "sent"),
    ("withdraw", "accepted", "withdrawn"),
    ("withdraw", "attended", "withdrawn"),
    ("withdraw", "in_care", "withdrawn"),
    ("withdraw", "received", "withdrawn"),
    ("withdraw", "sent", "withdrawn"),
]
SIDES = """
CREATE FUNCTION referrals_sides_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.organisation_id, NEW.receiver_id, NEW.realm, NEW.case_id, NEW.code)
     IS DISTINCT FROM (OLD.organisation_id, OLD.receiver_id, OLD.realm, OLD.case_id, OLD.code) THEN
    RAISE EXCEPTION 'the two sides of a referral never change' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sides_stay BEFORE UPDATE ON referrals_referral
  FOR EACH ROW EXECUTE FUNCTION referrals_sides_stay();
"""


class Migration(migrations.Migration):
    """A referral is seen by its two sides, a draft by its sender only; parts by the receiver while open."""

    dependencies = [("referrals", "0001_initial"), ("cases", "0002_protect")]
    operations = [
        Protect(
            "referrals_referral",
            read=f"{HERE} AND ({SENDER} OR ({RECEIVER} AND state <> 'draft'))",
            write=f"{HERE} AND ({SENDER} OR ({RECEIVER} AND state <> 'draft'))",
        ),
        Protect(
            "referrals_referralmove",
            read=f"{HERE} AND ({SENDER} OR ({RECEIVER} AND to_state <> 'draft'))",
            write=f"{HERE} AND ({SENDER} OR {RECEIVER})",
            append_only=True,
        ),
        Protect(
            "referrals_part",
            read=f"{HERE} AND ({SENDER} OR ({RECEIVER} AND closed_at IS NULL))",
            write=f"{HERE} AND ({SENDER} OR {RECEIVER})",
            append_only=True,
        ),
        Sql(
            "GRANT UPDATE (closed_at) ON referrals_part TO {app}, {worker};"
            # Only the sender adds parts: a receiver may close them, not write them.
            "DROP POLICY add ON referrals_part;"
            f"CREATE POLICY add ON referrals_part FOR INSERT WITH CHECK ({HERE} AND {SENDER});",
            "",
        ),
        Protect(
            "referrals_message",
            read=f"{HERE} AND ({SENDER} OR {RECEIVER})",
            write=f"{HERE} AND ({SENDER} OR {RECEIVER}) AND by_organisation_id = (SELECT scope_organisation())",
            append_only=True,
        ),
        Protect(
            "referrals_deadline",
            read=f"({NETWORK}) OR ({HERE} AND ({SENDER} OR {RECEIVER}))",
            write=f"({NETWORK}) OR ({HERE} AND ({SENDER} OR {RECEIVER}))",
        ),
        *(
            BelongsToNetwork(table, column)
            for table in (
                "referrals_referral",
                "referrals_referralmove",
                "referrals_part",
                "referrals_message",
                "referrals_deadline",
            )
            for column in ("organisation_id", "receiver_id")
        ),
        GuardMoves("referrals_referral", "referrals_referralmove", MOVES),
        Sql(SIDES, "DROP TRIGGER sides_stay ON referrals_referral; DROP FUNCTION referrals_sides_stay();"),
    ]
