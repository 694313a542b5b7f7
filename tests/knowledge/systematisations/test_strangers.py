"""What a reader with a link, a co-editor and a stranger try on a draft that is being read."""

import dataclasses
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client

import trail
from cast import Cast
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import coediting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.vault import public as vault
from contratrata.knowledge.systematisations import parts, validating
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Comment, Reader, Systematisation
from systematising import ADDRESSES, begun, part_values, sent, token_of, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
OURS: dict[str, Any] = {"headers": {"origin": "http://testserver"}}
SAID = "Falta la mesa de cuidados (ficticio)"


@pytest.fixture
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def opened(link: str) -> validating.Opened:
    result = validating.find(token_of(link))
    assert result is not None
    return result


def lesson(cast: Cast, row: Systematisation) -> uuid.UUID:
    with acting(cast.flor.scope):
        return parts.add(row.id, "lesson", values=part_values("lesson", "Hilo")).id


def test_who_was_asked_before_a_key_was_turned_is_not_asked_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    row = whole(cast)
    assert len(sent(cast, row)) == len(ADDRESSES)
    settings.SECRET_KEY = "another-one-as-after-keys-rotate-compromised"
    former = vault.ring  # an organisation keeps its turned keys beside the new one
    monkeypatch.setattr(
        vault, "ring", lambda: dataclasses.replace(former(), token_keys=(b"n" * 32, *former().token_keys))
    )
    assert sent(cast, row) == []
    with acting(cast.flor.scope):
        assert Reader.objects.count() == len(ADDRESSES)


def test_a_reader_speaks_of_her_own_draft_alone(cast: Cast) -> None:
    row, other = begun(cast), begun(cast)
    mine, theirs = lesson(cast, row), lesson(cast, other)
    link = sent(cast, row)[0]
    for about, stands in ((theirs, None), (uuid.uuid4(), None), (mine, mine)):
        comment = validating.comment_by_link(opened(link), words=SAID, part_id=about)
        assert (comment.part_id, comment.systematisation_id) == (stands, row.id)
    page = Client().post(link, {"words": SAID, "part": str(theirs), "once": str(uuid.uuid4())}, **OURS)
    assert page.status_code == 200
    assert "Gracias" not in page.content.decode()  # it is no choice of the form
    with acting(cast.flor.scope):
        assert not Comment.objects.filter(systematisation_id=other.id).exists()


def test_two_readers_learn_nothing_of_each_other(cast: Cast) -> None:
    row = whole(cast)
    first, second = sent(cast, row)
    token = str(uuid.uuid4())
    Client().post(first, {"words": SAID, "once": token}, **OURS)
    answer = Client().post(second, {"words": "Otra cosa (ficticia)", "once": token}, **OURS).content.decode()
    assert SAID not in answer
    assert SAID not in Client().get(second).content.decode()


def test_of_a_former_reading_a_link_validates_nothing(cast: Cast) -> None:
    row = whole(cast)
    former = sent(cast, row)[0]
    with acting(cast.flor.scope):
        nouns.move(SYSTEMATISATIONS, row.id, "recall", expected_version=row.version)
    now = sent(cast, row)[0]
    for act in (
        lambda: validating.validate_by_link(opened(former)),
        lambda: validating.comment_by_link(opened(former), words=SAID),
    ):
        with pytest.raises(WrongState):
            act()
    for _twice in range(2):
        validating.validate_by_link(opened(now))
    with acting(cast.flor.scope):
        assert validating.numbers_of(row.id)["validated"] == 1


def test_who_writes_it_too_reads_nothing_of_what_readers_said(cast: Cast) -> None:
    row = whole(cast)
    with acting(cast.flor.scope):
        coediting.invite(SYSTEMATISATIONS, row.id, editor_id=cast.horizonte.id)
    link = sent(cast, row)[0]
    comment = validating.comment_by_link(opened(link), words=SAID)
    for player in (cast.diana, cast.gloria, cast.irma, cast.julia):
        client = Client()
        client.force_login(player.user)
        for page in ("", "publicacion.pdf", f"observaciones/{comment.id}/", "enviar/", "validar/"):
            answer = client.get(f"/sistematizaciones/{row.id}/{page}")
            assert SAID.encode() not in answer.content, (player.user.email, page)
            assert answer.status_code == (
                200 if page in ("", "publicacion.pdf") and player is not cast.julia else 404
            )
        with acting(player.scope):
            assert not Reader.objects.exists()
            assert not Comment.objects.exists()
            for act in (
                lambda: validating.answer(comment.id, taken=True, words="x", expected_version=1),
                lambda: validating.validate(row.id, expected_version=row.version),
            ):
                with pytest.raises((NotAllowed, WrongState)):
                    act()


def test_what_a_reader_said_stands_in_no_table_in_clear_and_in_no_trace(cast: Cast) -> None:
    link = sent(cast, whole(cast))[0]
    validating.comment_by_link(opened(link), words=SAID)
    validating.validate_by_link(opened(link))
    with acting(cast.flor.scope), connection.cursor() as cursor:
        stored = ""
        for table in (
            "systematisations_comment",
            "systematisations_reader",
            "systematisations_round",
            "notices_notice",
        ):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            stored += "".join(line[0] for line in cursor.fetchall())
    stored += "".join(trail.left(cast))
    for word in (SAID, "cuidados", token_of(link), *ADDRESSES):
        assert word not in stored
        assert word.encode().hex() not in stored
