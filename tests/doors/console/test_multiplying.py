"""`contratrata demo`: the measured organisations open, what stands around is a copy; only a demonstration grows."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

import house
from contratrata.care.cases import queries
from contratrata.doors.console.demo import multiplying, network
from contratrata.doors.console.demo.cast import COORDINATION, COORDINATORS, MEMBERS
from contratrata.ground.base.scope import acting
from contratrata.ground.network.operations import create_organisation

SMALL, LARGE = multiplying.sizes(1_000)


def multiply() -> None:
    """The least it takes."""
    call_command("demo", cases=1_000, organisations=20, stdout=StringIO())


@pytest.fixture(scope="module")
def loaded(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One member of the demonstration and the coordination, multiplied; emptied afterwards."""
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            network.establish(MEMBERS[0])
            network.open_services(MEMBERS[0])
            network.establish(COORDINATION, COORDINATORS)
            multiply()
            yield
        finally:
            connection.close()
            house.empty()


def numbers(statement: str) -> list[tuple[object, ...]]:
    """What the keeper counts."""
    with house.connect("keeper") as keeper:
        return keeper.execute(statement).fetchall()  # type: ignore[call-overload,no-any-return]


def test_there_are_as_many_as_were_asked_for(loaded: None) -> None:
    by_size = numbers("SELECT count(*) FROM cases_case GROUP BY organisation_id ORDER BY 1 DESC")
    assert by_size[0][0] == LARGE
    assert (SMALL,) in by_size
    assert sum(int(str(one)) for (one,) in by_size) == 1_000
    assert numbers("SELECT count(*) FROM directory_service WHERE name ~ ' [0-9]+$'") == [
        (18 * multiplying.SERVICES,)
    ]


def test_the_measured_ones_open_to_whoever_works_there(loaded: None) -> None:
    member, number = multiplying.measured(1_000)[1]
    with acting(network.scope_for(member, "supervisora")) as scope:
        cards = queries.cards(queries.visible_to(scope).order_by("-touched_at", "id")[:25])
        assert len(cards) == 25
        assert all(card.name and not card.erased for card in cards.values())
        assert sum(queries.counts(scope).values()) == number == LARGE


def test_every_tally_is_what_counting_gives(loaded: None) -> None:
    stored = "SELECT organisation_id, state, sum(number) FROM cases_casetally GROUP BY 1, 2 ORDER BY 1, 2"
    counted = "SELECT organisation_id, state, count(*) FROM cases_case GROUP BY 1, 2 ORDER BY 1, 2"
    assert numbers(stored) == numbers(counted)


def test_a_demonstration_is_multiplied_once(loaded: None) -> None:
    with pytest.raises(CommandError, match="ya está multiplicada"):
        multiply()


def test_where_there_may_be_real_data_nothing_grows(commits: None) -> None:
    create_organisation(name="Real", kind="cso", country="GTM")
    with pytest.raises(CommandError, match="Solo se multiplica una demostración"):
        multiply()


def test_without_the_demonstration_there_is_nothing_to_multiply(commits: None) -> None:
    with pytest.raises(CommandError, match="Falta la red"):
        multiply()
