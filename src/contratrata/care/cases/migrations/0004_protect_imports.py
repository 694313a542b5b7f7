from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect
from contratrata.ground.workflow.machine import GuardMoves

TABLES = ["cases_import", "cases_importrow", "cases_importmove"]
MOVES = [
    ("apply", "staged", "applying"),
    ("cancel", "reading", "cancelled"),
    ("cancel", "received", "cancelled"),
    ("cancel", "staged", "cancelled"),
    ("fail", "reading", "failed"),
    ("fail", "received", "failed"),
    ("finish", "applying", "applied"),
    ("keep", "reversing", "applied"),
    ("read", "received", "reading"),
    ("receive", "", "received"),
    ("reverse", "applied", "reversing"),
    ("stage", "reading", "staged"),
    ("undo", "reversing", "reversed"),
]


class Migration(migrations.Migration):
    """An import is the organisation's, and only who may read identities sees it."""

    dependencies = [("cases", "0003_imports"), ("network", "0002_protect")]
    operations = [
        Protect("cases_import", needs="identities"),
        Protect("cases_importrow", needs="identities"),
        Protect("cases_importmove", needs="identities", append_only=True),
        *(BelongsToNetwork(table) for table in TABLES),
        GuardMoves("cases_import", "cases_importmove", MOVES),
    ]
