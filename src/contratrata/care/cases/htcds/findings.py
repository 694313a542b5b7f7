"""What was made of each cell: understood, repaired, asked or refused, in words for whoever corrects it."""

import dataclasses
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What happened to a value."""

    UNDERSTOOD = "understood"
    REPAIRED = "repaired"
    ASKED = "asked"  # not taken: a person must say what it means
    REFUSED = "refused"  # the row is no case as it stands


KIND_LABELS = {
    Kind.UNDERSTOOD: _("Entendido"),
    Kind.REPAIRED: _("Reparado"),
    Kind.ASKED: _("Por aclarar"),
    Kind.REFUSED: _("No se puede traer"),
}


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
