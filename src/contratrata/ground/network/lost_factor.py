"""A lost second factor: the person asks, another of her organisation confirms that it is she.

Who confirms holds the administration or the supervision there and shows her own second factor just then;
nobody confirms herself. Where nobody else could, the coordination of the realm does; where not even that
(a coordination of one), whoever owns the server (`contratrata lost-factor`). Then the former
factors and all open sessions go, and the person sets up a new factor when she signs in next.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.accounts.public import FactorHelp, User, factors, helped, mails, sessions
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import Realm, Scope, acting, required

from . import events  # noqa: F401  (declares the events of this package)
from .choose import memberships_of
from .mails import ASKED, CONFIRMED, DONE, FREED
from .models import Membership
from .roles import Role

VALID_FOR = dt.timedelta(hours=24)
#: So long a refusal is remembered against a freeing by the owner of the server.
REMEMBERED = dt.timedelta(days=7)
LONGEST = 300
NOBODY = uuid.UUID(int=0)
CONFIRMERS = (Role.ORG_ADMIN, Role.SUPERVISOR)


def may_confirm(scope: Scope) -> bool:
    """Administration and supervision for their organisation; the coordination for who has nobody else."""
    return scope.organisation_id is not None and scope.has(*CONFIRMERS, Role.COORDINATION)


def visible_to(scope: Scope) -> QuerySet[FactorHelp]:
    """The open requests this person may answer; her own never."""
    home = Q(pk__in=[])
    if scope.has(*CONFIRMERS):
        home |= Q(organisation_id=scope.organisation_id)
    if scope.has(Role.COORDINATION):
        home |= Q(to_coordination=True)
    return (
        FactorHelp.objects.select_related("user")
        .filter(home, realm=scope.realm or 0, answered_at=None, expires_at__gt=clock.now())
        .exclude(user_id=scope.user_id or NOBODY)
        .order_by("asked_at", "id")
    )


def ask_help(*, user: User) -> int:
    """She lost her second factor (her password was right): ask in each organisation. Returns in how many.

    Who works with real data is never freed of her factor by a colleague of the training realm.
    """
    with acting(Scope(user_id=user.pk)):
        mine = memberships_of(user.pk)
    real = [one for one in mine if one.organisation.realm == Realm.REAL]
    mine = real or mine
    with transaction.atomic():
        for membership in mine:
            organisation = membership.organisation
            realm = Realm(organisation.realm)
            with acting(Scope(user_id=user.pk, organisation_id=organisation.id, realm=realm)):
                _ask(user, membership)
    return len(mine)


def _ask(user: User, membership: Membership) -> None:
    now, organisation = clock.now(), membership.organisation
    FactorHelp.objects.filter(
        user=user, organisation_id=organisation.id, answered_at=None, expires_at__lte=now
    ).update(answered_at=now)
    others = confirmers_of(organisation.id, user.pk)
    _created, fresh = FactorHelp.objects.get_or_create(
        user=user,
        organisation_id=organisation.id,
        answered_at=None,
        defaults={"realm": organisation.realm, "to_coordination": not others, "expires_at": now + VALID_FOR},
    )
    if fresh:
        audit.record("factor.help_asked", kind="user", subject=user.pk)
        for other in others:
            mails.tell(ASKED, other.pk, reverse("entry:helps"))


def confirmers_of(organisation_id: uuid.UUID, but: uuid.UUID) -> list[User]:
    """Administration and supervision of an organisation, without her who asks."""
    members = Membership.objects.select_related("user").filter(organisation_id=organisation_id, ended_at=None)
    return [
        one.user
        for one in members
        if one.user_id != but and one.user.is_active and not set(CONFIRMERS).isdisjoint(one.roles)
    ]


def refused_lately(user: User) -> int:
    """How often somebody said in these days that it was not she."""
    with acting(Scope(user_id=user.pk)):
        answered = FactorHelp.objects.filter(user_id=user.pk, answered_at__gt=clock.now() - REMEMBERED)
        return answered.filter(confirmed=False).exclude(reason="", explained=b"").count()


def confirm(*, help_id: uuid.UUID, reason: str) -> None:
    """Confirm that it is she: factors and sessions go. The caller asked her own fresh second factor before.

    Raises `NotAllowed` for who may not, `WrongState` when it was answered or ran out, `DomainError`
    without a reason.
    """
    with transaction.atomic():
        row = _answer(help_id, reason, confirmed=True)
        _free(row, "factor.help_given", reason)


def refuse(*, help_id: uuid.UUID, reason: str) -> None:
    """It is not she, or nobody knows: nothing changes. Errors as `confirm`."""
    with transaction.atomic():
        row = _answer(help_id, reason, confirmed=False)
        audit.record("factor.help_refused", kind="user", subject=row.user_id, reason=_code(reason))


def open_requests(user: User) -> list[FactorHelp]:
    """The requests of hers that wait for an answer, the one of real work first."""
    with acting(Scope(user_id=user.pk)):
        waiting = FactorHelp.objects.filter(user_id=user.pk, answered_at=None, expires_at__gt=clock.now())
        return list(waiting.order_by("realm", "asked_at", "id"))


def confirm_as_owner(*, row: FactorHelp, reason: str) -> None:
    """Who owns the server confirms, for whom nobody in the network can: the caller looked whether anybody could.

    The trail of her organisation says that it came from the server. Raises `WrongState` when it was answered
    or ran out meanwhile, `DomainError` without a reason.
    """
    _check(reason)
    with acting(Scope(organisation_id=row.organisation_id, realm=Realm(row.realm))):
        mine = FactorHelp.objects.select_related("user").select_for_update(of=("self",))
        fresh = mine.filter(pk=row.pk, answered_at=None, expires_at__gt=clock.now()).first()
        if fresh is None:
            raise WrongState(_("Esta petición ya se contestó o venció."))
        _check_realm(fresh)
        _save(fresh, reason, confirmed=True, by=None)
        _free(fresh, "factor.freed_by_owner", reason)
        for other in confirmers_of(row.organisation_id, row.user_id):
            mails.tell(FREED, other.pk, reverse("account:home"))


def _code(reason: str) -> str:
    """The trail says that a reason was written, and how long; the words stand with the request."""
    return f"{len(reason.strip())}"


def _answer(help_id: uuid.UUID, reason: str, *, confirmed: bool) -> FactorHelp:
    scope = required()
    if not may_confirm(scope):
        raise NotAllowed(_("Esto lo confirma la administración o la supervisión de la organización."))
    _check(reason)
    row = visible_to(scope).select_for_update(of=("self",)).filter(pk=help_id).first()
    if row is None:
        raise WrongState(_("Esta petición ya se contestó o venció."))
    _check_realm(row)
    _save(row, reason, confirmed=confirmed, by=scope.user_id)
    return row


def _check(reason: str) -> None:
    if len(reason.strip()) < 10:
        raise DomainError(
            _("Escriba cómo comprobó que es ella: la vio, la llamó, la conoce."), field="reason"
        )
    if len(reason.strip()) > LONGEST:
        raise DomainError(_("Escriba 300 caracteres o menos."), field="reason")


def _check_realm(row: FactorHelp) -> None:
    """Who works with real data by now is not freed by a request from the training realm."""
    with acting(Scope(user_id=row.user_id)):
        real = any(one.organisation.realm == Realm.REAL for one in memberships_of(row.user_id))
    if real and row.realm != Realm.REAL:
        raise WrongState(_("Esta persona trabaja ahora con datos reales: tiene que pedir ayuda de nuevo."))


def _save(row: FactorHelp, reason: str, *, confirmed: bool, by: uuid.UUID | None) -> None:
    row.answered_at, row.answered_by_id = clock.now(), by
    row.confirmed, row.explained = confirmed, helped.sealed(row.pk, reason.strip())
    row.save(update_fields=["answered_at", "answered_by_id", "confirmed", "explained"])


def _free(row: FactorHelp, event: str, reason: str) -> None:
    factors.remove_all(user=row.user)
    sessions.end_sessions(user_id=row.user_id)
    audit.record(event, kind="user", subject=row.user_id, reason=_code(reason))
    _close_others(row)
    _tell(row)


def _close_others(row: FactorHelp) -> None:
    """What she asked in other organisations is answered with it (their rows are hers to see)."""
    with acting(Scope(user_id=row.user_id)):
        FactorHelp.objects.filter(user_id=row.user_id, answered_at=None).update(
            answered_at=row.answered_at, answered_by_id=row.answered_by_id
        )


def _tell(row: FactorHelp) -> None:
    mails.tell(DONE, row.user_id, reverse("account_login"))
    by = User.objects.filter(pk=row.answered_by_id or NOBODY).first()
    if by is not None:
        mails.tell(CONFIRMED, by.pk, reverse("account:home"))
