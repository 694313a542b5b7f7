"""Who can help: each question by itself, and the order of the answers. No database."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from contratrata.care.directory.matching import Answer, Question, answer, ranked
from contratrata.care.directory.models import Service, ServiceArea, ServiceCapacity

NOW = dt.datetime(2026, 11, 21, 18, 0, tzinfo=dt.UTC)  # noon in Guatemala
OWNER = uuid.uuid4()
HERE = (("GTM", "GT-19"), ("GTM", "GT-01"))


@dataclasses.dataclass
class Offer:
    """A service that was never saved, its areas and its places."""

    service: Service
    areas: list[ServiceArea]
    capacity: ServiceCapacity | None


def service(
    areas: tuple[tuple[str, str], ...] = (("GTM", ""),),
    places: tuple[int, int, int] | None = None,
    **plain: Any,
) -> Offer:
    """`places`: total, free, hours since it was said."""
    owner = {"organisation_id": OWNER, "realm": 1}
    created = Service(name="Casa", kinds=["shelter"], place_country="GTM", assured_at=NOW, **plain, **owner)
    there = [ServiceArea(service=created, country=country, area=area, **owner) for country, area in areas]
    if places is None:
        return Offer(created, there, None)
    total, free, hours = places
    words = NOW - dt.timedelta(hours=hours)
    return Offer(
        created, there, ServiceCapacity(service=created, total=total, free=free, free_as_of=words, **owner)
    )


def ask(created: Offer, *, receives: bool = True, own: bool = False, **asked: Any) -> Answer:
    """The answer of one offer to a question about Guatemala, at noon there."""
    question = Question(need="shelter", country="GTM", **asked)
    with timezone.override("America/Guatemala"):
        return answer(
            created.service,
            question,
            areas=created.areas,
            capacity=created.capacity,
            organisation="Casa (ficticia)",
            own=own,
            receives=receives,
            now=NOW,
        )


AGES = [
    ({}, 24, []),
    ({"age_from": 18}, 18, []),
    ({"age_from": 18}, 17, ["atiende desde los 18 años"]),
    ({"age_to": 17}, 17, []),
    ({"age_to": 17}, 18, ["atiende hasta los 17 años"]),
    ({"age_from": 12, "age_to": 17}, 11, ["atiende de 12 a 17 años"]),
    ({"age_from": 0}, 0, []),
    ({"age_from": 18}, None, []),
]


@pytest.mark.parametrize(("plain", "age", "why_not"), AGES)
def test_age_counts_in_whole_years_both_ends_included(
    plain: dict[str, int], age: int | None, why_not: list[str]
) -> None:
    assert ask(service(**plain), age=age).why_not == why_not


@pytest.mark.parametrize(
    ("sexes", "sex", "why_not"),
    [
        ([], "female", []),
        (["female"], "female", []),
        (["female"], "", []),
        (["female"], "male", ["atiende solo a mujeres"]),
        (["female", "intersex"], "male", ["atiende solo a mujeres y personas intersexuales"]),
    ],
)
def test_sex(sexes: list[str], sex: str, why_not: list[str]) -> None:
    assert ask(service(sexes=sexes), sex=sex).why_not == why_not


def test_age_and_sex_are_said_in_one_sentence() -> None:
    assert ask(service(), age=24, sex="female").why[1] == "atiende a mujeres de 24 años"
    assert ask(service(), age=1, sex="male").why[1] == "atiende a niños y adolescentes varones de 1 año"


@pytest.mark.parametrize(
    ("areas", "area", "why", "why_not"),
    [
        ((("GTM", ""),), "", ["atiende en todo el país (Guatemala)"], []),
        ((("GTM", ""),), "GT-19", ["atiende en todo el país (Guatemala)"], []),
        (HERE, "GT-19", ["atiende en Zacapa"], []),
        (HERE, "", ["atiende en Guatemala, Zacapa"], []),
        (HERE, "GT-17", [], ["fuera de Petén: atiende en Guatemala, Zacapa"]),
    ],
)
def test_area(areas: tuple[tuple[str, str], ...], area: str, why: list[str], why_not: list[str]) -> None:
    result = ask(service(areas), area=area)
    assert (result.why, result.why_not) == (why, why_not)


@pytest.mark.parametrize(
    ("spoken", "why_not"),
    [
        (["spanish", "mam"], []),
        (["spanish"], ["no habla mam, sino español"]),
        ([], ["no dice si habla mam"]),
    ],
)
def test_language(spoken: list[str], why_not: list[str]) -> None:
    assert ask(service(languages=spoken), language="mam").why_not == why_not


@pytest.mark.parametrize(
    ("places", "free_only", "words", "fits"),
    [
        ((12, 4, 0), True, "4 plazas libres, dato de hoy 12:00", True),
        ((12, 1, 20), True, "1 plaza libre, dato de ayer 16:00", True),
        ((12, 0, 0), False, "sin plazas libres, dato de hoy 12:00", True),
        ((12, 0, 0), True, "sin plazas libres, dato de hoy 12:00", False),
        (None, True, "no dice cuántas plazas tiene", False),
        (None, False, "", True),
    ],
)
def test_places_always_say_how_old_the_figure_is(
    places: tuple[int, int, int] | None, free_only: bool, words: str, fits: bool
) -> None:
    result = ask(service(places=places), free_only=free_only)
    assert result.fits is fits
    assert (result.findings[-1].words, result.findings[-1].fits) == (words, fits)


@pytest.mark.parametrize(
    ("plain", "why_not"),
    [
        ({"state": "paused"}, ["está en pausa"]),
        ({"shut_from": dt.date(2026, 11, 20)}, ["está cerrado por ahora"]),
        ({"shut_until": dt.date(2026, 11, 21)}, ["está cerrado hasta: hoy"]),
        ({"shut_from": dt.date(2026, 11, 22)}, []),
        ({"shut_until": dt.date(2026, 11, 20)}, []),
    ],
)
def test_closed_for_a_while(plain: dict[str, Any], why_not: list[str]) -> None:
    assert ask(service(**plain)).why_not == why_not


def test_the_order_of_the_answers() -> None:
    """Fits, can receive, free and fresh, near; then by name."""
    rows = {
        "fresh, here": ask(service(HERE, (9, 2, 1)), area="GT-19"),
        "fresh, whole country": ask(service(places=(9, 5, 1)), area="GT-19"),
        "old figure": ask(service(HERE, (9, 9, 100)), area="GT-19"),
        "not counted": ask(service(HERE), area="GT-19"),
        "full": ask(service(HERE, (9, 0, 1)), area="GT-19"),
        "no agreement": ask(service(HERE, (9, 2, 1)), area="GT-19", receives=False),
        "elsewhere": ask(service((("GTM", "GT-17"),), (9, 9, 1)), area="GT-19"),
        "elsewhere and paused": ask(service((("GTM", "GT-17"),), (9, 9, 1), state="paused"), area="GT-19"),
    }
    names = {id(entry): name for name, entry in rows.items()}
    turned = list(rows.values())[::-1]
    assert [names[id(item)] for item in ranked(turned)] == list(rows)
