from django.db import migrations

from contratrata.ground.base.rls import OWN, BelongsToNetwork, Protect

#: Hers who asks, her organisation's, and the coordination's of the realm.
SEEN = (
    f"user_id = (SELECT scope_user()) OR ({OWN}) OR "
    "((SELECT scope_network()) AND realm = (SELECT scope_realm()))"
)


class Migration(migrations.Migration):
    """Requests for help with a lost second factor are seen by who asks and by who may answer."""

    dependencies = [("accounts", "0002_factorhelp"), ("network", "0001_initial"), ("base", "0001_scope")]
    operations = [
        Protect("accounts_factorhelp", read=SEEN, write=SEEN),
        BelongsToNetwork("accounts_factorhelp"),
    ]
