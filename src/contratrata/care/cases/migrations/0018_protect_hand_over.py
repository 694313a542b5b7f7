from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect


class Migration(migrations.Migration):
    """Who passed a case to whom, and why, is read as the case is; it stays."""

    dependencies = [("cases", "0017_hand_over"), ("network", "0002_protect")]
    operations = [
        Protect("cases_handover", needs="identities", append_only=True),
        BelongsToNetwork("cases_handover"),
    ]
