"""What changed is read word by word; who is asked to judge is told until when, reminded once, and may decline."""

import datetime as dt

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.notices.public import waiting_for
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.practices import calling, operations
from contratrata.knowledge.practices.models import PRACTICES, Call, Practice, SentText
from contratrata.knowledge.practices.sent import changes, differences, forget, versions_of
from nouns import values_for
from reviewing import review_of
from signin import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(cast: Cast) -> Practice:
    """One of Casa Refugio, sent to review."""
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
        nouns.move(PRACTICES, row.id, "submit", expected_version=1)
    return row


def changed(cast: Cast, row: Practice, version: int, **values: object) -> None:
    """Take it back, change it, send it again."""
    with acting(cast.flor.scope):
        nouns.move(PRACTICES, row.id, "recall", expected_version=version)
        nouns.change(PRACTICES, row.id, values=values, expected_version=version)
        nouns.move(PRACTICES, row.id, "submit", expected_version=version + 1)


def fresh(player: Player, row: Practice) -> Practice:
    with acting(player.scope):
        return PRACTICES.rows().get(id=row.id)


def kinds(player: Player) -> list[str]:
    with acting(player.scope):
        return sorted(waiting_for(player.scope).values_list("kind", flat=True))


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_stayed_and_what_went_is_the_text_before_what_stayed_and_what_came_the_text_now(
    before: str, now: str
) -> None:
    runs = list(differences(before, now))
    assert "".join(words for kind, words in runs if kind != "added") == before
    assert "".join(words for kind, words in runs if kind != "removed") == now


def test_what_changed_is_read_fact_by_fact_in_each_language(cast: Cast, practice: Practice) -> None:
    summary = practice.summary.edited({"es": "Faro (inventada) en la costa"})  # type: ignore[attr-defined]
    changed(cast, practice, 1, summary=summary, area=("protection",), place="La costa")
    row = fresh(cast.diana, practice)
    with acting(cast.diana.scope):
        assert versions_of(row.id) == [2, 1]
        by_title = {one.title: one.runs for one in changes(row, 1)}
    assert by_title["Resumen · Español"] == (
        ("same", "Faro ("), ("removed", "ficticia"), ("added", "inventada"), ("same", ")"), ("added", " en la costa"),
    )  # fmt: skip
    assert by_title["Tema"] == (("removed", "Prevención"), ("added", "Protección"))
    assert set(by_title) == {"Resumen · Español", "Tema", "Territorio"}
    page = sign_in(Client(), cast.irma).get(f"/practicas/{row.id}/que-cambio/").content.decode()
    assert "<ins>" in page
    assert "inventada" in page


def test_who_judged_an_earlier_text_reads_what_changed_above_the_form(cast: Cast, practice: Practice) -> None:
    with acting(cast.diana.scope):
        operations.review(practice.id, values=review_of("changes"), read_version=1)
    with acting(cast.flor.scope):
        nouns.change(PRACTICES, practice.id, values={"place": "<b>La costa</b>"}, expected_version=1)
        nouns.move(PRACTICES, practice.id, "submit", expected_version=2)
    url = f"/practicas/{practice.id}/revisar/"
    page = sign_in(Client(), cast.diana).get(url).content.decode()
    assert "Qué cambió desde que su organización la revisó" in page
    assert "&lt;b&gt;La costa" in page
    assert "Qué cambió desde" not in sign_in(Client(), cast.gloria).get(url).content.decode()


def test_who_wrote_it_removes_what_an_earlier_text_said(cast: Cast, practice: Practice) -> None:
    changed(cast, practice, 1, place="La costa")
    url = f"/practicas/{practice.id}/que-cambio/1/borrar/"
    assert sign_in(Client(), cast.diana).get(url).status_code == 404
    with acting(cast.diana.scope):
        with pytest.raises(NotAllowed):
            forget(fresh(cast.diana, practice), 1)
        assert SentText.objects.count() == 2
    assert sign_in(Client(), cast.flor).post(url).status_code == 302
    with acting(cast.diana.scope):
        assert versions_of(practice.id) == [2]
    page = sign_in(Client(), cast.irma).get(f"/practicas/{practice.id}/que-cambio/").content.decode()
    assert "No hay con qué comparar" in page


@pytest.mark.parametrize(
    ("answers", "accepted"),
    [
        ({}, True), ({"identifies": False}, True), ({"protects": False}, True),
        ({"tried": False}, False), ({"respects": False}, False), ({"names": True}, False),
        ({"identifies": False, "protects": False}, False),
    ],
)  # fmt: skip
def test_only_what_is_a_good_practice_and_names_nobody_is_proposed(
    cast: Cast, practice: Practice, answers: dict[str, bool], accepted: bool
) -> None:
    with acting(cast.diana.scope):
        if not accepted:
            with pytest.raises(DomainError) as refused:
                operations.review(practice.id, values=review_of("accept", **answers), read_version=1)
            assert refused.value.field == "verdict"
            operations.review(practice.id, values=review_of("changes", **answers), read_version=1)
        else:
            operations.review(practice.id, values=review_of("accept", **answers), read_version=1)


