"""Own cases that were opened from a referral before it was kept what they took up: found once, by comparing.

What was shared is read as its sender reads it, for the receiver's key of a referral that ended is gone; what the case
says, as the receiver. Both stay in memory.
"""

import dataclasses
import uuid
from typing import Any

from contratrata.care.cases import public as cases
from contratrata.care.cases.public import Section
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault

from . import sharing
from .models import NOTE, Part, Referral


@dataclasses.dataclass(frozen=True, slots=True)
class Noted:
    """Of how many cases it was found out, and of how many it cannot be: what was shared opens no more."""

    cases: int = 0
    unreadable: int = 0

    def plus(self, other: "Noted") -> "Noted":
        """Both together."""
        return Noted(self.cases + other.cases, self.unreadable + other.unreadable)


def note_copied_in(receiver: Organisation, keeper: Any) -> Noted:
    """Of every case of this organisation. Each is a transaction: cut off, it is simply run again."""
    with acting(job_scope(receiver)):
        open_ = set(cases.unnamed().values_list("id", flat=True))
        taken = Referral.objects.filter(receiver_id=receiver.id, receiver_case_id__in=open_).order_by("id")
        rows = list(taken.values_list("id", "organisation_id", "receiver_case_id"))
    total = Noted()
    for referral_id, sender_id, case_id in rows:
        assert case_id is not None  # noqa: S101  (chosen by it)
        came = _came(referral_id, Organisation.objects.get(id=sender_id))
        total = total.plus(Noted(unreadable=1) if came is None else _noted(receiver, case_id, came, keeper))
    return total


def _came(referral_id: uuid.UUID, sender: Organisation) -> cases.Came | None:
    with acting(job_scope(sender)):
        referral = Referral.objects.get(id=referral_id)
        sealer = sharing.sealer_of(referral, vault.ring())
        if sealer is None:
            return None
        parts = Part.objects.filter(referral=referral).exclude(part=NOTE).order_by("version", "id")
        return cases.came_with(Section.from_json(row.open(sealer, "body")["body"]) for row in parts)


def _noted(receiver: Organisation, case_id: uuid.UUID, came: cases.Came, keeper: Any) -> Noted:
    def mark(notes: list[uuid.UUID]) -> None:
        with keeper.transaction():
            keeper.execute("UPDATE cases_note SET kind = %s WHERE id = ANY(%s)", [cases.CAME, notes])

    with acting(job_scope(receiver)):
        return Noted(cases=int(cases.note_copied(case_id, came, mark=mark)))
