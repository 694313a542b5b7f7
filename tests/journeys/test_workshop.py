"""A workshop with four tables: two rapporteurs write, the plenary sees both, a telephone dies, the memoir takes up."""

import re

import pytest
from django.db import transaction
from visiting import Visiting, Visitor

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.events.models import Session
from contratrata.knowledge.live import links
from contratrata.knowledge.live.models import Parallel
from contratrata.knowledge.practices.models import Practice
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS
from meeting import a_workshop, door_token, table_path, tie_to
from nouns import values_for
from taking_up import published

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


def wait_for(visitor: Visitor, words: str) -> None:
    """Until this can be read."""
    visitor.page.get_by_text(words).first.wait_for()


def test_a_workshop_with_four_tables(real_cast: Cast, visit: Visiting) -> None:
    with transaction.atomic():
        event, tables = a_workshop(real_cast)
        practice = published(real_cast)
        with acting(real_cast.flor.scope):
            values = values_for(SYSTEMATISATIONS, "Taller") | {"tie": f"event:{event.id}:Taller (ficticio)"}
            memoir = nouns.write(SYSTEMATISATIONS, values=values)
    plenary = f"/eventos/{event.id}/plenaria/"
    flor = visit(name="plenaria")
    flor.sign_in(real_cast.flor)
    flor.go(plenary)
    assert "nadie todavía" in flor.text()
    ivan, ruth = visit(name="mesa1"), visit(name="mesa2")
    for rapporteur, table, words in (
        (ivan, tables[0], "Hablar de trabajo\n\n- y de redes"), (ruth, tables[1], "Guiones cortos"),
    ):  # fmt: skip
        rapporteur.go(table_path(real_cast, table))
        rapporteur.write("words_1", words)
        wait_for(rapporteur, "Guardado en la plataforma")
    wait_for(flor, "Hablar de trabajo")  # by itself
    wait_for(flor, "Guiones cortos")
    flor.look()
    agree_and_wish(ruth, practice, real_cast.horizonte.country)
    ruth.close()
    lose_a_telephone(ivan, visit(name="otro_telefono"), table_path(real_cast, tables[0]))
    with transaction.atomic(), acting(real_cast.flor.scope):
        assert Parallel.objects.count() == 1
    ask_and_answer(real_cast, flor, visit(name="sala"), tables[0])

    # The plenary proposes to countries, shares, and the memoir takes it up.
    flor.go(plenary)
    flor.press("Proponer a los países")
    flor.press("Sí, proponerlas")
    for one in tables[:2]:
        flor.go(f"{plenary}mesas/{one.id}/")
        flor.press("Mostrarlo a quienes participan")
    flor.go(plenary)
    flor.press("llevar allí los acuerdos")
    flor.press("Sí, llevarlos")
    assert SYSTEMATISATIONS.url("row", memoir) in flor.page.url
    assert "Compartir los guiones antes de marzo" in flor.text()
    assert "Hablar de trabajo" in flor.text()
    flor.close()
    decide(real_cast, visit(name="pais"))


def agree_and_wish(ruth: Visitor, practice: Practice, country: str) -> None:
    """An agreement, and what a country would adopt."""
    ruth.press("Anotar un acuerdo")
    ruth.press("Guardar")  # nothing typed: it says what is missing
    ruth.write("words", "Compartir los guiones antes de marzo (ficticio)")
    ruth.write("parties", "Guatemala y Honduras")
    ruth.tick("how", "consensus")
    ruth.press("Guardar")
    ruth.press("Anotar qué país adoptaría")
    ruth.choose("practice", tie_to(practice))
    ruth.choose("country", country)
    ruth.write("conditions", "Si hay fondos (ficticio)")
    ruth.press("Guardar")
    assert "Si hay fondos" in ruth.text()


def lose_a_telephone(ivan: Visitor, other: Visitor, path: str) -> None:
    """What it had sent is on another one; what it had not stands on it, and is kept beside when it comes back."""
    ivan.context.set_offline(True)
    ivan.write("words_2", "Faltó traducción")
    wait_for(ivan, "Sin conexión")
    other.go(path)
    assert "Hablar de trabajo" in other.page.locator("[name=words_1]").input_value()
    other.write("words_2", "Faltó tiempo")
    wait_for(other, "Guardado en la plataforma")
    other.close()
    ivan.context.set_offline(False)
    wait_for(ivan, "Alguien más escribió aquí a la vez")
    ivan.page.reload()
    ivan.look()
    assert "Faltó traducción" in ivan.text()
    assert ivan.page.locator("[name=words_2]").input_value() == "Faltó tiempo"
    ivan.press("Los dos, uno debajo del otro")
    assert ivan.page.locator("[name=words_2]").input_value() == "Faltó tiempo\n\nFaltó traducción"
    ivan.press("Entregar la relatoría")
    assert "La relatoría está entregada" in ivan.text()
    ivan.close()


def ask_and_answer(cast: Cast, flor: Visitor, someone: Visitor, session: Session) -> None:
    """The room asks, votes and answers; the screen shows it."""
    hall = f"/eventos/{session.event_id}/plenaria/salones/{session.id}/"
    someone.go(f"/es/salon/entrar/{door_token(cast, session)}/")
    someone.press("Entrar")
    someone.write("words", "¿Quién paga la traducción?")
    someone.press("Enviar la pregunta")
    flor.go(hall)
    flor.press("Dejarla pasar")
    flor.press("Preparar un sondeo")
    flor.write("question", "¿Qué sigue?")
    flor.write("options", "Piloto\nNada")
    flor.press("Guardar")
    flor.press("Abrirlo")
    flor.go(f"{hall}pantalla/")
    assert "¿Quién paga la traducción?" in flor.text()
    wait_for(someone, "Hay algo nuevo en la sala")
    someone.page.reload()
    someone.look()
    someone.press("También la quiero")
    assert "1 voto" in someone.text()
    someone.page.locator("main label").filter(has_text="Piloto").click()
    someone.press("Responder")
    someone.press("Responder")  # nothing chosen: it says so
    for n in range(4):
        with transaction.atomic(), acting(cast.flor.scope):
            token = links.seat_token(session, links.new_seat())
        someone.page.goto(f"{someone.address}/es/salon/{token}/")
        someone.page.locator("main label").filter(has_text="Piloto" if n else "Nada").click()
        with someone.page.expect_navigation():
            someone.page.locator("main button[value=answer]").click()
    flor.go(hall)
    flor.press("Cerrarlo y mostrar lo que salió")
    flor.go(f"{hall}pantalla/")
    assert re.search(r"Piloto\D+4", flor.text())
    someone.close()


def decide(cast: Cast, diana: Visitor) -> None:
    """The country says that it adopts what the table said of it."""
    diana.sign_in(cast.diana)
    diana.go("/conocimiento/")
    diana.press("Responder")
    diana.press("Responder")
    diana.tick("taken", "yes")
    diana.write("words", "Empezamos en marzo")
    diana.press("Responder")
    assert "La adopta" in diana.text()
    diana.close()


def test_a_rapporteur_without_scripts(real_cast: Cast, visit: Visiting) -> None:
    with transaction.atomic():
        _event, tables = a_workshop(real_cast, 1)
    somebody = visit(name="sin_scripts", scripts=False)
    somebody.go(table_path(real_cast, tables[0]))
    somebody.write("words_1", "Hablar de trabajo")
    somebody.press("Guardar")
    assert somebody.page.locator("[name=words_1]").input_value() == "Hablar de trabajo"
    somebody.close()
