"""What every act on a referral does: lock it, ask the rule, move it, keep the deadline's row in step."""

import contextlib
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.accounts.public import User
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, scope
from contratrata.ground.base.errors import Conflict, DomainError, WrongState
from contratrata.ground.base.locks import locked
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.facts import public as facts
from contratrata.ground.network.public import Organisation, organisation_names
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.vault.public import Ring, Sealer
from contratrata.ground.workflow import public as workflow

from .. import rules
from ..models import Deadline, Referral, ReferralMove
from ..queries import visible_to
from ..states import REFERRAL, UNSENT, WAITING, ReferralState

LONG = 2_000


@contextlib.contextmanager
def acting_on(
    referral_id: uuid.UUID, verb: str, *, seen: str = "", states: Collection[str] = (), shares: bool = False
) -> Iterator[Referral]:
    """Lock one referral for an act, in one transaction, when the rule holds and the state allows it.

    An act that is no move says in which `states` it exists. One that `shares` locks the permission first, as
    who withdraws it does: two that lock crosswise would wait for each other until the database ends one.
    """
    with transaction.atomic():
        acting = scope.required()
        # What the person could know when she decided: read before waiting for any row.
        before = seen or visible_to(acting).filter(id=referral_id).values_list("state", flat=True).first()
        if shares:
            of_it = visible_to(acting).filter(id=referral_id).values("consent_id")
            list(cases.Consent.objects.select_for_update().filter(id__in=of_it).values_list("id"))
        refusal = _("Esta derivación no existe o no está a su alcance.")
        referral = locked(visible_to(acting), referral_id, refusal)
        rules.require(verb, acting, referral)
        known = REFERRAL.moves.get(verb)
        if referral.state not in (known.sources if known else states):
            raise _too_late(referral, before)
        yield referral


def _too_late(referral: Referral, before: str | None) -> DomainError:
    if before == referral.state:
        return WrongState(_("Esto ya no se puede hacer: la situación cambió mientras tanto."))
    last = ReferralMove.objects.filter(referral=referral).order_by("-at").first()
    state = ReferralState(referral.state).label
    if last is None:
        return Conflict(_("Mientras tanto cambió: ahora está %(state)s.") % {"state": state})
    return Conflict(
        _("%(who)s se adelantó: la derivación está %(state)s (%(when)s).")
        % {"who": who(last), "state": state, "when": moment_words(last.at)}
    )


def who(move: ReferralMove) -> str:
    """Who made a move: a colleague by her name, the other side by its organisation, or the clock."""
    if move.by_organisation_id is None:
        return _("El plazo")
    if move.by_organisation_id != scope.organisation_id():
        return organisation_names([move.by_organisation_id]).get(
            move.by_organisation_id, _("La otra organización")
        )
    if move.by_id is None or move.by_id == scope.user_id():
        return _("Usted (en otra ventana)")
    name = User.objects.filter(pk=move.by_id).values_list("name", flat=True).first()
    return name or _("Una colega")


def move(
    referral: Referral,
    verb: str,
    *,
    sealer: Sealer | None = None,
    words: str = "",
    said: str = "",
    reason_code: str = "",
    outcomes: Iterable[str] = (),
    better_id: uuid.UUID | None = None,
    **values: object,
) -> ReferralMove:
    """Move a locked referral and write the row that stays. `values` are plain columns to save with it."""
    at = clock.now()
    row = ReferralMove(
        **referral.stamp(),
        referral=referral,
        receiver_id=referral.receiver_id,
        at=at,
        by_organisation_id=None if verb == "expire" else scope.organisation_id(),
        reason_code=reason_code,
        outcomes=list(outcomes),
        better_id=better_id,
    )
    if sealer is not None:
        row.seal(sealer, words=words, said=said)
    workflow.move(referral, REFERRAL, verb, row, moved_at=at, **values)
    _keep_deadline(referral)
    return row


def _keep_deadline(referral: Referral) -> None:
    """The content-free row says what the referral says."""
    if referral.state in UNSENT:
        return
    rows = Deadline.objects.filter(referral_id=referral.id)
    rows.update(state=referral.state)
    if referral.state not in WAITING:
        rows.filter(answered_at__isnull=True).update(answered_at=referral.moved_at)


def audited(name: str, referral: Referral, **details: str | int | bool | None) -> None:
    """Leave the trace of an act on a referral in the acting organisation's trail."""
    audit.record(name, kind="referral", subject=referral.id, code=referral.code, **details)


def count(referral: Referral, keys: Ring) -> None:
    """The identity-free fact of the acting side, made or corrected: how it went, for what, where to."""
    ours = scope.organisation_id() == referral.organisation_id
    unit, other = ("referral", referral.receiver_id) if ours else ("referral_in", referral.organisation_id)
    country = Organisation.objects.filter(pk=other).values_list("country", flat=True).first() or ""
    on = clock.day_of(referral.sent_at or clock.now())
    known = facts.pseudonym(keys.token_key, unit, referral.id)
    facts.write([facts.fact(unit, known, on, country=country, forms=referral.aims, outcome=referral.state)])


def clean(text: str, *, field: str, required: str = "", most: int = LONG) -> str:
    """A text as it is kept. Raises `DomainError` on `field`: too long, or empty with the words `required`."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > most:
        raise DomainError(
            _("Escriba %(most)d caracteres o menos (ahora son %(now)d).") % {"most": most, "now": len(text)},
            field=field,
        )
    if required and not text:
        raise DomainError(required, field=field)
    return text


def code(key: str, value: str, *, field: str, required: str) -> str:
    """A code of a vocabulary. Raises `DomainError` on `field` with the words `required`."""
    if not vocabulary(key).has(value):
        raise DomainError(required, field=field)
    return value
