"""What a first contact already tells, as the first answers of a registration."""

from contratrata.ground.base import clock
from contratrata.ground.kinds.public import Fact, Values, area_words

from ..file.services import Services
from ..models import FirstContact

_NEEDS = Fact(name="services", kind=Services())


def from_contact(row: FirstContact, values: Values) -> dict[str, dict[str, list[str]]]:
    """Answers by page, in the order of the pages."""
    day = clock.day_of(row.at)
    result: dict[str, dict[str, list[str]]] = {
        "llegada": {
            "arrival_channel": [row.channel],
            "arrived_on_day": [str(day.day)],
            "arrived_on_month": [str(day.month)],
            "arrived_on_year": [str(day.year)],
            "country": [row.country],
            "area": [area_words(row.area)],
        },
        "edad": {"sex": [row.sex]},
    }
    if values["who"]:
        result["nombre"] = {"chosen_name": [values["who"][:100]]}
    if values["said"]:
        result["relato"] = {"note": [values["said"]]}
    if row.asked_for:
        result["necesidades"] = Services().to_fields(_NEEDS, tuple(row.asked_for))
    # The step that is written last is where she goes on.
    return dict(sorted(result.items(), key=lambda item: item[0] == "llegada"))
