"""A caseworker leaves: what she would leave to nobody is listed first, and each thing gets an answer.

Flor administers and sees no person; Ana leaves; Carla and Beatriz stay.
"""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from page_tools import hidden, look, on_file, text
from samples import SECRETS, full, named

from cast import Cast, Player
from contratrata.care.cases import operations
from contratrata.care.cases.inputs import NewStep
from contratrata.care.cases.models import Case, NextStep, Registration
from contratrata.care.cases.queries import registrations_visible_to, visible_to, without_responsible
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.errors import Conflict, DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.network import staffing
from contratrata.ground.network.models import Membership
from contratrata.ground.notices.models import Notice
from signin import sign_in

LEFT = {"reason": "left"}


def end_url(player: Player) -> str:
    return reverse("network:end_membership", args=[player.membership.pk])


def answers(page: object, **values: str) -> dict[str, str]:
    """The second page as it is sent: what it carries, and these answers."""
    return {**LEFT, "confirmar": "1", "abierto_visto": hidden(page, "abierto_visto"), **values}


def works(player: Player) -> bool:
    with acting(player.scope):
        return Membership.objects.get(pk=player.membership.pk).ended_at is None


def responsible(cast: Cast, case: Case) -> uuid.UUID | None:
    with acting(cast.beatriz.scope):
        return Case.objects.get(id=case.id).responsible_id


def begun(player: Player) -> uuid.UUID:
    """A registration with a name, left at its first page."""
    with acting(player.scope):
        row = operations.save_registration(
            None, step="nombre", answers={"given_names": ["Xiomara"]}, once=uuid.uuid4()
        )
    return row.id


def test_with_nothing_open_nothing_is_asked(cast: Cast, client: Client) -> None:
    closed = on_file(cast.ana)
    with acting(cast.ana.scope):
        operations.close(closed.id, reason="plan_completed")
    sign_in(client, cast.flor)
    assert client.post(end_url(cast.ana), LEFT)["Location"] == "/personal/"
    assert not works(cast.ana)


def test_one_open_case_is_one_press_more(cast: Cast, client: Client) -> None:
    """The page names it by its code; what is proposed leaves it to supervision, who is told."""
    case = on_file(cast.ana)
    sign_in(client, cast.flor)
    page = client.post(end_url(cast.ana), LEFT)
    assert works(cast.ana)
    shown = text(page)
    assert "Casos abiertos" in shown
    assert case.code in shown
    assert [secret for secret in SECRETS if secret in page.content.decode()] == []
    assert (
        client.post(end_url(cast.ana), answers(page, abierto_casos="supervision"))["Location"] == "/personal/"
    )
    assert not works(cast.ana)
    assert responsible(cast, case) is None
    supervision = sign_in(Client(), cast.beatriz)
    today = supervision.get(reverse("web:today"))
    assert "1 caso espera que supervisión lo entregue a alguien." in text(today)
    result = supervision.get(f"{reverse('cases:list')}?sin_responsable=on")
    assert case.code in text(result)
    with acting(cast.beatriz.scope):
        assert Notice.objects.filter(kind="case.nobodys", roles="supervisor").count() == 1
        assert NextStep.objects.get(case=case).assigned_to_id is None
    with acting(cast.hilda.scope):
        traces = Entry.objects.filter(event="case.left_to_supervision", subject_id=case.id)
        assert [row.actor_id for row in traces] == [cast.flor.user.pk]


def test_many_go_to_one_but_for_those_that_go_elsewhere(cast: Cast, client: Client) -> None:
    cases = [on_file(cast.ana, named(f"Ficticia{n}", "Prueba")) for n in range(7)]
    step_of = on_file(cast.ana)
    sign_in(client, cast.flor)
    page = client.post(end_url(cast.ana), LEFT)
    apart = {
        f"abierto_casos_{cases[0].id}": str(cast.beatriz.user.pk),
        f"abierto_casos_{cases[1].id}": "supervision",
    }
    sent = client.post(end_url(cast.ana), answers(page, abierto_casos=str(cast.carla.user.pk), **apart))
    assert sent["Location"] == "/personal/"
    result = [responsible(cast, case) for case in cases]
    assert result == [cast.beatriz.user.pk, None, *[cast.carla.user.pk] * 5]
    with acting(cast.carla.scope):
        assert visible_to(cast.carla.scope).count() == 6
        assert Notice.objects.filter(kind="case.handed_over", user_id=cast.carla.user.pk).count() == 6
        assert NextStep.objects.get(case=step_of).assigned_to_id == cast.carla.user.pk


