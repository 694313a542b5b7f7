"""Forty questions of people who look for a practice, and what must come first. All practices are invented."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.http import QueryDict

from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.translated import Translated
from contratrata.ground.things.public import to_row
from contratrata.knowledge.practices.catalogue import asked_in, found_in
from contratrata.knowledge.practices.models import PRACTICES, QUESTIONS, Lasting, Published
from contratrata.knowledge.practices.similar import similar_to

pytestmark = pytest.mark.django_db
DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("forty.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def catalogue(db: None) -> dict[str, Published]:
    """The practices of the file, published."""
    return {one["key"]: put(number, one) for number, one in enumerate(DATA["practices"], start=1)}


def put(number: int, one: dict[str, Any]) -> Published:
    values: dict[str, Any] = {fact.name: fact.kind.empty for fact in QUESTIONS.facts}
    for name in ("name", "summary", "how"):
        texts = {"es": one[name]} | ({"en": one[f"{name}_en"]} if f"{name}_en" in one else {})
        values[name] = Translated.of(texts)
    values |= {"country": one["country"], "area": tuple(one["area"]), "population": tuple(one["population"])}
    row = Published(row_id=f"00000000-0000-7000-8000-{number:012d}", number=number, version=1)
    to_row(QUESTIONS.facts, row, values)
    row.put_words(QUESTIONS.facts, values, PRACTICES.named_by)
    with publishing(Published, Lasting):
        row.save(force_insert=True)
        Lasting.objects.create(row_id=row.row_id, number=number, turn=number, version=1, name=values["name"])
    return row


def names(query: str) -> list[str]:
    keys = {one["name"]: one["key"] for one in DATA["practices"]}
    return [keys[row.name.text("es")] for row in found_in(QueryDict(query)).rows]  # type: ignore[attr-defined]


def test_what_is_looked_for_comes_first(catalogue: dict[str, Published]) -> None:
    assert len(DATA["queries"]) == 40
    wrong = []
    for one in DATA["queries"]:
        query = QueryDict(mutable=True)
        query["q"] = one["q"]
        came = names(query.urlencode())
        if came[:1] != [one["first"]]:
            wrong.append((one["q"], one["first"], came[:4]))
    assert wrong == []


def test_words_that_nothing_says_find_nothing_and_words_that_say_nothing_narrow_nothing(
    catalogue: dict[str, Published],
) -> None:
    assert names("q=violonchelo") == []
    assert names("q=mesa+violonchelo") == []
    assert len(names("q=de+la+con")) == len(catalogue)
    assert names("q=%27%29+%7C+%21%26+%3A*") == names("")  # signs of the database's own language are no words


def test_a_facet_counts_what_it_would_be_with_the_others(catalogue: dict[str, Published]) -> None:
    result = found_in(QueryDict("tema=prevention&para=children"))
    facets = {facet.name: {one.code: one.number for one in options} for facet, options in result.facets}
    assert sorted(row.number for row in result.rows) == [15, 19]
    assert facets["tema"] == {"prevention": 2, "protection": 4, "cooperation": 2}
    assert facets["para"]["migrants"] == 2  # of prevention
    assert facets["pais"] == {"SLV": 1, "DOM": 1}
    for name, counts in facets.items():
        for code, number in counts.items():
            others = {"tema": ["prevention"], "para": ["children"]} | {name: [code]}
            query = QueryDict(mutable=True)
            for key, codes in others.items():
                query.setlist(key, codes)
            assert found_in(query).number == number, (name, code)


def test_similar_practices_are_of_its_kind_and_never_itself(catalogue: dict[str, Published]) -> None:
    near = [row.number for row in similar_to(catalogue["aula"])]
    assert catalogue["aula"].number not in near
    assert catalogue["familias"].number in near
    assert similar_to(catalogue["dinero"])
    assert len(near) <= 3


def test_a_question_is_told_in_words_and_as_one_address(catalogue: dict[str, Published]) -> None:
    asked = asked_in(QueryDict("tema=prevention&q=+ojos++NNA&para=nada&otra=1"))
    assert asked.title() == "«ojos NNA» · Prevención"
    assert asked.url() == "?q=ojos+NNA&tema=prevention"
    assert asked_in(QueryDict("para=x")).is_empty
