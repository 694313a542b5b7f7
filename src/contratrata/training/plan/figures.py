"""The drawings of a plan: its year, what a place costs, until how many, who is asked too much, what is missing."""

from django.utils.dates import MONTHS_3
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.charts.public import (
    Band,
    Bars,
    Column,
    Curves,
    Data,
    Figure,
    Heat,
    Ref,
    Row,
    YearBands,
    values_words,
)
from contratrata.ground.codes.public import country_name, vocabulary

from .load import hours_by_month, limit_of, overlapping
from .loading import Loaded
from .reckoning import PARTS, Comparison, Cost, Funding, compared, cost_of_plan, national_cost

#: The look of each area, as everywhere in the programme; of a course that says none, grey.
AREAS = {"prevention": "2", "protection": "1", "prosecution": "4"}
_NO_AREA = "0"


def year(loaded: Loaded) -> Figure:
    """Who is trained when."""
    quotas, countries = loaded.quotas(), loaded.countries
    rows = [
        Row(str(one.id), one.name, [
            f"{date_format(one.starts_on, 'j b Y')} – {date_format(one.ends_on, 'j b Y')}", one.places,
            *(quotas[one.id].get(code) for code in countries),
        ])
        for one in loaded.offerings
    ]  # fmt: skip
    columns = [Column("when", _("Cuándo")), Column("places", _("Lugares")),
               *(Column(code, country_name(code)) for code in countries)]  # fmt: skip
    spans = {
        str(one.id): Band(one.starts_on, one.ends_on, AREAS.get(one.area, _NO_AREA))
        for one in loaded.offerings
    }
    areas = vocabulary("training_area")
    kinds = [
        (look, areas.label(code))
        for code, look in AREAS.items()
        if any(one.area == code for one in loaded.offerings)
    ]
    drawing = YearBands(
        Data(_("Curso"), columns, rows), loaded.plan.year, spans, "places", countries, kinds,
        (_("Qué se da"), _("Quién se forma")),
    )  # fmt: skip
    pairs = len(list(overlapping(list(loaded.offerings))))
    return Figure(
        "plan-year",
        _("¿Quién se forma y cuándo?"),
        _("Cursos: {all}, en fila: <b>nunca dos a la vez</b>. El número es cuántas personas van.")
        if not pairs
        else _(
            "Cursos: {all}. Pares de cursos con días en común: <b>{pairs}</b>. El número es cuántas personas van."
        ),
        drawing,
        counted=_("Lugares de cada curso del plan, y de ellos los de cada país."),
        cells={"all": lambda data: len(data.rows), "pairs": lambda _data: pairs},
        nothing=_("Todavía no hay ningún curso en este plan."),
    )


def _each(cost: Cost, places: int) -> list[float]:
    return [getattr(cost, part) / places for part in PARTS]


def costs(loaded: Loaded) -> Figure | None:
    """What a place costs together, and by separate national courses; None while the plan does not say."""
    comparison, national = (
        compared(loaded.plan, loaded.offerings),
        national_cost(loaded.plan, loaded.offerings),
    )
    if comparison is None or national is None:
        return None
    columns = [
        Column("team", _("Facilitación")), Column("travel", _("Viaje y hospedaje")), Column("venue", _("Sede")),
        Column("materials", _("Materiales y acreditación")), Column("total", _("Cada lugar"), loaded.plan.currency),
    ]  # fmt: skip
    rows = [
        Row(
            key,
            label,
            [
                *(round(part) for part in _each(cost, comparison.places)),
                round(cost.total / comparison.places),
            ],
        )
        for key, label, cost in (
            ("regional", _("Programa regional"), cost_of_plan(loaded.offerings)),
            ("national", _("Cursos en cada país"), national),
        )
    ]
    return Figure(
        "plan-costs",
        _("¿Cuesta menos juntas?"),
        _("Cada lugar cuesta {regional} en la región y {national} por separado."),
        Bars(Data(_("Cómo se da"), columns, rows), PARTS, size="half"),
        counted=_(
            "Por lugar, en la moneda del plan (%s). Por separado: cada curso, una vez en cada país con lugares en él."
        )
        % loaded.plan.currency,
        cells={"regional": Ref("regional", "total"), "national": Ref("national", "total")},
    )


