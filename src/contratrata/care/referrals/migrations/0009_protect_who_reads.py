from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect, Sql

HERE = "realm = (SELECT scope_realm()) AND (SELECT scope_referrals())"
SENDER = "organisation_id = (SELECT scope_organisation())"
RECEIVER = "receiver_id = (SELECT scope_organisation())"
WAITING = "('sent', 'received')"
ONGOING = "('accepted', 'in_care', 'attended')"
SUPERVISES = """
CREATE FUNCTION scope_supervises() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM network_membership WHERE user_id = scope_user()
    AND organisation_id = scope_organisation() AND ended_at IS NULL AND 'supervisor' = ANY(roles)) $$;
"""
#: Who answers for a taken referral `r`, at the receiver.
ANSWERS = (
    "(SELECT scope_identities()) AND ((SELECT scope_user()) IN (r.responsible_id, r.substitute_id) "
    "OR (SELECT scope_supervises()))"
)
LOOKED = (
    "(SELECT scope_identities()) AND EXISTS (SELECT 1 FROM referrals_look l "
    "WHERE l.referral_id = r.id AND l.user_id = (SELECT scope_user()))"
)
OF_IT = "SELECT 1 FROM referrals_referral r WHERE r.id = referral_id"
SEE_PART = (
    f"{HERE} AND ({SENDER} OR ({RECEIVER} AND closed_at IS NULL AND EXISTS ({OF_IT} AND ("
    f"(r.state IN {ONGOING} AND {ANSWERS}) OR (r.state IN {WAITING} AND {LOOKED})))))"
)
FORMER_PART = (
    f"{HERE} AND ({SENDER} OR ({RECEIVER} AND closed_at IS NULL AND EXISTS ({OF_IT} AND "
    "r.state IN ('sent', 'received', 'accepted', 'in_care', 'attended'))))"
)
#: What the two sides say to each other: before it is taken the whole house answers, then who answers for it.
SEE_MESSAGE = f"{HERE} AND ({SENDER} OR ({RECEIVER} AND EXISTS ({OF_IT} AND (r.state NOT IN {ONGOING} OR ({ANSWERS})))))"
FORMER_MESSAGE = f"{HERE} AND ({SENDER} OR {RECEIVER})"
CHOOSES = """
CREATE FUNCTION referrals_receiver_chooses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.responsible_id, NEW.substitute_id) IS DISTINCT FROM (OLD.responsible_id, OLD.substitute_id)
     AND NEW.receiver_id IS DISTINCT FROM scope_organisation() THEN
    RAISE EXCEPTION 'the receiver says who answers for a referral' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER receiver_chooses BEFORE UPDATE ON referrals_referral
  FOR EACH ROW EXECUTE FUNCTION referrals_receiver_chooses();
"""


def seen(table: str, now: str, former: str) -> Sql:
    """Who sees a table, said anew."""
    return Sql(
        f"DROP POLICY see ON {table}; CREATE POLICY see ON {table} FOR SELECT USING ({now});",
        f"DROP POLICY see ON {table}; CREATE POLICY see ON {table} FOR SELECT USING ({former});",
    )


class Migration(migrations.Migration):
    """At the receiver, who the person is is read by who answers for her, not by the whole house."""

    dependencies = [("referrals", "0008_who_reads"), ("network", "0002_protect")]
    operations = [
        Sql(SUPERVISES, "DROP FUNCTION scope_supervises();"),
        Protect(
            "referrals_look",
            read=f"{HERE} AND ({SENDER} OR {RECEIVER})",
            write=f"{HERE} AND {RECEIVER} AND (SELECT scope_identities()) AND user_id = (SELECT scope_user())",
            append_only=True,
        ),
        *(BelongsToNetwork("referrals_look", column) for column in ("organisation_id", "receiver_id")),
        Sql(
            "ALTER TABLE referrals_look ADD CONSTRAINT referrals_look_sides "
            "FOREIGN KEY (referral_id, organisation_id, receiver_id) "
            "REFERENCES referrals_referral (id, organisation_id, receiver_id) DEFERRABLE INITIALLY DEFERRED;",
            "ALTER TABLE referrals_look DROP CONSTRAINT referrals_look_sides;",
        ),
        seen("referrals_part", SEE_PART, FORMER_PART),
        seen("referrals_message", SEE_MESSAGE, FORMER_MESSAGE),
        Sql(
            CHOOSES,
            "DROP TRIGGER receiver_chooses ON referrals_referral; DROP FUNCTION referrals_receiver_chooses();",
        ),
    ]
