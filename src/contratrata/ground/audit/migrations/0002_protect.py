from django.db import migrations

from contratrata.ground.base.rls import OWN, Protect, Sql

NOBODY = "organisation_id = '00000000-0000-0000-0000-000000000000'::uuid"
MAY_READ = f"(({OWN}) AND ((SELECT scope_audit()) OR (SELECT scope_identities())))"
PLATFORM = f"({NOBODY} AND (SELECT scope_network()) AND (SELECT scope_audit()))"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("base", "0001_scope")]
    operations = [
        Protect(
            "audit_entry", read=f"{MAY_READ} OR {PLATFORM}", write=f"({OWN}) OR {NOBODY}", append_only=True
        ),
        Protect(
            "audit_seal",
            read=f"(({OWN}) AND (SELECT scope_audit())) OR {PLATFORM}",
            write=f"(({OWN}) AND (SELECT scope_audit())) OR {PLATFORM}",
            append_only=True,
        ),
        Sql("REVOKE INSERT ON audit_seal FROM {app};", "GRANT INSERT ON audit_seal TO {app};"),
    ]
