"""Who took part reads a draft by a link of her own, says what is missing and validates it; as a number alone."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.models import Notice
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.outbox.sending import Content
from contratrata.knowledge.systematisations import parts, validating
from contratrata.knowledge.systematisations.models import MOVES, SYSTEMATISATIONS, Comment, Reader, Round
from contratrata.knowledge.systematisations.states import SystematisationState as S
from postbox import messages
from systematising import ADDRESSES, begun, part_values, sent, token_of, whole

pytestmark = pytest.mark.django_db
OURS = {"origin": "http://testserver"}


def counted(cast: Cast, row: object) -> dict[str, int]:
    with acting(cast.flor.scope):
        return validating.numbers_of(row.id)  # type: ignore[attr-defined]


def collected(cast: Cast, row: object) -> None:
    with acting(cast.flor.scope):
        nouns.move(SYSTEMATISATIONS, row.id, "collect", expected_version=1)  # type: ignore[attr-defined]


def test_each_reader_gets_a_link_of_her_own_and_is_stored_nowhere(cast: Cast) -> None:
    row = whole(cast)
    links = sent(cast, row, *ADDRESSES, ADDRESSES[0].upper(), " ")
    assert len(links) == len(set(links)) == 2
    assert [Content.of(one).address for one in messages() if one.kind == "systematisation.read"] == list(
        ADDRESSES
    )
    assert sent(cast, row) == []  # the same addresses again: nobody gets two
    assert len(sent(cast, row, "tres@ejemplo.example")) == 1
    with acting(cast.flor.scope), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM systematisations_reader r")
        stored = json.dumps(cursor.fetchall())
    assert "ejemplo" not in stored
    assert not any(token_of(link) in stored for link in links)


def test_only_a_true_link_opens_the_draft_and_nobody_keeps_the_page(cast: Cast) -> None:
    row = whole(cast)
    link = sent(cast, row)[0]
    page = Client().get(link)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "Lesson (ficticia)" in page.content.decode()
    assert "noindex" in page.content.decode()
    assert not page.cookies
    token = token_of(link)
    missing = Client().get("/es/sistematizaciones/leer/x/")
    other = token[:-2] + ("BB" if token.endswith("AA") else "AA")
    for wrong in (other, token[::-1], "x", "á", token + "A", validating.new_token(cast.refugio.id),
                  validating.new_token(cast.horizonte.id)):  # fmt: skip
        answer = Client().get(reverse("systematisations:read", args=["es", wrong]))
        assert (answer.status_code, answer.content) == (404, missing.content), wrong
        assert (
            Client().post(reverse("systematisations:read", args=["es", wrong]), headers=OURS).status_code
            == 404
        )
    for public in ("/es/sistematizaciones/", "/es/sistematizaciones/1/", "/es/", "/sitemap.xml"):
        assert "Lesson (ficticia)" not in Client().get(public).content.decode()
        assert "Ciclo (ficticio)" not in Client().get(public).content.decode()


def test_she_validates_once_and_comments_by_nobodys_name(cast: Cast) -> None:
    row = whole(cast)
    one, two = sent(cast, row)
    for _again in range(2):
        assert "queda validada por usted" in Client().post(one, headers=OURS).content.decode()
    assert Client().post(two).status_code == 403  # from nowhere of ours
    part = next(each.row.id for each in _written(cast, row) if each.kind == "lesson")
    token = "0f7a1a52-3f6e-4a53-9a08-2f3f5a1d2b11"
    for _again in range(2):
        answer = Client().post(
            two, {"words": "Faltó la mesa (ficticia)", "part": str(part), "once": token}, headers=OURS
        )
        assert "su observación llegó" in answer.content.decode()
    assert "Escriba su observación" in Client().post(two, {"words": " "}, headers=OURS).content.decode()
    assert counted(cast, row) == {"asked": 2, "validated": 1, "comments": 1, "answered": 0, "taken": 0}
    with acting(cast.flor.scope):
        comment = Comment.objects.get()
        assert b"mesa" not in bytes(comment.words)
    with acting(cast.diana.scope):
        assert not Comment.objects.exists()
        assert not Reader.objects.exists()


def _written(cast: Cast, row: object) -> list[parts.Written]:
    with acting(cast.flor.scope):
        return parts.written_in(row.id)  # type: ignore[attr-defined]


def test_after_its_day_or_once_collected_a_link_says_that_it_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = whole(cast)
    link = sent(cast, row)[0]
    until = clock.today() + dt.timedelta(days=7)
    monkeypatch.setattr(clock, "today", lambda: until)
    assert "Lesson (ficticia)" in Client().get(link).content.decode()  # its last day
    monkeypatch.setattr(clock, "today", lambda: until + dt.timedelta(days=1))
    assert "El plazo para leerla terminó" in Client().get(link).content.decode()
    assert "Lesson (ficticia)" not in Client().post(link, headers=OURS).content.decode()
    monkeypatch.setattr(clock, "today", lambda: until)
    collected(cast, row)
    page = Client().post(link, {"words": "Tarde (ficticia)"}, headers=OURS).content.decode()
    assert "Lesson (ficticia)" not in page
    assert counted(cast, row)["validated"] == counted(cast, row)["comments"] == 0


def test_what_was_said_is_collected_when_its_last_day_is_over_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = whole(cast)
    sent(cast, row)
    until = clock.today() + dt.timedelta(days=7)
    monkeypatch.setattr(clock, "today", lambda: until)
    assert validating.collect_what_is_over() == 0  # she may read it all that day
    monkeypatch.setattr(clock, "today", lambda: until + dt.timedelta(days=1))
    assert [validating.collect_what_is_over() for _again in range(2)] == [1, 0]
    with acting(cast.flor.scope):
        assert MOVES.state(MOVES.of(row.id).first()) == S.COMMENTED
        assert Notice.objects.filter(kind="systematisation.until").count() == 1


def test_it_is_validated_when_somebody_did_and_everything_is_answered(cast: Cast) -> None:
    row = whole(cast)
    one, two = sent(cast, row)
    Client().post(two, {"words": "Faltó la mesa (ficticia)"}, headers=OURS)
    collected(cast, row)
    with acting(cast.flor.scope):
        with pytest.raises(WrongState, match="nadie"):
            validating.validate(row.id, expected_version=1)
        nouns.move(SYSTEMATISATIONS, row.id, "recall", expected_version=1)
    one, _two = sent(cast, row)
    Client().post(one, headers=OURS)
    collected(cast, row)
    with acting(cast.flor.scope):
        with pytest.raises(WrongState, match="Falta responder a 1 observación"):
            validating.validate(row.id, expected_version=1)
        comment = Comment.objects.get()
        with pytest.raises(DomainError) as refused:
            validating.answer(comment.id, taken=False, words=" ", expected_version=1)
        assert refused.value.field == "words"
        validating.answer(comment.id, taken=True, words="", expected_version=1)
        validating.validate(row.id, expected_version=1)
        assert MOVES.state(MOVES.of(row.id).first()) == S.VALIDATED
        assert Round.objects.order_by("-at").first().numbers == {  # type: ignore[union-attr]
            "asked": 2, "validated": 1, "comments": 1, "answered": 1, "taken": 1,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "addresses", "field"),
    [(0, ["a@b.example"], "until"), (validating.MOST_DAYS + 1, ["a@b.example"], "until"), (7, [" "], "addresses"),
     (7, ["a@b.example", "no es correo"], "addresses"),
     (7, [f"a{n}@b.example" for n in range(validating.MOST_READERS + 1)], "addresses")],
)  # fmt: skip
def test_what_cannot_be_sent_is_said_beside_its_field(
    cast: Cast, days: int, addresses: list[str], field: str
) -> None:
    row = begun(cast)
    with acting(cast.flor.scope), pytest.raises(DomainError) as refused:
        validating.send(
            row.id, until=clock.today() + dt.timedelta(days=days), addresses=addresses, expected_version=1
        )
    assert refused.value.field == field


def test_without_its_summary_nobody_is_asked_to_read_it(cast: Cast) -> None:
    row = begun(cast)
    with acting(cast.flor.scope):
        parts.add(row.id, "lesson", values=part_values("lesson", "Hilo"))
        summary = next(one for one in parts.written_in(row.id) if one.kind == "summary")
        parts.remove(summary.row.id, expected_version=1)
        with pytest.raises(WrongState, match="resumen"):
            validating.send(row.id, until=clock.today() + dt.timedelta(days=7), addresses=["a@b.example"],
                            expected_version=1)  # fmt: skip
