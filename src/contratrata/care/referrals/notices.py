"""The notices of referrals: they say that something waits and where, with the code at most."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from contratrata.care.cases import public as cases
from contratrata.ground.base import scope
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.public import Role, scope_of
from contratrata.ground.notices import public as notices

from .models import Referral
from .queries import at_work

#: Whoever answers for the inbox of an organisation.
INBOX_ROLES = (Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT, Role.SUPERVISOR)

ARRIVED = "referral.arrived"
ARRIVED_URGENT = "referral.arrived_urgent"
ACCEPTED = "referral.accepted"
DECLINED = "referral.declined"
ATTENDED = "referral.attended"
CLOSED = "referral.closed"
WITHDRAWN = "referral.withdrawn"
EXPIRED = "referral.expired"
LATE = "referral.late"
LATE_NETWORK = "referral.late_network"
UPDATED = "referral.updated"
MESSAGE = "referral.message"
NO_CONSENT = "referral.no_consent"
ASSIGNED = "referral.assigned"

_DETAIL = "referrals:detail"
notices.declare(ARRIVED, _("Llegó la derivación {code}"), _DETAIL)
notices.declare(ARRIVED_URGENT, _("Llegó la derivación {code} y es urgente: 2 horas"), _DETAIL, urgent=True)
notices.declare(ACCEPTED, _("Aceptaron la derivación {code}"), _DETAIL)
notices.declare(
    DECLINED, _("Rechazaron la derivación {code}: hay que buscar otro lugar"), _DETAIL, urgent=True
)
notices.declare(ATTENDED, _("Registraron la atención de la derivación {code}"), _DETAIL)
notices.declare(CLOSED, _("La derivación {code} se cerró: lea la respuesta"), _DETAIL)
notices.declare(WITHDRAWN, _("Retiraron la derivación {code}: ya no se puede leer lo compartido"), _DETAIL)
notices.declare(EXPIRED, _("La derivación {code} venció sin respuesta"), _DETAIL, urgent=True)
notices.declare(LATE, _("La derivación {code} pasó su plazo sin respuesta"), _DETAIL, urgent=True)
notices.declare(LATE_NETWORK, _("La derivación {code} sigue sin respuesta"), "web:network", urgent=True)
notices.declare(UPDATED, _("Actualizaron lo compartido en la derivación {code}"), _DETAIL)
notices.declare(MESSAGE, _("Hay un mensaje en la derivación {code}"), _DETAIL)
notices.declare(
    NO_CONSENT, _("La derivación {code} salió por deber legal, sin consentimiento"), _DETAIL, urgent=True
)
notices.declare(ASSIGNED, _("Usted responde por la derivación {code}"), _DETAIL)


def tell_receiver(kind: str, referral: Referral, *, inbox: bool = False) -> None:
    """Leave a notice to those at the receiver who answer for it; in its inbox while nobody does, or besides."""
    people = _receiver_people(referral)
    for user_id in sorted(people):
        _at_receiver(kind, referral, user_id=user_id)
    if inbox or not people:
        _at_receiver(kind, referral, user_id=None)


def tell_assigned(referral: Referral, people: Iterable[uuid.UUID | None]) -> None:
    """Tell these that they answer for it; not who said so herself."""
    for user_id in sorted({one for one in people if one} - {scope.user_id()}):
        _at_receiver(ASSIGNED, referral, user_id=user_id)


def _at_receiver(kind: str, referral: Referral, *, user_id: uuid.UUID | None) -> None:
    notices.notify(
        kind,
        organisation_id=referral.receiver_id,
        subject_id=referral.id,
        code=referral.code,
        user_id=user_id,
        roles=INBOX_ROLES,
    )


def _receiver_people(referral: Referral) -> set[uuid.UUID]:
    """The responsible and her substitute who work there, looked up as the receiver without a person or a right."""
    asked = {one for one in (referral.responsible_id, referral.substitute_id) if one}
    if not asked:
        return set()
    with acting(Scope(organisation_id=referral.receiver_id, realm=Realm(referral.realm))):
        return set(at_work(referral.receiver_id).filter(user_id__in=asked).values_list("user_id", flat=True))


def tell_sender(kind: str, referral: Referral) -> None:
    """Leave a notice to those it waits with at the sender (`queries.waiting_with`), in the transaction of the act.

    The responsible of the case now, and who began it while she works on the case; supervision where no
    responsible works there any more.
    """
    people, answered_for = _sender_people(referral)
    for user_id in sorted(people):
        _at_sender(kind, referral, user_id=user_id)
    if not answered_for:
        _at_sender(kind, referral, user_id=None)


def _at_sender(kind: str, referral: Referral, *, user_id: uuid.UUID | None) -> None:
    notices.notify(
        kind,
        organisation_id=referral.organisation_id,
        subject_id=referral.id,
        code=referral.code,
        user_id=user_id,
        roles=[Role.SUPERVISOR],
    )


def _sender_people(referral: Referral) -> tuple[set[uuid.UUID], bool]:
    """Who is told, and whether the case's responsible is one of them.

    Most often the receiver acts, who sees neither the case nor the sender's people: they are looked up as the
    sender without a person and without any right to what files say, and nothing of it is returned to a page.
    """
    with acting(Scope(organisation_id=referral.organisation_id, realm=Realm(referral.realm))):
        mine = cases.Case.objects.filter(organisation_id=referral.organisation_id, id=referral.case_id)
        responsible_id = mine.values_list("responsible_id", flat=True).first()
        asked = {one for one in (responsible_id, referral.created_by_id) if one}
        members = at_work(referral.organisation_id).filter(user_id__in=asked).select_related("organisation")
        people = {
            member.user_id
            for member in members
            if cases.visible_to(scope_of(member)).filter(id=referral.case_id).exists()
        }
    return people, responsible_id in people
