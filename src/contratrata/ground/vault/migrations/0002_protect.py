from django.db import migrations

from contratrata.ground.base.rls import OWN, Protect, Sql

SHARED = (
    "realm = (SELECT scope_realm()) AND (SELECT scope_referrals()) AND "
    "(organisation_id = (SELECT scope_organisation()) OR receiver_id = (SELECT scope_organisation()))"
)


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("base", "0001_scope")]
    operations = [
        Protect("vault_organisationkey"),
        Protect("vault_subjectkey"),
        Protect("vault_shredding", append_only=True),
        # The receiver may end a sharing (it declines); it can never widen one: it holds no key to do so.
        Protect("vault_sharedkey", read=SHARED, write=f"({OWN}) OR ({SHARED})"),
        Sql(
            "REVOKE UPDATE, DELETE ON vault_publickey FROM {app}, {worker};",
            "GRANT UPDATE, DELETE ON vault_publickey TO {app}, {worker};",
        ),
    ]
