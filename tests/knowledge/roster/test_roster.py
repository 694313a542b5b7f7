"""Who offers to be asked is seen by members only while she says yes and works there; nobody sees an address."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network import staffing
from contratrata.ground.network.models import ChangeReason, Organisation
from contratrata.ground.notices.public import waiting_for
from contratrata.knowledge.roster import operations
from contratrata.knowledge.roster.models import Expert, Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
TOLD: dict[str, Any] = {
    "subjects": ("legal", "children"), "countries": ("GTM", "HND"), "languages": ("spanish",),
    "words": "Pregunten por juicios (ficticio).",
}  # fmt: skip


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


@pytest.fixture
def expert(cast: Cast) -> Expert:
    """Beatriz of Casa Refugio, by her own yes."""
    with acting(cast.beatriz.scope):
        return operations.consent(values=TOLD, agreed=True)


def seen(player: Player) -> bool:
    return (
        "Beatriz Ejemplo" in browser(player).get("/personas-expertas/").content.decode().partition("<main")[2]
    )


def test_members_see_her_without_an_address_and_strangers_see_nothing(cast: Cast, expert: Expert) -> None:
    page = browser(cast.diana).get(f"/personas-expertas/{expert.id}/").content.decode()
    assert "Pregunten por juicios (ficticio)." in page
    assert "Casa Refugio (ficticia)" in page
    assert '<textarea name="words"' in page
    own = browser(cast.beatriz).get(f"/personas-expertas/{expert.id}/").content.decode()
    assert "Así la ven sus colegas." in own
    assert "<textarea" not in own
    assert cast.beatriz.user.email not in page
    assert cast.beatriz.user.email not in browser(cast.diana).get("/personas-expertas/").content.decode()
    assert seen(cast.diana)
    assert not seen(cast.julia)  # another realm
    assert browser(cast.julia).get(f"/personas-expertas/{expert.id}/").status_code == 404
    for path in ("/personas-expertas/", f"/personas-expertas/{expert.id}/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert b"Beatriz" not in answer.content
    assert "Beatriz" not in Client().get("/es/").content.decode()


def test_the_list_narrows_by_subject_country_and_language(cast: Cast, expert: Expert) -> None:
    diana = browser(cast.diana)
    for query, there in (
        ("tema=legal", True), ("tema=shelter", False), ("pais=HND", True), ("pais=PAN", False),
        ("idioma=spanish", True), ("idioma=english", False),
    ):  # fmt: skip
        page = diana.get(f"/personas-expertas/?{query}").content.decode().partition("<main")[2]
        assert ("Beatriz Ejemplo" in page) is there, query


def test_she_alone_says_yes_and_the_words_of_it_are_dated(cast: Cast) -> None:
    with acting(cast.beatriz.scope):
        with pytest.raises(DomainError) as refused:
            operations.consent(values=TOLD, agreed=False)
        assert refused.value.field == "agreed"
        row = operations.consent(values=TOLD, agreed=True)
        with pytest.raises(WrongState):
            operations.consent(values=TOLD, agreed=True)
    assert (row.user_id, row.consent_version) == (cast.beatriz.user.id, "2026-11")
    with acting(cast.flor.scope):  # the administrator of her organisation has no way to change or withdraw it
        with pytest.raises(NotAllowed):
            operations.withdraw()
        with pytest.raises(NotAllowed):
            operations.change(values={"words": "Otra cosa"}, expected_version=1)
    with acting(cast.beatriz.scope):
        Expert.objects.update(consent_version="2025-01")  # the words are others now: she is asked anew
    assert not seen(cast.diana)


def test_taking_it_back_works_at_once_and_what_she_said_is_gone(cast: Cast, expert: Expert) -> None:
    assert seen(cast.diana)
    beatriz = browser(cast.beatriz)
    assert beatriz.get("/personas-expertas/yo/retirarse/").status_code == 200
    assert beatriz.post("/personas-expertas/yo/retirarse/").status_code == 302
    assert not seen(cast.diana)
    assert browser(cast.diana).get(f"/personas-expertas/{expert.id}/").status_code == 404
    with acting(cast.diana.scope):
        with pytest.raises(NotAllowed):
            operations.write(expert.id, words="¿Hola?")
        row = Expert.objects.get(id=expert.id)
    assert (row.words, row.subjects, row.countries) == ("", [], [])


def test_who_works_there_no_more_is_listed_no_more(cast: Cast, expert: Expert) -> None:
    with acting(cast.flor.scope):
        staffing.end_membership(
            membership_id=cast.beatriz.membership.id, reason=ChangeReason.LEFT, words="", answers={}
        )
    assert not seen(cast.diana)
    with acting(cast.diana.scope):
        assert Expert.objects.get(id=expert.id).withdrawn_at is not None


def test_of_an_organisation_that_left_nobody_is_listed(cast: Cast, expert: Expert) -> None:
    Organisation.objects.filter(id=cast.refugio.id).update(left_at=clock.now())
    assert not seen(cast.diana)


def test_a_letter_is_read_by_the_two_and_answered_by_her_own_act(cast: Cast, expert: Expert) -> None:
    diana = browser(cast.diana)
    token = str(uuid.uuid4())
    for _twice in range(2):
        sent = diana.post(
            f"/personas-expertas/{expert.id}/", {"words": "¿Cómo declaran? (ficticio)", "once": token}
        )
        assert sent.status_code == 302
    with acting(cast.beatriz.scope):
        (letter,) = Letter.objects.all()
        assert [one.kind for one in waiting_for(cast.beatriz.scope)] == ["roster.written"]
    url = f"/personas-expertas/mensajes/{letter.thread_id}/"
    page = browser(cast.beatriz).get(url).content.decode()
    assert "¿Cómo declaran? (ficticio)" in page
    assert "Diana Ejemplo" in page
    assert cast.diana.user.email not in page
    for player in (cast.flor, cast.carla, cast.elena, cast.gloria, cast.hilda, cast.julia):
        assert browser(player).get(url).status_code == 404
        with acting(player.scope):
            assert not Letter.objects.exists()
            with pytest.raises(NotAllowed):
                operations.answer(letter.id, words="Intrusa")
    assert Client().get(url).status_code == 302
    answered = browser(cast.beatriz).post(url, {"words": "Con una acompañante (ficticio)"})
    assert answered.status_code == 302
    page = diana.get(url).content.decode()
    assert "Con una acompañante (ficticio)" in page
    assert cast.beatriz.user.email not in page


def test_the_database_lets_nobody_write_in_anothers_name_or_change_a_letter(
    cast: Cast, expert: Expert
) -> None:
    with acting(cast.diana.scope):
        letter = operations.write(expert.id, words="Pregunta (ficticio)")
        with pytest.raises(DatabaseError), transaction.atomic():
            Letter.objects.filter(id=letter.id).update(words="Otra")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO roster_letter SELECT gen_random_uuid(), organisation_id, realm, thread_id, %s, to_id, "
                "to_organisation_id, words, at, NULL FROM roster_letter",
                [cast.elena.user.id],
            )
