"""Closing a case: what stands open in it is listed, each thing gets an answer, and who waits elsewhere is told."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from page_tools import hidden, text
from samples import named

from cast import Cast
from contratrata.care.cases import operations
from contratrata.care.cases.inputs import NewNeed, NewStep
from contratrata.care.cases.models import Case, Consent, Need, NextStep
from contratrata.care.referrals import operations as referring
from contratrata.care.referrals.models import Message, Referral
from contratrata.ground.base.errors import Conflict
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.models import Notice
from referred import ITS_OWN, Line, build
from signin import sign_in


def url(case_id: uuid.UUID) -> str:
    return reverse("cases:close", args=[case_id])


def state(line: Line) -> str:
    with acting(line.cast.ana.scope):
        return Case.objects.get(id=line.case_id).state


def answered(page: Any, reason: str, **values: str) -> dict[str, str]:
    seen = hidden(page, "abierto_visto")
    return {
        "reason": reason,
        "confirmar": "1",
        "abierto_visto": seen,
        **{f"abierto_{k}": v for k, v in values.items()},
    }


def test_with_nothing_open_nothing_is_asked(cast: Cast, client: Client) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(named("Ficticia", "Prueba"))
    sign_in(client, cast.ana)
    assert client.post(url(case.id), {"reason": "person_withdrew"})["Location"] == reverse(
        "cases:detail", args=[case.id]
    )


def test_every_kind_is_listed_and_done_as_it_was_answered(cast: Cast, client: Client) -> None:
    line = build(cast)
    sent, draft = line.sent(), line.draft()
    with acting(cast.ana.scope):
        operations.set_next_step(line.case_id, step=NewStep(what="Llamar al albergue"))
        operations.add_need(line.case_id, need=NewNeed(kind="legal"))
        legal = Need.objects.get(case_id=line.case_id, kind="legal")
    sign_in(client, cast.ana)
    page = client.post(url(line.case_id), {"reason": "moved", "words": "Se fue al norte"})
    assert state(line) == "active"
    shown = text(page)
    for words in (
        "Llamar al albergue",
        "Necesidades abiertas 2",
        sent.code,
        draft.code,
        "Albergue Horizonte",
    ):
        assert words in shown
    assert "Lo que permitió" not in shown
    assert "Se fue al norte" in page.content.decode()  # it goes along
    unsaid = client.post(url(line.case_id), answered(page, "moved"))
    assert text(unsaid).count("elija qué hacer.") >= 3
    assert state(line) == "active"
    values = {"paso": "done", "necesidades": "met", f"necesidades_{legal.id}": "unmet"}
    done = client.post(
        url(line.case_id), answered(page, "moved", borradores="discard", derivaciones="goes_on", **values)
    )
    assert done["Location"] == reverse("cases:detail", args=[line.case_id])
    assert state(line) == "closed"
    with acting(cast.ana.scope):
        assert dict(Need.objects.values_list("kind", "state")) == {"shelter": "met", "legal": "unmet"}
        assert NextStep.objects.get(case_id=line.case_id).done_by_id == cast.ana.user.pk
        assert dict(Referral.objects.values_list("id", "state")) == {sent.id: "sent", draft.id: "discarded"}
        assert Message.objects.filter(referral_id=sent.id).count() == 1
        assert Consent.objects.get(id=line.consent_id).withdrawn_at is None
    with acting(cast.diana.scope):
        assert Notice.objects.filter(kind="referral.message", subject_id=sent.id).count() == 1


def test_the_person_chose_to_stop(cast: Cast, client: Client) -> None:
    """What is shared is taken back in the same road, and the receiver is told and reads it no more."""
    line = build(cast)
    sent = line.sent()
    sign_in(client, cast.ana)
    page = client.post(url(line.case_id), {"reason": "person_withdrew"})
    assert "Lo que permitió" in text(page)
    values = {"necesidades": "withdrawn", "derivaciones": "withdraw", "permisos": "withdraw"}
    client.post(url(line.case_id), answered(page, "person_withdrew", **values))
    assert state(line) == "closed"
    with acting(cast.ana.scope):
        assert Consent.objects.get(id=line.consent_id).withdrawn_at is not None
        assert Referral.objects.get(id=sent.id).state == "withdrawn"
    with acting(cast.diana.scope):
        assert Notice.objects.filter(kind="referral.withdrawn", subject_id=sent.id).count() == 1


def test_what_she_permitted_may_stand(cast: Cast, client: Client) -> None:
    line = build(cast)
    sign_in(client, cast.ana)
    page = client.post(url(line.case_id), {"reason": "person_withdrew"})
    client.post(
        url(line.case_id), answered(page, "person_withdrew", necesidades="withdrawn", permisos="stands")
    )
    assert state(line) == "closed"
    with acting(cast.ana.scope):
        assert Consent.objects.get(id=line.consent_id).withdrawn_at is None


def test_the_sender_of_what_was_taken_up_is_told(cast: Cast, client: Client) -> None:
    """The receiver closes its own case; its answer is still owed."""
    line = build(cast)
    sent = line.at("in_care")
    with acting(cast.elena.scope):
        own = referring.open_own_case(sent.id, consent=ITS_OWN)
        case_id = getattr(own, "receiver_case_id", None) or own.id
        for need in Need.objects.filter(case_id=case_id, state="open"):
            operations.meet_need(need.id)
    sign_in(client, cast.elena)
    page = client.post(url(case_id), {"reason": "plan_completed"})
    assert sent.code in text(page)
    client.post(url(case_id), answered(page, "plan_completed", recibidas="tell"))
    with acting(cast.ana.scope):
        assert Message.objects.filter(referral_id=sent.id).count() == 1
        assert Notice.objects.filter(kind="referral.message", user_id=cast.ana.user.pk).exists()


def test_a_need_that_a_colleague_added_is_asked_about_first(cast: Cast, client: Client) -> None:
    line = build(cast)
    sign_in(client, cast.ana)
    page = client.post(url(line.case_id), {"reason": "moved"})
    with acting(cast.beatriz.scope):
        operations.add_need(line.case_id, need=NewNeed(kind="legal"))
    again = client.post(url(line.case_id), answered(page, "moved", necesidades="met"))
    assert "Mientras tanto cambió lo que está abierto" in text(again)
    assert "Necesidades abiertas 2" in text(again)
    assert state(line) == "active"
    with acting(cast.ana.scope), pytest.raises(Conflict):
        operations.close(line.case_id, reason="moved", answers={})
    client.post(url(line.case_id), answered(again, "moved", necesidades="met"))
    assert state(line) == "closed"


def test_pressed_twice_it_closes_once(cast: Cast, client: Client) -> None:
    line = build(cast)
    sent = line.sent()
    sign_in(client, cast.ana)
    page = client.post(url(line.case_id), {"reason": "moved"})
    values = answered(page, "moved", necesidades="met", derivaciones="goes_on")
    for _press in range(2):
        client.post(url(line.case_id), values)
    assert state(line) == "closed"
    with acting(cast.ana.scope):
        assert Message.objects.filter(referral_id=sent.id).count() == 1


def test_back_to_the_form_with_what_was_typed(cast: Cast, client: Client) -> None:
    line = build(cast)
    sign_in(client, cast.ana)
    back = client.post(url(line.case_id), {"reason": "moved", "words": "Se fue al norte", "cambiar": "1"})
    assert "¿Por qué se cierra?" in text(back)
    assert "Se fue al norte" in text(back)
