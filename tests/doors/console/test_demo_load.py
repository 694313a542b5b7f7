"""The demonstration network is loaded through the doors of the product, once, and is all fictitious."""

import collections
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

import house
from contratrata.care.referrals.models import Referral
from contratrata.doors.console.demo import network, working
from contratrata.doors.console.demo.cast import COORDINATION, MEMBERS
from contratrata.ground.accounts.demo import only_fictitious
from contratrata.ground.accounts.models import User
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.network.models import Organisation
from contratrata.ground.network.operations import create_organisation


def load(*options: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("demo_load", *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A small demonstration network, committed; emptied afterwards."""
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        try:
            yield load("--cases", "90", "--if-empty")
        finally:
            connection.close()
            house.empty()


def _number(sql: str) -> int:
    with house.connect("keeper") as keeper:
        row = keeper.execute(sql).fetchone()  # type: ignore[call-overload]
    return int(row[0])


def test_fourteen_fictitious_organisations_of_eight_countries(loaded: str) -> None:
    rows = list(Organisation.objects.all())
    assert len(rows) == 14
    assert len({one.country for one in rows}) == 8
    assert all(one.fictitious and one.realm == Realm.TRAINING and "(ficti" in one.name for one in rows)
    people = list(User.objects.all())
    assert len(people) == 13 * 5 + 5
    assert all("(ficticia)" in user.name and user.email.endswith(".example") for user in people)
    assert all(only_fictitious(user) for user in people[:5])


def test_its_cases_came_by_the_importer(loaded: str) -> None:
    cases = _number("SELECT count(*) FROM cases_case")
    assert 80 <= cases <= 90
    assert _number("SELECT count(*) FROM imports_importrow WHERE made_id IS NOT NULL") == cases
    assert _number("SELECT count(*) FROM cases_case WHERE source = 'htcds'") == cases
    # What could not be read for certain waits in the reports, as with a real register.
    assert _number("SELECT count(*) FROM imports_import WHERE state = 'applied'") == 13


def test_work_waits_late_today_and_later(loaded: str) -> None:
    assert _number("SELECT count(*) FROM cases_nextstep WHERE due_at < now()") >= 13
    assert _number("SELECT count(*) FROM cases_nextstep WHERE due_at > now()") >= 13


def test_referrals_stand_in_every_state_a_person_brings_about(loaded: str) -> None:
    states: collections.Counter[str] = collections.Counter()
    for member in MEMBERS:
        with acting(network.scope_for(member, "gestora")) as scope:
            rows = Referral.objects.filter(organisation_id=scope.organisation_id)
            states.update(rows.values_list("state", flat=True))
    assert set(states) == set(working.PATHS), states


def test_a_second_load_changes_nothing(loaded: str) -> None:
    before = _number("SELECT count(*) FROM audit_entry")
    assert "ya está" in load()
    assert _number("SELECT count(*) FROM audit_entry") == before


def test_one_that_was_killed_midway_is_completed(loaded: str) -> None:
    cases = _number("SELECT count(*) FROM cases_case")
    organisation = network.organisation_of(COORDINATION)
    assert organisation is not None
    # As if it had been killed before it came to the last one.
    Organisation.objects.filter(id=organisation.id).update(name="Otra (ficticia)")
    try:
        load("--cases", "90")
        assert _number("SELECT count(*) FROM cases_case") == cases
        assert Organisation.objects.filter(name=COORDINATION.name).count() == 1
    finally:
        Organisation.objects.filter(name=COORDINATION.name).update(name="Nueva (ficticia)")
        Organisation.objects.filter(id=organisation.id).update(name=COORDINATION.name)


@pytest.mark.django_db
def test_it_keeps_away_from_real_organisations() -> None:
    create_organisation(name="Una organización", kind="civil_society", country="GTM")
    assert "Hay organizaciones reales" in load("--if-empty")
    assert Organisation.objects.count() == 1


@pytest.mark.django_db
def test_never_in_production(settings: pytest.FixtureRequest) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        load()
