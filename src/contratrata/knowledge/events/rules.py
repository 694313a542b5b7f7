"""Checks over all that is told of an event."""

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.kinds.public import Values


def in_order(values: Values) -> None:
    """It ends after it begins, registration closes before it ends, and a certificate says what it takes."""
    last = values["ends_on"] or values["starts_on"]
    if last < values["starts_on"]:
        raise DomainError(_("El último día va después del primero."), field="ends_on")
    if values["closes_on"] and values["closes_on"] > last:
        raise DomainError(_("La inscripción cierra antes de que termine el evento."), field="closes_on")
    if values["certificate_minutes"] and not values["certificate_sessions"]:
        raise DomainError(
            _("Diga también cuántas sesiones hacen falta para el certificado."), field="certificate_sessions"
        )
