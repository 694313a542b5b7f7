"""Every kind of drawing for the living component page: with none, one and many values. All of it is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from .bars import Bars, Shares
from .data import Column, Data, Ref, Row
from .figures import Figure
from .flows import Flow, FlowMap
from .levels import Judgements
from .lines import LevelSteps, Lines
from .maps import StateMap
from .marks import (
    ADAPTABLE,
    ADOPTED,
    ADOPTION,
    ANALYSING,
    BORN_HERE,
    DROPPED,
    EXISTS,
    INTEREST,
    MISSING,
    PILOTING,
    VIABILITY,
)
from .showcase_plans import plans
from .stages import Stages
from .strips import Place, Span, Strip
from .tables import Heat, Matrix
from .values import Few, Of, Protected, State, Value

#: The longest names that pages of the region must bear.
LONG = (
    "Secretaría contra la Violencia Sexual, Explotación y Trata de Personas (ficticia), Guatemala",
    "Coalición Nacional contra el Tráfico Ilícito de Migrantes y la Trata de Personas (ficticia), Costa Rica",
    "Comisión Interinstitucional de Combate al Tráfico Ilícito de Migrantes (ficticia), República Dominicana",
)
COUNTRIES = {
    "GT": "Guatemala",
    "SV": "El Salvador",
    "HN": "Honduras",
    "NI": "Nicaragua",
    "CR": "Costa Rica",
    "PA": "Panamá",
    "DO": "República Dominicana",
    "MX": "México",
    "CO": "Colombia",
    "ES": "España",
}
INSIDE = ("GT", "SV", "HN", "NI", "CR", "PA", "DO")


def bars(rows: Sequence[Row]) -> Figure:
    """Ranked, with the longest names and both kinds of hidden number."""
    data = Data(_("Institución"), (Column("n", _("Personas"), ""),), rows).ranked("n")
    return Figure(
        "showcase-bars",
        _("¿Quién formó a más personas?"),
        _("{top.row}, con {top}."),
        Bars(data, ("n",)),
        counted=_("Personas formadas en 2026, por la institución que dio el curso."),
        cells={"top": data.largest("n")},
        otherwise=_("Con lo que se puede mostrar no se sabe cuál."),
    )


def stacked(rows: Sequence[Row]) -> Figure:
    """Parts of each row side by side."""
    columns = (Column("first", _("Desde la primera")), Column("later", _("Llegaron después")))
    return Figure(
        "showcase-stacked",
        _("¿Quién estaba en la sala?"),
        _("En la última, {stay} venían desde la primera y {new} llegaron después."),
        Bars(Data(_("Sesión"), columns, rows), ("first", "later")),
        counted=_("Personas que entraron a cada sesión, al menos 5 minutos."),
        cells={"stay": Ref(rows[-1].key, "first"), "new": Ref(rows[-1].key, "later")} if rows else {},
    )


def shares(rows: Sequence[Row]) -> Figure:
    """Columns to a hundred."""
    columns = (
        Column("sent", _("Enviadas")),
        Column("on_time", _("A tiempo")),
        Column("late", _("Tarde")),
        Column("none", _("Sin respuesta")),
    )
    data = Data(_("Mes"), columns, rows).with_share("share", _("A tiempo, %"), part="on_time", of="sent")
    last = Ref(rows[-1].key, "share") if rows else None
    return Figure(
        "showcase-shares",
        _("¿Nos responden a tiempo?"),
        _(
            "En {first.row} respondían a tiempo <b>{first.number} de cada 100</b>; en {last.row}, <b>{last.number}</b>."
        ),
        Shares(data, ("on_time", "late", "none"), "sent", series={"none": "hatch", "late": "3"}, goal=80),
        counted=_("De cada 100 derivaciones enviadas en el mes; debajo, cuántas fueron."),
        cells={"first": Ref(rows[0].key, "share"), "last": last} if rows else {},
    )


def lines(rows: Sequence[Row]) -> Figure:
    """Three lines over the years, told apart by dash and mark."""
    columns = (
        Column("sexual", _("Sexual")),
        Column("labour", _("Laboral")),
        Column("other", _("Servidumbre y otras")),
    )
    return Figure(
        "showcase-lines",
        _("¿Cuántas víctimas se detectan?"),
        _("En {last.row}, {last} por explotación sexual y {labour} por laboral."),
        Lines(Data(_("Año"), columns, rows), [c.key for c in columns]),
        counted=_("Víctimas que llegaron a una organización de la red, por forma de explotación."),
        cells={"last": Ref(rows[-1].key, "sexual"), "labour": Ref(rows[-1].key, "labour")} if rows else {},
        note=_("2026: hasta octubre."),
    )


def retention(rows: Sequence[Row]) -> Figure:
    """One line against the last cycle."""
    columns = (Column("now", _("Este ciclo"), "%"), Column("before", _("El anterior"), "%"))
    return Figure(
        "showcase-retention",
        _("¿Siguen con nosotras hasta la quinta sesión?"),
        _("De cada 100 llegaron al final <b>{now.number}</b>; en el ciclo anterior, <b>{before.number}</b>."),
        Lines(
            Data(_("Sesión"), columns, rows), ("now", "before"), series={"before": "0"}, top=100, size="half"
        ),
        counted=_("Porcentaje de quienes asistieron a la primera sesión."),
        cells={"now": Ref(rows[-1].key, "now"), "before": Ref(rows[-1].key, "before")} if rows else {},
    )


def stages(rows: Sequence[Row]) -> Figure:
    """A way with its losses, the year before and who is still under way."""
    columns = (
        Column("n", _("Personas")),
        Column("pending", _("En camino")),
        Column("before", _("En 2024"), "%"),
        Column("time", _("Tarda")),
    )
    data = Data(_("Etapa"), columns, rows).with_share("share", _("De 100"), part="n", of="n")
    first = rows[0].values[0] if rows else 0
    whole = Data(
        data.heading,
        (*columns, Column("share", _("De 100"), "%")),
        [replace(r, values=(*r.values, _hundred(r.values[0], first))) for r in rows],
    )
    return Figure(
        "showcase-stages",
        _("¿Hasta dónde llega cada persona?"),
        _("De {first} registradas, {last} llegaron a la última etapa."),
        Stages(whole, "n", pending="pending", before="before", share="share", time="time"),
        counted=_("Personas registradas en 2025, vistas hoy; cada una cuenta una vez."),
        cells={"first": Ref(rows[0].key, "n"), "last": Ref(rows[-1].key, "n")} if rows else {},
    )


def _hundred(value: Value, first: Value) -> Value:
    if isinstance(value, int) and isinstance(first, int) and first:
        return int(value * 100 / first + 0.5)
    return Protected() if isinstance(value, Few | Protected) else None


def heat(rows: Sequence[Row]) -> Figure:
    """So many of those needed, by institution and country."""
    columns = [Column(code, COUNTRIES[code], short=code) for code in INSIDE]
    drawing = Heat(Data(_("Institución"), columns, rows))
    return Figure(
        "showcase-heat",
        _("¿Dónde falta gente formada?"),
        _("Bajo el mínimo, con borde: {under} celdas."),
        drawing,
        counted=_("Personas formadas que siguen en su puesto, de las que hacen falta."),
        cells={"under": drawing.under},
    )


def adoption(rows: Sequence[Row]) -> Figure:
    """Which country is how far with which practice."""
    columns = [Column(code, COUNTRIES[code], short=code) for code in INSIDE]
    drawing = Matrix(Data(_("Práctica"), columns, rows), ADOPTION, strong=[row.key for row in rows[:1]])
    return Figure(
        "showcase-adoption",
        _("¿Quién la adoptó y dónde?"),
        _("Países que la adoptaron: {adopted}; que la pilotan: {piloting}."),
        drawing,
        counted=_("Lo dicho por cada delegación; la fila resaltada es la primera."),
        cells={
            "adopted": drawing.count(ADOPTED, row=rows[0].key),
            "piloting": drawing.count(PILOTING, row=rows[0].key),
        }
        if rows
        else {},
    )


def viability(rows: Sequence[Row]) -> Figure:
    """What a practice needs, there and at home."""
    columns = (Column("host", _("Anfitrión")), Column("home", _("Casa")))
    drawing = Matrix(Data(_("Factor"), columns, rows), VIABILITY)
    return Figure(
        "showcase-viability",
        _("¿Se puede llevar?"),
        _("Falta: {missing}. Se puede adaptar: {adaptable}."),
        drawing,
        counted=_("Nueve factores, comparados uno por uno."),
        cells={"missing": drawing.count(MISSING), "adaptable": drawing.count(ADAPTABLE)},
    )


def strip(places: Sequence[Place], first: dt.date) -> Figure:
    """Beds by night."""
    drawing = Strip(places, first)
    return Figure(
        "showcase-beds",
        _("¿Quedan camas?"),
        _("Hoy quedan <b>{free} de {all}</b>."),
        drawing,
        counted=_("Camas de este albergue, por noche."),
        cells={"free": Ref(first.isoformat(), "free"), "all": lambda _data: len(places)} if places else {},
    )


def flows(routes: Sequence[Flow]) -> Figure:
    """From country to country."""
    drawing = FlowMap(routes, COUNTRIES, _("Víctimas"), INSIDE)
    return Figure(
        "showcase-flows",
        _("¿Por dónde se las llevan?"),
        _("{top.row} es la ruta más usada: {top}."),
        drawing,
        counted=_("Víctimas con país de captación y de explotación conocidos."),
        cells={"top": drawing.data.largest("n")},
        otherwise=_("Ninguna ruta se usa más que las otras."),
        note=_("Las flechas van de país a país; no señalan ningún lugar. Mapa: Natural Earth."),
    )


def countries(rows: Sequence[Row]) -> Figure:
    """How far each country is, on the map."""
    data = Data(_("País"), (Column("state", _("Hasta dónde")),), rows)
    return Figure(
        "showcase-countries",
        _("¿En qué países?"),
        _("Países que lo dijeron: {all}."),
        StateMap(data, "state", ADOPTION),
        counted=_("Lo dicho por cada delegación; un país que el mapa no tiene está en la tabla."),
        cells={"all": lambda data: len(data.rows)},
    )


def levels(rows: Sequence[Row]) -> Figure:
    """A level over time."""
    data = Data(_("Valoración"), (Column("level", _("Nivel")),), rows)
    return Figure(
        "showcase-levels",
        _("¿Está más segura?"),
        _("Pasó de {first} a {last}.") if len(rows) > 1 else _("Está en {last}."),
        LevelSteps(data, "level", [_("Bajo"), _("Medio"), _("Alto"), _("Urgente")]),
        counted=_("Valoraciones de riesgo de esta persona."),
        cells={"first": Ref(rows[0].key, "level"), "last": Ref(rows[-1].key, "level")} if rows else {},
    )


def judged(rows: Sequence[Row]) -> Figure:
    """What two say of several things."""
    columns = (Column("first", _("Revisión 1")), Column("second", _("Revisión 2")))
    return Figure(
        "showcase-judged",
        _("¿Qué tan buena es?"),
        _("En el primer criterio dieron {first} y {second}."),
        Judgements(Data(_("Criterio"), columns, rows)),
        counted=_("De 0 a 4, como lo dijo cada organización."),
        cells={"first": Ref(rows[0].key, "first"), "second": Ref(rows[0].key, "second")} if rows else {},
    )


def _rows(*lines: tuple[Any, ...], notes: Sequence[str] = ()) -> list[Row]:
    return [
        Row(str(n), str(label), values, notes[n] if notes else "") for n, (label, *values) in enumerate(lines)
    ]


def _states(label: str, *states: State | None) -> tuple[Any, ...]:
    return (label, *states)


_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct")
_ANSWERS = (
    (14, 6, 3),
    (15, 6, 2),
    (18, 5, 4),
    (17, 6, 2),
    (20, 6, 3),
    (21, 5, 2),
    (19, 4, 2),
    (24, 5, 3),
    (25, 4, 2),
    (28, 4, 2),
)
_SEEN = (
    (62, 31, 12),
    (48, 28, 9),
    (71, 45, 14),
    (85, 58, 22),
    (98, 73, 31),
    (110, 84, 41),
    (131, 98, 52),
    (140, 112, 60),
)
_STAGES = (
    ("Registradas", 148, 0, 100, None),
    ("Evaluadas", 141, 0, 96, "3 días"),
    ("Con plan", 122, 12, 80, "9 días"),
    ("Derivadas", 96, 0, 60, "4 días"),
    ("Aceptadas", 88, 0, 51, "2 días"),
    ("Atendidas", 81, 0, 47, "6 días"),
    ("Cerradas", 54, 27, 38, "7 meses"),
)
_LOSSES = (
    "",
    "7 no volvieron",
    "12 esperan aprobación; 7 se fueron",
    "26 no lo necesitaban",
    "8 rechazadas: sin lugar",
    "7 no llegaron a la cita",
    "27 siguen en atención",
)
_ROUTES = (
    ("NI", "CR", 45),
    ("HN", "GT", 40),
    ("HN", "MX", 30),
    ("SV", "GT", 25),
    ("GT", "MX", 20),
    ("CO", "PA", 10),
    ("DO", "ES", 9),
    ("DO", "PA", Few()),
    ("NI", "SV", Few()),
    ("GT", "HN", Protected()),
)


def _beds(first: dt.date) -> list[Place]:
    def on(n: int) -> dt.date:
        return first + dt.timedelta(days=n)

    room = [_("Cuarto {n}").format(n=n) for n in (1, 2, 3)]
    return [
        Place("1A", "Cama 1A", (Span("taken", "Persona A · GT-6BKP", None, on(5)),), room[0]),
        Place("1B", "Cama 1B", (Span("taken", "Persona B", None, on(0)),), room[0]),
        Place("1C", "Cama 1C", (), room[0]),
        Place("2A", "Cama 2A", (Span("taken", "Persona C y 2 hijos · GT-G9P7", None, on(8)),), room[1]),
        Place("2B", "Cama 2B", (Span("reserved", "Llega el viernes", on(2), None),), room[1]),
        Place("3A", "Cama 3A", (Span("out", "Fuera de uso: gotera", None, None),), room[2]),
        Place(
            "3B",
            "Cama 3B",
            (Span("taken", "Persona D", None, on(1)), Span("reserved", "GT-4RRW", on(2), on(8))),
            room[2],
        ),
    ]


def _practices() -> list[tuple[Any, ...]]:
    return [
        _states(
            "Mesa de 24 horas (ficticia)", PILOTING, INTEREST, ANALYSING, None, BORN_HERE, ADOPTED, INTEREST
        ),
        _states(
            "Acompañar a quien declara (ficticia)",
            BORN_HERE,
            ANALYSING,
            ANALYSING,
            DROPPED,
            INTEREST,
            None,
            None,
        ),
        _states(LONG[1], ADOPTED, PILOTING, None, None, ADOPTED, None, PILOTING),
    ]


def _rows_of_countries() -> list[Row]:
    states = (PILOTING, INTEREST, BORN_HERE, DROPPED, ADOPTED, ANALYSING, None, INTEREST, None, ADOPTED)
    return [Row(code, name, (state,)) for (code, name), state in zip(COUNTRIES.items(), states, strict=True)]


def _many() -> list[Figure]:
    sessions = [
        (f"Sesión {n}", *pair)
        for n, pair in enumerate(((212, 0), (193, 22), (178, 31), (170, 34), (163, 58)), 1)
    ]
    answers = [(month, sum(parts), *parts) for month, parts in zip(_MONTHS, _ANSWERS, strict=True)]
    stored = zip((100, 91, 84, 80, 77), (100, 78, 63, 55, 48), strict=True)
    needed = [
        (name, *(Of((n * 7 + m * 5) % 9, 3 + (n + m) % 4) for m in range(7)))
        for n, name in enumerate(("Policía", "Fiscalía", "Migración", LONG[0], "Salud", "Trabajo"))
    ]
    factors = [
        _states("Presupuesto", EXISTS, MISSING),
        _states("Marco legal", EXISTS, MISSING),
        _states("Personal", EXISTS, ADAPTABLE),
        _states("Mandato", EXISTS, EXISTS),
    ]
    today = dt.date(2026, 11, 25)
    return [
        bars(
            _rows(
                (LONG[0], 144),
                (LONG[1], 59),
                (LONG[2], 24),
                ("Panamá", Few()),
                ("Belice", Protected()),
                ("Otras", None),
            )
        ),
        stacked(_rows(*sessions)),
        shares(_rows(*answers)),
        lines(_rows(*((str(2019 + n), *values) for n, values in enumerate(_SEEN)))),
        retention(_rows(*((f"Sesión {n}", *pair) for n, pair in enumerate(stored, 1)))),
        stages(_rows(*_STAGES, notes=_LOSSES)),
        heat(_rows(*needed)),
        adoption(_rows(*_practices())),
        viability(_rows(*factors)),
        strip(_beds(today), today),
        flows([Flow(*route) for route in _ROUTES]),
        countries(_rows_of_countries()),
        *plans(4),
        judged(
            _rows(
                (_("Eficacia"), 3, 3), (LONG[0], 4, 2), (_("Participación"), 0, 4), (_("Innovación"), 1, None)
            )
        ),
        levels(
            _rows(
                ("8 nov", _("Urgente")), ("12 nov", _("Alto")), ("18 nov", _("Alto")), ("25 nov", _("Medio"))
            )
        ),
    ]


def _few() -> list[Figure]:
    today = dt.date(2026, 11, 25)
    return [
        bars(_rows((LONG[2], 7))),
        stacked(_rows(("Sesión 1", 12, Few()))),
        shares(_rows(("nov", 12, 7, Few(), Protected()))),
        lines(_rows(("2026", 5, Few(), Protected()))),
        retention(_rows(("Sesión 1", 100, None))),
        stages(_rows(("Registradas", 9, 0, None, None))),
        heat(_rows(("Policía", Of(3, 4), *[None] * 6))),
        adoption(_rows(_states("Mesa de 24 horas (ficticia)", BORN_HERE, *[None] * 6))),
        viability(_rows(_states("Presupuesto", EXISTS, MISSING))),
        strip([Place("1A", "Cama 1A")], today),
        flows([Flow("NI", "CR", 6)]),
        countries([Row("CR", "Costa Rica", (BORN_HERE,))]),
        *plans(1),
        levels(_rows(("25 nov", _("Medio")))),
        judged(_rows((_("Eficacia"), 2, 3))),
    ]


def _none() -> list[Figure]:
    kinds = (bars, stacked, shares, lines, retention, stages, heat, adoption, viability)
    return [
        *(kind([]) for kind in kinds),
        strip([], dt.date(2026, 11, 25)),
        flows([]),
        countries([]),
        *plans(0),
        levels([]),
        judged([]),
    ]


def example_context() -> dict[str, Any]:
    """Each kind with many values, with one, and with none; keys are made their own."""
    groups = (
        ("many", _("Con muchos valores"), _many()),
        ("one", _("Con uno"), _few()),
        ("none", _("Sin ninguno"), _none()),
    )
    return {
        "groups": [
            (title, [replace(f, key=f"{f.key}-{name}") for f in figures]) for name, title, figures in groups
        ],
        "spark": [12, 15, 14, 19, Few(), 21, 22, 28],
        "spark_words": _("De 12 en enero a 28 en agosto"),
    }
