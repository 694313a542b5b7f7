"""What has to hold over several facts of a row of the plan."""

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.kinds.public import Values


def in_order(values: Values) -> None:
    """It does not end before it begins, nor a year later. Raises `DomainError`."""
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        raise DomainError(_("El último día es anterior al primero."), field="ends_on")
    if first and last and (last - first).days > 366:
        raise DomainError(_("Dura más de un año: revise las fechas."), field="ends_on")


def within_places(values: Values) -> None:
    """No more places by country than there are places. Raises `DomainError`."""
    places, quotas = values.get("places"), values.get("quotas") or ()
    if places is not None and sum(number for _country, number in quotas) > places:
        raise DomainError(_("Los lugares por país suman más que los lugares que hay."), field="places")


def named_with_a_yes(values: Values) -> None:
    """Nobody is named without her own yes. Raises `DomainError`."""
    if not values.get("agreed"):
        raise DomainError(_("Pregúntele primero: sin su permiso no se escribe su nombre."), field="agreed")
