"""What other packages may use of the vault: keys and sealing, names by how they sound, drafts.

`master`, `public_keys`, `rotation` and `shredding` are for the console: the keyset outside the database, the seals of
public keys, the turning of keys, the log of destroyed keys. `Column` says what no person's key seals (`resealing`).
"""

from . import drafts, master, public_keys, rotation, sharings, shredding, slots
from .jobs import log_erasures
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
from .name_words import PARTICLES
from .names import MOST, TOKEN_BYTES, Names, QueryToken, name_tokens, needed, query_tokens
from .public_keys import UntrustedKey
from .resealing import BATCH, Column, Pass, Sealing, columns_of
from .sealed import SealedField, SealedRow
from .slots import beside
from .streams import StreamKey, again
