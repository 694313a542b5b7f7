"""The moves of a case, and who works on it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import settle
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import Conflict, DomainError, WrongState
from contratrata.ground.base.open_things import Answers
from contratrata.ground.base.texts import LONG, clean, required
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices
from contratrata.ground.vault.public import Sealer
from contratrata.ground.workflow import public as workflow

from .. import checks, rules
from .. import notices as kinds
from ..models import Case, CaseMove, CaseShare, HandOver
from ..queries import visible_to
from ..states import CASE
from . import _common
from .closing import open_of
from .planning import NO_STEP, end_open_step
from .registering import check_responsible

#: Who hands over a second case within this time says why.
SEVERAL = dt.timedelta(hours=1)


def move(
    case: Case, verb: str, *, code: str = "", words: str = "", sealer: Sealer | None = None, **values: object
) -> None:
    """Move a locked case, with its row; `values` are saved with it. Raises `WrongState`."""
    row = CaseMove(case=case, code=code, by_organisation_id=case.organisation_id)
    if words and sealer is not None:
        row.seal(sealer, reason=words)
    workflow.move(case, CASE, verb, row, touched_at=clock.now(), version=case.version + 1, **values)


def follow_up(case_id: uuid.UUID) -> Case:
    """Active care is over; the person is followed up."""
    with _common.acting_on(case_id, "follow_up", closed_too=True) as case:
        move(case, "follow_up")
        _common.record("case.followed_up", case)
    return case


def resume(case_id: uuid.UUID) -> Case:
    """Active care goes on."""
    with _common.acting_on(case_id, "resume", closed_too=True) as case:
        move(case, "resume")
        _common.record("case.resumed", case)
    return case


def close(
    case_id: uuid.UUID,
    *,
    reason: str,
    words: str = "",
    by_referral: bool = False,
    answers: Answers | None = None,
) -> Case:
    """End the work on a case with a reason (`closure_reason`); open next steps end with it.

    `words` are sealed; "other" needs them. `by_referral`: another organisation goes on. `answers`: what becomes of
    what stands open (`closing.open_of`); None where nobody is asked (the demonstration). Raises `Conflict` when
    something open has no answer.
    """
    with _common.acting_on(case_id, "close", closed_too=True) as case:
        if not reason:
            raise DomainError(_("Elija el motivo del cierre."), field="reason")
        checks.code("closure_reason", reason, field="reason")
        if reason == "other":
            words = required(words, field="words", message=_("Escriba cuál es el motivo."))
        words = clean(words, field="words", most=LONG, lines=True)
        if answers is not None:
            settle(open_of(case, reason), answers)
        verb = "close_referred" if by_referral else "close"
        ended: dict[str, Any] = {"closed_at": clock.now(), "closure_reason": reason, **NO_STEP}
        move(case, verb, code=reason, words=words, sealer=_common.sealer_of(case), **ended)
        end_open_step(case)
        _common.record("case.closed", case, reason=reason)
    return case


def reopen(case_id: uuid.UUID, *, words: str) -> Case:
    """Take up a closed case again; the reason is sealed. Raises `WrongState` when her data were erased."""
    with _common.acting_on(case_id, "reopen", closed_too=True) as case:
        words = required(words, field="words", message=_("Escriba por qué se reabre."))
        sealer = _common.sealer_of(case)
        move(case, "reopen", words=words, sealer=sealer, closed_at=None, closure_reason="")
        _common.record("case.reopened", case)
    return case


def share_with(case_id: uuid.UUID, *, user_id: uuid.UUID) -> CaseShare:
    """Let a colleague work on the case too; she is told. Sharing again changes nothing."""
    with _common.acting_on(case_id, "share", closed_too=True) as case:
        check_responsible({user_id}, scope.required(), field="user_id")
        if case.revoked_at is not None:
            raise WrongState(
                _("La persona retiró su consentimiento: primero pídale uno para su organización.")
            )
        if user_id == case.responsible_id:
            raise DomainError(_("Esta persona ya responde por el caso."), field="user_id")
        row, created = CaseShare.objects.get_or_create(case=case, user_id=user_id)
        if created:
            _common.record("case.shared", case, with_user=str(user_id))
            notices.notify(
                kinds.SHARED,
                organisation_id=case.organisation_id,
                subject_id=case.id,
                code=case.code,
                user_id=user_id,
            )
    return row


def unshare(case_id: uuid.UUID, *, user_id: uuid.UUID) -> None:
    """End a colleague's access, from her next request on."""
    with _common.acting_on(case_id, "unshare", closed_too=True) as case:
        gone, _tables = CaseShare.objects.filter(case=case, user_id=user_id).delete()
        if not gone:
            raise WrongState(_("El caso ya no se compartía con esta persona."))
        _common.record("case.unshared", case, with_user=str(user_id))


