"""What may be shown: from five on, in steps, by groups that nobody can be subtracted out of."""

import itertools
import random
import uuid
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.surveys import figures, operations
from contratrata.knowledge.surveys.mixing import LEAST, leaving
from contratrata.knowledge.surveys.models import Survey
from contratrata.knowledge.surveys.results import OTHERS, One, groups_of, shown_of, tag_counts, tags_of
from contratrata.knowledge.surveys.telling import known
from contratrata.knowledge.systematisations.public import gathering
from planning import published
from registering import happening
from signin import sign_in
from surveying import a_survey, answered, closed, people, results


def looks(total: int) -> list[int]:
    """How many answers are shown after each that comes, and at last when the survey closes."""
    waiting = steps = shown = 0
    seen = []
    for n in range(total + 1):
        if n < total:
            waiting += 1
        out = leaving(waiting, is_first=not steps, is_over=n == total)
        waiting, shown, steps = waiting - out, shown + out, steps + bool(out)
        seen.append(shown)
    return seen


@pytest.mark.parametrize("total", range(60))
def test_nothing_is_shown_of_fewer_than_five_nor_added_by_fewer(total: int) -> None:
    seen = looks(total)
    differences = {b - a for a, b in itertools.combinations([0, *seen], 2)} - {0}
    assert all(one >= LEAST for one in differences)
    if total >= LEAST:
        assert seen[LEAST - 1] == LEAST  # from five on
    # Beyond nine nothing is lost; between, what was shown at five leaves too few.
    lost = total - seen[-1]
    assert lost == (total if total < LEAST else total - LEAST if total < 2 * LEAST else 0)


def somebody(step: int, **texts: str) -> One:
    return One(uuid.uuid4(), step, texts)


def test_a_question_that_few_answer_grows_by_five_of_its_own() -> None:
    steps: list[One] = []
    seen = []
    for step, writers in enumerate((1, 3, 2, 4, 5, 1), 1):
        steps += [somebody(step, asks="¿Y después?") for _n in range(writers)]
        steps += [somebody(step, useful="much") for _n in range(6)]
        seen.append(len(shown_of("asks", steps)))
    assert seen == [0, 0, 6, 6, 15, 15]


def test_groups_are_a_partition_of_five_or_more_each() -> None:
    chance = random.Random(5)
    for _turn in range(300):
        sectors = ["public", "civil_society", "international", "university", ""]
        answers = [
            somebody(1, sector=one) if one else somebody(1)
            for one in chance.choices(sectors, k=chance.randint(0, 40))
        ]
        parts = groups_of(answers)
        ids = [one for part in parts.values() for one in part]
        assert len(ids) == len(set(ids))
        assert not parts or set(ids) == {one.id for one in answers}
        assert all(len(part) >= LEAST for part in parts.values())
        assert len(parts) != 1


@pytest.fixture
def event(cast: Cast) -> Happening:
    return happening(cast, published(cast))


def row_of(cast: Cast, event: Happening) -> Any:
    from contratrata.knowledge.events.models import Event

    with acting(cast.flor.scope):
        return Event.objects.get(id=event.id)


def page_of(cast: Cast, survey: Survey, more: str = "") -> str:
    return sign_in(Client(), cast.flor).get(f"/encuestas/{survey.id}/{more}").content.decode()


