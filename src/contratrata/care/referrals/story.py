"""A referral as both sides read it: what happened, the one next act, who said what."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.accounts.public import User
from contratrata.ground.base import clock
from contratrata.ground.base.lazily import once_a_language
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import organisation_names
from contratrata.ground.ui.parts import State
from contratrata.ground.vault.public import Sealer

from . import queries, rules, sharing
from .models import Referral, ReferralMove
from .states import ENDED, WAITING, ReferralState, WithdrawReason

Names = dict[uuid.UUID, str]

_WORDS = {
    "draft": _l("Se empezó la derivación."),
    "discard": _l("Se descartó el borrador."),
    "send": _l("Se envió."),
    "receive": _l("Confirmaron que la recibieron."),
    "accept": _l("La aceptaron."),
    "decline": _l("La rechazaron: %(reason)s."),
    "withdraw": _l("Se retiró: %(reason)s."),
    "expire": _l("Venció sin respuesta."),
    "begin_care": _l("Empezó la atención."),
    "attend": _l("La atendieron."),
    "close": _l("Se cerró con respuesta."),
}
_MARKS: dict[str, State] = {
    ReferralState.DRAFT: "plain",
    ReferralState.SENT: "wait",
    ReferralState.RECEIVED: "wait",
    ReferralState.DECLINED: "late",
    ReferralState.EXPIRED: "late",
    ReferralState.WITHDRAWN: "plain",
    ReferralState.DISCARDED: "plain",
}
#: The verbs a person may see as acts, the first that holds is the next one.
_RECEIVER = {
    ReferralState.SENT: ("receive", "accept", "decline", "look"),
    ReferralState.RECEIVED: ("accept", "decline", "look"),
    ReferralState.ACCEPTED: ("begin_care", "attend", "open_own_case", "assign"),
    ReferralState.IN_CARE: ("attend", "open_own_case", "assign"),
    ReferralState.ATTENDED: ("close", "open_own_case", "assign"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Something written in the story; None where it was said but can no longer be read."""

    label: str
    text: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """One move of the story."""

    when: dt.datetime
    text: str
    who: str
    said: tuple[Words, ...] = ()
    outcomes: tuple[tuple[str, str], ...] = ()
    better: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Spoken:
    """A line of the conversation."""

    when: dt.datetime
    who: str
    mine: bool
    text: str | None


def mark(state: str) -> State:
    """The colour of a state, always beside its word."""
    return _MARKS.get(state, "done")


@once_a_language
def state_words(state: str) -> str:
    """«Aceptada»."""
    return str(ReferralState(state).label).capitalize()


def moments(scope: Scope, referral: Referral, sealer: Sealer | None, *, content: bool) -> list[Moment]:
    """The story, oldest first; four queries. Without `content` what was written in it is left out."""
    rows = [row for row in queries.moves_of(referral) if row.verb != "draft" or referral.state == "draft"]
    ids = {row.by_organisation_id for row in rows} | {row.better_id for row in rows}
    names = organisation_names({one for one in ids if one})
    people = _people(scope, ((row.by_organisation_id, row.by_id) for row in rows))
    values = [_moment(row, names, people, sealer) for row in rows]
    values += _looks(scope, referral, sealer)
    values.sort(key=lambda one: one.when)
    return values if content else [dataclasses.replace(one, said=()) for one in values]


