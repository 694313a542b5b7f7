"""Several organisations write one practice: that row and no other, nobody judges her own, and two at once see it."""

import contextlib
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from cast import Cast, Player, another
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices.public import waiting_for
from contratrata.ground.nouns.models import PastValue
from contratrata.ground.nouns.public import coediting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.practices import operations
from contratrata.knowledge.practices.models import MOVES, PRACTICES, CoEditor, Practice, Writing
from contratrata.knowledge.practices.reading import to_review
from contratrata.knowledge.practices.rules import may_review
from nouns import values_for
from reviewing import review_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def written(player: Player, word: str = "Faro") -> Practice:
    with acting(player.scope):
        return nouns.write(PRACTICES, values=values_for(PRACTICES, word))


def invited(cast: Cast, row: Practice) -> CoEditor:
    """Horizonte writes a practice of Refugio too."""
    with acting(cast.flor.scope):
        return coediting.invite(PRACTICES, row.id, editor_id=cast.horizonte.id)


def place_of(player: Player, row: Practice) -> str:
    with acting(player.scope):
        return str(Practice.objects.get(id=row.id).place)  # type: ignore[attr-defined]


def changed(player: Player, row: Practice, place: str, version: int = 1) -> None:
    with acting(player.scope):
        nouns.change(PRACTICES, row.id, values={"place": place}, expected_version=version)


def test_who_was_asked_in_changes_that_row_and_only_that(cast: Cast) -> None:
    row, other = written(cast.flor), written(cast.flor, "Muelle")
    with pytest.raises(NotAllowed):
        changed(cast.diana, row, "La costa")
    assert browser(cast.diana).get(PRACTICES.url("edit", row)).status_code == 404
    invited(cast, row)
    with acting(cast.diana.scope):
        assert "practice.coedit" in waiting_for(cast.diana.scope).values_list("kind", flat=True)
    assert browser(cast.diana).get(PRACTICES.url("edit", row)).status_code == 200
    changed(cast.diana, row, "La costa")
    assert place_of(cast.flor, row) == "La costa"
    for stranger in (cast.elena, cast.irma, cast.gloria):  # no writer of it, and no co-editor
        with pytest.raises(NotAllowed):
            changed(stranger, row, "Otra", version=2)
    with pytest.raises(NotAllowed):
        changed(cast.diana, other, "La costa")
    page = browser(cast.diana).get(PRACTICES.url("row", row)).content.decode()
    assert "Faro" in page
    assert "La envía a revisión Casa Refugio" in page


def test_its_organisation_alone_sends_it_removes_it_and_asks_others_in(cast: Cast) -> None:
    row = written(cast.flor)
    invited(cast, row)
    with acting(cast.diana.scope):
        for act in (
            lambda: nouns.move(PRACTICES, row.id, "submit", expected_version=1),
            lambda: nouns.remove(PRACTICES, row.id, expected_version=1),
            lambda: coediting.invite(PRACTICES, row.id, editor_id=cast.clinica.id),
        ):
            with pytest.raises(NotAllowed):
                act()
    diana = browser(cast.diana)
    for page in ("enviar", "quitar", "coedicion"):
        assert diana.get(f"/practicas/{row.id}/{page}/").status_code == 404
    with acting(cast.flor.scope):
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    with acting(cast.diana.scope), pytest.raises(WrongState):  # it is being read
        nouns.change(PRACTICES, row.id, values={"place": "La costa"}, expected_version=1)


def test_two_organisations_at_once_see_each_other(cast: Cast) -> None:
    row = written(cast.flor)
    invited(cast, row)
    changed(cast.diana, row, "La costa")
    with pytest.raises(Conflict) as refused:
        changed(cast.flor, row, "El puerto")
    assert cast.diana.user.name in refused.value.message
    page = browser(cast.flor).post(
        PRACTICES.url("edit", row),
        {"version": "1", "place": "El puerto", "name_es": "Faro (ficticia)", "summary_es": "x", "country": "GTM",
         "area": "prevention", "problem_es": "x", "how_es": "x", "picture_alt_es": "x", "picture_2_alt_es": "x"},
    )  # fmt: skip
    assert page.status_code == 200
    assert "El puerto" in page.content.decode()
    assert "La costa" in page.content.decode()
    assert place_of(cast.flor, row) == "La costa"


