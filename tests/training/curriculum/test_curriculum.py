"""What no course of the programme covers is seen, drawn, listed and taken along; a proposal covers nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, Player, another
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.charts.public import Of
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.training.curriculum.coverage import covered, matrix
from contratrata.training.curriculum.models import COMPETENCES, COURSES, THEMES, UNITS
from contratrata.training.curriculum.public import hours_of
from downloads import sheet_content
from nouns import values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
MATRIX = "/formacion/que-falta-cubrir/"


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def write(player: Player, noun: Any, **more: Any) -> Any:
    with acting(player.scope):
        return nouns.write(noun, values=values_for(noun, "Timonel") | more)


def tie(code: str, row: Any) -> str:
    return f"{ties.key_of(code, row.id)}{row.name.reading().text}"


def needed(cast: Cast, level: str = "intermediate") -> tuple[Any, Any]:
    """A theme, and what the police and the shelters have to be able to do with it."""
    theme = write(cast.gloria, THEMES, number=1, areas=("protection",))
    competence = write(
        cast.gloria, COMPETENCES, theme=tie("theme", theme), areas=("protection",), level=level,
        roles=("police", "shelter"),
    )  # fmt: skip
    return theme, competence


def course(player: Player, theme: Any, *, by: Player | None = None, **more: Any) -> Any:
    """A course for the police with one unit of that theme, written by its own organisation or by another one."""
    values = {"roles": ("police",), "level": "intermediate", "before": ""} | more
    row = write(player, COURSES, **values)
    write(
        by or player,
        UNITS,
        course=tie("course", row),
        theme=tie("theme", theme),
        areas=("protection",),
        hours=6,
    )
    return row


def missing(cast: Cast) -> list[set[tuple[str, str]]]:
    with acting(cast.ana.scope):
        return [set(one.missing) for one in covered(cast.ana.scope, COMPETENCES.visible_to(cast.ana.scope))]


POLICE, SHELTER = ("protection", "police"), ("protection", "shelter")


def test_a_course_of_the_programme_covers_its_roles_and_no_others(cast: Cast) -> None:
    theme, _competence = needed(cast)
    assert missing(cast) == [{POLICE, SHELTER}]
    course(cast.gloria, theme)
    assert missing(cast) == [{SHELTER}]
    course(cast.gloria, theme, roles=("shelter",))
    assert missing(cast) == [set()]


def test_a_proposal_a_lower_level_and_a_unit_of_somebody_else_cover_nothing(cast: Cast) -> None:
    theme, _competence = needed(cast)
    course(cast.flor, theme)
    course(cast.gloria, theme, level="basic")
    course(cast.gloria, theme, by=cast.flor)
    assert missing(cast) == [{POLICE, SHELTER}]


def test_another_area_or_theme_covers_nothing(cast: Cast) -> None:
    needed(cast)
    other = write(cast.gloria, THEMES, number=2)
    course(cast.gloria, other)
    assert missing(cast) == [{POLICE, SHELTER}]


def test_a_theme_that_was_renamed_is_the_same(cast: Cast) -> None:
    theme, _competence = needed(cast)
    course(cast.gloria, theme)
    with acting(cast.gloria.scope):
        name = Translated.of({"es": "Otro nombre (ficticio)"})
        nouns.change(THEMES, theme.id, values={"name": name}, expected_version=1)
        figure = matrix(
            cast.gloria.scope, covered(cast.gloria.scope, COMPETENCES.visible_to(cast.gloria.scope))
        )
    assert [(row.label, list(row.values)) for row in figure.data.rows] == [
        ("1. Otro nombre (ficticio)", [Of(1, 1), Of(0, 1)])
    ]
    page = browser(cast.ana).get(MATRIX, {"tema": tie("theme", theme)}).content.decode()
    assert "De 2 cruces de tema, área y función, <b>1</b> están sin cubrir" in page


def test_the_page_draws_lists_narrows_and_gives_the_sheet(cast: Cast) -> None:
    theme, _competence = needed(cast)
    course(cast.gloria, theme)
    page = browser(cast.ana).get(MATRIX).content.decode()
    assert "1 de 1" in page
    assert "bajo el mínimo" in page
    assert "Protección: Albergues" in page
    for state, there in (("part", True), ("missing", False), ("covered", False)):
        narrowed = browser(cast.ana).get(MATRIX, {"estado": state}).content.decode()
        assert ("Protección: Albergues" in narrowed) is there, state
    sheet = sheet_content(browser(cast.ana), MATRIX).decode()
    assert "Protección: Albergues" in sheet
    assert "En parte" in sheet
    english = browser(cast.ana)
    english.cookies["django_language"] = "en"
    assert "Protection: Shelters" in english.get(MATRIX).content.decode()


def test_another_realm_sees_none_of_it(cast: Cast) -> None:
    needed(cast)
    assert "Timonel" not in browser(cast.julia).get(MATRIX).content.decode()


def test_a_course_shows_its_units_and_apart_those_that_others_propose(cast: Cast) -> None:
    theme, _competence = needed(cast)
    row = course(cast.gloria, theme)
    write(cast.flor, UNITS, course=tie("course", row), theme=tie("theme", theme), hours=9,
          name=Translated.of({"es": "Propuesta (ficticia)"}))  # fmt: skip
    page = browser(cast.ana).get(COURSES.url("row", row)).content.decode()
    assert "Curso del programa" in page
    assert "Toma <b>6 horas</b>" in page
    assert "Propuesta (ficticia)" in page.partition("Unidades que proponen otras organizaciones")[2]
    proposal = course(cast.flor, theme)
    assert (
        "Propuesta: todavía no es del programa"
        in browser(cast.ana).get(COURSES.url("row", proposal)).content.decode()
    )
    with acting(cast.ana.scope):
        assert hours_of(cast.ana.scope) == {row.id: 6, proposal.id: 6}
    shown = browser(cast.ana).get(THEMES.url("row", theme)).content.decode()
    assert "Qué hay que saber hacer" in shown
    assert COURSES.title(row) in shown


def test_what_the_office_brings_in_a_job_is_of_the_programme(cast: Cast) -> None:
    from contratrata.ground.network.public import job_scope

    for player, of_programme in ((cast.gloria, True), (cast.flor, False)):
        with acting(job_scope(player.membership.organisation, user_id=player.user.id)):
            row = nouns.write(COURSES, values=values_for(COURSES, "Timonel") | {"before": ""})
        assert row.by_office is of_programme


def test_as_many_queries_for_thirty_competences_as_for_one(cast: Cast) -> None:
    def asked() -> tuple[int, int]:
        client = browser(cast.ana)
        client.get(MATRIX)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(MATRIX)
        return len(queries), len(answer.content)

    theme, _competence = needed(cast)
    course(cast.gloria, theme)
    one, _size = asked()
    for number in range(29):
        other, _competence = needed(cast)
        course(cast.gloria, other, name=Translated.of({"es": f"Curso {number} (ficticio)"}))
    many, size = asked()
    assert many == one
    assert size < 120_000  # thirty themes of rows; nine stand in a programme


def test_the_demonstration_says_what_is_uncovered_and_stays_light(cast: Cast) -> None:
    paula = another(cast.escuela, "Paula", Role.COORDINATION)
    with acting(paula.scope):
        for noun in (THEMES, COMPETENCES, COURSES, UNITS):
            nouns.demonstrate(noun)
        assert THEMES.visible_to(paula.scope).count() == 9
    page = browser(paula).get(MATRIX)
    text = page.content.decode()
    assert len(page.content) < 60_000, len(page.content)
    assert "6. El contexto del lado de la demanda" in text
    for row in THEMES.questions.examples:
        assert row["sources"], row["name"]
