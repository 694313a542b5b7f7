from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect


class Migration(migrations.Migration):
    """Why a person's functions changed is her organisation's own, and stays."""

    dependencies = [("network", "0003_membership_change")]
    operations = [
        Protect("network_membershipchange", append_only=True),
        BelongsToNetwork("network_membershipchange"),
    ]
