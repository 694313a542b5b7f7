"""A plan and its copies side by side: what each would mean."""

import dataclasses
from collections.abc import Sequence

from django.utils.translation import gettext as _

from contratrata.ground.charts.public import values_words

from .load import clashes, hours_by_month, limit_of
from .loading import Loaded
from .reckoning import compared, cost_of_plan, funding, places_in


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One thing that is compared: its name, and what each plan says, by the name of the plan."""

    label: str
    cells: Sequence[tuple[str, str]]

    @property
    def differs(self) -> bool:
        """Whether not all plans say the same."""
        return len({value for _plan, value in self.cells}) > 1


def lines(plans: Sequence[Loaded]) -> list[Line]:
    """What is compared, of each plan."""
    columns = [(one.plan.name, _of(one)) for one in plans]
    labels = columns[0][1] if columns else {}
    return [Line(label, [(name, column[label]) for name, column in columns]) for label in labels]


def _of(loaded: Loaded) -> dict[str, str]:
    places, currency = places_in(loaded.offerings), loaded.plan.currency
    total = cost_of_plan(loaded.offerings).total
    comparison, money = compared(loaded.plan, loaded.offerings), funding(loaded)
    missing = sum(one.missing for one in money)
    over = sum(number > limit_of(loaded) for by in hours_by_month(loaded).values() for number in by.values())
    return {
        _("Cursos"): values_words(len(loaded.offerings)),
        _("Lugares"): values_words(places),
        _("Países"): values_words(len(loaded.countries)),
        _("Costo"): values_words(total, currency),
        _("Cada lugar"): values_words(round(total / places), currency) if places else "–",
        _("Menos que en cada país"): values_words(comparison.saved, "%") if comparison else "–",
        _("Conviene la región hasta"): values_words(comparison.crossing, _("lugares"))
        if comparison and comparison.crossing
        else "–",
        _("Sin cubrir"): values_words(missing, currency),
        _("Choques"): values_words(len(clashes(loaded))),
        _("Meses por encima del límite"): values_words(over),
    }
