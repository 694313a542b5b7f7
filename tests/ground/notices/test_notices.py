"""What waits for whom: left across organisations, seen by those it is for, and by nobody else."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, Player
from contratrata.ground.base import ids
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import kinds
from contratrata.ground.notices import public as notices
from contratrata.ground.notices.models import Notice


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    before = dict(kinds._kinds)
    notices.declare("test.arrived", "Llegó {code}", "noticeboard:list")
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


def _codes(player: Player) -> list[str]:
    with acting(player.scope):
        return [notice.code for notice in notices.unseen(player.scope)]


def test_a_notice_to_another_organisation_is_seen_there_by_its_roles_and_not_here(real_cast: Cast) -> None:
    with acting(real_cast.ana.scope):
        notices.notify(
            "test.arrived",
            organisation_id=real_cast.horizonte.id,
            code="GT-2222-3333",
            roles=[Role.FOCAL_POINT, Role.SUPERVISOR],
        )
        assert notices.unseen(real_cast.ana.scope) == []
    assert _codes(real_cast.diana) == ["GT-2222-3333"]
    assert _codes(real_cast.elena) == []
    assert _codes(real_cast.irma) == []
    assert _codes(real_cast.gloria) == []
    with acting(real_cast.ana.scope):
        assert Notice.objects.count() == 0


def test_a_notice_to_one_person_is_hers_alone_and_goes_when_seen(real_cast: Cast) -> None:
    scope = real_cast.ana.scope
    with acting(real_cast.beatriz.scope):
        notices.notify("test.arrived", organisation_id=scope.organisation_id, code="A", user_id=scope.user_id)
        notices.notify("test.arrived", organisation_id=scope.organisation_id, code="B", user_id=scope.user_id)
        (first, second) = notices.Notice.objects.order_by("code")
        assert notices.seen(real_cast.beatriz.scope, [first.id]) == 0
    assert _codes(real_cast.carla) == []
    with acting(scope):
        assert notices.seen(scope, [first.id, ids.new_id()]) == 1
    assert _codes(real_cast.ana) == ["B"]
    with acting(scope):
        assert Notice.objects.get(id=first.id).seen_by == scope.user_id
        assert Notice.objects.get(id=second.id).seen_at is None


def test_what_was_done_settles_the_notices_about_it(real_cast: Cast) -> None:
    subject = ids.new_id()
    with acting(real_cast.ana.scope):
        for code, about in (("A", subject), ("B", ids.new_id())):
            notices.notify(
                "test.arrived",
                organisation_id=real_cast.refugio.id,
                subject_id=about,
                code=code,
                roles=[Role.CASEWORKER],
            )
        assert notices.settle(subject_id=subject, kinds=["test.arrived"]) == 1
    assert _codes(real_cast.carla) == ["B"]


def test_one_insert_without_returning_and_one_job(real_cast: Cast) -> None:
    with (
        acting(Scope(realm=Realm.REAL, network=True)),
        CaptureQueriesContext(
            connection,
        ) as words,
    ):
        notices.notify("test.arrived", organisation_id=real_cast.horizonte.id, roles=[Role.FOCAL_POINT])
    inserts = [q["sql"] for q in words if q["sql"].startswith("INSERT")]
    assert len(inserts) == 1
    assert "RETURNING" not in inserts[0]
    assert len([q for q in words if "procrastinate" in q["sql"]]) == 1


def test_the_other_realm_cannot_be_reached(real_cast: Cast) -> None:
    with pytest.raises(Exception, match=r"row-level security|foreign key"), acting(real_cast.ana.scope):
        notices.notify("test.arrived", organisation_id=real_cast.escuela.id, roles=[Role.CASEWORKER])


def test_a_notice_leads_to_its_subject_or_to_the_page_of_its_kind() -> None:
    subject = ids.new_id()
    notices.declare("test.subject", "Llegó {code}", "cases:detail")
    assert notices.kind_of("test.subject").url(subject) == f"/casos/{subject}/"
    assert notices.kind_of("test.arrived").url(subject) == "/avisos/"
    assert notices.kind_of("test.arrived").url(None) == "/avisos/"
    assert notices.kind_of("test.arrived").words("GT-2222-3333") == "Llegó GT-2222-3333"


def test_an_undeclared_kind_and_a_notice_for_nobody_are_refused(cast: Cast) -> None:
    with acting(cast.ana.scope):
        with pytest.raises(notices.UnknownNotice):
            notices.notify("test.unknown", organisation_id=cast.refugio.id, roles=["caseworker"])
        with pytest.raises(ValueError, match="for nobody"):
            notices.notify("test.arrived", organisation_id=cast.refugio.id)
