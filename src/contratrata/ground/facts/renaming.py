"""Other pseudonyms for the same facts, when an organisation's key of tokens is turned."""

import uuid
from collections.abc import Mapping
from typing import Any

_PAIRS = "unnest(%(old)s::uuid[], %(new)s::uuid[]) AS t(old, new)"
_OF = "f.organisation_id = %(organisation)s"
#: Both names may stand for a moment, where somebody still worked with the former key. Which was written last is true.
_FORMER = f"""
DELETE FROM facts_fact f USING {_PAIRS}, facts_fact g
WHERE {_OF} AND g.organisation_id = f.organisation_id AND f.pseudonym = t.new AND g.pseudonym = t.old
  AND age(f.xmin) > age(g.xmin)
"""  # noqa: S608
_DOUBLE = f"""
DELETE FROM facts_fact f USING {_PAIRS}, facts_fact g
WHERE {_OF} AND g.organisation_id = f.organisation_id AND f.pseudonym = t.old AND g.pseudonym = t.new
"""  # noqa: S608
_RENAME = f"""
UPDATE facts_fact f SET pseudonym = t.new FROM {_PAIRS} WHERE {_OF} AND f.pseudonym = t.old
"""  # noqa: S608


def rename(keeper: Any, organisation_id: uuid.UUID, pseudonyms: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Give the facts of an organisation their new pseudonyms, by the old ones. Safe to repeat."""
    params = {
        "organisation": organisation_id,
        "old": list(pseudonyms),
        "new": list(pseudonyms.values()),
    }
    for statement in (_FORMER, _DOUBLE, _RENAME):
        keeper.execute(statement, params)
