"""An organisation takes up a practice of another one, step by step; asks, is answered; what it learned goes back."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, Player, another
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices.public import Notice, waiting_for
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption import asking, learning, operations
from contratrata.knowledge.adoption.demo import demonstrate
from contratrata.knowledge.adoption.furniture import WAITING
from contratrata.knowledge.adoption.models import (
    Adoption,
    AdoptionMove,
    Answer,
    Learned,
    Request,
)
from contratrata.knowledge.practices.demo import demonstrate as demonstrate_practices
from contratrata.knowledge.practices.models import PRACTICES, Practice
from nouns import values_for
from taking_up import accepted, learned, published, step, taken_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


@pytest.fixture
def practice(cast: Cast) -> Practice:
    """One of Casa Refugio that passed its review."""
    return accepted(cast.flor, cast.diana)


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def waiting(player: Player) -> list[str]:
    with acting(player.scope):
        return sorted(waiting_for(player.scope).values_list("kind", flat=True))


def test_who_wants_it_asks_who_wrote_it_and_is_answered(cast: Cast, practice: Practice) -> None:
    diana = browser(cast.diana)
    page = diana.get(PRACTICES.url("row", practice)).content.decode()
    assert "Quiero adaptarla" in page
    sent = diana.post(
        f"/practicas/{practice.id}/adaptar/", {"words": "¿Nos la enseñan?", "country": "CRI"}, follow=True
    )
    assert "Se lo dijimos a la organización que la escribió" in sent.content.decode()
    with acting(cast.diana.scope):
        row = Adoption.objects.get()
        request = Request.objects.get()
    assert (row.state, row.country, row.origin, row.organisation_id) == (
        "interest",
        "CRI",
        "page",
        cast.horizonte.id,
    )
    assert "adoption.interested" in waiting(cast.flor)
    flor = browser(cast.flor)
    assert "¿Nos la enseñan?" in flor.get(f"/consultas/{request.id}/").content.decode()
    done = flor.post(f"/consultas/{request.id}/responder/", {"words": "Con gusto."}, follow=True)
    assert "Con gusto." in done.content.decode()
    assert "adoption.interested" not in waiting(cast.flor)
    assert "adoption.answered" in waiting(cast.diana)
    assert "Con gusto." in diana.get(f"/consultas/{request.id}/").content.decode()
    with acting(cast.diana.scope):
        assert not Notice.objects.exclude(code="").exists()


def test_each_step_says_since_when_who_and_on_what_evidence(cast: Cast, practice: Practice) -> None:
    row = taken_up(cast.diana, practice.id, "analyse")
    page = browser(cast.diana).post(f"/adopcion/{row.id}/paso/pilotar/", {"version": row.version})
    for words in (
        "Falta responder: Desde cuándo",
        "Falta responder: Quién lo dice",
        "Falta responder: Con qué se prueba",
    ):
        assert words in page.content.decode()
    with acting(cast.diana.scope):
        row = operations.take_step(row.id, "pilot", values=step(), expected_version=row.version)
        rows = AdoptionMove.objects.filter(verb="pilot").get()
        assert (rows.said_by, rows.evidence, rows.from_state, rows.to_state) == (  # type: ignore[attr-defined]
            "Acta de la mesa", "Convenio firmado", "analysing", "piloting",
        )  # fmt: skip
        with pytest.raises(DomainError) as refused:
            operations.take_step(
                row.id, "adopt", values=step(happened_on=clock.today() + dt.timedelta(days=1)),
                expected_version=row.version,
            )  # fmt: skip
        assert refused.value.field == "happened_on"
        operations.take_step(
            row.id, "adopt", values=step(happened_on=clock.today()), expected_version=row.version
        )
    page = browser(cast.irma).get(f"/adopcion/{row.id}/").content.decode()
    assert "Acta de la mesa" in page
    assert "Contar cómo va" not in page  # she only reads


def test_a_follow_up_is_asked_after_six_and_after_twelve_months(cast: Cast, practice: Practice) -> None:
    began = dt.date(clock.today().year - 2, 8, 31)
    row = taken_up(cast.diana, practice.id, "adopt", happened_on=began)
    assert (row.begun_on, row.due_on) == (began, clock.month_later(began, 6))
    assert row.due_on is not None
    assert row.due_on.month == 2  # the last day of a shorter month
    with acting(cast.diana.scope):
        row = operations.take_step(row.id, "follow_up", values=step(), expected_version=row.version)
        assert row.due_on == clock.month_later(began, 12)
        row = operations.take_step(row.id, "follow_up", values=step(), expected_version=row.version)
        assert row.due_on is None
        row = operations.take_step(row.id, "drop", values=step(), expected_version=row.version)
        assert (row.state, row.begun_on) == ("dropped", None)
        row = operations.take_step(row.id, "resume", values=step(), expected_version=row.version)
        assert row.state == "interest"


def test_what_waits_rises_in_hoy_when_it_is_late(
    cast: Cast, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_up(cast.diana, practice.id, "pilot")
    rafael = another(cast.refugio, "Rafaela", Role.FOCAL_POINT)
    assert "le interesa" in browser(rafael).get("/hoy/").content.decode()
    later = clock.now() + dt.timedelta(days=200)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", later.date)
    page = browser(rafael).get("/hoy/").content.decode()
    assert 'id="vencido"' in page
    assert "le interesa" in page.partition('id="vencido"')[2]
    page = browser(cast.diana).get("/hoy/").content.decode()
    assert "Toca contar cómo va lo que adaptan" in page.partition('id="vencido"')[2]
    for stranger in (cast.elena, cast.irma, cast.gloria):
        with acting(stranger.scope):
            assert WAITING.find(stranger.scope, 9) == []


@pytest.mark.parametrize("who", ["beatriz", "elena", "irma", "julia", "hilda"])
def test_only_who_represents_another_organisation_wants_it(cast: Cast, practice: Practice, who: str) -> None:
    player = getattr(cast, who)
    with acting(player.scope), pytest.raises(NotAllowed):
        operations.want(practice.id, words="La queremos")
    assert browser(player).get(f"/practicas/{practice.id}/adaptar/").status_code == 404


def test_what_did_not_pass_its_review_is_taken_up_by_nobody(cast: Cast) -> None:
    with acting(cast.flor.scope):
        draft = nouns.write(PRACTICES, values=values_for(PRACTICES, "Muelle"))
    withdrawn = published(cast, "Bahía")
    adoption = taken_up(cast.diana, withdrawn.id)
    with acting(cast.gloria.scope):
        nouns.take_back(PRACTICES, withdrawn.id, reason="La ley cambió.")
    for row in (draft, withdrawn):
        for path in ("adaptar/", "adopcion/", "conversacion/", f"preguntar/{cast.refugio.id}/"):
            assert browser(cast.diana).get(f"/practicas/{row.id}/{path}").status_code == 404, path
        with acting(cast.gloria.scope), pytest.raises(NotAllowed):
            operations.want(row.id, words="La queremos")
    # who had taken it up goes on saying how it goes; others do not see it any more
    assert browser(cast.diana).get(f"/adopcion/{adoption.id}/").status_code == 200
    assert browser(cast.irma).get(f"/adopcion/{adoption.id}/").status_code == 404


def test_twice_is_once_and_two_colleagues_do_not_overwrite_each_other(cast: Cast, practice: Practice) -> None:
    token = uuid.uuid4()
    with acting(cast.diana.scope):
        first = operations.want(practice.id, words="La queremos", token=token)
        assert operations.want(practice.id, words="La queremos", token=token) == first
        assert Request.objects.count() == 1
        with pytest.raises(WrongState):
            operations.want(practice.id, words="Otra vez")
        operations.want(practice.id, words="También allá", country_code="PAN")
        with pytest.raises(DomainError) as refused:
            operations.want(practice.id, words="¿Dónde?", country_code="XXX")
        assert refused.value.field == "country"
        operations.take_step(first.id, "analyse", values=step(), expected_version=first.version)
        with pytest.raises(Conflict):
            operations.take_step(first.id, "pilot", values=step(), expected_version=first.version)


@pytest.mark.parametrize(
    ("verb", "former", "later"),
    [("adopt", "interest", "piloting"), ("pilot", "dropped", "piloting"), ("accept", "interest", "adopted")],
)
def test_the_database_refuses_a_step_that_is_none(
    cast: Cast, practice: Practice, verb: str, former: str, later: str
) -> None:
    row = taken_up(cast.diana, practice.id)
    with acting(cast.diana.scope):
        adoption_move = AdoptionMove(adoption_id=row.id, verb=verb, from_state=former, to_state=later)
        with pytest.raises(DatabaseError), transaction.atomic():
            adoption_move.save(force_insert=True)
    with acting(cast.irma.scope):  # of a stranger's organisation
        adoption_move = AdoptionMove(
            adoption_id=row.id, verb="pilot", from_state="interest", to_state="piloting"
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            adoption_move.save(force_insert=True)


def test_who_is_near_is_asked_first_and_only_who_does_it(cast: Cast, practice: Practice) -> None:
    taken_up(cast.diana, practice.id, "pilot")
    with acting(cast.gloria.scope):
        operations.want(practice.id, words="La queremos", country_code="PAN")
    irma = another(cast.clinica, "Iris", Role.FOCAL_POINT)
    page = browser(irma).get(f"/practicas/{practice.id}/adopcion/").content.decode()
    list_ = page.partition('class="ct-items"')[2].partition("</ul>\n  <p")[0]
    assert list_.index("Casa Refugio") < list_.index("Albergue Horizonte")  # she is in Guatemala
    assert "Coordinación de la Red" not in list_  # it only wants it
    url = f"/practicas/{practice.id}/preguntar/{cast.horizonte.id}/"
    assert browser(irma).post(url, {"words": "¿Cómo cubren la noche?"}).status_code == 302
    assert "adoption.asked" in waiting(cast.diana)
    with acting(irma.scope):
        request = Request.objects.get()
        for nobody in (cast.red.id, cast.clinica.id, uuid.uuid4()):
            with pytest.raises(NotAllowed):
                asking.ask(practice.id, nobody, words="¿Y ustedes?")
    assert browser(irma).get(f"/practicas/{practice.id}/preguntar/{cast.red.id}/").status_code == 404
    for player, reads in ((cast.diana, True), (cast.gloria, True), (cast.flor, False), (cast.elena, False)):
        result = browser(player).get(f"/consultas/{request.id}/")
        assert (result.status_code == 200) is reads, player.user.name
    for stranger in (cast.flor, cast.gloria, irma):
        with acting(stranger.scope), pytest.raises(NotAllowed):
            asking.answer(request.id, words="No es mía")
    with acting(cast.flor.scope):
        created = Answer(request_id=request.id, asker_id=cast.clinica.id, words="No es mía")
        with pytest.raises(DatabaseError), transaction.atomic():
            created.save(force_insert=True)
    with acting(cast.diana.scope):
        asking.answer(request.id, words="Con un turno compartido.")
        with pytest.raises(WrongState):
            asking.answer(request.id, words="Otra vez")


def test_what_was_learned_goes_back_and_is_changed_by_who_learned_it(cast: Cast, practice: Practice) -> None:
    row = taken_up(cast.diana, practice.id, "pilot")
    diana = browser(cast.diana)
    assert diana.post(f"/adopcion/{row.id}/aprendido/", learned(title="")).status_code == 200
    assert diana.post(f"/adopcion/{row.id}/aprendido/", learned()).status_code == 302
    assert "adoption.learned" in waiting(cast.flor)
    for reader in (cast.flor, cast.irma, cast.gloria):
        page = browser(reader).get(PRACTICES.url("row", practice)).content.decode()
        assert "Costa Rica: Sin noche no hay mesa" in page
        assert ("Publicar" in page.partition("Sin noche no hay mesa")[2]) is (reader is not cast.irma)
    with acting(cast.diana.scope):
        lesson = Learned.objects.get()
        learning.change_learned(lesson.id, values={"title": "Con noche sí"}, expected_version=1)
        with pytest.raises(Conflict):
            learning.change_learned(lesson.id, values={"title": "Tarde"}, expected_version=1)
        with pytest.raises(NotAllowed):
            learning.accept(lesson.id, expected_version=2)
    with acting(cast.flor.scope):
        with pytest.raises(NotAllowed):
            learning.change_learned(lesson.id, values={"title": "De otros"}, expected_version=2)
        with pytest.raises(WrongState):  # the practice itself is not published
            learning.accept(lesson.id, expected_version=2)
    with acting(cast.diana.scope):
        learning.remove_learned(lesson.id, expected_version=2)
        assert not Learned.objects.exists()


def test_many_take_it_up_with_as_many_queries_as_one(cast: Cast, practice: Practice) -> None:
    first = taken_up(cast.diana, practice.id, "pilot")
    with acting(cast.diana.scope):
        learning.learn(first.id, values=learned())
    paths = (
        f"/practicas/{practice.id}/adopcion/",
        PRACTICES.url("row", practice),
        "/adopcion/",
        "/conocimiento/",
    )
    flor = browser(cast.flor)

    def queries() -> list[int]:
        counted = []
        for path in paths:
            assert flor.get(path).status_code == 200
            with CaptureQueriesContext(connection) as asked:
                flor.get(path)
            counted.append(len(asked))
        return counted

    one = queries()
    with acting(cast.diana.scope):
        for code in ("PAN", "NIC", "HND", "SLV"):
            row = operations.want(practice.id, words="La queremos", country_code=code)
            learning.learn(row.id, values=learned())
    for number in range(3):
        other = accepted(cast.flor, cast.diana, f"Faro {number}")
        taken_up(cast.diana, other.id, "pilot")
    assert [many <= few for many, few in zip(queries(), one, strict=True)] == [True] * len(paths)


def test_the_demonstration_shows_every_state_and_is_safe_to_repeat(cast: Cast) -> None:
    another(cast.horizonte, "Noelia", Role.SUPERVISOR)
    another(cast.clinica, "Nadia", Role.FOCAL_POINT)
    counted: list[dict[str, Any]] = []
    for _time in range(2):
        with acting(cast.gloria.scope) as scope:
            demonstrate_practices(scope)
            number = demonstrate(scope)
            assert number == Adoption.objects.count() > 1
            counted.append({
                model.__name__: model._default_manager.count()
                for model in (Adoption, AdoptionMove, Request, Answer, Learned)
            })  # fmt: skip
    assert counted[0] == counted[1]
    assert all(counted[0].values())
