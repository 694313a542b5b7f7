"""The figures of a cycle: sentence, drawing and table from the same values."""

from contratrata.ground.charts.public import Few, Protected
from contratrata.knowledge.attendance import figures
from contratrata.knowledge.attendance.presence import Held

HOUR = 3600


def held(*sessions: set[str]) -> list[Held]:
    return [
        Held(str(n), f"Sesión {n}", HOUR, dict.fromkeys(came, HOUR))
        for n, came in enumerate(sessions, start=1)
    ]


def people(number: int, begin: int = 0) -> set[str]:
    return {f"p{n}" for n in range(begin, begin + number)}


CYCLE = held(people(200), people(180), people(160) | people(30, 500))
BEFORE = held(people(100), people(70), people(40))


def test_the_curve_says_how_many_stay_and_by_how_much_more_than_before() -> None:
    figure = figures.retention(CYCLE, BEFORE)
    assert [row.values for row in figure.data.rows] == [(100, 100, 200), (90, 70, 180), (80, 40, 160)]
    assert figure.sentence() == "Siguen <b>160 de 200</b>: 40 puntos más que en el ciclo anterior."
    drawing = str(figure.drawings())
    assert ">90</text>" in drawing
    assert drawing.count("<svg") == 2


def test_fewer_points_the_same_and_no_cycle_before() -> None:
    assert figures.retention(BEFORE, CYCLE).sentence() == (
        "Siguen <b>40 de 100</b>: 40 puntos menos que en el ciclo anterior."
    )
    assert (
        figures.retention(BEFORE, BEFORE).sentence()
        == "Siguen <b>40 de 100</b>: lo mismo que en el ciclo anterior."
    )
    alone = figures.retention(CYCLE, [])
    assert alone.sentence() == "Siguen <b>160 de 200</b>."
    assert [column.key for column in alone.data.columns] == ["now", "people"]


def test_a_shorter_cycle_before_ends_its_line_and_is_not_compared() -> None:
    figure = figures.retention(CYCLE, BEFORE[:2])
    assert [row.values[1] for row in figure.data.rows] == [100, 70, None]
    assert figure.sentence() == "Siguen <b>160 de 200</b>."


def test_the_answer_on_both_sides_of_its_bounds() -> None:
    answers = {n: figures.lead(held(people(100), people(n))) for n in (66, 65, 50, 49)}
    assert [answer.split(":")[0] for answer in answers.values()] == ["Sí", "A medias", "A medias", "No"]
    assert figures.lead(held(people(3))) == figures.lead([]) == ""


def test_nobody_came() -> None:
    for sessions in ([], held(set(), set())):
        figure = figures.retention(sessions, [])
        assert figure.sentence() == "Todavía no hay asistencia de la primera sesión."
        assert figure.drawings() == ""


def test_who_was_in_the_room() -> None:
    figure = figures.room(CYCLE)
    assert [row.values for row in figure.data.rows] == [(200, 0), (180, 0), (160, 30)]
    assert (
        figure.sentence() == "En la última, <b>160</b> venían desde la primera y <b>30</b> llegaron después."
    )


def test_who_stopped_coming_by_country() -> None:
    first = {f"p{n}": "GTM" if n < 100 else "HND" if n < 190 else "CRI" for n in range(200)}
    data = figures.gone(first, CYCLE[-1].came(), {"GTM": "Guatemala", "HND": "Honduras", "CRI": "Costa Rica"})
    assert [(row.label, row.values) for row in data.rows] == [
        ("Guatemala", (100, 100, 0)),
        ("Honduras", (90, 60, 30)),
        ("Costa Rica", (10, 0, 10)),
    ]
    few = figures.gone({"a": "GTM", "b": "HND"}, frozenset("a"), {})
    assert few.rows == []


def test_traits_hide_small_numbers() -> None:
    groups = {f"p{n}": "f" if n < 20 else "m" if n < 29 else "" for n in range(32)}
    data = figures.by_group("Sexo", groups, {"f": "Mujer", "m": "Hombre", "x": "Otro"})
    assert [(row.label, *row.values) for row in data.rows] == [
        ("Mujer", 20),
        ("Hombre", Protected()),
        ("Otro", 0),
        ("Sin decir", Few(5)),
    ]
