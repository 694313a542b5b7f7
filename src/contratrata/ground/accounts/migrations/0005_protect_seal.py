from django.db import migrations

from contratrata.ground.base.rls import Sql

#: A seal goes forward only, and never goes: a former row cannot come back with its former seal.
FORWARD = """
CREATE FUNCTION seal_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.version <> 1 THEN
      RAISE EXCEPTION 'A seal begins with its first version' USING ERRCODE = 'insufficient_privilege';
    END IF;
  ELSIF NEW.row_id <> OLD.row_id OR NEW.kind <> OLD.kind OR NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'A seal goes forward only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER seal_goes_forward BEFORE INSERT OR UPDATE ON accounts_seal
  FOR EACH ROW EXECUTE FUNCTION seal_goes_forward();
REVOKE DELETE, TRUNCATE ON accounts_seal FROM {app}, {worker};
"""


class Migration(migrations.Migration):
    """Neither the web nor the worker takes a seal away or puts a former one back."""

    dependencies = [("accounts", "0004_seal"), ("base", "0001_scope")]
    operations = [
        Sql(
            FORWARD,
            "GRANT DELETE ON accounts_seal TO {app}, {worker}; "
            "DROP TRIGGER seal_goes_forward ON accounts_seal; DROP FUNCTION seal_goes_forward();",
        ),
    ]
