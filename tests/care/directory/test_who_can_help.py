"""The question asked of the real tables, and its page."""

import datetime as dt
import random
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from offers import keeper_of, offer, shelter_of_horizonte

from cast import Cast
from contratrata.care.directory import operations, queries
from contratrata.care.directory.matching import Answer
from contratrata.care.directory.models import Service, ServiceCapacity
from contratrata.ground.audit.models import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.operations import create_organisation
from signin import sign_in

URL = "/quien-puede-ayudar/"
ASKED = {
    "necesidad": "shelter",
    "pais": "CRI",
    "edad": "24",
    "sexo": "female",
    "idioma": "mam",
    "plazas": "on",
}


def names(cast: Cast, **asked: object) -> list[tuple[str, bool]]:
    with acting(cast.ana.scope):
        result = queries.who_can_help(cast.ana.scope, need="shelter", country="CRI", **asked)  # type: ignore[arg-type]
        return [(one.service.name, one.fits) for one in result]


def test_none_one_and_many(cast: Cast) -> None:
    assert names(cast) == []
    shelter_of_horizonte(cast)
    assert names(cast) == [("Casa de acogida (ficticia)", True)]
    for n in range(4):
        offer(cast.diana, f"Casa {n}", places=(9, n))
    assert names(cast, free_only=True) == [
        ("Casa 1", True),
        ("Casa 2", True),
        ("Casa 3", True),
        ("Casa de acogida (ficticia)", True),
        ("Casa 0", False),
    ]


def test_only_what_was_asked_there_and_not_what_is_closed(cast: Cast) -> None:
    offer(cast.diana, "Abogadas", kinds=("legal",))
    offer(cast.diana, "En Panamá", areas=(("PAN", ""),))
    closed = offer(cast.diana, "Cerrado")
    offer(cast.diana, "Varios", kinds=("legal", "shelter", "health"), areas=(("PAN", ""), ("CRI", "CR-SJ")))
    with acting(cast.diana.scope):
        operations.close(service_id=closed.pk)
    assert names(cast) == [("Varios", True)]
    assert names(cast, area="CR-L") == [("Varios", False)]


def test_too_far_from_what_was_asked_is_no_near_miss(cast: Cast) -> None:
    offer(cast.diana, age_from=60, sexes=["male"], areas=(("CRI", "CR-L"),), places=(3, 0))
    assert names(cast, age=24, sex="female") == [("Casa de acogida (ficticia)", False)]
    assert names(cast, age=24, sex="female", area="CR-SJ") == []


def test_four_queries_however_many(cast: Cast) -> None:
    shelter_of_horizonte(cast)
    counts = []
    for more in range(3):
        with (
            acting(cast.ana.scope),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            queries.who_can_help(cast.ana.scope, need="shelter", country="CRI", age=20, free_only=True)
        counts.append(len(asked))
        for n in range(3):
            offer(cast.diana, f"Casa {more} {n}", places=(4, 2))
    assert counts == [4, 4, 4]


def test_the_page_answers_with_why_and_a_way_to_refer(cast: Cast, client: Client) -> None:
    service = shelter_of_horizonte(cast)
    case = uuid.uuid4()
    page = sign_in(client, cast.ana).get(URL, {**ASKED, "caso": str(case)}).content.decode()
    for words in (
        "Albergue o alojamiento seguro · Costa Rica · 24 años · mujer · mam · con plazas libres",
        "Albergue Horizonte (ficticio)",
        "Atiende a mujeres de 24 años",
        "Habla mam",
        "4 plazas libres, dato de hoy",
        "Atiende en todo el país (Costa Rica)",
    ):
        assert words in page
    assert f"/servicios/{service.pk}/?caso={case}" in page
    refers = re.findall(r'href="([^"]*servicio=[^"]*)"', page)
    assert all(str(case) in link and str(service.pk) in link for link in refers)
    with acting(cast.beatriz.scope):
        [searched] = Entry._base_manager.filter(event="directory.searched")
    assert searched.details == {"need": "shelter", "country": "CRI", "fits": 1}


def test_own_organisation_is_marked_and_one_without_agreement_cannot_be_referred_to(
    cast: Cast, client: Client
) -> None:
    bare = create_organisation(
        name="Sin Acuerdo (ficticia)", kind="civil_society", country="CRI", fictitious=True
    )
    offer(keeper_of(bare, "Nora"), "Puerta cerrada")
    offer(keeper_of(cast.refugio, "Olga"), "La nuestra")
    page = sign_in(client, cast.ana).get(URL, {"necesidad": "shelter", "pais": "CRI"}).content.decode()
    ours, theirs = page.index("La nuestra"), page.index("Puerta cerrada")
    assert ours < theirs
    assert "Su organización" in page[ours:theirs]
    assert "No puede recibir derivaciones todavía" in page[theirs:]
    assert "Derivar aquí" not in page


def test_empty_says_what_to_do_next(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana)
    plain = client.get(URL, {"necesidad": "shelter", "pais": "CRI"}).content.decode()
    assert "Nadie ofrece esto todavía en ese país" in plain
    assert "Pregunte a la coordinación de la red" in plain
    narrow = client.get(URL, {"necesidad": "shelter", "pais": "CRI", "zona": "CR-SJ"}).content.decode()
    assert "Pruebe con todo el país" in narrow


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"necesidad": "", "pais": "CRI"}, "Elija qué necesita."),
        ({"necesidad": "shelter", "pais": ""}, "Elija el país."),
        ({"necesidad": "shelter", "pais": "CRI", "edad": "-1"}, "Escriba la edad en años, entre 0 y 120."),
        ({"necesidad": "shelter", "pais": "CRI", "edad": "mucho"}, "Escriba la edad en años, entre 0 y 120."),
        ({"necesidad": "<script>", "pais": "CRI"}, "Elija una opción de la lista."),
    ],
)
def test_bad_questions_are_told_and_kept(
    cast: Cast, client: Client, asked: dict[str, str], words: str
) -> None:
    page = sign_in(client, cast.ana).get(URL, asked)
    assert page.status_code == 200
    text = page.content.decode()
    assert words in text
    assert "Pueden ayudar" not in text
    assert "<script>" not in text.replace("<script src", "")