def _looks(scope: Scope, referral: Referral, sealer: Sealer | None) -> list[Moment]:
    """Who read at the receiver who the person is, before it was answered: both sides read that it was done."""
    rows = queries.looks_of(referral)
    if not rows:
        return []
    name = organisation_names([referral.receiver_id]).get(referral.receiver_id, "")
    people = _people(scope, ((referral.receiver_id, row.user_id) for row in rows))
    return [
        Moment(
            row.at,
            _("Vieron quién es antes de aceptar: %(reason)s.") % {"reason": _lower(row.get_reason_display())},
            f"{people[row.user_id]}, {name}" if row.user_id in people else name,
            tuple(
                Words(_("Explicación"), words)
                for words in [sharing.opened(row, sealer, "words")]
                if words != ""
            ),
        )
        for row in rows
    ]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _moment(row: ReferralMove, names: Names, people: Names, sealer: Sealer | None) -> Moment:
    label = {
        "decline": _("Explicación"),
        "withdraw": _("Explicación"),
        "close": _("Respuesta"),
    }
    # What was said on sending stands on the sheet of what is shared.
    words = "" if row.verb == "send" else sharing.opened(row, sealer, "words")
    lines = [
        Words(label.get(row.verb, _("Dijeron")), words),
        Words(_("Lo que dijo la persona"), sharing.opened(row, sealer, "said")),
    ]
    who = names.get(row.by_organisation_id, "") if row.by_organisation_id else _("El plazo")
    person = people.get(row.by_id) if row.by_id else None
    return Moment(
        row.at,
        move_words(row),
        f"{person}, {who}" if person else who,
        tuple(one for one in lines if one.text != ""),
        tuple(_outcomes(row.outcomes)),
        names.get(row.better_id, "") if row.better_id else "",
    )


def move_words(row: ReferralMove) -> str:
    """What a move was, with its reason as a code says it."""
    return str(_WORDS[row.verb]) % {"reason": _reason(row)}


def _reason(row: ReferralMove) -> str:
    if row.verb == "withdraw" and row.reason_code in WithdrawReason.values:
        words = str(WithdrawReason(row.reason_code).label)
    elif vocabulary("decline_reason").has(row.reason_code):
        words = vocabulary("decline_reason").label(row.reason_code)
    else:
        words = _("sin motivo escrito")
    return _lower(words)


def _outcomes(codes: Iterable[str]) -> Iterable[tuple[str, str]]:
    for code in codes:
        aim, _colon, outcome = code.partition(":")
        yield vocabulary("service_kind").label(aim), vocabulary("service_outcome").label(outcome)


def _people(scope: Scope, pairs: Iterable[tuple[uuid.UUID | None, uuid.UUID | None]]) -> Names:
    """Names of colleagues; the people of the other side are their organisation's business."""
    ours = {person for organisation, person in pairs if organisation == scope.organisation_id and person}
    return dict(User.objects.filter(pk__in=ours).values_list("pk", "name")) if ours else {}


def spoken(scope: Scope, referral: Referral, sealer: Sealer | None) -> list[Spoken]:
    """The conversation, oldest first."""
    rows = queries.messages_of(referral)
    names = organisation_names({row.by_organisation_id for row in rows}) if rows else {}
    people = _people(scope, ((row.by_organisation_id, row.by_id) for row in rows))
    created = []
    for row in rows:
        organisation = names.get(row.by_organisation_id, "")
        person = people.get(row.by_id) if row.by_id else None
        who = f"{person}, {organisation}" if person else organisation
        mine = row.by_organisation_id == scope.organisation_id
        created.append(Spoken(row.at, who, mine, sharing.opened(row, sealer, "text")))
    return created


def acts(scope: Scope, referral: Referral) -> list[str]:
    """What this person can do now: the next act first."""
    wanted: tuple[str, ...]
    if scope.organisation_id == referral.receiver_id:
        wanted = _RECEIVER.get(referral.state, ())  # type: ignore[call-overload]
        if referral.receiver_case_id is not None:
            wanted = tuple(verb for verb in wanted if verb != "open_own_case")
    elif referral.state == ReferralState.DRAFT:
        wanted = ("send", "discard")
    elif referral.state in ENDED:
        answered = referral.state not in {ReferralState.WITHDRAWN, ReferralState.DISCARDED}
        wanted = ("feedback_seen",) if answered and referral.feedback_seen_at is None else ()
    else:
        wanted = ("send_update", "withdraw")
    held = {verb: rules.RULES[verb] for verb in wanted}
    asked = {rule: rule(scope, referral) for rule in set(held.values())}
    return [verb for verb in wanted if asked[held[verb]]]


def is_late(referral: Referral) -> bool:
    """Whether the answer is owed already."""
    due = referral.answer_due
    return referral.state in WAITING and due is not None and due < clock.now()
