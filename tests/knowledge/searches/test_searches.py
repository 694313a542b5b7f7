"""Members keep searches of the catalogue and are told, without a word of what they look for, when something is new."""

import uuid

import pytest
from django.core import mail
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.public import Notice
from contratrata.knowledge.searches import operations
from contratrata.knowledge.searches.models import SavedSearch
from reviewing import published
from signin import sign_in

pytestmark = pytest.mark.django_db


def told(player: Player) -> list[uuid.UUID | None]:
    with acting(player.scope):
        mine = Notice.objects.filter(kind=operations.FOUND, user_id=player.user.pk)
        return list(mine.values_list("subject_id", flat=True))


def test_one_keeps_a_search_from_the_catalogue_is_told_once_and_stops(cast: Cast) -> None:
    client = sign_in(Client(), cast.ana)
    page = client.get("/busquedas/nueva/?q=faro&tema=prevention&nada=1")
    assert "«faro» · Prevención" in page.content.decode()
    for _time in range(2):  # a double click
        token = page.context["form"]["once"].value()
        answer = client.post("/busquedas/nueva/?q=faro&tema=prevention&nada=1", {"once": token})
        assert (answer.status_code, answer["Location"]) == (302, "/busquedas/")
    with acting(cast.ana.scope):
        row = SavedSearch.objects.get()
        assert [query for _row, query in operations.queries_of([row])] == ["q=faro&tema=prevention"]
    assert b"faro" not in bytes(row.query)
    assert operations.tell() == 0  # nothing is published
    published(cast, "Muelle", area=("prevention",))
    assert operations.tell() == 0  # not like it
    published(cast, "Faro", area=("prevention",))
    assert (operations.tell(), operations.tell()) == (1, 0)
    assert told(cast.ana) == [row.id]
    assert told(cast.carla) == []
    assert "Faro (ficticia)" in client.get(f"/busquedas/{row.id}/").content.decode()
    assert client.post(f"/busquedas/{row.id}/quitar/").status_code == 302
    published(cast, "Faro", area=("prevention",))
    assert operations.tell() == 0


def test_a_notice_says_nothing_of_what_is_looked_for(cast: Cast) -> None:
    with acting(cast.ana.scope):
        operations.save("q=secreto")
    with acting(cast.ana.scope):
        SavedSearch.objects.update(seen_at=clock.now())
    published(cast, "Secreto")
    assert operations.tell() == 1
    with acting(cast.ana.scope):
        notice = Notice.objects.get(kind=operations.FOUND)
        assert (notice.code, notice.roles) == ("", "")
    assert "ecreto" not in str(operations.notices.kind_of(operations.FOUND).words(""))
    assert all("ecreto" not in one.body + one.subject for one in mail.outbox)


def test_a_search_is_of_one_user_in_one_organisation(cast: Cast) -> None:
    with acting(cast.ana.scope):
        row = operations.save("tema=prevention")
        assert operations.save("tema=prevention") == row
    for player in (cast.carla, cast.beatriz, cast.irma, cast.gloria):
        assert sign_in(Client(), player).get(f"/busquedas/{row.id}/").status_code == 404
        with acting(player.scope):
            operations.remove(row.id)
    assert sign_in(Client(), cast.hilda).get("/busquedas/").status_code == 404
    assert "tema" not in sign_in(Client(), cast.carla).get("/busquedas/").content.decode()
    with acting(cast.ana.scope):
        assert SavedSearch.objects.count() == 1


def test_nobody_keeps_more_than_she_can_read(cast: Cast) -> None:
    with acting(cast.ana.scope):
        for number in range(operations.MOST):
            operations.save(f"q=palabra{number}")
        with pytest.raises(DomainError):
            operations.save("q=otra")
        assert operations.mine(cast.ana.scope).count() == operations.MOST
