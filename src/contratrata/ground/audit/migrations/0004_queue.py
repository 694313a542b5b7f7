from django.db import migrations

from contratrata.ground.base.rls import OWN, Protect, Sql

NOBODY = "organisation_id = '00000000-0000-0000-0000-000000000000'::uuid"
SEALER = "((SELECT scope_network()) AND (SELECT scope_audit()) AND realm = (SELECT scope_realm()))"

QUEUE = """
CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_unsealed (entry_id, organisation_id, realm, at)
    SELECT id, organisation_id, realm, at FROM fresh;
  RETURN NULL;
END $$;
CREATE TRIGGER queue AFTER INSERT ON audit_entry REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION audit_queue();
"""


class Migration(migrations.Migration):
    """Each entry queues itself for the sealer; only the worker takes it from the queue."""

    dependencies = [("audit", "0003_unsealed")]
    operations = [
        Protect(
            "audit_unsealed",
            read=f"(({OWN}) AND (SELECT scope_audit())) OR {SEALER}",
            write=f"({OWN}) OR {NOBODY} OR {SEALER}",
            append_only=True,
        ),
        Sql("GRANT DELETE ON audit_unsealed TO {worker};", "REVOKE DELETE ON audit_unsealed FROM {worker};"),
        Sql(QUEUE, "DROP TRIGGER queue ON audit_entry; DROP FUNCTION audit_queue();"),
    ]
