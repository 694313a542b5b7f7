"""Each kind of answer: what it takes, says, keeps and reads back."""

import datetime as dt
import types
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.kinds import public as kinds
from contratrata.ground.kinds.public import Fact

FRUIT = (("fig", "Higo"), ("pear", "Pera"))
#: A kind, one value of it, its words in Spanish, and a cell of a sheet that means it.
EXAMPLES: list[tuple[kinds.Kind[Any], Any, str, str]] = [
    (kinds.Text(), "Ana María", "Ana María", " Ana María "),
    (kinds.Text(rows=3), "uno\ndos", "uno\ndos", "uno\ndos"),
    (kinds.Lines(), ("pasaporte", "partida"), "pasaporte\npartida", "pasaporte; partida"),
    (kinds.Phone(), "+502 2234 5678", "+502 2234 5678", "+502 2234 5678"),
    (kinds.Link(), "https://ejemplo.org/ley", "https://ejemplo.org/ley", "https://ejemplo.org/ley"),
    (kinds.Code("sex"), "female", "Mujer", "mujer"),
    (kinds.Choice(FRUIT), "fig", "Higo", "HIGO"),
    (kinds.Choices(choices=FRUIT), ("fig", "pear"), "Higo, Pera", "higo; pera"),
    (
        kinds.Codes(vocabulary="act"),
        ("recruitment", "transfer"),
        "Captación, Traslado",
        "Captación, Traslado",
    ),
    (kinds.Country(), "HND", "Honduras", "hondureña"),
    (kinds.Countries(), ("HND", "GTM"), "Honduras, Guatemala", "Honduras; Guatemala"),
    (kinds.YesNo(), False, "No", "no"),
    (kinds.Flag(), True, "Sí", "x"),
    (kinds.Answers("act"), {"recruitment": True, "transfer": False}, "Sí: Captación. No: Traslado.", ""),
    (kinds.Partial(), PartialDate.parse("2001-05"), "mayo de 2001", "2001-05"),
    (kinds.Day(), dt.date(2024, 5, 17), "17 de mayo de 2024", "17/05/2024"),
    (kinds.Number(unit="años"), 14, "14 años", "14"),
    (kinds.Money(), kinds.Amount(Decimal("1500.00"), "USD"), "1,500.00 USD", "1500.00 USD"),
    (kinds.Place(), kinds.Where("GTM", "GT-05"), "Escuintla, Guatemala", "Escuintla, Guatemala"),
]
IDS = [f"{type(kind).__name__}-{n}" for n, (kind, *_rest) in enumerate(EXAMPLES)]


def fact(kind: kinds.Kind[Any], **options: Any) -> Fact:
    return Fact(name="x", kind=kind, label="¿Qué?", **options)


@pytest.mark.parametrize(("kind", "value", "words", "cell"), EXAMPLES, ids=IDS)
def test_a_value_goes_through_its_form_and_back(kind: Any, value: Any, words: str, cell: str) -> None:
    one = fact(kind)
    cleaned = {name: field.initial for name, field in kind.fields(one).items()} | kind.to_fields(one, value)
    assert kind.from_fields(one, cleaned, kind.empty) == value
    assert kind.check(value, one) == value


@pytest.mark.parametrize(("kind", "value", "words", "cell"), EXAMPLES, ids=IDS)
def test_a_value_is_kept_as_text_and_in_columns(kind: Any, value: Any, words: str, cell: str) -> None:
    one, row = fact(kind), types.SimpleNamespace()
    assert kind.from_text(kind.to_text(value)) == value
    if not isinstance(kind, kinds.Answers):
        for name, stored in kind.to_columns(one, value).items():
            setattr(row, name, stored)
        assert kind.from_columns(one, row) == value


@pytest.mark.parametrize(("kind", "value", "words", "cell"), EXAMPLES, ids=IDS)
def test_nothing_known_is_kept_as_nothing(kind: Any, value: Any, words: str, cell: str) -> None:
    assert kind.to_text(kind.empty) == ""
    assert kind.is_empty(kind.from_text(""))
    assert fact(kind).words(kind.empty) == ""
    assert not kind.is_empty(value)
    assert kind.is_empty(kind.check(kind.empty, fact(kind)))


@pytest.mark.parametrize(("kind", "value", "words", "cell"), EXAMPLES, ids=IDS)
def test_a_value_is_said_in_words_and_read_from_a_cell(kind: Any, value: Any, words: str, cell: str) -> None:
    assert kind.words(value).replace("\xa0", ".") == words
    if cell:
        assert kind.read(cell) == value