def hands_over_many() -> bool:
    """Whether the user handed over a case within the last hour: the next one takes a reason and a fresh proof."""
    since = clock.now() - SEVERAL
    return HandOver.objects.filter(by_id=scope.user_id(), at__gt=since).exists()


def hand_over(
    case_id: uuid.UUID,
    *,
    to_user_id: uuid.UUID,
    expected_responsible_id: uuid.UUID | None,
    reason: str = "",
    words: str = "",
) -> Case:
    """Give the case to another responsible person of the organisation, who is told.

    The open step goes with it when it was the former one's. `reason` (`HandOver.Reason`) and `words`, sealed, are
    kept; the second case within an hour needs a reason. Raises `Conflict` when it was given away already.
    """
    with _common.acting_on(case_id, "hand_over", closed_too=True) as case:
        if case.responsible_id != expected_responsible_id:
            raise Conflict(_("Mientras tanto el caso pasó a otra persona."))
        if to_user_id == case.responsible_id:
            raise DomainError(_("Esta persona ya responde por el caso."), field="to_user_id")
        check_responsible({to_user_id}, scope.required(), field="to_user_id")
        if reason not in HandOver.Reason.values and (reason or hands_over_many()):
            raise DomainError(_("Elija por qué entrega el caso."), field="reason")
        if reason == HandOver.Reason.OTHER:
            words = required(words, field="words", message=_("Escriba el motivo."))
        words = clean(words, field="words", most=LONG, lines=True)
        row = HandOver(case=case, from_id=case.responsible_id, to_id=to_user_id, reason=reason)
        if words:
            row.seal(_common.sealer_of(case), explained=words)
        row.save(force_insert=True)
        _give(case, to_user_id, reason)
    return case


def _give(case: Case, to_user_id: uuid.UUID, reason: str = "") -> None:
    """Another answers for a locked case: the open step that was the former one's goes with it, and she is told."""
    steps = case.next_steps.filter(done_at__isnull=True, assigned_to_id=case.responsible_id)
    steps.update(assigned_to_id=to_user_id)
    CaseShare.objects.filter(case=case, user_id=to_user_id).delete()
    _common.touch(case, responsible_id=to_user_id)
    _common.record("case.handed_over", case, to_user=str(to_user_id), reason=reason)
    if to_user_id != scope.user_id():
        notices.notify(
            kinds.HANDED_OVER,
            organisation_id=case.organisation_id,
            subject_id=case.id,
            code=case.code,
            user_id=to_user_id,
        )


def pass_on(former_id: uuid.UUID, *, to: Mapping[uuid.UUID, uuid.UUID | None]) -> list[Case]:
    """Give the open cases of who stops working on them to others, each to hers; None leaves it to supervision.

    Supervision is told once, and finds them without a responsible. Raises `Conflict` when one is another's by now.
    """
    with transaction.atomic():
        acting = scope.required()
        rows = visible_to(acting).select_for_update(of=("self",)).filter(id__in=list(to))
        cases = list(rows.order_by("id"))
        if len(cases) < len(to) or any(case.responsible_id != former_id for case in cases):
            raise Conflict(_("Mientras tanto uno de los casos pasó a otra persona."))
        check_responsible({one for one in to.values() if one}, acting)
        for case in cases:
            rules.require("hand_over", acting, case)
            taker = to[case.id]
            if taker is not None:
                _give(case, taker)
                continue
            case.next_steps.filter(done_at__isnull=True, assigned_to_id=former_id).update(assigned_to_id=None)
            _common.touch(case, responsible_id=None)
            _common.record("case.left_to_supervision", case)
        if None in to.values():
            notices.notify(kinds.NOBODYS, organisation_id=scope.organisation_id(), roles=[Role.SUPERVISOR])
    return cases
