"""What is shared, as it is frozen and as either side reads it: the same sections before and after."""

import dataclasses
import json
import uuid
from collections.abc import Sequence
from typing import Any

import tink
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.care.cases.public import Section
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import NotAllowed, Shredded, Tampered, WrongState
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring, Sealer, SharedKey

from . import own_words, queries, rules
from .models import NOTE, Part, Referral


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """«Esto verá, y nada más»: what is shared, and the names of the parts that are not. The preview and the
    receiver's page are both made of one of these."""

    sections: Sequence[Section]
    kept_back: Sequence[str]
    note: str = ""


def sheet(sections: Sequence[Section], note: str = "") -> Sheet:
    """The sheet of these sections, as they come out of freezing."""
    shown = [Section.from_json(section.to_json()) for section in sections]
    shared = {section.part for section in shown}
    rest = [vocabulary("file_part").label(code) for code in cases.AVAILABLE_PARTS if code not in shared]
    return Sheet(shown, rest, note)


def draft_sheet(acting: Scope, referral: Referral) -> tuple[Sheet, list[own_words.OwnWord]]:
    """What the receiver will read when the draft is sent now, and what in it says who she is though that is not shared.

    Raises `NotAllowed`, `WrongState`.
    """
    case, sealer = case_and_sealer(acting, referral.case_id, vault.ring())
    sections = cases.file_sections(case, referral.chosen_parts, sealer=sealer)
    note = referral.open(sealer, "note")["note"]
    texts = own_words.texts_of(sections, note)
    return sheet(sections, note), own_words.own_words_in(case, sealer, texts, shared=referral.chosen_parts)


def chosen(referral: Referral, sealer: vault.Sealer) -> dict[str, Any]:
    """Which parts the draft will share and what it will say to the receiver."""
    note = referral.open(sealer, "note")["note"] if referral.chosen_parts else ""
    return {"parts": list(referral.chosen_parts), "note": note}


def chosen_of(acting: Scope, referral: Referral) -> dict[str, Any]:
    """What the acting user's draft says so far. Raises `NotAllowed`, `WrongState`."""
    _case, sealer = case_and_sealer(acting, referral.case_id, vault.ring())
    return chosen(referral, sealer)


def open_case(acting: Scope, case_id: uuid.UUID) -> cases.Case:
    """The visible case, if it can be referred. Raises `NotAllowed`, `WrongState` (closed)."""
    try:
        case = cases.case_for(acting, case_id)
    except cases.Case.DoesNotExist:
        raise NotAllowed(_("Este expediente no existe o no está a su alcance.")) from None
    if not cases.may_refer(acting, case):
        raise NotAllowed(_("Derivar le corresponde a quien lleva el caso o a supervisión."))
    if case.closed_at is not None:
        raise WrongState(_("El expediente está cerrado. Reábralo para derivar."))
    return case


def case_and_sealer(acting: Scope, case_id: uuid.UUID, keys: Ring) -> tuple[cases.Case, Sealer]:
    """The case and its person's sealer. Raises `NotAllowed`, `WrongState` (closed, erased)."""
    case = open_case(acting, case_id)
    try:
        return case, cases.sealer_of(case, keys)
    except Shredded:
        raise WrongState(_("Los datos de esta persona se borraron: ya no se pueden compartir.")) from None


def sealer_of(referral: Referral, keys: Ring) -> Sealer | None:
    """The sealer of what was shared, or None when it is shut for us (ended, withdrawn, erased, its key exchanged)."""
    if referral.share_id is None:
        return None
    try:
        return vault.open_share(referral.share_id, keys)
    except (Shredded, SharedKey.DoesNotExist):
        return None
    except Tampered:
        audit.record_refused("referral.unreadable", kind="referral", subject=referral.id, code=referral.code)
        return None


def read(acting: Scope, referral: Referral, sealer: Sealer | None) -> Sheet | None:
    """What was shared, as this side may read it; None when it may not (any more)."""
    if sealer is None or not rules.reads_parts(acting, referral):
        return None
    rows = queries.parts_of(referral)
    if not rows:
        return None
    sections = [Section.from_json(row.open(sealer, "body")["body"]) for row in rows if row.part != NOTE]
    return sheet(sections, _sent_note(referral, rows, sealer))


def _sent_note(referral: Referral, rows: Sequence[Part], sealer: Sealer) -> str:
    """The message: a part of its own, or, where it was sent before it was one, on the move."""
    for row in rows:
        if row.part == NOTE:
            return row.open(sealer, "body")["body"]
    move = referral.moves.filter(verb="send").first()
    return move.open(sealer, "words")["words"] if move else ""


def outline_of(sections: Sequence[Section]) -> str:
    """What the receiving house may know of these before it takes her, as it is sealed; "" without her profile."""
    result = [cases.outline(section) for section in sections if section.part == "profile"]
    return json.dumps(result[0]) if result else ""


def read_outline(referral: Referral, sealer: Sealer | None) -> list[tuple[str, str]]:
    """The outline as lines of words; nothing where her profile is not shared."""
    text = opened(referral, sealer, "outline")
    return cases.outline_lines(json.loads(text)) if text else []


def opened(row: vault.SealedRow, sealer: Sealer | None, column: str) -> str | None:
    """One sealed text; None when something was said that we cannot read."""
    if not getattr(row, column):
        return ""
    if sealer is None:
        return None
    try:
        return row.open(sealer, column)[column]
    except tink.TinkError:
        return None


def shut(referral: Referral) -> None:
    """End the sharing: the receiver's key goes at once.

    The sender also marks the parts as closed; the receiver cannot, and need not: from the state of the
    referral on, the database shows it none.
    """
    if referral.share_id is not None:
        vault.close_share(referral.share_id)
    if scope.organisation_id() == referral.organisation_id:
        referral.parts.filter(closed_at__isnull=True).update(closed_at=clock.now())
