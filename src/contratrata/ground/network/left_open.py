"""Texts that older versions kept in clear: sealed by `contratrata seal-texts`, and emptied."""

from typing import Any

from contratrata.ground.accounts.public import FactorHelp, helped
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.vault import public as vault

from .models import MembershipChange


def seal(keeper: Any) -> int:
    """Seal why functions were changed and why help with a factor was given; of the acting organisation."""
    return _changes(keeper) + _helps(keeper)


def _changes(keeper: Any) -> int:
    changes = list(MembershipChange.objects.exclude(words="").order_by("id"))
    sealer = vault.ring().drafts() if changes else None
    with keeper.transaction(), keeper.cursor() as cursor:
        for row in changes:
            assert sealer is not None  # noqa: S101  (there are changes)
            row.seal(sealer, explained=row.words)
            cursor.execute(
                "UPDATE network_membershipchange SET explained = %s, words = '' WHERE id = %s",
                [row.explained, row.pk],
            )
        return len(changes)


def _helps(keeper: Any) -> int:
    helps = list(
        FactorHelp.objects.filter(organisation_id=organisation_id()).exclude(reason="").order_by("id")
    )
    with keeper.transaction(), keeper.cursor() as cursor:
        for row in helps:
            cursor.execute(
                "UPDATE accounts_factorhelp SET explained = %s, reason = '' WHERE id = %s",
                [helped.sealed(row.pk, row.reason), row.pk],
            )
    return len(helps)
