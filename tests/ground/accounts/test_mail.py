"""Messages about an account: sealed while they wait, undone with their act, tried again, telling nobody of accounts."""

import json
import smtplib
from typing import Any

import pytest
from django.core import mail as outgoing
from django.db import transaction
from django.test import Client

from cast import Cast
from contratrata.ground.accounts import jobs, mail
from postbox import delivered, queued

ADDRESS, LINK = "nadie.ficticia@gt.example", "/invitacion/ficha-secreta-inventada/"


def _send() -> None:
    mail.send(ADDRESS, language="es", sentence="Le invitan:", link=LINK)


def test_what_waits_is_sealed_and_comes_out_whole(cast: Cast) -> None:
    _send()
    [row] = queued()
    for secret in (ADDRESS, LINK, "invitan"):
        assert secret not in row
    jobs.send(**json.loads(row))
    assert outgoing.outbox[-1].to == [ADDRESS]
    assert LINK in outgoing.outbox[-1].body


def test_it_is_undone_with_its_act(cast: Cast) -> None:
    def act() -> None:
        with transaction.atomic():
            _send()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert queued() == []


def test_a_server_that_refuses_is_tried_again_and_names_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})

    _send()
    [row] = queued()
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(jobs.NotSent) as caught:
        jobs.send(**json.loads(row))
    assert str(caught.value) == "SMTPRecipientsRefused"
    assert caught.value.__suppress_context__
    assert jobs.send.retry_strategy is not None


def test_who_asks_for_a_new_password_hears_the_same_with_and_without_an_account(cast: Cast) -> None:
    answers = []
    for address in (cast.ana.user.email, "no.hay.tal@gt.example"):
        answers.append(Client().post("/entrar/olvide/", {"email": address}))
        assert len(queued()) == 1
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    Client().post("/entrar/olvide/", {"email": "no.hay.tal@gt.example"})
    assert delivered() == []
