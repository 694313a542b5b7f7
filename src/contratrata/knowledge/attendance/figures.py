"""The figures of a cycle's attendance, each with its sentence from the same values."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.charts.public import Bars, Column, Data, Figure, Lines, Ref, Row

from .presence import CAME, Held
from .protecting import grouped, protected

#: So much of those who began is most of them: the page answers «Sí».
_MOST = 66


def staying(sessions: Sequence[Held]) -> list[int]:
    """How many of those who came to the first session came to each."""
    first = sessions[0].came() if sessions else frozenset()
    return [len(first & session.came()) for session in sessions]


def percent(part: int, whole: int) -> int | None:
    """Hundredths, rounded as the tables do; None of nothing."""
    return int(part * 100 / whole + 0.5) if whole else None


def retention(sessions: Sequence[Held], before: Sequence[Held]) -> Figure:
    """How many of a hundred who came to the first session stay, beside the cycle before."""
    now, then = staying(sessions), staying(before)
    shares = [percent(number, now[0]) for number in now]
    earlier = [percent(number, then[0]) for number in then]
    compared = any(share is not None for share in earlier)
    columns = [Column("now", _("Este ciclo"), "%"), Column("people", _("Siguen, personas"))]
    if compared:
        columns.insert(1, Column("before", _("El anterior"), "%"))
    rows = [
        Row(
            str(n),
            _("Sesión %(n)s") % {"n": n},
            (share, *([earlier[n - 1] if n <= len(earlier) else None] if compared else []), number),
        )
        for n, (share, number) in enumerate(zip(shares, now, strict=True), start=1)
    ]
    data = Data(_("Sesión"), columns, rows if now and now[0] else ())
    return Figure(
        "attendance-kept",
        question(len(sessions)),
        _answer(shares, earlier),
        Lines(
            data,
            ("now", "before") if compared else ("now",),
            {"now": "1", "before": "0"},
            top=100,
            points=True,
        ),
        counted=_("Porcentaje de quienes asistieron a la primera sesión, al menos %(n)s minutos.")
        % {"n": CAME // 60},
        cells={"kept": Ref(str(len(now)), "people"), "first": Ref("1", "people")} if data.rows else {},
        nothing=_("Todavía no hay asistencia de la primera sesión."),
        drawn=_("De cada 100 personas que asistieron a la primera sesión, cuántas siguen"),
    )


def question(number: int) -> str:
    """What the page asks."""
    return _("¿Siguen con nosotras hasta la sesión %(n)s?") % {"n": number}


def lead(sessions: Sequence[Held]) -> str:
    """The answer in a line; "" while there is nothing to compare."""
    now = staying(sessions)
    share = percent(now[-1], now[0]) if len(now) > 1 else None
    if share is None:
        return ""
    words = {"share": share}
    if share >= _MOST:
        return _("Sí: %(share)s de cada 100 que empezaron llegaron al final.") % words
    if share * 2 >= 100:
        return _("A medias: %(share)s de cada 100 que empezaron llegaron al final.") % words
    return _("No: %(share)s de cada 100 que empezaron llegaron al final.") % words


def _answer(shares: Sequence[int | None], earlier: Sequence[int | None]) -> str:
    plain = _("Siguen <b>{kept} de {first}</b>.")
    if not shares or len(shares) > len(earlier):
        return plain
    now, then = shares[-1], earlier[len(shares) - 1]
    if now is None or then is None:
        return plain
    if now == then:
        return _("Siguen <b>{kept} de {first}</b>: lo mismo que en el ciclo anterior.")
    more = now - then
    words = (
        ngettext("%(n)s punto más", "%(n)s puntos más", more) % {"n": more}
        if more > 0
        else ngettext("%(n)s punto menos", "%(n)s puntos menos", -more) % {"n": -more}
    )
    return _("Siguen <b>{kept} de {first}</b>: %(more)s que en el ciclo anterior.") % {"more": words}


def room(sessions: Sequence[Held]) -> Figure:
    """Who was in each session: those from the first, and those who came later."""
    rows = [
        Row(str(n), _("Sesión %(n)s") % {"n": n}, (stay, len(session.came()) - stay))
        for n, (session, stay) in enumerate(zip(sessions, staying(sessions), strict=True), start=1)
    ]
    columns = (Column("first", _("Desde la primera")), Column("later", _("Llegaron después")))
    data = Data(_("Sesión"), columns, rows)
    last = str(len(rows))
    return Figure(
        "attendance-room",
        _("¿Quién estaba en la sala?"),
        _("En la última, {first} venían desde la primera y {later} llegaron después."),
        Bars(data, ("first", "later")),
        counted=_("Personas que entraron a cada sesión, al menos %(n)s minutos.") % {"n": CAME // 60},
        cells={"first": Ref(last, "first"), "later": Ref(last, "later")} if rows else {},
    )


def gone(first: Mapping[str, str], last: frozenset[str], names: Mapping[str, str]) -> Data:
    """Who stopped coming, by country. `first`: the country of each who came to the first session; `last`: who came to
    the last one; `names`: of countries. Countries with fewer than five in any number stand together."""
    counts: dict[str, list[int]] = {}
    for key, country in first.items():
        numbers = counts.setdefault(country, [0, 0, 0])
        numbers[0] += 1
        numbers[1 if key in last else 2] += 1
    alone, number, sums = grouped(counts)
    columns = (
        Column("first", _("Asistieron a la primera")),
        Column("stay", _("Siguen en la última")),
        Column("gone", _("Dejaron de venir")),
    )
    rows = [Row(country, names.get(country, country), tuple(numbers)) for country, numbers in alone.items()]
    if sums:
        words = _("Otros %(n)s países") if alone else _("%(n)s países")
        rows.append(Row("", words % {"n": number}, tuple(sums)))
    return Data(_("País"), columns, rows)


def by_group(heading: str, groups: Mapping[str, str], labels: Mapping[str, str]) -> Data:
    """How many came by one trait. `groups`: the trait of each; small numbers are hidden; «sin decir» is a group."""
    counts = dict.fromkeys(labels, 0)
    for group in groups.values():
        counts[group] = counts.get(group, 0) + 1
    cells, total = protected({group: count for group, count in counts.items() if count or group})
    rows = [
        Row(group, labels.get(group, group) or _("Sin decir"), (value,)) for group, value in cells.items()
    ]
    return Data(heading, (Column("n", _("Personas")),), rows, Row("total", _("Todas"), (total,)))
