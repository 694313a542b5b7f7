"""Time zones as an answer."""

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _

from contratrata.ground.kinds.public import Fact, Listed, Unreadable, choice_field

_REGION_ZONES = (
    "America/Guatemala", "America/Belize", "America/El_Salvador", "America/Tegucigalpa",
    "America/Managua", "America/Costa_Rica", "America/Panama", "America/Mexico_City",
    "America/Cancun", "America/Tijuana", "America/Bogota", "America/Guayaquil",
    "America/Caracas", "America/Havana", "America/Santo_Domingo", "America/Port-au-Prince",
    "America/Jamaica", "America/Nassau", "America/Port_of_Spain", "America/New_York",
    "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip


def time_zones() -> list[tuple[str, str]]:
    """The zones of the region, each with the name of its place."""
    return [(zone, TimeZone().words(zone)) for zone in _REGION_ZONES]


class TimeZone(Listed):
    """A time zone; those of the region are offered, by the name of their place."""

    def has(self, code: str) -> bool:
        """Whether there is such a zone."""
        return code in available_timezones()

    def field(self, fact: Fact) -> forms.Field:
        """A list that opens."""
        field: forms.Field = choice_field(fact.label, time_zones())
        return field

    def fields_for(self, fact: Fact, value: str) -> dict[str, forms.Field]:
        """A list that opens, with the zone that stands."""
        zones = dict(time_zones()) | ({value: self.words(value)} if value else {})
        return {fact.name: choice_field(fact.label, list(zones.items()))}

    def options(self) -> list[tuple[str, str]]:
        """Those of the region."""
        return time_zones()

    def read(self, text: str) -> str:
        """The zone by its IANA name, or by that of its place. Raises `Unreadable`."""
        by_place = {place.casefold(): zone for zone, place in time_zones()}
        zone = by_place.get(text.strip().casefold(), text.strip())
        if zone and not self.has(zone):
            raise Unreadable(_("No se sabe qué zona horaria es: escriba la ciudad que la nombra."))
        return zone

    def words(self, value: str) -> str:
        """The name of its place."""
        return value.partition("/")[2].replace("_", " ") or value