def test_a_registration_and_a_step_are_not_lost(cast: Cast, client: Client) -> None:
    """To who takes over, or to supervision, who goes on with it."""
    first, second = begun(cast.ana), begun(cast.ana)
    others = on_file(cast.carla, full(next_step=NewStep(what="Llamar", assigned_to_id=cast.ana.user.pk)))
    sign_in(client, cast.flor)
    page = client.post(end_url(cast.ana), LEFT)
    assert "Registros sin terminar 2" in text(page)
    assert "Xiomara" not in page.content.decode()
    values = {"abierto_registros": "supervision", f"abierto_registros_{first}": str(cast.carla.user.pk)}
    client.post(end_url(cast.ana), answers(page, abierto_pasos="supervision", **values))
    assert not works(cast.ana)
    with acting(cast.carla.scope):
        assert [row.id for row in registrations_visible_to(cast.carla.scope)] == [first]
        assert NextStep.objects.get(case=others).assigned_to_id is None
    supervision = sign_in(Client(), cast.beatriz)
    assert "quien ya no trabaja aquí" in text(supervision.get(reverse("web:today")))
    url = reverse("cases:register_page", args=[second, "nombre"])
    form = supervision.get(url)
    supervision.post(url, {"given_names": "Xiomara", "seen": hidden(form, "seen")})
    with acting(cast.beatriz.scope):
        assert Registration.objects.get(id=second).user_id == cast.beatriz.user.pk


def test_losing_the_function_is_asked_the_same(cast: Cast, client: Client) -> None:
    """Another function beside it asks nothing; taking the one that works on cases does."""
    case = on_file(cast.ana)
    sign_in(client, cast.flor)
    url = reverse("network:change_roles", args=[cast.ana.membership.pk])
    more = {"seen": "caseworker", "roles": ["caseworker", "auditor"], "reason": "new_duties"}
    assert client.post(url, more)["Location"] == "/personal/"
    fewer = {"seen": "auditor,caseworker", "roles": ["auditor"], "reason": "new_duties"}
    page = client.post(url, fewer)
    assert "Casos abiertos" in text(page)
    values = {**fewer, **answers(page, abierto_casos=str(cast.carla.user.pk)), "reason": "new_duties"}
    assert client.post(url, values)["Location"] == "/personal/"
    assert responsible(cast, case) == cast.carla.user.pk


def test_what_came_meanwhile_is_asked_about_first(cast: Cast, client: Client) -> None:
    """A second editor hands a case to her, and takes one away, while the page is open."""
    case = on_file(cast.ana)
    others = on_file(cast.carla, named("Ficticia", "Prueba"))
    sign_in(client, cast.flor)
    page = client.post(end_url(cast.ana), LEFT)
    with acting(cast.beatriz.scope):
        for one, former, to in ((others, cast.carla, cast.ana), (case, cast.ana, cast.carla)):
            operations.hand_over(
                one.id, to_user_id=to.user.pk, expected_responsible_id=former.user.pk, reason="load"
            )
    again = client.post(end_url(cast.ana), answers(page, abierto_casos=str(cast.carla.user.pk)))
    assert "Mientras tanto cambió lo que está abierto" in text(again)
    assert others.code in text(again)
    assert case.code not in text(again)
    assert works(cast.ana)
    client.post(end_url(cast.ana), answers(again, abierto_casos=str(cast.carla.user.pk)))
    assert not works(cast.ana)
    assert responsible(cast, others) == cast.carla.user.pk


def test_the_act_itself_leaves_nothing_without_an_answer(cast: Cast) -> None:
    """Whoever calls it, with no answer, with a stranger's name or with her own."""
    case = on_file(cast.ana)
    for entry in (
        {},
        {"casos": {}},
        *({"casos": {str(case.id): str(who.user.pk)}} for who in (cast.irma, cast.ana, cast.flor)),
    ):
        with acting(cast.flor.scope), pytest.raises(Conflict):
            staffing.end_membership(membership_id=cast.ana.membership.pk, reason="left", answers=entry)
        assert works(cast.ana)
        assert responsible(cast, case) == cast.ana.user.pk


def test_pressed_twice_at_once_it_happens_once(real_cast: Cast) -> None:
    case = on_file(real_cast.ana)
    initial = {"casos": {str(case.id): str(real_cast.carla.user.pk)}}
    start, outcome = threading.Barrier(2), []

    def end() -> None:
        try:
            start.wait(timeout=10)
            with acting(real_cast.flor.scope):
                staffing.end_membership(
                    membership_id=real_cast.ana.membership.pk, reason="left", answers=initial
                )
            outcome.append("ended")
        except DomainError:
            outcome.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=end) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcome) == ["ended", "refused"]
    with acting(real_cast.hilda.scope):
        assert Entry.objects.filter(event="case.handed_over").count() == 1


def test_whose_responsible_left_before_this_was_asked_is_found_too(cast: Cast) -> None:
    """Gone, with other functions, or with an account that is shut; never a closed case, never another house's."""
    left, stays, closed = (
        on_file(who, named("Ficticia", "Prueba")) for who in (cast.ana, cast.carla, cast.ana)
    )
    on_file(cast.irma, named("Ficticia", "Ajena"))
    with acting(cast.ana.scope):
        operations.close(closed.id, reason="plan_completed")
    find = lambda: list(without_responsible(visible_to(cast.beatriz.scope)).values_list("id", flat=True))
    assert look(cast.beatriz, find) == []
    cast.ana.user.is_active = False
    cast.ana.user.save(update_fields=["is_active"])
    assert look(cast.beatriz, find) == [left.id]
    assert stays.id not in look(cast.beatriz, find)
