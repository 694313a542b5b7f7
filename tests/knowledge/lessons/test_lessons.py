"""A message is published with how it is known; who used it tells where, and how far it reached is said and drawn."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.lessons.models import LESSONS, USES, Published
from contratrata.knowledge.practices.models import PRACTICES
from reviewing import public_page
from reviewing import published as published_practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def written(cast: Cast, **more: Any) -> Any:
    values = {
        "sort": "message", "audience": ("communities",), "channel": ("radio",),
        "name": Translated.of({"es": "Pregunte antes (ficticio)", "en": "Ask first (fictitious)"}),
        "evidence": Translated.of({"es": "De un taller inventado.", "en": "From an invented workshop."}),
    }  # fmt: skip
    with acting(cast.flor.scope):
        return nouns.write(LESSONS, values=values | more)


def published(cast: Cast, **more: Any) -> Any:
    row = written(cast, **more)
    with acting(cast.gloria.scope):
        nouns.publish(LESSONS, row.id, expected_version=1)
    return row


def tell(player: Player, row: Any, country: str, reached: int, channel: str = "radio") -> None:
    value = f"{ties.key_of('lesson', row.id)}Pregunte antes (ficticio)"
    with acting(player.scope):
        nouns.write(USES, values={
            "message": value, "place": "Plaza (ficticia)", "country": country, "day": dt.date(2026, 9, 1),
            "channel": channel, "reached": reached,
        })  # fmt: skip


def test_only_what_was_published_is_read_by_anybody_in_both_languages(cast: Cast) -> None:
    row = written(cast)
    assert Client().get(f"/es/lecciones/{row.id}/").status_code == 404
    assert "Pregunte antes" not in Client().get("/es/lecciones/").content.decode()
    assert "Todavía no hay lecciones publicadas" in Client().get("/es/lecciones/").content.decode()
    with acting(cast.gloria.scope):
        nouns.publish(LESSONS, row.id, expected_version=1)
    for language, name in (("es", "Pregunte antes (ficticio)"), ("en", "Ask first (fictitious)")):
        for path in (f"/{language}/", f"/{language}/lecciones/", f"/{language}/lecciones/{row.id}/"):
            page = Client().get(path)
            assert name in page.content.decode(), path
            assert not page.cookies
        assert "Casa Refugio" not in Client().get(f"/{language}/lecciones/{row.id}/").content.decode()
        assert f"/{language}/lecciones/{row.id}/</loc>" in Client().get("/sitemap.xml").content.decode()


def test_a_use_names_a_published_message_and_nothing_else(cast: Cast) -> None:
    row = written(cast)
    with pytest.raises(DomainError) as refused:
        tell(cast.diana, row, "CRI", 5)
    assert refused.value.field == "message"
    with acting(cast.gloria.scope):
        nouns.publish(LESSONS, row.id, expected_version=1)
    page = browser(cast.diana).get(f"/usos-de-mensajes/nuevo/?message={ties.key_of('lesson', row.id)}")
    assert "Pregunte antes (ficticio)</option>" in page.content.decode().split("selected", 1)[1]
    tell(cast.diana, row, "CRI", 5)


def test_its_reach_is_said_and_drawn_for_members_alone(cast: Cast) -> None:
    row, other = published(cast), published(cast)
    page = browser(cast.ana).get(f"/lecciones/{row.id}/").content.decode()
    assert "Nadie ha contado todavía que lo usó." in page
    tell(cast.flor, row, "GTM", 40)
    tell(cast.diana, row, "CRI", 300, "training")
    tell(cast.diana, row, "CRI", 60)
    tell(cast.diana, other, "CRI", 7777)
    page = browser(cast.ana).get(f"/lecciones/{row.id}/").content.decode()
    assert "Costa Rica: <b>360</b> personas, de <b>400</b> en total." in page
    assert "Formación: <b>300</b> personas, de <b>400</b> en total." in page
    assert "7777" not in page
    assert "7,777" not in page
    assert browser(cast.julia).get(f"/lecciones/{row.id}/").status_code == 404
    tell(cast.flor, row, "GTM", 320)  # as many as in Costa Rica: none stands out
    page = browser(cast.ana).get(f"/lecciones/{row.id}/").content.decode()
    assert "Llegó a <b>720</b> personas, sin un lugar que sobresalga." in page
    assert "360" not in Client().get(f"/es/lecciones/{row.id}/").content.decode()


def test_a_tie_leads_to_what_anybody_reads_and_stays_when_that_is_gone(cast: Cast) -> None:
    practice = published_practice(cast)
    tie = f"practice:{practice.id}:Faro (ficticia)"
    row = published(cast, tie=tie)
    url = public_page(practice.id)
    assert f'href="{url}"' in Client().get(f"/es/lecciones/{row.id}/").content.decode()
    with acting(cast.gloria.scope):
        nouns.take_back(PRACTICES, practice.id, reason="La ley cambió.")
    page = Client().get(f"/es/lecciones/{row.id}/").content.decode()
    assert "Práctica: Faro (ficticia)" in page
    assert url not in page


def test_the_demonstration_cites_the_cycle_or_says_that_it_is_invented(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        nouns.demonstrate(LESSONS)
        nouns.demonstrate(USES)
    rows: list[Any] = list(Published.objects.all())
    assert len(rows) == 6
    for row in rows:
        cited = row.evidence.text("es").startswith("Fuente: OIM")
        assert cited or "(ficticio)" in row.name.text("es")