def test_an_area_left_over_from_another_country_is_not_asked(cast: Cast, client: Client) -> None:
    shelter_of_horizonte(cast)
    page = sign_in(client, cast.ana).get(URL, {"necesidad": "shelter", "pais": "CRI", "zona": "GT-19"})
    assert "Casa de acogida (ficticia)" in page.content.decode()
    areas = client.get(f"{URL}zonas/", {"pais": "CRI"}, headers={"HX-Request": "true"}).content.decode()
    assert "CR-SJ" in areas
    assert "GT-19" not in areas


def test_an_old_figure_and_an_old_entry_say_so(cast: Cast, client: Client) -> None:
    service = shelter_of_horizonte(cast)
    with acting(cast.diana.scope):
        Service.objects.filter(pk=service.pk).update(assured_at=clock.now() - dt.timedelta(days=120))
        service.capacity.__class__.objects.update(free_as_of=clock.now() - dt.timedelta(days=1))
    page = sign_in(client, cast.ana).get(URL, {"necesidad": "shelter", "pais": "CRI"}).content.decode()
    assert "Sin confirmar hace 120 días" in page
    assert "4 plazas libres, dato de ayer" in page


def test_coordination_asks_and_does_not_refer(cast: Cast, client: Client) -> None:
    shelter_of_horizonte(cast)
    page = sign_in(client, cast.gloria).get(URL, {"necesidad": "shelter", "pais": "CRI"}).content.decode()
    assert "Casa de acogida (ficticia)" in page
    assert "servicio=" not in page


def test_strangers_get_nothing(cast: Cast, client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/entrar/")
    assert sign_in(client, cast.hilda).get(URL).status_code == 404


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"age": 17},
    {"age": 24, "sex": "female", "language": "mam", "free_only": True},
    {"area": "CR-SJ", "sex": "male"},
    {"area": "CR-SJ", "age": 12, "free_only": True, "language": "spanish"},
]


def many_kinds(cast: Cast) -> None:
    """Sixty services of three organisations – able, own, without agreement – that differ in all that is asked."""
    dice, today, now = random.Random(7), clock.today(), clock.now()
    keepers = [cast.diana, keeper_of(cast.refugio, "Olga"), keeper_of(cast.clinica, "Paula")]
    areas = [
        (("CRI", ""),),
        (("CRI", "CR-SJ"),),
        (("CRI", "CR-L"), ("PAN", "")),
        (("CRI", "CR-SJ"), ("CRI", "")),
    ]
    for n in range(60):
        low = dice.choice([None, 12, 18])
        keeper = dice.choice(keepers)
        created = offer(
            keeper,
            f"Casa {n:02}",
            areas=dice.choice(areas),
            places=dice.choice([None, (9, 0), (9, 3)]),
            age_from=low,
            age_to=dice.choice([None, (low or 12) + 5]),
            sexes=dice.choice([[], ["female"], ["male", "intersex"]]),
            languages=dice.choice([[], ["spanish"], ["mam", "spanish"]]),
        )
        changed = {
            "state": dice.choice(["active", "active", "paused"]),
            "shut_from": dice.choice([None, None, today, today + dt.timedelta(days=1)]),
            "assured_at": now - dt.timedelta(days=dice.choice([1, 91])),
        }
        changed["shut_until"] = changed["shut_from"] and dice.choice([None, today + dt.timedelta(days=2)])
        words = now - dt.timedelta(hours=dice.choice([1, 73]))
        with acting(keeper.scope):
            Service.objects.filter(pk=created.pk).update(**changed)
            ServiceCapacity.objects.filter(service=created).update(free_as_of=words)


def test_the_database_chooses_what_the_comparison_would(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    many_kinds(cast)
    for asked in QUESTIONS:

        def result(asked: dict[str, Any] = asked) -> list[Answer]:
            with acting(cast.ana.scope):
                return queries.who_can_help(cast.ana.scope, need="shelter", country="CRI", **asked)

        with monkeypatch.context() as patch:
            patch.setattr(queries, "MOST_FITTING", 1_000)
            patch.setattr(queries, "MOST_NEAR", 1_000)
            patch.setattr(queries, "NEAR", 99)
            everything = result()
            assert len(everything) == 60
            patch.setattr(queries, "MOST_FITTING", 5)
            patch.setattr(queries, "MOST_NEAR", 4)
            patch.setattr(queries, "NEAR", 2)
            few = result()
        fitting = [one for one in everything if one.fits]
        near = [one for one in everything if 0 < len(one.why_not) <= 2]
        # among equals the letters of the name decide, as the database compares them
        assert [one.rank[:-3] for one in few] == [one.rank[:-3] for one in (*fitting[:5], *near[:4])], asked
        assert len({one.rank[:-3] for one in everything}) > 20
