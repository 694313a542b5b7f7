from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, ProtectOpen, ProtectShared


class Migration(migrations.Migration):
    """The realm reads what a member wrote; what anybody reads is written by the act that publishes."""

    dependencies = [
        ("countries", "0001_initial"),
        ("network", "0005_first_invitation"),
        ("base", "0003_open"),
    ]
    operations = [
        ProtectShared("countries_entry"),
        BelongsToNetwork("countries_entry"),
        ProtectOpen("countries_published"),
    ]