def crossing(loaded: Loaded) -> Figure | None:
    """Until how many places the region is cheaper; None while the plan does not say what a national course costs."""
    comparison = compared(loaded.plan, loaded.offerings)
    if comparison is None:
        return None
    meet, places = comparison.crossing, comparison.places
    rows = [
        Row(f"n{number}", values_words(number),
            (number, round(comparison.regional(number)), round(comparison.national(number))))
        for number in _points(comparison)
    ]  # fmt: skip
    columns = [Column("places", _("Lugares")), Column("regional", _("Programa regional")),
               Column("national", _("Cursos en cada país"))]  # fmt: skip
    if meet is not None:
        answer = _("Conviene la región <b>hasta {crossing} lugares</b>; después, cursos en cada país.")
    elif comparison.saved >= 0:
        answer = _("Con estos costos conviene la región, <b>sean cuantas sean</b> las personas.")
    else:
        answer = _("Con estos costos conviene dar los cursos <b>en cada país</b>.")
    return Figure(
        "plan-crossing",
        _("¿Hasta cuántas personas?"),
        answer,
        Curves(
            Data(_("Lugares en el año"), columns, rows), "places", ("regional", "national"), _("lugares en el año"),
            (f"n{places}", _("el plan: %s") % values_words(places)), f"n{meet}" if meet else "",
            {"regional": "1", "national": "0"},
        ),
        counted=_("Costo de un lugar en la moneda del plan (%s), con los mismos cursos y más o menos lugares.")
        % loaded.plan.currency,
        cells={"crossing": lambda _data: meet},
        otherwise=answer,
    )  # fmt: skip


def _points(comparison: Comparison) -> list[int]:
    """Numbers of places at which the curves are reckoned: round ones, that of the plan and that of the crossing."""
    places, meet = comparison.places, comparison.crossing
    far = max(places, min(meet or 0, places * 20)) * 5 // 4 + 1
    near = max(min(places, meet or places) * 3 // 5, 1)
    points = {near + (far - near) * n * n // 144 for n in range(13)} | {places}
    return sorted(points | ({meet} if meet and meet <= far else set()))


def asked(loaded: Loaded) -> Figure:
    """Hours by month of each who facilitates, with the limit."""
    hours, limit = hours_by_month(loaded), limit_of(loaded)
    months = [(loaded.plan.year, n) for n in range(1, 13)]
    rows = [
        Row(f"who{n}", who, [by.get(month) for month in months], note=_("%s h") % sum(by.values()))
        for n, (who, by) in enumerate(sorted(hours.items()))
    ]
    columns = [Column(f"m{month}", str(MONTHS_3[month])) for _year, month in months]
    drawing = Heat(Data(_("Facilita"), columns, rows), limit)
    over = [who for who, by in sorted(hours.items()) if any(number > limit for number in by.values())]
    answer = (
        _("Pasan de su límite de {limit} horas al mes: <b>{who}</b>.")
        if over
        else _("Nadie pasa de su límite de {limit} horas al mes.")
    )
    return Figure(
        "plan-load",
        _("¿A quién le pedimos demasiado?"),
        answer,
        drawing,
        counted=_("Horas de aula por mes. Límite: %s. Un curso entre dos meses se reparte por sus días.")
        % limit,
        cells={"limit": lambda _data: limit, "who": lambda _data: ", ".join(over)},
        nothing=_("Todavía no se sabe quién facilita."),
    )


def covered(lines: list[Funding], currency: str) -> Figure:
    """What of each course somebody brings, and what nobody does."""
    rows = [
        Row(str(one.offering.id), one.offering.name, (one.covered, one.missing, one.cost)) for one in lines
    ]
    columns = [
        Column("covered", _("Cubierto")),
        Column("missing", _("Falta")),
        Column("cost", _("Costo"), currency),
    ]
    missing = sum(one.missing for one in lines)
    return Figure(
        "plan-covered",
        _("¿Qué está cubierto?"),
        _("Falta cubrir {missing} de {cost}.") if missing else _("Está cubierto todo: {cost}."),
        Bars(Data(_("Curso"), columns, rows, Row("all", _("Todo el plan"), (
            sum(one.covered for one in lines), missing, sum(one.cost for one in lines)))),
            ("covered", "missing"), {"covered": "1", "missing": "late"}),
        counted=_(
            "Cuenta primero lo que se aporta a cada curso y después, por fechas, lo que es para todo el plan."
        ),
        note=_("Lo retirado no cuenta."),
        cells={"missing": Ref("all", "missing"), "cost": Ref("all", "cost")},
        nothing=_("Todavía no hay ningún curso en este plan."),
    )  # fmt: skip


def courses_words(number: int) -> str:
    """«8 cursos»."""
    return ngettext("%(n)s curso", "%(n)s cursos", number) % {"n": number}
