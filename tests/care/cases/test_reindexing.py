"""Persons registered before a version that adds tokens are found once the tokens are made anew."""

import io

import pytest
from django.core.management import call_command

import house
from cast import Cast
from contratrata.care.cases import names_memory
from contratrata.care.cases.inputs import NewCase
from contratrata.care.cases.models import NameEntry
from contratrata.care.cases.operations import register_case
from contratrata.care.cases.search import search
from contratrata.ground.base.scope import acting
from keeping import signed_as


def test_old_rows_are_found_by_their_telephone_once_they_are_indexed_anew(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        case = register_case(
            NewCase(values={"contact_channel": ("whatsapp",), "contact_detail": "+502 4417-9931"})
        )
        NameEntry.objects.all().delete()
        names_memory._cache.clear()  # as in a process that has opened nothing
        # Registered before there were entries: found all the same, opened at the first search of a process.
        assert [one.case.id for one in search(real_cast.ana.scope, "44179931")] == [case.id]
    with signed_as("worker"):
        call_command("reindex_names", stdout=io.StringIO())
    names_memory._cache.clear()  # as in a process that has opened nothing
    with acting(real_cast.ana.scope):
        assert NameEntry.objects.count() == 1
        assert [one.case.id for one in search(real_cast.ana.scope, "44179931")] == [case.id]
    with acting(real_cast.irma.scope):
        assert search(real_cast.irma.scope, "44179931") == []


def test_entries_of_a_server_that_had_counted_further_are_read_once(
    real_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restore the counter of transactions begins low, and the rows bear higher numbers."""
    with acting(real_cast.ana.scope):
        case = register_case(NewCase(values={"given_names": "Marisol", "first_surname": "Tzunux"}))
    with house.connect("owner") as owner:
        owner.execute("ALTER TABLE cases_nameentry NO FORCE ROW LEVEL SECURITY")
        owner.execute("UPDATE cases_nameentry SET written = written + 1000000000")
        owner.execute("ALTER TABLE cases_nameentry FORCE ROW LEVEL SECURITY")
    names_memory._cache.clear()  # as in a process that has opened nothing
    read = []
    real = names_memory.names_index.opened
    monkeypatch.setattr(names_memory.names_index, "opened", lambda *data: read.append(data[1]) or real(*data))
    for _search in range(3):
        with acting(real_cast.ana.scope):
            assert [one.case.id for one in search(real_cast.ana.scope, "Marisol Tzunux")] == [case.id]
    assert len(read) == 1
    with acting(real_cast.ana.scope):
        other = register_case(NewCase(values={"given_names": "Marisol", "first_surname": "Tzunux"}))
        assert {one.case.id for one in search(real_cast.ana.scope, "Marisol Tzunux")} == {case.id, other.id}
    with acting(real_cast.ana.scope):
        assert {one.case.id for one in search(real_cast.ana.scope, "Marisol Tzunux")} == {case.id, other.id}