#: Values whose words hold the marks that part a list or group the thousands.
HARD: list[tuple[kinds.Kind[Any], Any]] = [
    (kinds.Text(rows=3), "uno; dos, tres"),
    (kinds.Lines(), ("pasaporte, vencido", "partida")),
    (kinds.Choices(choices=(("a", "Ropa; zapatos"), ("b", "Cama, mesa"))), ("a", "b")),
    (kinds.Number(most=10_000_000, unit="años"), 1_234_567),
    (kinds.Money(), kinds.Amount(Decimal("1234567.50"), "GTQ")),
    (kinds.Partial(), PartialDate.parse("2001")),
    (kinds.Partial(), PartialDate.parse("2001-05-17")),
    (kinds.Day(), dt.date(2001, 2, 3)),
    (kinds.YesNo(), True),
]


def _in_a_sheet(cell: Any) -> str:
    return "" if cell is None else str(cell)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    ("kind", "value"),
    [*((kind, value) for kind, value, *_rest in EXAMPLES if not isinstance(kind, kinds.Answers)), *HARD],
)
def test_what_a_sheet_of_ours_says_is_read_again(kind: Any, value: Any, language: str) -> None:
    with override(language):
        cell = kind.cell(value)
    with override("es"):
        assert kind.read(_in_a_sheet(cell)) == value, cell


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (kinds.Text(most=5), "seis le"),
        (kinds.Phone(), "2234 5678"),
        (kinds.Phone(), "1234567"),
        (kinds.Link(), "javascript:alert(1)"),
        (kinds.Code("sex"), "otro"),
        (kinds.Choice(FRUIT), "apple"),
        (kinds.Codes(vocabulary="act"), ("recruitment", "cooking")),
        (kinds.Country(), "XXX"),
        (kinds.Countries(), ("HND", "XXX")),
        (kinds.Answers("act"), {"cooking": True}),
        (kinds.Partial(), PartialDate.parse("2999")),
        (kinds.Partial(), PartialDate.parse("1800")),
        (kinds.Day(), dt.date(2999, 1, 1)),
        (kinds.Number(most=120), 121),
        (kinds.Number(least=1), 0),
        (kinds.Money(), kinds.Amount(Decimal(1), "XXX")),
        (kinds.Place(), kinds.Where("GTM", "HN-FM")),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(kind: Any, value: Any) -> None:
    with pytest.raises(DomainError) as refused:
        fact(kind).check(value)
    assert (refused.value.field or "").startswith("x")


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (kinds.Code("sex"), "quizás"),
        (kinds.Country(), "Congo y Cuba"),
        (kinds.YesNo(), "tal vez"),
        (kinds.Partial(), "ayer"),
        (kinds.Day(), "05/2024"),
        (kinds.Number(), "1.500"),
        (kinds.Money(), "mil"),
        (kinds.Money(), "1.500 USD"),
        (kinds.Money(), "1,500 GTQ"),
        (kinds.Money(), "1,500"),
    ],
)
def test_a_cell_that_is_not_certain_is_asked_about(kind: Any, cell: str) -> None:
    with pytest.raises(kinds.Unreadable):
        kind.read(cell)


@pytest.mark.parametrize(("years", "good"), [(0, True), (120, True), (121, False), (-1, False)])
def test_both_sides_of_a_bound(years: int, good: bool) -> None:
    one = fact(kinds.Number(most=120))
    if good:
        assert one.check(years) == years
    else:
        with pytest.raises(DomainError):
            one.check(years)


def test_what_stands_beyond_the_boxes_stays() -> None:
    kind = kinds.Countries(boxes=2)
    before = ("HND", "GTM", "SLV", "NIC")
    cleaned = {"x_0": "MEX", "x_1": ""}
    assert kind.from_fields(fact(kind), cleaned, before) == ("MEX", "SLV", "NIC")


def test_a_code_that_is_asked_no_longer_keeps_its_answer() -> None:
    kind = kinds.Answers("act")
    typed = {"x__recruitment": "unknown", "x__transfer": "no"}
    assert kind.from_fields(fact(kind), typed, {"recruitment": True, "of_old": True}) == {
        "of_old": True,
        "transfer": False,
    }


def test_an_area_is_typed_by_its_name_within_its_country() -> None:
    kind = kinds.Place()
    typed = {"x_country": "GTM", "x_area": "escuin"}
    assert kind.from_fields(fact(kind), typed, kind.empty) == kinds.Where("GTM", "GT-05")
    with pytest.raises(DomainError) as refused:
        kind.from_fields(fact(kind), {"x_country": "GTM", "x_area": "Olancho"}, kind.empty)
    assert refused.value.field == "x_area"
    with pytest.raises(DomainError) as refused:
        kind.from_fields(fact(kind), {"x_country": "", "x_area": "Olancho"}, kind.empty)
    assert refused.value.field == "x_country"
