"""A thing declared once: its form, its check, its lines and its sheet follow."""

import dataclasses
import types
from typing import Any

import pytest
from django.http import QueryDict

from contratrata.ground.base.errors import DomainError
from contratrata.ground.kinds.public import Condition, Country, Number, Text, YesNo, check_values
from contratrata.ground.things.public import (
    FactsForm,
    beside,
    cells,
    fact,
    facts_of,
    header,
    lines,
    make,
    rows,
    to_row,
    values_of,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bus:
    """An invented thing."""

    line: str = fact(Text(most=20), "Línea", required=True, missing="Escriba la línea.")
    country: str = fact(Country(), "País")
    seats: int | None = fact(Number(least=1, most=60), "Asientos", fold="Más: cómo es")
    night: bool | None = fact(YesNo(), "¿Va de noche?", fold="Más: cómo es", why="Para saber si es seguro.")
    lamp: str = fact(Text(), "¿Qué luz lleva?", when=Condition("${night} = true()"))


FACTS = facts_of(Bus)


def form(**typed: str) -> FactsForm:
    data = QueryDict(mutable=True)
    data.update(typed)
    return FactsForm(data, facts=FACTS, rules=(no_empty_night_bus,))


def no_empty_night_bus(values: Any) -> None:
    if values.get("night") and not values.get("seats"):
        raise DomainError("De noche nadie va de pie.", field="seats")


def test_a_form_gives_the_values_of_its_facts() -> None:
    sent = form(line="  14\u202e ", country="GTM", seats="30", night="no")
    assert sent.is_valid(), sent.errors
    assert sent.values == {"line": "14", "country": "GTM", "seats": 30, "night": False, "lamp": ""}
    assert values_of(make(Bus, sent.values)) == sent.values


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "line", "Escriba la línea."),
        ({"line": "x" * 21}, "line", "20 caracteres"),
        ({"line": "1", "seats": "61"}, "seats", "dentro de lo posible"),
        ({"line": "1", "seats": "mil"}, "seats", "dentro de lo posible"),
        ({"line": "1", "country": "XXX"}, "country", "Elija una opción"),
        ({"line": "1", "night": "yes"}, "seats", "nadie va de pie"),
        ({"line": "1", "night": "no", "lamp": "roja"}, "lamp", "deje vacía la respuesta"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(typed: dict[str, str], field: str, words: str) -> None:
    sent = form(**typed)
    assert not sent.is_valid()
    assert list(sent.errors) == [field]
    assert words in sent.errors[field][0]


def test_the_operation_judges_as_the_form_does() -> None:
    with pytest.raises(DomainError, match="nadie va de pie"):
        check_values(FACTS, {"night": True, "seats": None}, (no_empty_night_bus,))
    with pytest.raises(ValueError, match="wheels"):
        check_values(FACTS, {"wheels": 4})


def test_folds_stand_open_where_something_is_answered() -> None:
    assert [(run.title, run.is_open) for run in form(line="1").layout()] == [
        ("", True),
        ("Más: cómo es", False),
        ("", True),
    ]
    assert [run.is_open for run in form(line="1", seats="2").layout()] == [True, True, True]
    assert form().why() == [("¿Va de noche?", "Para saber si es seguro.")]


def test_lines_say_what_is_known_and_what_is_missing() -> None:
    values = {"line": "14", "country": "GTM", "seats": None, "night": None, "lamp": ""}
    assert lines(FACTS, values) == [("Línea", "14"), ("País", "Guatemala")]
    assert [(row.key, row.value, row.change) for row in rows(FACTS, values, change="/c")] == [
        ("Línea", "14", "/c"), ("País", "Guatemala", "/c"), ("Asientos", "", "/c"), ("¿Va de noche?", "", "/c"),
    ]  # fmt: skip


def test_a_sheet_has_the_same_columns() -> None:
    values = {"line": "14", "country": "GTM", "seats": 30, "night": True, "lamp": ""}
    assert header(FACTS) == ["Línea", "País", "Asientos", "¿Va de noche?", "¿Qué luz lleva?"]
    assert cells(FACTS, values) == ["14", "Guatemala", 30, "Sí", None]


def test_only_what_changed_is_put_into_a_row() -> None:
    row = types.SimpleNamespace(line="14", country="", seats=None, night=None, lamp="")
    assert to_row(FACTS, row, {"line": "15", "country": "", "seats": 2}) == {
        "line": ("14", "15"),
        "seats": (None, 2),
    }
    assert (row.line, row.seats) == ("15", 2)


def test_a_second_editor_sees_both_texts() -> None:
    assert beside(FACTS, {"line": "15", "seats": 2}, {"line": "14", "seats": 2}) == [("Línea", "15", "14")]
