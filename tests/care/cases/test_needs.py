"""What became of a need, and taking it back: the acts, who may, and the page that offers them."""

import pytest
from page_tools import browser, look, on_file, text
from samples import full

from cast import Cast
from contratrata.care.cases import operations
from contratrata.care.cases.inputs import NewNeed
from contratrata.care.cases.models import Case, Need
from contratrata.care.cases.timeline import timeline
from contratrata.ground.audit.public import Entry
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.scope import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]

LEGAL = "Asesoría y representación legal"
ENDS = {
    "atendida": (operations.meet_need, f"{LEGAL}: marcada como atendida.", "Atendida"),
    "sin-atender": (operations.leave_need_unmet, f"{LEGAL}: nadie pudo atenderla.", "Sin atender"),
    "retirada": (
        operations.withdraw_need,
        f"{LEGAL}: quitada de la lista.",
        "Quitada de la lista",
    ),
}


@pytest.fixture
def case(cast: Cast) -> Case:
    with acting(cast.ana.scope):
        return operations.register_case(full())


@pytest.fixture
def need(cast: Cast, case: Case) -> Need:
    return look(cast.ana, lambda: Need.objects.get(case=case, kind="legal"))


def _state(cast: Cast, need: Need) -> str:
    return look(cast.ana, lambda: Need.objects.get(id=need.id).state)


@pytest.mark.parametrize("how", ENDS)
def test_an_ended_need_is_open_again_as_it_was(cast: Cast, case: Case, need: Need, how: str) -> None:
    with acting(cast.ana.scope):
        ENDS[how][0](need.id)
        before = Case.objects.get(id=case.id)
        row = operations.reopen_need(need.id)
        assert (row.id, row.state, row.urgency, row.at) == (need.id, "open", need.urgency, need.at)
        after = Case.objects.get(id=case.id)
        assert after.touched_at > before.touched_at
        assert after.version == before.version
        last = Entry.objects.get(event="need.reopened")
        assert (last.subject_id, last.details) == (case.id, {"code": case.code, "need": "legal"})
        assert timeline(after, None)[0].title == f"Necesidad abierta de nuevo: {LEGAL}"
        operations.meet_need(need.id)
    assert _state(cast, need) == "met"


def test_what_is_open_is_not_opened_again(cast: Cast, need: Need) -> None:
    with acting(cast.ana.scope):
        with pytest.raises(WrongState):
            operations.reopen_need(need.id)
        operations.withdraw_need(need.id)
        operations.reopen_need(need.id)
        with pytest.raises(WrongState):
            operations.reopen_need(need.id)
        assert Entry.objects.filter(event="need.reopened").count() == 1


def test_a_need_added_anew_meanwhile_is_the_open_one(cast: Cast, case: Case, need: Need) -> None:
    with acting(cast.ana.scope):
        operations.withdraw_need(need.id)
        again = operations.add_need(case.id, need=NewNeed(kind="legal"))
        with pytest.raises(WrongState):
            operations.reopen_need(need.id)
        assert Need.objects.filter(kind="legal", state="open").get().id == again.id
    page = browser(cast.ana).get(f"/casos/{case.id}/plan/")
    assert "Quitada de la lista" in text(page)
    assert "Volver a abrir" not in text(page)


@pytest.mark.parametrize("who", ["irma", "carla", "flor", "hilda", "gloria", "julia", "diana"])
def test_nobody_else_opens_it(cast: Cast, need: Need, who: str) -> None:
    with acting(cast.ana.scope):
        operations.meet_need(need.id)
    with acting(getattr(cast, who).scope), pytest.raises(NotAllowed):
        operations.reopen_need(need.id)
    assert _state(cast, need) == "met"


def test_a_closed_case_keeps_what_became_of_it(cast: Cast, case: Case, need: Need) -> None:
    with acting(cast.ana.scope):
        operations.meet_need(need.id)
        operations.close(case.id, reason="lost_contact")
        with pytest.raises(WrongState):
            operations.reopen_need(need.id)
    ana = browser(cast.ana)
    plan = f"/casos/{case.id}/plan/"
    assert "Volver a abrir" not in text(ana.get(plan))
    ana.post(f"/casos/{case.id}/necesidades/{need.id}/reabrir/")
    assert "El expediente está cerrado" in text(ana.get(plan))
    assert _state(cast, need) == "met"


@pytest.mark.parametrize("how", ENDS)
def test_the_page_says_what_was_saved_and_takes_it_back(cast: Cast, case: Case, need: Need, how: str) -> None:
    ana = browser(cast.ana)
    plan, url = f"/casos/{case.id}/plan/", f"/casos/{case.id}/necesidades/{need.id}/"
    _act, words, stands = ENDS[how]
    ended = ana.post(url, {"como": how}, follow=True)
    assert words in text(ended)
    assert f"Qué pasó con lo demás {LEGAL} {stands} Volver a abrir" in text(ended)
    opened = ana.post(f"{url}reabrir/", follow=True)
    assert opened.redirect_chain == [(plan, 302)]
    assert f"{LEGAL}: abierta de nuevo." in text(opened)
    assert "Qué pasó con lo demás" not in text(opened)
    late = ana.post(f"{url}reabrir/", follow=True)
    assert "Esta necesidad ya está abierta." in text(late)
    assert "abierta de nuevo" not in text(late)


def test_each_act_is_a_verb_that_names_its_need(cast: Cast, case: Case) -> None:
    body = browser(cast.ana).get(f"/casos/{case.id}/plan/").content.decode()
    for verb in ("Marcar atendida", "Nadie pudo atenderla", "Quitar de la lista"):
        assert f'{verb}<span class="govuk-visually-hidden"> {LEGAL}</span>' in " ".join(body.split())


def test_opening_again_is_sent_never_followed(cast: Cast, case: Case, need: Need) -> None:
    ana = browser(cast.ana)
    assert ana.get(f"/casos/{case.id}/necesidades/{need.id}/reabrir/").status_code == 405


def test_a_stranger_and_another_case_reach_nothing(cast: Cast, case: Case, need: Need) -> None:
    with acting(cast.ana.scope):
        operations.meet_need(need.id)
    carlas = on_file(cast.carla)
    for case_id in (case.id, carlas.id):
        for act in ("", "reabrir/"):
            url = f"/casos/{case_id}/necesidades/{need.id}/{act}"
            assert browser(cast.carla).post(url, {"como": "retirada"}).status_code == 404
    assert browser(cast.irma).post(f"/casos/{case.id}/necesidades/{need.id}/reabrir/").status_code == 404
    assert _state(cast, need) == "met"
