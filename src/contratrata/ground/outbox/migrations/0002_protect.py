from django.db import migrations

from contratrata.ground.base.rls import Protect, Sql
from contratrata.ground.workflow.machine import GuardMoves

#: The table of moves at this moment; a test compares it with the code.
TRIPLES = [
    ("bounce", "sending", "bounced"),
    ("bounce", "sent", "bounced"),
    ("claim", "queued", "sending"),
    ("deliver", "sending", "sent"),
    ("drop", "failed", "dropped"),
    ("drop", "held", "dropped"),
    ("drop", "queued", "dropped"),
    ("drop", "sending", "dropped"),
    ("give_up", "sending", "failed"),
    ("hold", "", "held"),
    ("put_back", "sending", "queued"),
    ("queue", "", "queued"),
    ("release", "held", "queued"),
    ("retry", "failed", "queued"),
]
#: The sender and the platform's administration all; the coordination the held batches of its realm.
SENDER = "(SELECT scope_mail())"
LOOK = f"{SENDER} OR ((SELECT scope_network()) AND realm = (SELECT scope_realm()) AND batch IS NOT NULL)"
LOOK_MOVES = f"{SENDER} OR ((SELECT scope_network()) AND realm = (SELECT scope_realm()))"
OWN = "user_id = (SELECT scope_user())"


def _anybody_may_add(table: str) -> Sql:
    """An act wants a mail sent in whatever scope it runs, a stranger's at the door too; nobody reads it back."""
    return Sql(
        f"DROP POLICY add ON {table};"
        f"CREATE POLICY add ON {table} FOR INSERT WITH CHECK "
        f"(realm IS NULL OR realm = (SELECT scope_realm()) OR {SENDER});"
        f"DROP POLICY remove ON {table};"
        f"CREATE POLICY remove ON {table} FOR DELETE USING ({SENDER});",
        "",
    )


class Migration(migrations.Migration):
    """Row-level security and the moves of mails, kept by the database."""

    dependencies = [("outbox", "0001_initial"), ("base", "0004_scope_mail")]
    operations = [
        Protect("outbox_message", read=LOOK, write=LOOK),
        _anybody_may_add("outbox_message"),
        Protect("outbox_messagemove", read=LOOK_MOVES, write=LOOK_MOVES),
        _anybody_may_add("outbox_messagemove"),
        Protect("outbox_preference", read=f"{OWN} OR {SENDER}", write=OWN),
        GuardMoves("outbox_message", "outbox_messagemove", TRIPLES),
    ]
