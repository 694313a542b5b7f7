"""The notices of referrals: they say that something waits and where, with the code at most."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices

from .models import Referral

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


def tell_receiver(kind: str, referral: Referral) -> None:
    """Leave a notice in the receiver's inbox."""
    notices.notify(
        kind,
        organisation_id=referral.receiver_id,
        subject_id=referral.id,
        code=referral.code,
        roles=INBOX_ROLES,
    )


def tell_sender(kind: str, referral: Referral) -> None:
    """Leave a notice to whoever began it, or to the supervision of the sender when nobody did."""
    notices.notify(
        kind,
        organisation_id=referral.organisation_id,
        subject_id=referral.id,
        code=referral.code,
        user_id=referral.created_by_id,
        roles=[Role.SUPERVISOR],
    )
