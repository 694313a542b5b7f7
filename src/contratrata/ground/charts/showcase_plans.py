"""The drawings of plans for the living component page: a year in bands, and where two costs cross. All invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from .curves import Curves
from .data import Column, Data, Ref, Row
from .figures import Figure
from .years import Band, YearBands

_MIDDAY = (("a", 24, 4, 2), ("b", 20, 3, None), ("c", 24, None, 5), ("d", 16, 2, 1))


def year(rows: Sequence[Row]) -> Figure:
    """Courses over a year, the fourth at its very end; two begin in one week."""
    columns = [
        Column("places", _("Lugares")),
        Column("gt", "Guatemala"),
        Column("do", "República Dominicana"),
    ]
    spans = {
        row.key: Band(dt.date(2027, month, day), dt.date(2027, month, day + 9), look)
        for row, (month, day, look) in zip(
            rows, ((2, 1, "2"), (6, 7, "1"), (6, 14, "4"), (12, 22, "0")), strict=False
        )
    }
    kinds = (("2", _("Prevención")), ("1", _("Protección")), ("4", _("Represión penal")))
    return Figure(
        "showcase-year",
        _("¿Quién se forma y cuándo?"),
        _("Cursos: {n}."),
        YearBands(Data(_("Curso"), columns, rows), 2027, spans, "places", ("gt", "do"), kinds,
                  (_("Qué se da"), _("Quién se forma"))),
        counted=_("Lugares de cada curso, y de ellos los de cada país."),
        cells={"n": lambda data: len(data.rows)},
    )  # fmt: skip


def courses(number: int) -> list[Row]:
    """So many rows of it."""
    names = (
        _("Modus operandi y mapeo"),
        _("Atención a víctimas, manejo de albergues y reinserción social, segundo grupo"),
        _("Víctimas como testigos"),
        _("Uso de la plataforma, en línea y a su ritmo, para quienes no pudieron viajar"),
    )
    return [Row(key, name, values) for (key, *values), name in zip(_MIDDAY[:number], names, strict=False)]


def crossing(numbers: Sequence[int]) -> Figure:
    """What a place costs regionally and nationally for these numbers of places."""
    columns = [
        Column("n", _("Lugares")),
        Column("regional", _("Programa regional")),
        Column("national", _("Cursos en cada país")),
    ]
    rows = [Row(f"n{n}", str(n), (n, 52_000 // n + 440, 200_000 // n + 150)) for n in numbers]
    first = rows[0].key if rows else ""
    return Figure(
        "showcase-crossing",
        _("¿Hasta cuántas personas?"),
        _("Con {n} lugares cada uno cuesta {cost}."),
        Curves(Data(_("Lugares"), columns, rows), "n", ("regional", "national"), _("lugares en el año"),
               (first, _("el plan: %s") % first[1:]) if rows else None, "n510" if 510 in numbers else "",
               {"regional": "1", "national": "0"}),
        counted=_("Dólares por lugar, según cuántos haya."),
        cells={"n": Ref(first, "n"), "cost": Ref(first, "regional")} if rows else {},
    )  # fmt: skip


def plans(number: int) -> list[Figure]:
    """Both, of so many courses."""
    return [
        year(courses(number)),
        crossing((120, 176, 260, 380, 510, 640)[: number and number + 2 * (number > 1)]),
    ]
