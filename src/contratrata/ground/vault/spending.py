"""What the database does when something with a slot goes, as migration operations: it writes the slot down (`slots`).

In the transaction that deletes, empties or replaces it, whoever did it and however: a cascade, a keeper, a job. What
was undone is written nowhere. Neither the web nor the worker may write to the table itself; whoever runs SQL as one of
them can bring about a line by deleting a value of his own making, which destroys no more than deleting the rows would.
"""

from contratrata.ground.base.rls import Sql

#: `slots.BLOCK`, `MARK` and `TAIL`, as they were when the migration was written; a test compares them.
SLOTS = """
CREATE SEQUENCE vault_slot INCREMENT BY 64 MINVALUE 0 START WITH 0;
GRANT SELECT ON SEQUENCE vault_slot TO {worker};
REVOKE ALL ON vault_spentslot FROM {app}, {worker};
GRANT SELECT, DELETE ON vault_spentslot TO {worker};
CREATE FUNCTION vault_slot_of(value bytea) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN octet_length(value) > 16
    AND substring(value FROM octet_length(value) - 15 FOR 8) = '\\xf1c6736c6f74019e'::bytea
    THEN ('x' || encode(substring(value FROM octet_length(value) - 7), 'hex'))::bit(64)::bigint END $$;
CREATE FUNCTION vault_spend() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE former bigint;
BEGIN
  EXECUTE format('SELECT vault_slot_of(($1).%I)', TG_ARGV[0]) INTO former USING OLD;
  IF former IS NOT NULL THEN
    INSERT INTO vault_spentslot (number) VALUES (former);
  END IF;
  RETURN NULL;
END $$;
"""
NO_SLOTS = "DROP FUNCTION vault_spend(); DROP FUNCTION vault_slot_of(bytea); DROP SEQUENCE vault_slot;"


class SpendsSlots(Sql):
    """The slots of these columns are written down when their values go or get another slot."""

    def __init__(self, table: str, *columns: str) -> None:
        self.table, self.columns = table, columns
        super().__init__(
            "".join(map(self._creation, columns)),
            "".join(
                f"DROP TRIGGER spend_{column}_{when} ON {table};"
                for column in columns
                for when in ("gone", "changed")
            ),
        )

    def _creation(self, column: str) -> str:
        run = f"FOR EACH ROW WHEN ({{}}) EXECUTE FUNCTION vault_spend('{column}');"
        had = f"vault_slot_of(OLD.{column}) IS NOT NULL"
        other = f"{had} AND vault_slot_of(OLD.{column}) IS DISTINCT FROM vault_slot_of(NEW.{column})"
        return (
            # What `base.unsampled` does after every migration, which a trigger on the column would not let it do.
            f"ALTER TABLE {self.table} ALTER COLUMN {column} SET STATISTICS 0;"
            f"ALTER TABLE {self.table} ALTER COLUMN {column} TYPE bytea;"
            f"CREATE TRIGGER spend_{column}_gone AFTER DELETE ON {self.table} {run.format(had)}"
            f"CREATE TRIGGER spend_{column}_changed AFTER UPDATE OF {column} ON {self.table} {run.format(other)}"
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """For migrations that are squashed."""
        return (self.__class__.__qualname__, [self.table, *self.columns], {})