def test_who_is_asked_has_a_day_is_reminded_once_and_judges(cast: Cast, practice: Practice) -> None:
    with acting(cast.gloria.scope):
        calling.call(practice, cast.horizonte.id, days=7)
        with pytest.raises(DomainError):  # asked already
            calling.call(practice, cast.horizonte.id, days=7)
        with pytest.raises(DomainError):  # of itself
            calling.call(practice, cast.refugio.id, days=7)
        with pytest.raises(DomainError):  # no such day
            calling.call(practice, cast.clinica.id, days=8)
    with acting(cast.flor.scope), pytest.raises(NotAllowed):
        calling.call(practice, cast.clinica.id, days=7)
    assert kinds(cast.diana) == ["practice.called"]
    with acting(cast.diana.scope):
        assert [(row.id, day) for row, day in calling.owed(cast.diana.scope)] == [
            (practice.id, clock.today() + dt.timedelta(days=7))
        ]
    assert calling.remind() == 0
    due_soon(cast)
    assert (calling.remind(), calling.remind()) == (1, 0)
    assert kinds(cast.diana) == ["practice.called", "practice.reminded"]
    page = sign_in(Client(), cast.diana).get(PRACTICES.url("row", practice)).content.decode()
    assert "Se le pide a su organización antes del" in page
    with acting(cast.diana.scope):
        operations.review(practice.id, values=review_of("accept"), read_version=1)
        assert calling.owed(cast.diana.scope) == []
    assert "la revisó" in sign_in(Client(), cast.gloria).get(PRACTICES.url("row", practice)).content.decode()


def test_what_was_judged_or_declined_is_not_reminded(cast: Cast, practice: Practice) -> None:
    with acting(cast.gloria.scope):
        calling.call(practice, cast.horizonte.id, days=7)
        calling.call(practice, cast.clinica.id, days=7)
    with acting(cast.diana.scope):
        operations.review(practice.id, values=review_of("accept"), read_version=1)
    due_soon(cast)
    assert calling.remind() == 1  # the clinic alone
    assert "practice.reminded" not in kinds(cast.diana)


def test_a_conflict_of_interest_is_said_and_another_is_asked(cast: Cast, practice: Practice) -> None:
    url = f"/practicas/{practice.id}/no-revisar/"
    assert sign_in(Client(), cast.diana).get(url).status_code == 404  # nobody asked
    gloria = sign_in(Client(), cast.gloria)
    asked = gloria.post(
        f"/practicas/{practice.id}/pedir-revision/", {"reviewer": str(cast.horizonte.id), "days": "15"}
    )
    assert asked.status_code == 302
    assert sign_in(Client(), cast.diana).post(url, {"conflict": "on"}).status_code == 302
    assert "practice.declined" in kinds(cast.gloria)
    page = gloria.get(PRACTICES.url("row", practice)).content.decode()
    assert "no la revisa, por un conflicto de interés" in page
    with acting(cast.diana.scope):
        assert calling.owed(cast.diana.scope) == []
        with pytest.raises(WrongState):
            calling.decline(practice, conflict=False)
    with acting(cast.gloria.scope):
        calling.call(practice, cast.horizonte.id, days=7)  # it may be asked again


def test_their_levels_are_drawn_beside_each_other(cast: Cast, practice: Practice) -> None:
    for player, level in ((cast.diana, "4"), (cast.gloria, "2")):
        with acting(player.scope):
            operations.review(practice.id, values=review_of("accept", level), read_version=1)
    page = sign_in(Client(), cast.flor).get(PRACTICES.url("row", practice)).content.decode()
    assert (
        "Eficacia: Albergue Horizonte (ficticio) 4; Red Regional (ficticia) 2" in page or "Eficacia: " in page
    )
    assert "No coinciden en" in page


def due_soon(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        Call.objects.filter(due__isnull=False).update(due=clock.today() + dt.timedelta(days=calling.BEFORE))


def test_a_text_in_two_languages_is_compared_in_each(cast: Cast, practice: Practice) -> None:
    changed(cast, practice, 1, name=Translated.of({"es": "Faro (ficticia)", "en": "Lighthouse"}))
    with acting(cast.diana.scope):
        assert [one.title for one in changes(fresh(cast.diana, practice), 1)] == ["Nombre · Inglés"]
