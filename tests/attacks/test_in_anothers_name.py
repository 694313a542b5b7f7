"""Nobody adds an entry to the trail in another's name: the database compares it with who acts."""

import uuid

import pytest
from django.db import ProgrammingError, transaction

from cast import Cast
from contratrata.ground.audit import public as audit
from contratrata.ground.base.scope import Scope, acting


def _refused(row: audit.Entry) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        audit.record_many([row])


def test_an_entry_bears_the_name_of_who_acts(cast: Cast) -> None:
    with acting(cast.ana.scope):
        row = audit.entry("member.added")
        for other in (cast.beatriz.user.pk, uuid.uuid4(), None):
            row.actor_id = other
            _refused(row)
        row.actor_id = cast.ana.user.pk
        audit.record_many([row])


def test_nor_is_one_added_in_somebodys_name_before_an_organisation_is_known(cast: Cast) -> None:
    with acting(Scope()):
        row = audit.entry("member.added")
        row.actor_id = cast.ana.user.pk
        _refused(row)
        row.actor_id = None
        audit.record_many([row])
