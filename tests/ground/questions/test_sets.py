"""Questions as data: what a set may say, and that anything else is refused."""

import copy
from typing import Any

import pytest
import yaml

from contratrata.ground.questions.public import BadSet, read

SET = yaml.safe_load("""
key: prueba
version: "1"
title: {es: Prueba, en: Test}
sections:
  - key: uno
    title: {es: Uno, en: One}
    part: profile
    questions:
      - {code: sex, kind: code sex, es: Sexo, en: Sex}
      - code: shoes
        kind: number
        most: 60
        es: ¿Qué número calza?
        en: What size of shoes?
      - {code: why, kind: text, es: '¿Por qué?', en: 'Why?', when: "${shoes} > 50", part: contact, sealed: true}
""")


def changed(**values: Any) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(SET)
    data["sections"][0]["questions"][1] |= values
    return data


def test_a_set_gives_its_facts() -> None:
    created = read(SET)
    assert [(fact.name, fact.part, fact.sealed) for fact in created.facts] == [
        ("sex", "profile", False), ("shoes", "profile", False), ("why", "contact", True),
    ]  # fmt: skip
    assert created.fact("shoes").title == "¿Qué número calza?"
    assert created.fact("why").asked_for({"shoes": 51})
    assert not created.fact("why").asked_for({"shoes": 50})
    assert [fact.name for fact in created.of_part("contact")] == ["why"]


@pytest.mark.parametrize(
    "data",
    [
        changed(code="sex"),
        changed(kind="shoe"),
        {
            **SET,
            "sections": [
                {
                    **SET["sections"][0],
                    "questions": [
                        {"code": "a", "kind": "code shoes", "es": "A", "en": "A"},
                    ],
                }
            ],
        },
        changed(colour="red"),
        changed(en=""),
        changed(help={"es": "Solo español"}),
        changed(when="${hat} = 1"),
        changed(when="${sex} ="),
        {**SET, "version": None, "sections": None},
        {key: value for key, value in SET.items() if key != "version"},
    ],
)
def test_a_set_that_is_not_understood_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(BadSet, match="prueba"):
        read(data)


def test_the_same_column_in_two_questions_of_rows_is_refused() -> None:
    """Their boxes would have one name: what is typed in one would be read in the other."""
    words = {"es": "Lugares", "en": "Places"}
    rows: dict[str, Any] = {"kind": "rows", **words, "of": [{"code": "places", "kind": "number", **words}]}
    section = {"key": "uno", "title": words, "questions": [{**rows, "code": "by_sex"}]}
    data = {"key": "prueba", "version": "1", "title": words, "sections": [section]}
    assert [fact.name for fact in read(data).facts] == ["by_sex"]
    section["questions"].append({**rows, "code": "by_country"})  # type: ignore[attr-defined]
    with pytest.raises(BadSet, match="places"):
        read(data)
