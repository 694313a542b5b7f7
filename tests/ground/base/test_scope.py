"""The acting scope, told to the database: what it lets through and what it refuses."""

import pytest
from django.db import connection

from cast import Cast
from contratrata.ground.base.errors import NoScope
from contratrata.ground.base.scope import Scope, acting, current
from contratrata.ground.vault.models import SubjectKey
from contratrata.ground.vault.public import create_subject


def _subjects() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_subjectkey")
        return int(cursor.fetchone()[0])


def test_without_a_scope_the_database_gives_no_row_and_the_manager_raises(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        create_subject()
        assert _subjects() == 1
    assert current() is None
    assert _subjects() == 0
    with pytest.raises(NoScope):
        SubjectKey.objects.all()


def test_another_organisation_sees_nothing_and_the_former_scope_comes_back(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        create_subject()
        with acting(real_cast.irma.scope):
            assert _subjects() == 0
        assert _subjects() == 1
        with pytest.raises(ZeroDivisionError), acting(real_cast.irma.scope):
            1 / 0  # noqa: B018  (the fault is the point)
        assert _subjects() == 1


def test_another_realm_of_the_same_organisation_sees_nothing(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        create_subject()
    strange = Scope(
        organisation_id=real_cast.refugio.id,
        realm=real_cast.julia.scope.realm,
        identities=True,
        referrals=True,
    )
    with acting(strange):
        assert _subjects() == 0
