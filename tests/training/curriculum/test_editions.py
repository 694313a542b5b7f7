"""The office closes the curriculum in numbered versions; what each said stays, and what it changed is told."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from cast import Cast, Player, another
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations as nouns
from contratrata.training.curriculum import editions
from contratrata.training.curriculum.models import COMPETENCES, COURSES, THEMES, Edition
from nouns import values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
HERE = "/formacion/versiones/"


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def theme(player: Player, name: str = "Timonel", **more: Any) -> Any:
    with acting(player.scope):
        names = {"name": Translated.of({"es": f"{name} (ficticio)"})}
        return nouns.write(THEMES, values=values_for(THEMES, "Timonel") | names | more)


def close(player: Player, words: str = "La primera.") -> Any:
    with acting(player.scope):
        return editions.close(words=words)


def test_a_version_says_for_ever_what_stood_there_and_the_next_what_changed(cast: Cast) -> None:
    one, other = theme(cast.gloria, "Timonel"), theme(cast.gloria, "Brújula")
    theme(cast.flor, "Ajeno")
    assert close(cast.gloria).number == 1
    with acting(cast.gloria.scope):
        nouns.change(THEMES, one.id, values={"number": 7}, expected_version=1)
        nouns.remove(THEMES, other.id, expected_version=1)
        nouns.write(COMPETENCES, values=values_for(COMPETENCES, "Ancla"))
    assert close(cast.gloria, "La segunda.").number == 2
    first = browser(cast.ana).get(f"{HERE}1/").content.decode()
    assert "Brújula (ficticio)" in first
    assert "Ajeno" not in first
    assert "Qué cambió" not in first
    second = browser(cast.ana).get(f"{HERE}2/").content.decode()
    for sentence in (
        "Temas del programa: en «Timonel (ficticio)» cambió Número.",
        "Temas del programa: se quitó «Brújula (ficticio)».",
        "Competencias: se agregó «Ancla (ficticia)».",
    ):
        assert sentence in second, sentence
    listed = browser(cast.ana).get(HERE).content.decode()
    assert listed.index("La segunda.") < listed.index("La primera.")
    assert browser(cast.ana).get(f"{HERE}3/").status_code == 404
    assert browser(cast.julia).get(f"{HERE}1/").status_code == 404
    with acting(another(cast.red, "Rita", Role.AUDITOR).scope):
        assert Trace.objects.filter(event="training_editions.closed").count() == 2


def test_nothing_new_and_nothing_at_all_is_no_version(cast: Cast) -> None:
    with pytest.raises(WrongState):
        close(cast.gloria)
    theme(cast.gloria)
    with pytest.raises(DomainError) as refused:
        close(cast.gloria, " ")
    assert refused.value.field == "words"
    close(cast.gloria)
    with pytest.raises(WrongState, match="versión 1"):
        close(cast.gloria)


def test_only_the_office_closes_one_and_sent_twice_it_is_one(cast: Cast) -> None:
    theme(cast.gloria)
    with pytest.raises(NotAllowed):
        close(cast.flor)
    assert browser(cast.flor).get(f"{HERE}cerrar/").status_code == 404
    client, sent = browser(cast.gloria), {"words": "La primera.", "once": str(uuid.uuid4())}
    assert client.get(f"{HERE}cerrar/").status_code == 200
    for _again in range(2):
        assert client.post(f"{HERE}cerrar/", sent).headers["Location"] == f"{HERE}1/"
    with acting(cast.gloria.scope):
        assert Edition.objects.count() == 1
        nouns.write(COURSES, values=values_for(COURSES, "Ancla") | {"before": ""})
    assert "se agregó «Ancla (ficticia)»" in client.get(f"{HERE}cerrar/").content.decode()


def test_nobody_changes_a_version_that_was_closed(cast: Cast) -> None:
    theme(cast.gloria)
    row = close(cast.gloria)
    with acting(cast.gloria.scope), pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(id=row.id).update(words="Otra cosa")
