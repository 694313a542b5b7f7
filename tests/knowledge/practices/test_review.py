"""A practice is judged by others with reasons, who wrote it answers them, and only what was accepted is published."""

import uuid
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from cast import Cast, Player, another
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices.public import Notice, waiting_for
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.practices import operations
from contratrata.knowledge.practices.demo import demonstrate
from contratrata.knowledge.practices.models import (
    CRITERIA,
    MOVES,
    PRACTICES,
    RUBRIC,
    Practice,
    Published,
    Review,
)
from nouns import values_for
from reviewing import review_of
from signin import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


@pytest.fixture
def practice(cast: Cast) -> Practice:
    """One of Casa Refugio, sent to review."""
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    return row


def judged(player: Player, row: Practice, verdict: str, version: int = 1, **changed: Any) -> Review:
    with acting(player.scope):
        return operations.review(row.id, values=review_of(verdict, **changed), read_version=version)


def state(player: Player, row: Practice) -> str:
    with acting(player.scope):
        return MOVES.state(MOVES.of(row.id).first())


def waiting(player: Player) -> list[str]:
    with acting(player.scope):
        return sorted(waiting_for(player.scope).values_list("kind", flat=True))


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def test_two_others_of_which_one_is_abroad_accept_it_and_the_coordination_publishes(
    cast: Cast, practice: Practice
) -> None:
    assert waiting(cast.gloria) == ["practice.sent"]
    with acting(cast.gloria.scope), pytest.raises(WrongState):
        nouns.publish(PRACTICES, practice.id, expected_version=1)
    judged(cast.diana, practice, "accept", level="4", maturity="3", evidence="2")
    assert state(cast.flor, practice) == "in_review"
    judged(cast.gloria, practice, "accept", level="2", maturity="2", evidence="4")
    assert state(cast.flor, practice) == "accepted"
    assert waiting(cast.flor) == ["practice.accepted", "practice.reviewed"]
    with acting(cast.gloria.scope):
        copy = nouns.publish(PRACTICES, practice.id, expected_version=1)
    assert (copy.maturity, copy.evidence) == ("2", "2")  # the lower of what they said
    assert copy.judged == [{"country": "CRI", "levels": [4] * 10}, {"country": "GTM", "levels": [2] * 10}]
    assert state(cast.flor, practice) == "published"
    with acting(cast.hilda.scope):
        rows = Trace.objects.filter(event__startswith="practice").order_by("at")
        assert list(rows.values_list("event", flat=True)) == ["practices.written", "practices.moved"]


def test_two_of_its_own_country_do_not_accept_it(cast: Cast, practice: Practice) -> None:
    other = another(cast.clinica, "Nadia", Role.FOCAL_POINT)
    judged(other, practice, "accept")
    judged(cast.gloria, practice, "accept")
    assert state(cast.flor, practice) == "in_review"
    judged(cast.diana, practice, "accept")
    assert state(cast.flor, practice) == "accepted"


def test_one_that_asks_for_changes_sends_it_back_and_is_answered(cast: Cast, practice: Practice) -> None:
    sentence = judged(cast.diana, practice, "changes", rights_why="Falta decir quién decide.")
    assert state(cast.flor, practice) == "changes_asked"
    assert waiting(cast.flor) == ["practice.changes_asked"]
    page = browser(cast.flor).get(PRACTICES.url("row", practice)).content.decode()
    assert "Falta decir quién decide." in page
    answer = browser(cast.flor).post(
        f"/practicas/{practice.id}/revisiones/{sentence.id}/responder/",
        {"words": "Ya lo dice el segundo párrafo."},
    )
    assert answer.status_code == 302
    assert waiting(cast.diana) == ["practice.replied"]
    assert (
        "Ya lo dice el segundo párrafo."
        in browser(cast.diana).get(PRACTICES.url("row", practice)).content.decode()
    )
    with acting(cast.flor.scope):
        nouns.change(PRACTICES, practice.id, values={"place": "La costa"}, expected_version=1)
        nouns.move(PRACTICES, practice.id, "submit", expected_version=2)
    judged(cast.diana, practice, "accept", version=2)  # the same organisation reads the new text
    assert state(cast.flor, practice) == "in_review"


def test_reasons_are_read_by_both_sides_and_the_coordination_and_nobody_else(
    cast: Cast, practice: Practice
) -> None:
    judged(cast.diana, practice, "changes", comment="Palabras de la revisión")
    for player, reads in (
        (cast.flor, True), (cast.ana, True), (cast.diana, True), (cast.gloria, True), (cast.irma, False),
    ):  # fmt: skip
        page = browser(player).get(PRACTICES.url("row", practice))
        assert ("Palabras de la revisión" in page.content.decode()) is reads, player.user.name
        with acting(player.scope):
            assert Review.objects.exists() is reads
    assert browser(cast.julia).get(PRACTICES.url("row", practice)).status_code == 404


def test_nobody_judges_her_own_and_only_who_represents_an_organisation_judges(
    cast: Cast, practice: Practice
) -> None:
    for player in (cast.beatriz, cast.flor, cast.elena, cast.irma, cast.julia):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.review(practice.id, values=review_of("accept"), read_version=1)
        assert browser(player).get(f"/practicas/{practice.id}/revisar/").status_code == 404
    for verb in ("accept", "endorse", "publish", "withdraw"):
        with acting(cast.flor.scope), pytest.raises(NotAllowed):
            nouns.move(PRACTICES, practice.id, verb, expected_version=1)


