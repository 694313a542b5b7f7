"""Statements built once say what the query set says, for whoever asks; addresses and moments likewise."""

import uuid
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from cast import Cast
from contratrata.care.cases.models import Case
from contratrata.care.cases.public import NewCase, register_cases
from contratrata.ground.base.errors import NoScope
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.base.statements import Statement, asked, numbers, objects_of
from contratrata.ground.network.public import organisation_names


def cases_of(scope: Scope, *, ids: list[uuid.UUID]) -> list[uuid.UUID]:
    with acting(scope):
        return [one for (one,) in STATEMENTS["planned"].rows(scope, ids=ids)]


def _build(_scope: Scope, *, ids: list[uuid.UUID]) -> object:
    return Case.objects.filter(id__among=ids).order_by("id").values_list("id")


STATEMENTS = {
    "plain": Statement(_build),  # type: ignore[arg-type]
    "planned": Statement(_build, planned=True),  # type: ignore[arg-type]
    "walked": Statement(_build, walked=True),  # type: ignore[arg-type]
    "both": Statement(_build, planned=True, walked=True),  # type: ignore[arg-type]
}


def _arrived(_scope: Scope, *, ids: list[uuid.UUID], channel: str, most: int) -> QuerySet[Case, Any]:
    rows = Case.objects.filter(arrival_channel=channel, id__among=ids).order_by("id")
    return rows.values_list("id", Value(7))[:most]


_ARRIVED = Statement(_arrived, planned=True)


@pytest.fixture
def ours(cast: Cast) -> list[uuid.UUID]:
    with acting(cast.ana.scope):
        register_cases([NewCase(values={"sex": "female"}) for _ in range(3)])
        return sorted(Case.objects.values_list("id", flat=True))


@pytest.mark.parametrize("how", STATEMENTS)
def test_each_way_gives_the_rows_of_the_query_set(cast: Cast, ours: list[uuid.UUID], how: str) -> None:
    with acting(cast.ana.scope), CaptureQueriesContext(connection) as sent:
        for _ in range(7):  # beyond the five after which the database may keep one plan for all
            assert STATEMENTS[how].rows(cast.ana.scope, ids=ours) == [(one,) for one in ours]
    assert len(sent) == 7


def test_a_plan_that_is_kept_shows_a_stranger_nothing(cast: Cast, ours: list[uuid.UUID]) -> None:
    """One connection, one prepared statement, two organisations: the policies ask who asks now."""
    for _ in range(7):
        assert cases_of(cast.ana.scope, ids=ours) == ours
        assert cases_of(cast.irma.scope, ids=ours) == []
    assert cases_of(cast.ana.scope, ids=ours) == ours


def test_without_a_scope_a_confidential_table_is_not_asked(cast: Cast, ours: list[uuid.UUID]) -> None:
    assert cases_of(cast.ana.scope, ids=ours) == ours
    with pytest.raises(NoScope):
        STATEMENTS["planned"].rows(cast.ana.scope, ids=ours)
    assert organisation_names([cast.ana.membership.organisation_id])  # of everybody: needs none


@pytest.mark.parametrize("how", ["walked", "both"])
def test_walking_ends_with_its_statement(cast: Cast, ours: list[uuid.UUID], how: str) -> None:
    settings = "SELECT current_setting('enable_bitmapscan'), current_setting('enable_sort')"
    with acting(cast.ana.scope):
        STATEMENTS[how].rows(cast.ana.scope, ids=ours)
        assert asked(settings, []) == [("on", "on")]
        assert asked(settings, [], planned=how == "both", walked=True) == [("off", "off")]
        with pytest.raises(ProgrammingError), transaction.atomic():
            asked("SELECT nothing", [], planned=how == "both", walked=True)
        assert asked(settings, []) == [("on", "on")]


@pytest.mark.parametrize("word", ["O'Higgins", "100%", "%s", "a\\b", "%(x)s"])
def test_a_word_that_never_changes_stands_in_a_planned_statement(
    cast: Cast, ours: list[uuid.UUID], word: str
) -> None:
    with acting(cast.ana.scope) as scope:
        Case.objects.filter(id=ours[1]).update(arrival_channel=word)
        assert _ARRIVED.rows(scope, ids=ours, channel=word, most=2) == [(ours[1], 7)]


def test_numbers_are_those_of_each_part(cast: Cast, ours: list[uuid.UUID]) -> None:
    with acting(cast.ana.scope):
        rows = Case.objects.filter(id__in=ours).order_by("code")
        parts = ((0, rows), (1, rows.filter(id=ours[0])), (1, rows.filter(id=ours[1])), (2, rows.none()))
        assert sorted(numbers(*parts)) == [(0, 3), (1, 1), (1, 1)]
        assert list(numbers((5, rows))) == [(5, 3)]


def test_objects_are_those_of_the_query_set(cast: Cast, ours: list[uuid.UUID]) -> None:
    with acting(cast.ana.scope):
        result = objects_of(Case, "-touched_at", "id", id=ours[0])
        assert [one.__dict__.keys() - {"_state"} for one in result] == [
            one.__dict__.keys() - {"_state"} for one in Case.objects.filter(id=ours[0])
        ]
        assert result[0].registered_at == Case.objects.get(id=ours[0]).registered_at


def test_moments_are_read_as_django_reads_them(cast: Cast) -> None:
    with acting(cast.ana.scope):
        ((plain, before, none),) = asked(
            "SELECT timestamptz '2026-11-29 23:24:52.1234-06', timestamptz '0044-03-15 12:00+00', NULL::timestamptz",
            [],
        )
    assert plain.isoformat() == "2026-11-30T05:24:52.123400+00:00"
    assert before.year == 44
    assert none is None


def test_an_address_is_the_one_that_reverse_finds() -> None:
    key = uuid.uuid4()
    assert path_of("cases:detail", key) == reverse("cases:detail", args=[key])
    assert path_of("cases:list") == reverse("cases:list")
    with pytest.raises(NoReverseMatch):
        path_of("cases:nowhere")
    with pytest.raises(NoReverseMatch):
        path_of("cases:list", key)
