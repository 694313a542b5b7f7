"""What was made of each cell: understood, repaired, asked or refused, in words for whoever corrects it."""

import dataclasses
import datetime as dt
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise


class Kind(StrEnum):
    """What happened to a value."""

    UNDERSTOOD = "understood"
    REPAIRED = "repaired"
    ASKED = "asked"  # not taken: a person must say what it means
    REFUSED = "refused"  # nothing can be made of the row as it stands


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one field of a row (`field` empty: on the row).

    `raw` is what stood in the cell: for the sheet that goes back to the organisation, for nothing else (no
    log, no audit). `suggestion` is what a person may put instead.
    """

    field: str
    kind: Kind
    message: str | Promise
    raw: Any = None
    suggestion: str = ""


def plain(raw: Any) -> str:
    """A cell as text: whole numbers without a decimal point, blanks single."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, dt.datetime | dt.date):
        return raw.isoformat()
    text = str(raw)
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
