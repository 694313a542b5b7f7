from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect, Sql
from contratrata.ground.workflow.machine import GuardMoves

PLAIN = [
    "cases_person",
    "cases_case",
    "cases_caseshare",
    "cases_need",
    "cases_trafficking",
    "cases_answered",
]
NAMING = [
    "cases_identity",
    "cases_nametoken",
    "cases_nextstep",
    "cases_firstcontact",
    "cases_registration",
    "cases_consent",
]
KEPT = ["cases_casemove", "cases_note", "cases_statusassertion", "cases_sealedversion"]
MOVES = [
    ("close", "active", "closed"),
    ("close", "follow_up", "closed"),
    ("close_referred", "active", "closed_referred"),
    ("close_referred", "follow_up", "closed_referred"),
    ("follow_up", "active", "follow_up"),
    ("open", "", "active"),
    ("open_closed", "", "closed"),
    ("open_closed_referred", "", "closed_referred"),
    ("open_in_follow_up", "", "follow_up"),
    ("reopen", "closed", "active"),
    ("reopen", "closed_referred", "active"),
    ("resume", "follow_up", "active"),
]


class Migration(migrations.Migration):
    """Every table of a case is the organisation's; those that name or tell of the person ask for identities.

    Kept rows are never changed; only the worker may remove them again (an import that is reversed).
    """

    dependencies = [("cases", "0001_initial"), ("network", "0002_protect")]
    operations = [
        *(Protect(table) for table in PLAIN),
        *(Protect(table, needs="identities") for table in NAMING),
        *(Protect(table, needs="identities", append_only=True) for table in KEPT),
        Sql(
            f"GRANT DELETE ON {', '.join(KEPT)} TO {{worker}};",
            f"REVOKE DELETE ON {', '.join(KEPT)} FROM {{worker}};",
        ),
        *(BelongsToNetwork(table) for table in [*PLAIN, *NAMING, *KEPT]),
        GuardMoves("cases_case", "cases_casemove", MOVES),
    ]
