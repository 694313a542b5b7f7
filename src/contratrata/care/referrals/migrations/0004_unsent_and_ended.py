from django.db import migrations

from contratrata.ground.base.rls import Sql
from contratrata.ground.workflow.machine import GuardMoves

HERE = "realm = (SELECT scope_realm()) AND (SELECT scope_referrals())"
SENDER = "organisation_id = (SELECT scope_organisation())"
RECEIVER = "receiver_id = (SELECT scope_organisation())"
OPEN = "('sent', 'received', 'accepted', 'in_care', 'attended')"
FORMER = [
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
MOVES = sorted([*FORMER, ("discard", "draft", "discarded")])

REFERRAL, MOVE, PART = "referrals_referral", "referrals_referralmove", "referrals_part"
UNSENT = "('draft', 'discarded')"
SEEN = f"{HERE} AND ({SENDER} OR ({RECEIVER} AND state NOT IN {UNSENT}))"
SEEN_MOVE = f"{HERE} AND ({SENDER} OR ({RECEIVER} AND to_state NOT IN {UNSENT}))"
SEEN_PART = (
    f"{HERE} AND ({SENDER} OR ({RECEIVER} AND closed_at IS NULL AND EXISTS "  # noqa: S608 - constants above
    f"(SELECT 1 FROM {REFERRAL} r WHERE r.id = referral_id AND r.state IN {OPEN})))"
)
OURS = f"{HERE} AND {SENDER}"


def policies(table: str, see: str, change: str, add: str = "") -> Sql:
    """Set the four policies of a table anew; going back to the former ones is not possible by this migration."""
    add = add or change
    return Sql(
        f"DROP POLICY see ON {table}; DROP POLICY add ON {table};"
        f"DROP POLICY change ON {table}; DROP POLICY remove ON {table};"
        f"CREATE POLICY see ON {table} FOR SELECT USING ({see});"
        f"CREATE POLICY add ON {table} FOR INSERT WITH CHECK ({add});"
        f"CREATE POLICY change ON {table} FOR UPDATE USING ({change}) WITH CHECK ({change});"
        f"CREATE POLICY remove ON {table} FOR DELETE USING ({OURS});",
        "SELECT 1;",
    )


class Migration(migrations.Migration):
    """A discarded draft never exists for the receiver; the receiver reads parts only while the referral is open.

    That the end of a referral shuts its parts is said here, in the database, and not left to the code that
    ends it. The receiver never writes a part, and cannot bring a referral to life.
    """

    dependencies = [("referrals", "0003_drafts")]
    operations = [
        policies(REFERRAL, SEEN, SEEN, OURS),
        policies(MOVE, SEEN_MOVE, f"{HERE} AND ({SENDER} OR {RECEIVER})", SEEN_MOVE),
        policies(PART, SEEN_PART, OURS),
        Sql(GuardMoves(REFERRAL, MOVE, FORMER).backwards, GuardMoves(REFERRAL, MOVE, FORMER).forwards),
        GuardMoves(REFERRAL, MOVE, MOVES),
    ]
