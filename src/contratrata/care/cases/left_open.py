"""Texts that older versions kept in clear: sealed by `contratrata seal-texts`, and emptied."""

import uuid
from collections.abc import Iterable
from typing import Any

from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import SealedRow

from .models import FirstContact, StatusAssertion

#: Rows sealed at a time.
BATCH = 200


def seal(keeper: Any) -> int:
    """Seal who asserted a status and whom a first contact was sent to; of the acting organisation."""
    assertions = StatusAssertion.objects.exclude(decided_by="").select_related("case__person").order_by("id")
    contacts = FirstContact.objects.exclude(referred_to="").order_by("id")
    lines = [(row, row.case.person.subject_id, row.decided_by) for row in assertions]
    sent = [(row, row.subject_id, row.referred_to) for row in contacts]
    _seal(keeper, lines, sealed="authority", clear="decided_by")
    _seal(keeper, sent, sealed="sent_to", clear="referred_to")
    return len(lines) + len(sent)


def _seal(keeper: Any, rows: Iterable[tuple[SealedRow, uuid.UUID, str]], *, sealed: str, clear: str) -> None:
    """Write the sealed text and empty the clear one; of who was erased nothing stays."""
    keys, result = vault.ring(), list(rows)
    for start in range(0, len(result), BATCH):
        batch = result[start : start + BATCH]
        sealers = vault.open_subjects({subject for _row, subject, _text in batch}, keys)
        with keeper.transaction(), keeper.cursor() as cursor:
            for row, subject, text in batch:
                if (sealer := sealers.get(subject)) is not None:
                    row.seal(sealer, **{sealed: text})
                cursor.execute(
                    f"UPDATE {row._meta.db_table} SET {sealed} = %s, {clear} = '' WHERE id = %s",  # noqa: S608
                    [getattr(row, sealed), row.pk],
                )
