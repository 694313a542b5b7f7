"""What the planner is to think of an organisation's share of a table.

Under a policy it does not know whose rows are let by (`organisation_id = (SELECT scope_organisation())`): it takes the
average, which among thousands of small organisations is next to nothing, and then walks all rows of a large one where
an index on the key, or one that ends in the order of the list, would have been quicker a hundredfold. Told that an
organisation holds a twentieth of the table it plans for the large one; a small one is quick under either plan.
"""

from typing import Any

from django.db import connections

SHARE = 20
_UNTOLD = """
SELECT format('ALTER TABLE %%s ALTER COLUMN %%I SET (n_distinct = {share})', c.oid::regclass, a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relnamespace = current_schema()::regnamespace
  AND pg_get_userbyid(c.relowner) = current_user
  AND a.attname = ANY(%s)
  AND NOT coalesce(array_to_string(a.attoptions, ',') LIKE '%%n_distinct%%', false)
"""


def plan_for_the_large(using: str = "default", **_signal: Any) -> None:
    """After migrating: tell it of each new table with policies; it counts from the next ANALYZE on."""
    with connections[using].cursor() as cursor:
        cursor.execute(_UNTOLD.format(share=SHARE), [["organisation_id", "receiver_id"]])
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
