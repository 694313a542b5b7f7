"""The pages: referred in four steps, answered on the other side, seen by nobody else."""

import dataclasses
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast import Player
from contratrata.care.referrals import listing, operations
from contratrata.care.referrals.models import Message, Referral
from contratrata.ground.base.scope import acting
from referred import AIMS, PARTS, Line
from signin import proved_now
from typing_in import seen

ROLES = ("ana", "beatriz", "carla", "flor", "hilda", "diana", "elena", "irma", "gloria", "julia")
INSIDE = frozenset({"ana", "beatriz", "carla", "diana", "elena"})
SEEN = re.compile(r'<div class="ct-seen">.*?</dl></div>', re.DOTALL)


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def at(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return proved_now(client, player)


def page(player: Player, name: str, *ids: object) -> str:
    answer = at(player).get(reverse(name, args=ids))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def only(line: Line) -> Referral:
    with acting(line.cast.ana.scope):
        return Referral.objects.get()


def test_four_steps_and_the_preview_is_what_the_receiver_reads(line: Line) -> None:
    ana = at(line.cast.ana)
    start = reverse("referrals:start")
    first = ana.get(start, {"caso": line.case_id}).content.decode()
    assert "Yolanda Xitumul" in first
    assert "Paso 1 de 4" in first
    wanted = {"case": line.case_id, "receiver": line.cast.horizonte.id, "aims": AIMS, "urgency": "h24"}
    once = {"once": str(uuid.uuid4())}
    answers = [ana.post(start, wanted | once) for _again in range(2)]
    created = only(line)
    assert [a["Location"] for a in answers] == [reverse("referrals:parts", args=[created.id])] * 2

    values = {"parts": PARTS, "note": "Viaja con <b>una bebé</b>"}
    values |= seen(ana, answers[0]["Location"])
    assert ana.post(answers[0]["Location"], values)["Location"] == reverse(
        "referrals:consent", args=[created.id]
    )
    third = ana.get(reverse("referrals:consent", args=[created.id])).content.decode()
    assert "Ya lo permitió" in third
    chosen = ana.post(reverse("referrals:consent", args=[created.id]), {"consent": line.consent_id})
    preview = ana.get(chosen["Location"]).content.decode()
    assert "Lo que verá Albergue Horizonte (ficticio)" in preview
    assert "Viaja con &lt;b&gt;una bebé&lt;/b&gt;" in preview
    assert "No se comparte" in preview
    assert ana.post(chosen["Location"]).status_code == 302
    line.by(line.cast.diana, operations.accept, created, **line.taken)
    received = page(line.cast.elena, "referrals:detail", created.id)
    assert SEEN.findall(received) == SEEN.findall(preview)
    assert len(SEEN.findall(received)) == 1
    assert "<title>" in received
    assert "Yolanda" not in received.split("</title>", maxsplit=1)[0]


def test_a_permission_is_given_as_a_sentence_on_the_way(line: Line) -> None:
    created = line.draft(["needs"], consent=False)
    ana, where = at(line.cast.ana), reverse("referrals:consent", args=[created.id])
    shown = ana.get(where).content.decode()
    assert "La persona permite que <b>Casa Refugio (ficticia)</b> comparta <b>necesidades</b>" in shown
    wrong = ana.post(where, {"way": "given", "means": "verbal_with_witness", "witness": "Sor Inés"})
    assert wrong.status_code == 200
    assert "Elija quién consiente." in wrong.content.decode()
    assert "Sor Inés" in wrong.content.decode()
    values = {"way": "given", "given_by": "person", "means": "verbal_with_witness"}
    wrong = ana.post(where, values)
    assert "Escriba quién fue testigo." in wrong.content.decode()
    done = ana.post(where, values | {"witness": "Sor Inés", "told__use": "yes", "once": str(uuid.uuid4())})
    assert done["Location"] == reverse("referrals:preview", args=[created.id])


def test_a_legal_duty_needs_its_reason(line: Line) -> None:
    created = line.draft(consent=False)
    ana, where = at(line.cast.ana), reverse("referrals:consent", args=[created.id])
    assert "Escriba en una frase" in ana.post(where, {"way": "duty", "reason": ""}).content.decode()
    done = ana.post(where, {"way": "duty", "reason": "Peligro inmediato para su vida: la buscan hoy"})
    assert done["Location"] == reverse("referrals:preview", args=[created.id])
    assert "Sale sin consentimiento" in ana.get(done["Location"]).content.decode()


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(line: Line) -> None:
    ana = at(line.cast.ana)
    answer = ana.post(
        reverse("referrals:start"), {"case": line.case_id, "aims": ["shelter"]}
    ).content.decode()
    assert "Elija a qué organización deriva." in answer
    assert "Diga para cuándo hace falta la respuesta." in answer
    assert re.search(r'value="shelter"[^>]*checked', answer)
    with acting(line.cast.ana.scope):
        assert not Referral.objects.exists()


def test_the_receiver_acts_in_place_and_the_sender_reads_the_answer(line: Line) -> None:
    sent, diana, ana = line.sent(), at(line.cast.diana), at(line.cast.ana)
    inbox = page(line.cast.diana, "referrals:inbox")
    assert sent.code in inbox
    assert "Marcar recibida" in inbox
    assert "Yolanda" not in inbox
    go = {
        name: reverse(f"referrals:{name}", args=[sent.id])
        for name in ("receive", "accept", "attend", "close")
    }
    assert diana.post(go["receive"], {"desde": "bandeja"})["Location"] == reverse("referrals:inbox")
    answers = {"responsible_id": line.cast.elena.user.id}
    diana.post(go["accept"], {"words": "La esperamos a las seis", "seen": "received", **answers})
    half = diana.post(go["attend"], {"outcome_shelter": "provided", "seen": "accepted"}).content.decode()
    assert "Diga qué se hizo." in half
    whole = {f"outcome_{aim}": "provided" for aim in AIMS}
    assert diana.post(go["attend"], whole | {"seen": "accepted"}).status_code == 302
    assert "Escriba qué se hizo" in diana.post(go["close"], {"words": " "}).content.decode()
    diana.post(go["close"], {"words": "Ya está con su tía", "said": "Me trataron bien", "seen": "attended"})
    there = page(line.cast.diana, "referrals:detail", sent.id)
    assert "Cerrada: ya no puede leer lo compartido." in there
    assert "Xitumul" not in there
    assert "Ya está con su tía" not in there
    here = page(line.cast.ana, "referrals:detail", sent.id)
    assert "Ya está con su tía" in here
    assert "Me trataron bien" in here
    assert "Marcar como leída" in here
    ana.post(reverse("referrals:feedback_seen", args=[sent.id]))
    assert "Marcar como leída" not in page(line.cast.ana, "referrals:detail", sent.id)


def test_who_was_second_is_told_who_was_first(line: Line) -> None:
    sent = line.sent()
    line.by(line.cast.elena, operations.decline, sent, reason="no_capacity")
    client = at(line.cast.diana)
    answer = client.post(
        reverse("referrals:accept", args=[sent.id]), {"seen": "sent", **line.taken}, follow=True
    )
    assert "Elena Ejemplo (ficticia) se adelantó: la derivación está rechazada" in answer.content.decode()


def test_a_message_is_said_once_and_kept_when_it_is_wrong(line: Line) -> None:
    sent, diana = line.sent(), at(line.cast.diana)
    where, once = reverse("referrals:say", args=[sent.id]), str(uuid.uuid4())
    assert diana.post(where, {"text": "<script>x</script> ¿Llega hoy?", "once": once}).status_code == 302
    diana.post(where, {"text": "<script>x</script> ¿Llega hoy?", "once": once})
    long = diana.post(where, {"text": "a" * 2001})
    assert long.status_code == 200
    assert "a" * 2001 in long.content.decode()
    shown = page(line.cast.ana, "referrals:detail", sent.id)
    assert "&lt;script&gt;x&lt;/script&gt; ¿Llega hoy?" in shown
    with acting(line.cast.ana.scope):
        assert Message.objects.count() == 1


PAGES = (
    "detail",
    "parts",
    "consent",
    "preview",
    "discard",
    "accept",
    "decline",
    "attend",
    "close",
    "assign",
    "open_own_case",
    "withdraw",
    "send_update",
)
POSTS = ("say", "receive", "begin_care", "feedback_seen")


def test_each_address_for_each_of_the_cast(line: Line) -> None:
    sent = line.at("accepted")
    theirs = {"detail": INSIDE}
    theirs |= dict.fromkeys(("parts", "consent", "preview", "discard"), frozenset({"ana", "beatriz"}))
    theirs |= dict.fromkeys(("withdraw", "send_update"), frozenset({"ana", "beatriz"}))
    theirs |= dict.fromkeys(("accept", "decline", "attend", "close", "assign"), frozenset({"diana", "elena"}))
    theirs["open_own_case"] = frozenset({"elena"})
    result = {}
    for who in ROLES:
        client = at(getattr(line.cast, who))
        for name in PAGES:
            result[who, name] = client.get(reverse(f"referrals:{name}", args=[sent.id])).status_code != 404
    assert result == {(who, name): who in theirs[name] for who in ROLES for name in PAGES}


def test_a_stranger_meets_the_page_of_what_does_not_exist(line: Line) -> None:
    sent = line.sent()
    for who in ("irma", "julia", "gloria", "flor", "hilda"):
        client = at(getattr(line.cast, who))
        for name in (*PAGES, *POSTS):
            where = [reverse(f"referrals:{name}", args=[one]) for one in (sent.id, uuid.uuid4())]
            asked, posted = ([verb(one).status_code for one in where] for verb in (client.get, client.post))
            assert asked[0] == asked[1] in (404, 405), (who, name)
            assert posted[0] == posted[1] in (404, 405), (who, name)
            assert 404 in (asked[0], posted[0]), (who, name)
    for who in ("flor", "hilda", "gloria"):
        for name in ("inbox", "outbox"):
            assert at(getattr(line.cast, who)).get(reverse(f"referrals:{name}")).status_code == 404
    for who in ("irma", "julia"):
        for name in ("inbox", "outbox"):
            assert sent.code not in page(getattr(line.cast, who), f"referrals:{name}")


def test_a_colleague_sees_that_it_waits_but_not_for_whom(line: Line) -> None:
    sent = line.sent()
    shown = page(line.cast.carla, "referrals:detail", sent.id)
    assert sent.code in shown
    assert "Xitumul" not in shown
    assert "Lo compartido lo ve quien lleva el caso." in shown
    assert "Retirar la derivación" not in shown
    box = page(line.cast.carla, "referrals:outbox")
    assert "Nombre reservado" in box
    assert "Xitumul" not in box


@pytest.mark.parametrize("name", ["inbox", "outbox"])
def test_a_box_costs_the_same_whatever_its_size(line: Line, name: str) -> None:
    player = line.cast.diana if name == "inbox" else line.cast.ana
    counted = []
    for more in (1, 5):
        for _one in range(more):
            line.sent(["needs"])
        client = at(player)
        client.get(reverse(f"referrals:{name}"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse(f"referrals:{name}"))
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_a_long_box_is_paged_by_key(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    short = dataclasses.replace(listing.INBOX, size=2)
    monkeypatch.setattr("contratrata.care.referrals.listing.INBOX", short)
    codes = [line.sent(["needs"]).code for _one in range(5)]
    client, where, seen = at(line.cast.diana), reverse("referrals:inbox"), []
    for _page in range(3):
        shown = client.get(where).content.decode()
        seen.append([code for code in codes if code in shown])
        further = re.search(r'href="([^"]*despues=[^"]+)"', shown)
        where = further.group(1).replace("&amp;", "&") if further else ""
    assert seen == [codes[:2], codes[2:4], codes[4:]]
    assert where == ""
    assert client.get(reverse("referrals:inbox") + "?despues=nada").status_code == 200


def test_an_empty_box_says_what_to_do(line: Line) -> None:
    assert "Nada espera respuesta" in page(line.cast.diana, "referrals:inbox")
    assert "Quién puede ayudar" in page(line.cast.ana, "referrals:outbox")