@pytest.mark.django_db
def test_both_sides_of_the_bound_on_the_page_in_the_sheet_and_on_paper(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, row_of(cast, event))
    client = sign_in(Client(), cast.flor)
    answered(event, survey, *people(4, expects="Solo cuatro (ficticia)"))
    body = page_of(cast, survey)
    assert "Se muestran desde 5 respuestas" in body
    assert "survey-knows" not in body
    for path in ("hoja/", "hoja/?clase=csv", "imprimir/", "respuestas/expects/"):
        assert client.get(f"/encuestas/{survey.id}/{path}").status_code == 404, path
    answered(event, survey, *people(1, expects="La quinta (ficticia)"))
    body = page_of(cast, survey)
    assert "survey-knows" in body
    assert "La quinta" in page_of(cast, survey, "respuestas/expects/")
    text = b"".join(client.get(f"/encuestas/{survey.id}/hoja/?clase=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "Poco,5,100" in text
    assert text.count("Solo cuatro") == 4
    assert client.get(f"/encuestas/{survey.id}/hoja/").status_code == 200
    assert client.get(f"/encuestas/{survey.id}/imprimir/").headers["Content-Type"] == "application/pdf"
    # The sixth changes nothing that is shown.
    answered(event, survey, *people(1, knows="much", expects="La sexta (ficticia)"))
    assert "La sexta" not in page_of(cast, survey, "respuestas/expects/")
    assert results(cast, survey).waiting == 1


@pytest.mark.django_db
def test_groups_are_told_apart_only_when_it_is_closed(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, row_of(cast, event))
    answered(event, survey, *people(6, sector="public", knows="much"), *people(6, sector="civil_society"),
             *people(1, sector="university"), *people(1, sector="public", expects="Sola (ficticia)"))  # fmt: skip
    assert results(cast, survey).groups == {}
    assert "grupo=" not in page_of(cast, survey)
    closed(cast, survey)
    assert results(cast, survey).groups == {"public": 7, OTHERS: 7}
    group = results(cast, survey, group="public").question("knows")
    assert group is not None
    assert group.counts() == {"none": 0, "little": 1, "quite": 0, "much": 6}
    assert results(cast, survey, group="public").question("expects") is None
    assert (
        results(cast, survey, group="university").question("knows") is not None
    )  # none of the parts: everybody
    assert "grupo=public" in page_of(cast, survey)
    assert "grupo=university" not in page_of(cast, survey)


@pytest.mark.django_db
def test_before_and_after_stand_side_by_side(cast: Cast, event: Happening) -> None:
    row = row_of(cast, event)
    before, after = a_survey(cast, row), a_survey(cast, row, timing="after")
    url = f"/encuestas/evento/{event.id}/"
    client = sign_in(Client(), cast.flor)
    answered(event, before, *people(5))
    assert "survey-compared" not in client.get(url).content.decode()
    answered(event, after, *people(4, knows="much"), *people(1, knows="none"))
    body = client.get(url).content.decode()
    assert "<b>0 de cada 100</b> antes y <b>80</b> después" in body
    (figure,) = figures.before_and_after(results(cast, before), results(cast, after))
    assert [one.values[-2] for one in figure.data.rows] == [5, 5]


@pytest.mark.django_db
def test_open_answers_are_tagged_counted_and_kept_from_others(cast: Cast, event: Happening) -> None:
    survey = a_survey(cast, row_of(cast, event))
    answered(event, survey, *({"expects": f"Texto {n} (ficticio)"} for n in range(5)))
    question = results(cast, survey).question("expects")
    assert question is not None
    (first, _text), (second, _other) = question.words()[:2]
    with acting(cast.flor.scope):
        shown = frozenset(one for one, _words in question.words())

        def tag(answer_id: uuid.UUID, *tags: str, version: int = 1) -> None:
            operations.tag(survey.id, "expects", answer_id, tags=tags, shown=shown, expected_version=version)

        tag(first, " Redes ", "redes", "Más tiempo", "")
        tag(second, "Redes")
        assert tag_counts(question, tags_of(survey)) == {"Redes": 2, "Más tiempo": 1}
        with pytest.raises(Conflict):
            tag(first, "Otra")
        tag(first, version=2)
        assert tag_counts(question, tags_of(survey)) == {"Redes": 1}
        with pytest.raises(DomainError):
            tag(first, *(f"etiqueta {n}" for n in range(13)), version=3)
        with pytest.raises(NotAllowed):
            tag(uuid.uuid4(), "Otra")
    client = sign_in(Client(), cast.flor)
    url = f"/encuestas/{survey.id}/respuestas/expects/"
    page = client.get(f"{url}?etiqueta=Redes").content.decode()
    assert "survey-tags-expects" in page
    listed = page.partition("ct-items")[2]
    assert ("Texto 0" in listed) != ("Texto 1" in listed)
    for player in (cast.gloria, cast.diana, cast.ana, cast.irma):
        assert sign_in(Client(), player).get(url).status_code == 404


@pytest.mark.django_db
def test_the_systematisation_gets_what_is_closed_and_shared_from_any_scope_of_the_realm(
    cast: Cast, event: Happening
) -> None:
    row = row_of(cast, event)
    shared, own = a_survey(cast, row, shares=True), a_survey(cast, row)
    for survey in (shared, own):
        answered(event, survey, *people(5, expects="Palabras (ficticias)"))

    def gathered() -> Any:
        with acting(cast.gloria.scope):
            return gathering.gathered(event.id).get("survey")

    assert gathered() is None
    for survey in (shared, own):
        closed(cast, survey)
    survey_known = gathered()
    assert survey_known.figures == (("5", "respuestas: Antes de empezar"),)
    assert "Palabras" not in str(survey_known)
    with acting(cast.julia.scope):
        assert known(event.id) is None
