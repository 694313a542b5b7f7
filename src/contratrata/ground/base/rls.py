"""Row-level security as migration operations: the database refuses even when a view forgets.

Policies read the acting scope (`scope.py`) through small SQL functions. Only leakproof operators (`=` on uuid,
smallint, text) are used, so that indexes that lead with the organisation serve under a policy.
"""

from typing import Any, Literal

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

#: What a policy asks of the scope besides organisation and realm.
Needs = Literal["", "identities", "referrals", "network", "audit"]

FUNCTIONS = """
CREATE FUNCTION scope_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.user', true), '')::uuid $$;
CREATE FUNCTION scope_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.organisation', true), '')::uuid $$;
CREATE FUNCTION scope_realm() RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT NULLIF(current_setting('app.realm', true), '')::smallint $$;
CREATE FUNCTION scope_identities() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(current_setting('app.identities', true), '') = 'on' $$;
CREATE FUNCTION scope_referrals() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(current_setting('app.referrals', true), '') = 'on' $$;
CREATE FUNCTION scope_network() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(current_setting('app.network', true), '') = 'on' $$;
CREATE FUNCTION scope_audit() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(current_setting('app.audit', true), '') = 'on' $$;
"""
#: Added later than the others, by a migration of its own.
MAIL_FUNCTION = """
CREATE FUNCTION scope_mail() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT COALESCE(current_setting('app.mail', true), '') = 'on' $$;
"""
DROP_FUNCTIONS = "".join(
    f"DROP FUNCTION scope_{name}();"
    for name in ("user", "organisation", "realm", "identities", "referrals", "network", "audit")
)

OWN = "organisation_id = (SELECT scope_organisation()) AND realm = (SELECT scope_realm())"

#: The condition of a row that the whole realm of the acting organisation may read.
REALM = "realm = (SELECT scope_realm())"
#: What `ProtectOpen` asks before each statement that writes.
ONLY_PUBLISHED = """
CREATE FUNCTION only_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT TG_TABLE_NAME = ANY(string_to_array(COALESCE(current_setting('app.publishing', true), ''), ',')) THEN
    RAISE EXCEPTION '% is written by its publish act only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
"""


#: What the logins of the database are for.
LOGINS = ("app", "worker", "report", "keeper", "owner")


def login(name: str) -> str:
    """The database login of that purpose (`app`, `worker`, `report`, `keeper`, `owner`), quoted."""
    return f'"{settings.LOGIN_PREFIX}_{name}"'


def own(needs: Needs = "") -> str:
    """The condition of a row of the acting organisation, with what else the scope must have."""
    return OWN if not needs else f"{OWN} AND (SELECT scope_{needs}())"


class Sql(Operation):
    """One reversible piece of SQL with the logins' names filled in (`{app}`, `{worker}`, …)."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, forwards: str, backwards: str) -> None:
        self.forwards, self.backwards = forwards, backwards

    def _run(self, editor: BaseDatabaseSchemaEditor, text: str) -> None:
        for name in LOGINS:
            text = text.replace("{" + name + "}", login(name))
        if text.strip():
            editor.execute(text, params=None)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the SQL."""
        self._run(schema_editor, self.forwards)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo it."""
        self._run(schema_editor, self.backwards)

    def describe(self) -> str:
        """One line for the log of migrations."""
        return f"SQL: {self.forwards.strip()[:60]}"


class Protect(Sql):
    """Force row-level security on a confidential table.

    `needs`: a right of the scope that every access asks (an administrator cannot select identities).
    `read` / `write`: conditions of their own (SQL over the row and the scope functions) where a row is seen
    by more than its organisation; `write` serves INSERT, UPDATE and DELETE.
    `append_only`: the web and the worker may add and read, never change or remove.
    """

    def __init__(
        self,
        table: str,
        *,
        needs: Needs = "",
        read: str = "",
        write: str = "",
        append_only: bool = False,
    ) -> None:
        self.table, self.needs, self.read, self.write, self.append_only = (
            table,
            needs,
            read,
            write,
            append_only,
        )
        seen, written = read or own(needs), write or own(needs)
        sql = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;",
            f"CREATE POLICY see ON {table} FOR SELECT USING ({seen});",
            f"CREATE POLICY add ON {table} FOR INSERT WITH CHECK ({written});",
            f"CREATE POLICY change ON {table} FOR UPDATE USING ({written}) WITH CHECK ({written});",
            f"CREATE POLICY remove ON {table} FOR DELETE USING ({written});",
        ]
        if append_only:
            sql.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {{app}}, {{worker}};")
        undo = [f"DROP POLICY {name} ON {table};" for name in ("see", "add", "change", "remove")]
        undo.append(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;")
        undo.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;")
        super().__init__("\n".join(sql), "\n".join(undo))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migrations that are squashed."""
        kwargs = {
            "needs": self.needs,
            "read": self.read,
            "write": self.write,
            "append_only": self.append_only,
        }
        return (self.__class__.__qualname__, [self.table], {k: v for k, v in kwargs.items() if v})


class ProtectShared(Protect):
    """Force row-level security on a `Shared` table: the realm reads, the organisation of the row writes."""

    def __init__(self, table: str, *, write_needs: Needs = "") -> None:
        super().__init__(table, read=REALM, write=own(write_needs))
        self.write_needs = write_needs

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For migrations that are squashed."""
        kwargs = {"write_needs": self.write_needs} if self.write_needs else {}
        return (self.__class__.__qualname__, [self.table], kwargs)


class ProtectOpen(Sql):
    """Refuse every write to an `Open` table outside `publishing` (base): a trigger on each statement."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"CREATE TRIGGER only_published BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION only_published();",
            f"DROP TRIGGER only_published ON {table};",
        )


class BelongsToNetwork(Sql):
    """Tie (organisation, realm) of a confidential table to the network's organisation: realms never mix."""

    def __init__(self, table: str, column: str = "organisation_id") -> None:
        name = f"{table}_{column}_realm"
        super().__init__(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}, realm) "
            "REFERENCES network_organisation (id, realm);",
            f"ALTER TABLE {table} DROP CONSTRAINT {name};",
        )
