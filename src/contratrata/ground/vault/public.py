"""What other packages may use of the vault."""

from .keys import (
    Ring,
    Sealer,
    close_share,
    create_organisation_keys,
    create_subject,
    open_share,
    open_subject,
    open_subjects,
    ring,
    share,
    shred,
)
from .sealed import SealedField, SealedRow

__all__ = [
    "Ring",
    "SealedField",
    "SealedRow",
    "Sealer",
    "close_share",
    "create_organisation_keys",
    "create_subject",
    "open_share",
    "open_subject",
    "open_subjects",
    "ring",
    "share",
    "shred",
]
