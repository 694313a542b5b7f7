from django.db import migrations

from contratrata.ground.base.rls import BelongsToNetwork, Protect

TABLES = [
    "vault_organisationkey",
    "vault_subjectkey",
    "vault_sharedkey",
    "vault_shredding",
    "facts_fact",
    "notices_notice",
]


class Migration(migrations.Migration):
    """Memberships are seen by their user and by their organisation; lower tables are tied to the network."""

    dependencies = [
        ("network", "0001_initial"),
        ("vault", "0002_protect"),
        ("facts", "0002_protect"),
        ("notices", "0002_protect"),
    ]
    operations = [
        Protect(
            "network_membership",
            read="user_id = (SELECT scope_user()) OR organisation_id = (SELECT scope_organisation())",
            write="organisation_id = (SELECT scope_organisation())",
        ),
        *(BelongsToNetwork(table) for table in TABLES),
        BelongsToNetwork("vault_sharedkey", "receiver_id"),
    ]
