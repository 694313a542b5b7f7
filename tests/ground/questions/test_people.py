"""A set may ask for a person of the organisation and for an organisation: form, check, words, filter, column, sheet."""

import re
import types
import uuid
from typing import Any

import pytest
import yaml
from django.http import QueryDict

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Unreadable, check_values
from contratrata.ground.lists import choosing
from contratrata.ground.lists.choosing import FEW, SearchField
from contratrata.ground.network import staffing
from contratrata.ground.network.models import Organisation
from contratrata.ground.nouns.listing import _filter
from contratrata.ground.questions.public import QuestionSet, read
from contratrata.ground.things.public import FactsForm, from_row, to_row

pytestmark = pytest.mark.django_db
SET = yaml.safe_load("""
key: prueba
version: "1"
title: {es: Prueba, en: Test}
sections:
  - key: uno
    title: {es: Uno, en: One}
    questions:
      - {code: who, kind: member, es: '¿Quién lo cuenta?', en: 'Who tells it?'}
      - {code: where, kind: organisation, es: '¿Con quién?', en: 'With whom?'}
""")


@pytest.fixture
def questions() -> QuestionSet:
    return read(SET)


def form(questions: QuestionSet, **sent: Any) -> FactsForm:
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in sent.items()})
    return FactsForm(data, facts=questions.facts)


def choices(field: Any) -> set[str]:
    return {str(value) for value, _words in field.choices}


def test_the_form_offers_colleagues_and_the_other_organisations(questions: QuestionSet, cast: Cast) -> None:
    with acting(cast.ana.scope):
        fields = FactsForm(facts=questions.facts).fields
        people, houses = choices(fields["who"]), choices(fields["where"])
    assert {str(cast.beatriz.user.pk), str(cast.ana.user.pk)} < people
    assert str(cast.elena.user.pk) not in people
    assert str(cast.horizonte.pk) in houses
    assert not houses & {str(cast.refugio.pk), str(cast.escuela.pk)}


def test_what_was_chosen_is_kept_said_and_shown_again(questions: QuestionSet, cast: Cast) -> None:
    with acting(cast.ana.scope):
        asked = form(questions, who=cast.beatriz.user.pk, where=cast.horizonte.pk)
        assert asked.is_valid(), asked.errors
        row = types.SimpleNamespace(who=None, where=None)
        to_row(questions.facts, row, asked.values)
        assert (row.who, row.where) == (cast.beatriz.user.pk, cast.horizonte.pk)
        sentence = {one.name: one.words(value) for one in questions.facts
                for value in [from_row(questions.facts, row)[one.name]]}  # fmt: skip
        assert sentence == {"who": cast.beatriz.user.name, "where": cast.horizonte.name}
        shown = FactsForm(facts=questions.facts, initial_values=from_row(questions.facts, row))
        assert f'value="{cast.beatriz.user.pk}" selected' in str(shown["who"])
        for one in questions.facts:
            value = asked.values[one.name]
            assert one.kind.from_text(one.kind.to_text(value)) == value
            assert one.kind.read(str(one.kind.cell(value))) == value


@pytest.mark.parametrize("name", ["who", "where"])
def test_nobody_outside_can_be_chosen(questions: QuestionSet, cast: Cast, name: str) -> None:
    outside = {"who": cast.elena.user.pk, "where": cast.escuela.pk}[name]
    fact = questions.fact(name)
    with acting(cast.ana.scope):
        assert form(questions, **{name: outside}).errors.keys() == {name}
        for stranger in (outside, uuid.uuid4()):
            with pytest.raises(DomainError) as refused:
                fact.check(stranger)
            assert refused.value.field == name
        with pytest.raises(Unreadable):
            fact.kind.read("Nadie Ejemplo (ficticia)")


def test_another_house_reads_that_there_is_somebody_and_not_who(questions: QuestionSet, cast: Cast) -> None:
    with acting(cast.elena.scope):
        assert questions.fact("who").words(cast.ana.user.pk) == "Alguien de otra organización"


def test_many_are_searched_in_the_form_and_in_the_filter(questions: QuestionSet, cast: Cast) -> None:
    narrow = _filter(questions.fact("where"))
    with acting(cast.ana.scope):
        assert str(cast.horizonte.pk) in choices(narrow.field(cast.ana.scope))
        Organisation.objects.bulk_create(
            Organisation(name=f"Casa {n} (ficticia)", kind="cso", country="GTM", realm=cast.refugio.realm)
            for n in range(FEW + 1)
        )
        fields = (FactsForm(facts=questions.facts).fields["where"], narrow.field(cast.ana.scope))
        for field in fields:
            assert isinstance(field, SearchField)
            assert field.clean(str(cast.horizonte.pk)) == str(cast.horizonte.pk)
        assert form(questions, where=cast.horizonte.pk).is_valid()


def _gone(cast: Cast) -> dict[str, uuid.UUID]:
    """A colleague who left and an organisation that left, as they stand in a row."""
    with acting(cast.flor.scope):
        staffing.end_membership(membership_id=cast.carla.membership.pk, reason="left")
    Organisation.objects.filter(pk=cast.horizonte.pk).update(left_at=clock.now())
    return {"who": cast.carla.user.pk, "where": cast.horizonte.pk}


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("name", ["who", "where"])
def test_who_may_be_chosen_no_more_is_shown_and_stays_untouched(
    questions: QuestionSet, cast: Cast, name: str, many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"who": cast.carla.user.name, "where": cast.horizonte.name}
    before, fact = _gone(cast), questions.fact(name)
    if many:
        monkeypatch.setattr(choosing, "FEW", 0)
    with acting(cast.ana.scope):
        shown = FactsForm(facts=questions.facts, initial_values=before)
        assert isinstance(shown.fields[name], SearchField) is many
        mark = "checked" if many else "selected"
        picked = re.findall(rf"<(?:option|input)[^>]*{before[name]}[^>]*{mark}", str(shown[name]))
        assert len(picked) == 1
        assert f"{names[name]} (ya no se puede elegir)" in str(shown[name])
        sent = QueryDict(mutable=True)
        sent.update({one: str(value) for one, value in before.items()})
        again = FactsForm(sent, facts=questions.facts, initial_values=before)
        assert again.is_valid(), again.errors
        assert again.values == before
        assert check_values(questions.facts, again.values, before=before) == before
        fresh = FactsForm(sent, facts=questions.facts)
        assert fresh.errors.keys() == {"who", "where"}
        with pytest.raises(DomainError):
            check_values((fact,), {name: before[name]}, before={name: cast.ana.user.pk})
        assert "ya no se puede elegir" not in str(FactsForm(facts=questions.facts)[name])
