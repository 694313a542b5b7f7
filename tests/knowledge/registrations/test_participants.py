"""The list of participants by link: those who said yes, for who has a place; for a stranger it does not exist."""

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.queries import Own
from registering import happening, own_by, signed_up, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def page(mine: Own, end: str = "participantes/") -> str:
    token = token_for(mine.happening, mine.row)
    answer = Client().get(f"/es/inscripcion/{token}/{end}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_who_has_a_place_sees_those_who_said_yes_and_nobody_else(cast: Cast) -> None:
    event = happening(cast, capacity=4)
    with acting(cast.flor.scope):
        operations.set_terms(event, values={"consents": ("listed",)}, expected_version=0)
    mine = signed_up(event, 0)
    assert "Quién más participa" not in page(mine, "")
    assert "Nadie ha aceptado todavía." in page(mine)
    yes = signed_up(event, 1, listed=True, country="GTM")
    signed_up(event, 2)
    signed_up(event, 3, listed=True, confirmed=False)
    waiting = signed_up(event, 4, listed=True)
    shown = page(mine)
    assert "Quién más participa" in page(mine, "")
    assert "Persona 1 (ficticia)" in shown
    assert "persona1@lucero.example" in shown
    assert "Guatemala" in shown
    for n in (0, 2, 3, 4):
        assert f"persona{n}@" not in shown
    assert "Usted no aparece en esta lista." in shown
    assert "Las demás personas también la ven" in page(yes)
    for who in (waiting, signed_up(event, 5, confirmed=False)):
        token = token_for(event, who.row)
        assert Client().get(f"/es/inscripcion/{token}/participantes/").status_code == 404


def test_who_left_or_was_erased_is_in_no_list_and_reads_none(cast: Cast) -> None:
    event = happening(cast)
    with acting(cast.flor.scope):
        operations.set_terms(event, values={"consents": ("listed",)}, expected_version=0)
    mine, left, gone = (signed_up(event, n, listed=True) for n in range(3))
    operations.withdraw(left)
    token = token_for(event, own_by(event, left.row).row)
    assert Client().get(f"/es/inscripcion/{token}/participantes/").status_code == 404
    with acting(job_scope(cast.refugio)):
        operations.erase(gone.row.id, reason="asked_by_person")
    shown = page(mine)
    assert "persona1@" not in shown
    assert "persona2@" not in shown
    assert Client().get(f"/es/inscripcion/{'A' * 64}/participantes/").status_code == 404
