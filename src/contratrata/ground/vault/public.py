"""What other packages may use of the vault: keys and sealing, names by how they sound, drafts.

`master`, `public_keys`, `rotation` and `shredding` are for the console: the keyset outside the database, the seals of
public keys, the turning of keys, the log of destroyed keys.
"""

from . import drafts, master, public_keys, rotation, shredding
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
    wrapped_key,
)
from .master import MasterKeyMissing
from .models import SharedKey, SubjectKey
from .name_score import LIKELY, Nearness, Reason, score
from .names import MOST, TOKEN_BYTES, Names, QueryToken, name_tokens, needed, query_tokens
from .public_keys import UntrustedKey
from .sealed import SealedField, SealedRow
from .streams import StreamKey, again

__all__ = [
    "LIKELY",
    "MOST",
    "TOKEN_BYTES",
    "MasterKeyMissing",
    "Names",
    "Nearness",
    "QueryToken",
    "Reason",
    "Ring",
    "SealedField",
    "SealedRow",
    "Sealer",
    "SharedKey",
    "StreamKey",
    "SubjectKey",
    "UntrustedKey",
    "again",
    "close_share",
    "create_organisation_keys",
    "create_subject",
    "drafts",
    "master",
    "name_tokens",
    "needed",
    "open_share",
    "open_subject",
    "open_subjects",
    "public_keys",
    "query_tokens",
    "ring",
    "rotation",
    "score",
    "share",
    "shred",
    "shredding",
    "wrapped_key",
]
