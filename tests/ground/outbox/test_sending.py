"""Wanting a mail sent: sealed while it waits, undone with its act, held when for many, telling nobody of accounts."""

import uuid

import pytest
from django.core import mail as outgoing
from django.db import transaction
from django.test import Client

from cast import Cast
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.outbox import operations, queries
from contratrata.ground.outbox import public as outbox
from contratrata.ground.outbox.kinds import UnknownKind
from contratrata.ground.outbox.models import MessageMove
from postbox import delivered, messages, queued

ADDRESS, LINK = "nadie.ficticia@gt.example", "/invitacion/ficha-secreta-inventada/"


def _send() -> None:
    outbox.send("test.link", outbox.To(address=ADDRESS), link=LINK)


def test_what_waits_is_sealed_and_comes_out_whole(cast: Cast) -> None:
    _send()
    [row] = queued()
    for secret in (ADDRESS, LINK, "Frase"):
        assert secret not in row
    _send()
    [mail] = delivered()
    assert mail.to == [ADDRESS]
    assert LINK in mail.body
    [sent] = messages()
    assert sent.state == "sent"
    # Nothing that opens anything stays behind.
    assert bytes(sent.sealed) == b""


def test_it_is_undone_with_its_act(cast: Cast) -> None:
    def act() -> None:
        with transaction.atomic():
            _send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert queued() == []


def test_who_asks_for_a_new_password_hears_the_same_with_and_without_an_account(cast: Cast) -> None:
    answers = []
    for address in (cast.ana.user.email, "no.hay.tal@gt.example"):
        answers.append(Client().post("/entrar/olvide/", {"email": address}))
        assert len(queued()) == 1
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    Client().post("/entrar/olvide/", {"email": "no.hay.tal@gt.example"})
    assert delivered() == []
    assert [one.state for one in messages()] == ["dropped"]


def test_a_mail_carries_a_code_or_an_organisation_and_nothing_else(cast: Cast) -> None:
    outbox.send("test.code", outbox.To(address=ADDRESS), values={"code": "GT-7KQ2-41XC"})
    [mail] = delivered()
    assert "GT-7KQ2-41XC" in mail.body
    for values in ({"name": "Ana"}, {"code": "Ana Morales"}, {"organisation": "a@b.example"}, {"code": ""}):
        with pytest.raises(ValueError, match="may not stand"):
            outbox.send("test.code", outbox.To(address=ADDRESS), values=values)
    for link in ("https://otra.example/", "/avisos/?nombre=Ana", "/casos/Ana Morales/"):
        with pytest.raises(ValueError, match="a path of the site"):
            outbox.send("test.link", outbox.To(address=ADDRESS), link=link)
    with pytest.raises(UnknownKind):
        outbox.send("test.nowhere", outbox.To(address=ADDRESS))


def _batch(cast: Cast, kind: str, count: int) -> uuid.UUID:
    with acting(cast.gloria.scope):
        return outbox.send_many(
            kind, [outbox.To(address=f"n{n}@gt.example") for n in range(count)], link="/ayuda/"
        )


def test_a_batch_over_the_limit_waits_for_a_look_and_one_at_the_limit_does_not(
    cast: Cast, settings: object, noon: object
) -> None:
    settings.OUTBOX_HOLD_FROM = 3  # type: ignore[attr-defined]
    _batch(cast, "test.other", 3)
    assert {one.state for one in messages()} == {"queued"}
    batch = _batch(cast, "test.other", 4)
    assert [one.state for one in messages(batch=batch)] == ["held"] * 4
    _batch(cast, "test.link", 4)  # of a kind nobody looks at
    assert not [one for one in messages(kind="test.link") if one.state == "held"]
    with acting(cast.gloria.scope):
        [held] = queries.held()
        assert (held.batch, held.count) == (batch, 4)
        text = queries.preview(batch)
        assert "Frase de test.other." in text["es"]
        assert "@gt.example" not in text["es"]
        assert operations.release(batch=batch) == 4
        with pytest.raises(WrongState):
            operations.drop(batch=batch)
    assert [one.state for one in messages(batch=batch)] == ["queued"] * 4
    with acting(cast.gloria.scope):
        verbs = MessageMove.objects.filter(message__batch=batch).values_list("verb", flat=True)
        assert sorted(verbs) == ["hold"] * 4 + ["release"] * 4


def test_a_batch_that_is_thrown_away_never_goes(cast: Cast, settings: object) -> None:
    settings.OUTBOX_HOLD_FROM = 1  # type: ignore[attr-defined]
    batch = _batch(cast, "test.other", 2)
    with acting(cast.gloria.scope):
        assert operations.drop(batch=batch) == 2
    outgoing.outbox.clear()
    assert delivered() == []
    assert {bytes(one.sealed) for one in messages(batch=batch)} == {b""}


def test_only_who_may_look_sees_a_held_batch(cast: Cast, settings: object) -> None:
    settings.OUTBOX_HOLD_FROM = 1  # type: ignore[attr-defined]
    batch = _batch(cast, "test.other", 2)
    for player in (cast.ana, cast.flor, cast.irma, cast.julia, cast.hilda):
        with acting(player.scope):
            assert queries.held() == []
            assert queries.preview(batch) == {}
            assert list(queries.troubled()) == []
            with pytest.raises(WrongState):
                operations.release(batch=batch)
