"""Persons registered before a version that adds tokens are found once the tokens are made anew."""

import io

from django.core.management import call_command

from cast import Cast
from contratrata.care.cases import names_memory
from contratrata.care.cases.given import NewCase
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
        names_memory._kept.clear()  # as in a process that has opened nothing
        # Registered before there were entries: found all the same, opened at the first search of a process.
        assert [one.case.id for one in search(real_cast.ana.scope, "44179931")] == [case.id]
    with signed_as("worker"):
        call_command("reindex_names", stdout=io.StringIO())
    names_memory._kept.clear()  # as in a process that has opened nothing
    with acting(real_cast.ana.scope):
        assert NameEntry.objects.count() == 1
        assert [one.case.id for one in search(real_cast.ana.scope, "44179931")] == [case.id]
    with acting(real_cast.irma.scope):
        assert search(real_cast.irma.scope, "44179931") == []
