"""What a case's own page says of its referrals: where each stands, and what became of it."""

import uuid
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contratrata.care.cases.public import Doing, Happening
from contratrata.ground.base import scope
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.statements import Statement
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import organisation_names

from .models import Referral, ReferralMove
from .queries import visible_to
from .states import ANSWERED, WAITING, ReferralState
from .story import mark, move_words, state_words


def _of(acting: scope.Scope, *, case_id: uuid.UUID) -> QuerySet[Referral]:
    sent = Q(organisation_id=acting.organisation_id, case_id=case_id)
    received = Q(receiver_id=acting.organisation_id, receiver_case_id=case_id)
    rows = visible_to(acting).filter(sent | received).exclude(state=ReferralState.DISCARDED)
    return rows.order_by("-moved_at", "id")


_OF = Statement(_of, planned=True)


def _referrals_of(case_id: uuid.UUID) -> list[Referral]:
    """Those the acting person may see: sent with this case of ours, or received and now this case; newest first."""
    return _OF.objects(Referral, scope.required(), case_id=case_id)


def _others(rows: Sequence[Referral]) -> dict[uuid.UUID, str]:
    """The other side of each, by its referral."""
    here = scope.organisation_id()
    other = {r.id: r.organisation_id if r.receiver_id == here else r.receiver_id for r in rows}
    names = organisation_names(set(other.values()))
    return {key: names.get(organisation, "") for key, organisation in other.items()}


def doings_of(case_id: uuid.UUID) -> tuple[list[Doing], list[Happening]]:
    """One line a referral, and the moves of all; three queries, one where there is none."""
    result = _referrals_of(case_id)
    if not result:
        return [], []
    others = _others(result)
    return [_doing(referral, others[referral.id]) for referral in result], _happenings(result, others)


def _doing(referral: Referral, other: str) -> Doing:
    ours = referral.organisation_id == scope.organisation_id()
    aims = ", ".join(vocabulary("service_kind").label(aim) for aim in referral.aims)
    unread = ours and referral.state in ANSWERED and referral.feedback_seen_at is None
    if referral.state == ReferralState.DRAFT:
        verb = _("Continuar")
    else:
        verb = _("Leer respuesta") if unread else _("Ver derivación")
    return Doing(
        name=_("A %(other)s") % {"other": other} if ours else _("De %(other)s") % {"other": other},
        code=referral.code,
        text=aims,
        url=path_of("referrals:detail", referral.id),
        verb=verb,
        words=state_words(referral.state),
        mark=mark(referral.state),
        due=referral.answer_due if referral.state in WAITING else None,
        waiting=ours,
    )


def _happenings(referrals: Sequence[Referral], others: Mapping[uuid.UUID, str]) -> list[Happening]:
    """The moves of each, without what was written in them (its own page opens that)."""
    result, here = {referral.id: referral for referral in referrals}, scope.organisation_id()
    rows = ReferralMove.objects.filter(referral_id__in=result).exclude(verb__in=["draft", "discard"])
    created = []
    for row in rows.order_by("at", "id"):
        ours = row.by_organisation_id == here
        direction = (
            _("Derivación a %(other)s") if result[row.referral_id].organisation_id == here
            else _("Derivación de %(other)s")
        )  # fmt: skip
        created.append(
            Happening(
                row.at,
                "referral",
                direction % {"other": others[row.referral_id]},
                move_words(row),
                who_id=row.by_id if ours else None,
                who="" if ours else others[row.referral_id] if row.by_organisation_id else _("El plazo"),
            )
        )
    return created