def test_what_it_said_before_is_read_by_those_who_write_it(cast: Cast) -> None:
    row = written(cast.flor)
    invited(cast, row)
    changed(cast.diana, row, "La costa")
    for player, reads in ((cast.flor, 1), (cast.diana, 1), (cast.gloria, 0), (cast.irma, 0)):
        with acting(player.scope):
            assert PastValue.objects.filter(row_id=row.id, fact="place").count() == reads
    assert "¿Qué decía antes?" in browser(cast.diana).get(PRACTICES.url("row", row)).content.decode()


def test_it_ends_by_either_side_and_what_was_written_stays(cast: Cast) -> None:
    for who in ("flor", "diana"):
        row = written(cast.flor)
        one = invited(cast, row)
        changed(cast.diana, row, "La costa")
        with acting(cast.irma.scope), pytest.raises(NotAllowed):
            coediting.end(PRACTICES, row.id, one.id)
        url = f"/practicas/{row.id}/coedicion/{one.id}/terminar/"
        assert browser(cast.gloria).post(url).status_code == 404
        assert browser(getattr(cast, who)).post(url).status_code == 302
        with pytest.raises(NotAllowed):
            changed(cast.diana, row, "Otra", version=2)
        assert place_of(cast.flor, row) == "La costa"
        with acting(cast.diana.scope):
            assert PastValue.objects.filter(row_id=row.id).count() == 0
            with pytest.raises(WrongState):
                coediting.end(PRACTICES, row.id, one.id)
        invited(cast, row)  # it may be asked in again
        changed(cast.diana, row, "El puerto", version=2)


def test_who_writes_or_wrote_it_judges_nothing_of_it(cast: Cast) -> None:
    row = written(cast.flor)
    one = invited(cast, row)
    with acting(cast.flor.scope):
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    with acting(cast.diana.scope):
        assert (may_review(cast.diana.scope, row), to_review(cast.diana.scope)) == (False, 0)
    for _writes, then_ended in ((True, False), (False, True)):
        if then_ended:
            with acting(cast.diana.scope):
                coediting.end(PRACTICES, row.id, one.id)
        with acting(cast.diana.scope):
            with pytest.raises(NotAllowed):
                operations.review(row.id, values=review_of("accept"), read_version=1)
            with pytest.raises(DatabaseError), transaction.atomic():
                MOVES.make(row, "endorse")
    with acting(cast.gloria.scope):
        assert to_review(cast.gloria.scope) == 1


def test_who_judged_it_is_not_asked_in(cast: Cast) -> None:
    row = written(cast.flor)
    with acting(cast.flor.scope):
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    with acting(cast.diana.scope):
        operations.review(row.id, values=review_of("changes"), read_version=1)
    with pytest.raises(DomainError):
        invited(cast, row)
    for never in (cast.refugio, cast.escuela):  # itself, and another realm
        with acting(cast.flor.scope), pytest.raises(DomainError):
            coediting.invite(PRACTICES, row.id, editor_id=never.id)