@pytest.mark.parametrize("missing", ["no_conflict", "rights", "rights_why", "verdict"])
def test_a_review_has_every_level_and_every_reason(cast: Cast, practice: Practice, missing: str) -> None:
    values = review_of("accept") | {missing: RUBRIC.fact(missing).kind.empty}
    with acting(cast.diana.scope), pytest.raises(DomainError) as refused:
        operations.review(practice.id, values=values, read_version=1)
    assert refused.value.field == missing
    assert len(CRITERIA) == 10


def test_a_text_is_judged_once_by_an_organisation_and_as_it_was_read(cast: Cast, practice: Practice) -> None:
    token = uuid.uuid4()
    with acting(cast.diana.scope):
        first = operations.review(practice.id, values=review_of("accept"), read_version=1, token=token)
        assert (
            operations.review(practice.id, values=review_of("accept"), read_version=1, token=token) == first
        )
        with pytest.raises(WrongState):
            operations.review(practice.id, values=review_of("changes"), read_version=1)
    with acting(cast.gloria.scope), pytest.raises(WrongState):
        operations.review(practice.id, values=review_of("accept"), read_version=2)
    with acting(cast.flor.scope):
        with pytest.raises(WrongState):  # it is being read
            nouns.change(PRACTICES, practice.id, values={"place": "La costa"}, expected_version=1)
        with pytest.raises(WrongState):
            nouns.remove(PRACTICES, practice.id, expected_version=1)
        with pytest.raises(Conflict):
            nouns.move(PRACTICES, practice.id, "recall", expected_version=9)
        nouns.move(PRACTICES, practice.id, "recall", expected_version=1)
        nouns.change(PRACTICES, practice.id, values={"place": "La costa"}, expected_version=1)
        nouns.move(PRACTICES, practice.id, "submit", expected_version=2)
    judged(cast.gloria, practice, "accept", version=2)  # what Diana said was of another text
    assert state(cast.flor, practice) == "in_review"


def test_what_changed_after_it_was_accepted_is_not_published(cast: Cast, practice: Practice) -> None:
    for player in (cast.diana, cast.gloria):
        judged(player, practice, "accept")
    with acting(cast.flor.scope):
        nouns.change(PRACTICES, practice.id, values={"place": "La costa"}, expected_version=1)
    with acting(cast.gloria.scope), pytest.raises(WrongState):
        nouns.publish(PRACTICES, practice.id, expected_version=2)
    assert not Published.objects.exists()


def test_it_is_withdrawn_with_a_reason_that_stays(cast: Cast, practice: Practice) -> None:
    for player in (cast.diana, cast.gloria):
        judged(player, practice, "accept")
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, practice.id, expected_version=1)
    gloria, url = sign_in(Client(), cast.gloria), PRACTICES.url("take_back", practice)
    assert gloria.post(url, {"reason": " "}).status_code == 200
    assert Published.objects.count() == 1
    assert gloria.post(url, {"reason": "La ley cambió."}).status_code == 302
    assert not Published.objects.exists()
    assert (
        "Retirada: La ley cambió." in browser(cast.irma).get(PRACTICES.url("row", practice)).content.decode()
    )
    assert "practice.withdrawn" in waiting(cast.flor)
    with acting(cast.flor.scope):
        assert not Notice.objects.exclude(code="").exists()


@pytest.mark.parametrize(
    ("who", "triple", "number"),
    [
        ("flor", ("accept", "in_review", "accepted"), 2),  # by who wrote it
        ("diana", ("recall", "in_review", "draft"), 2),  # by somebody else
        ("diana", ("accept", "in_review", "published"), 2),  # no such move
        ("diana", ("accept", "in_review", "accepted"), 3),  # not the next one
        ("gloria", ("publish", "accepted", "published"), 2),  # from where it is not
    ],
)
def test_the_database_refuses_a_move_that_is_none(
    cast: Cast, practice: Practice, who: str, triple: tuple[str, str, str], number: int
) -> None:
    verb, former, later = triple
    with acting(getattr(cast, who).scope):
        row = MOVES.row(
            row_id=practice.id, number=number, version=1, verb=verb, from_state=former, to_state=later
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE practices_practicemove SET to_state = 'accepted'")


def test_who_reviews_is_told_how_many_wait(cast: Cast, practice: Practice) -> None:
    assert practice.version == 1

    def count(player: Player) -> bool:
        return "ct-count" in browser(player).get("/practicas/").content.decode().partition("</nav>")[0]

    before = count(cast.diana)
    judged(cast.diana, practice, "accept")
    assert (before, count(cast.diana), count(cast.flor)) == (True, False, False)


def test_the_demonstration_shows_every_kind_of_state_and_is_safe_to_repeat(cast: Cast) -> None:
    another(cast.horizonte, "Noelia", Role.SUPERVISOR)
    for _time in range(2):
        with acting(cast.gloria.scope) as scope:
            assert demonstrate(scope) == Practice.objects.count() == 12
            states = Counter(MOVES.state(MOVES.of(row.id).first()) for row in Practice.objects.all())
            assert states == {"published": 9, "changes_asked": 1, "in_review": 1, "draft": 1}
            assert Review.objects.count() == 19


def test_what_the_demonstration_tells_of_real_practices_cites_its_source_and_the_rest_is_marked(
    cast: Cast,
) -> None:
    with acting(cast.gloria.scope) as scope:
        demonstrate(scope)
    names = {row.name.text("es"): row for row in Published.objects.all()}
    assert len(names) == 9
    for name, row in names.items():
        invented = "(ficticia)" in name and "(fictitious)" in row.name.text("en")
        assert invented or row.proof.text("es").startswith("Fuente: "), name
        assert len(row.judged) == 2
    assert {"Equipo de Respuesta Inmediata", "Pasantías entre gobiernos"} <= set(names)
    assert names["Equipo de Respuesta Inmediata"].results.text("es") == ""  # the source tells none