def test_the_same_invitation_twice_is_one(cast: Cast) -> None:
    row, token = written(cast.flor), str(uuid.uuid4())
    for _again in range(2):
        answer = browser(cast.flor).post(
            f"/practicas/{row.id}/coedicion/", {"editor": str(cast.horizonte.id), "once": token}
        )
        assert answer.status_code == 302
    with acting(cast.flor.scope):
        assert CoEditor.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE practices_practice SET organisation_id = %(horizonte)s WHERE id = %(row)s",  # takes it
        "UPDATE practices_practice SET realm = 2 WHERE id = %(row)s",
        "UPDATE practices_practice SET place = 'x' WHERE id = %(other)s",  # another row
        "DELETE FROM practices_practice WHERE id = %(row)s",
        "UPDATE practices_coeditor SET row_id = %(other)s",  # asks itself in elsewhere
        "INSERT INTO practices_coeditor (id, organisation_id, realm, row_id, editor_organisation_id, at) "
        "VALUES (gen_random_uuid(), %(refugio)s, 1, %(other)s, %(horizonte)s, now())",
        "INSERT INTO nouns_pastvalue (id, organisation_id, realm, noun, row_id, fact, value, until) "
        "VALUES (gen_random_uuid(), %(refugio)s, 1, 'practices', %(other)s, 'place', 'x', now())",
        "UPDATE nouns_pastvalue SET value = 'x'",
    ],
)
def test_the_database_lets_it_change_that_row_and_nothing_else(cast: Cast, statement: str) -> None:
    row, other = written(cast.flor), written(cast.flor, "Muelle")
    invited(cast, row)
    changed(cast.flor, row, "La costa")
    values = {"row": row.id, "other": other.id, "refugio": cast.refugio.id, "horizonte": cast.horizonte.id}
    done = 0
    with acting(cast.diana.scope), connection.cursor() as cursor:
        cursor.execute("UPDATE practices_practice SET place = 'x' WHERE id = %(row)s", values)
        assert cursor.rowcount == 1
        with contextlib.suppress(DatabaseError), transaction.atomic():
            cursor.execute(statement, values)
            done = cursor.rowcount
    assert done == 0


def test_an_end_is_not_taken_back(cast: Cast) -> None:
    row = written(cast.flor)
    one = invited(cast, row)
    with acting(cast.flor.scope):
        coediting.end(PRACTICES, row.id, one.id)
    for player in (cast.diana, cast.flor):
        with acting(player.scope), pytest.raises(DatabaseError), transaction.atomic():
            CoEditor.objects.filter(id=one.id).update(ended_at=None)


def types(player: Player, row: Practice) -> None:
    """One keeping of her draft, as the page's script sends it."""
    answer = browser(player).post(
        reverse("vault:draft"), {"draft": f"page:{PRACTICES.url('edit', row)}", "place": "La"}
    )
    assert answer.status_code == 204, answer.content


def test_who_types_is_seen_by_the_others_who_write_it_for_two_minutes(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    beginning = clock.now()
    time_machine.move_to(beginning, tick=False)
    row = written(cast.flor)
    invited(cast, row)
    types(cast.diana, row)
    words = f"Está escribiendo ahora: {cast.diana.user.name} (Albergue Horizonte (ficticio))."
    seen = {who: words in browser(getattr(cast, who)).get(PRACTICES.url("row", row)).content.decode()
            for who in ("flor", "diana", "gloria", "irma")}  # fmt: skip
    assert seen == {"flor": True, "diana": False, "gloria": False, "irma": False}
    assert words in browser(cast.flor).get(PRACTICES.url("edit", row)).content.decode()
    with acting(cast.gloria.scope):
        assert not Writing.objects.exists()
    time_machine.shift(119)
    assert words in browser(cast.flor).get(PRACTICES.url("edit", row)).content.decode()
    time_machine.shift(2)
    assert words not in browser(cast.flor).get(PRACTICES.url("edit", row)).content.decode()


def test_who_saved_is_writing_no_more_and_a_stranger_never(cast: Cast) -> None:
    row = written(cast.flor)
    types(cast.beatriz, row)
    types(cast.diana, row)  # no co-editor
    with acting(cast.flor.scope):
        assert [one.user_id for one in Writing.objects.all()] == [cast.beatriz.user.id]
    answer = browser(cast.beatriz).post(
        PRACTICES.url("edit", row),
        {"version": "1", "place": "El puerto", "name_es": "Faro (ficticia)", "summary_es": "x", "country": "GTM",
         "area": "prevention", "problem_es": "x", "how_es": "x", "picture_alt_es": "x", "picture_2_alt_es": "x"},
    )  # fmt: skip
    assert answer.status_code == 302
    with acting(cast.flor.scope):
        assert not Writing.objects.exists()


def test_a_colleague_without_the_function_writes_nothing(cast: Cast) -> None:
    row = written(cast.flor)
    invited(cast, row)
    with pytest.raises(NotAllowed):
        changed(cast.elena, row, "La costa")
    changed(another(cast.horizonte, "Noelia", Role.SUPERVISOR), row, "La costa")
    assert place_of(cast.flor, row) == "La costa"
