"""A plan is seen as drawn, copied and compared, taken as a sheet and on paper; what others propose is taken in."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast, Player, another
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.training.curriculum.models import COMPETENCES, COURSES, THEMES, UNITS
from contratrata.training.plan import operations
from contratrata.training.plan.demo import demonstrate
from contratrata.training.plan.loading import load
from contratrata.training.plan.models import CONTRIBUTIONS, FACILITATIONS, OFFERINGS, PLANS
from downloads import sheet_content
from nouns import values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def page_of(player: Player, row: Any) -> str:
    return browser(player).get(f"/formacion/planes/{row.id}/").content.decode()


def plan(cast: Cast, **more: Any) -> Any:
    """A plan of the office for 2027."""
    rates = {"national_team": 1000, "national_room": 200, "national_travel": 50, "national_materials": 50}
    with acting(cast.gloria.scope):
        values = values_for(PLANS, "Astrolabio") | {"year": 2027, "limit": 40} | rates | more
        return nouns.write(PLANS, values=values)


def offering(player: Player, row: Any, name: str, month: int, **more: Any) -> Any:
    values = {
        "plan": f"{ties.key_of('plan', row.id)}{row.name}", "name": name, "starts_on": dt.date(2027, month, 1),
        "ends_on": dt.date(2027, month, 12), "places": 10, "quotas": (("GTM", 4), ("HND", 3)), "team": 900,
        "venue": 100, "travel": 150, "materials": 50, "place": "San Salvador", "room": f"Aula {month}",
    }  # fmt: skip
    with acting(player.scope):
        return nouns.write(OFFERINGS, values=values_for(OFFERINGS, "Astrolabio") | values | more)


def facilitation(player: Player, to: Any, who: str, hours: int) -> Any:
    offered = f"{ties.key_of('offering', to.id)}{to.name} · Astrolabio"
    with acting(player.scope):
        values = values_for(FACILITATIONS, "Astrolabio") | {"offering": offered, "who": who, "hours": hours}
        return nouns.write(FACILITATIONS, values=values)


def contribution(player: Player, row: Any, value: int, *, to: Any = None, state: str = "received") -> Any:
    values = {"plan": f"{ties.key_of('plan', row.id)}{row.name}", "value": value, "state": state, "country": "HND",
              "donor": "", "offering": ""}  # fmt: skip
    if to is not None:
        values["offering"] = f"{ties.key_of('offering', to.id)}{to.name} · Astrolabio"
    with acting(player.scope):
        return nouns.write(CONTRIBUTIONS, values=values_for(CONTRIBUTIONS, "Astrolabio") | values)


def test_the_year_its_cost_and_the_crossing_are_said_and_drawn(cast: Cast) -> None:
    row = plan(cast)
    offering(cast.gloria, row, "Rutas", 2)
    offering(cast.gloria, row, "Leyes", 5)
    page = page_of(cast.ana, row)
    assert "2 cursos, 20 lugares para 2 países." in page
    assert "Cada lugar cuesta 300\u00a0USD: 12\u00a0% menos que si cada país diera los cursos." in page
    assert "nunca dos a la vez" in page
    assert "Conviene la región <b>hasta 28 lugares</b>" in page
    assert "Guatemala" in page
    offering(cast.gloria, row, "Encimado", 5)
    assert "Pares de cursos con días en común: <b>1</b>" in page_of(cast.ana, row)
    assert browser(cast.ana).get("/formacion/", follow=True).content.decode().count("Encimado") > 1


def test_a_plan_with_nothing_in_it_says_what_comes_next(cast: Cast) -> None:
    row = plan(cast, national_team=None)
    page = page_of(cast.gloria, row)
    assert "Todavía no tiene ningún curso." in page
    assert "Agregar un curso" in page
    assert "Proponer un curso" in page_of(cast.flor, row)
    offering(cast.gloria, row, "Rutas", 2, team=None, venue=None, travel=None, materials=None, quotas=())
    assert "Cuando el plan diga lo que cuesta un curso nacional" in page_of(cast.ana, row)


def test_what_was_withdrawn_leaves_a_course_uncovered(cast: Cast) -> None:
    row = plan(cast)
    one = offering(cast.gloria, row, "Rutas", 2)
    gift = contribution(cast.flor, row, 1200, to=one)
    page = page_of(cast.ana, row)
    assert "Un aporte que ya no llega" not in page
    assert "Falta cubrir <b>1,800</b> de <b>3,000\u00a0" in page.replace("1800", "1,800").replace(
        "3000", "3,000"
    )
    assert (
        "«Rutas» quedaría sin cubrir en 100\u00a0%"
        in browser(cast.ana).get(CONTRIBUTIONS.url("row", gift)).content.decode()
    )
    with acting(cast.flor.scope):
        nouns.change(CONTRIBUTIONS, gift.id, values={"state": "withdrawn"}, expected_version=1)
    page = page_of(cast.ana, row)
    assert "Un aporte que ya no llega" in page
    assert "«Rutas» queda sin cubrir en 100\u00a0%." in page
    assert "sin cubrir" in browser(cast.ana).get(OFFERINGS.url("row", one)).content.decode()


def test_who_is_asked_too_much_and_what_clashes_is_said(cast: Cast) -> None:
    row = plan(cast)
    one = offering(cast.gloria, row, "Rutas", 2)
    other = offering(cast.gloria, row, "Leyes", 2)
    facilitation(cast.gloria, one, "Luz (ficticia)", 30)
    facilitation(cast.gloria, other, "Luz (ficticia)", 26)
    page = page_of(cast.ana, row)
    assert (
        "Luz (ficticia) facilita a la vez «Rutas» y «Leyes»" in page
        or "Luz (ficticia) facilita a la vez «Leyes» y «Rutas»" in page
    )
    assert "En Aula 2 coinciden" in page
    assert "horas al mes: <b>Luz (ficticia)</b>" in page
    facilitation(cast.flor, one, "Intrusa (ficticia)", 30)
    assert "Intrusa" not in page_of(cast.ana, row)


def test_nobody_is_named_without_her_own_yes(cast: Cast) -> None:
    with acting(cast.flor.scope), pytest.raises(DomainError) as refused:
        nouns.write(FACILITATIONS, values=values_for(FACILITATIONS, "Luz") | {"agreed": False})
    assert refused.value.field == "agreed"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": dt.date(2027, 1, 1)}, "ends_on"),
        ({"ends_on": dt.date(2028, 6, 1)}, "ends_on"),
        ({"quotas": (("GTM", 8), ("HND", 3))}, "places"),
        ({"quotas": (("FRA", 1),)}, "quotas"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(
    cast: Cast, changed: dict[str, Any], field: str
) -> None:
    row = plan(cast)
    with pytest.raises(DomainError) as refused:
        offering(cast.gloria, row, "Rutas", 2, **changed)
    assert refused.value.field == field


def test_a_proposal_counts_nothing_until_the_plan_takes_it_in(cast: Cast) -> None:
    row = plan(cast)
    proposed = offering(cast.flor, row, "De Guatemala", 8)
    page = page_of(cast.gloria, row)
    assert "Todavía no tiene ningún curso." in page
    assert "Tomarlo en el plan" in page
    assert "Tomarlo en el plan" not in page_of(cast.flor, row)
    url = f"/formacion/propuestas/{proposed.id}/tomar/"
    for player in (cast.flor, cast.diana):
        assert browser(player).post(url).status_code == 404
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.include(proposed.id)
    for _again in range(2):  # sent twice
        assert browser(cast.gloria).post(url).status_code == 302
    with acting(cast.gloria.scope):
        (loaded,) = load(cast.gloria.scope, [row])
        assert [one.name for one in loaded.offerings] == ["De Guatemala"]
        with pytest.raises(DomainError):
            operations.include(loaded.offerings[0].id)
    with acting(another(cast.red, "Rita", Role.AUDITOR).scope):
        assert Trace.objects.filter(event="training_plans.included").count() == 1
    assert "1 curso, 10 lugares" in page_of(cast.ana, row)


def test_a_copy_is_changed_without_the_original_and_stands_beside_it(cast: Cast) -> None:
    row = plan(cast)
    one = offering(cast.gloria, row, "Rutas", 2)
    facilitation(cast.gloria, one, "Luz (ficticia)", 30)
    contribution(cast.flor, row, 1000, to=one)
    contribution(cast.flor, row, 500)
    token = uuid.uuid4()
    with acting(cast.diana.scope):  # whoever represents a member may try
        copy = operations.copy_plan(row.id, name="Otra idea", token=token)
        assert operations.copy_plan(row.id, name="Otra idea", token=token).id == copy.id
        (loaded,) = load(cast.diana.scope, [copy])
        assert [(o.name, o.places) for o in loaded.offerings] == [("Rutas", 10)]
        assert loaded.offerings[0].organisation_id == cast.horizonte.id
        assert [f.who for f in loaded.facilitations[loaded.offerings[0].id]] == ["Luz (ficticia)"]
        assert sorted((ties.id_in(c.offering), c.value) for c in loaded.contributions if c.offering) == [
            (loaded.offerings[0].id, 1000)
        ]
        nouns.change(OFFERINGS, loaded.offerings[0].id, values={"places": 20}, expected_version=1)
        with pytest.raises(DomainError):
            operations.copy_plan(row.id, name="Otra idea")
        with pytest.raises(DomainError):
            operations.copy_plan(row.id, name=" ")
        second = operations.copy_plan(copy.id, name="Y otra")
        assert second.copied_from == row.id
    assert "1 curso, 10 lugares" in page_of(cast.ana, row)
    assert "1 curso, 20 lugares" in page_of(cast.ana, copy)
    assert "copia para probar" in page_of(cast.ana, copy)
    page = browser(cast.ana).get(f"/formacion/planes/{row.id}/comparar/").content.decode()
    assert "Otra idea" in page
    assert "Y otra" in page
    assert "<b>20</b>" in page.replace("\n", "").replace("  ", "")
    with acting(cast.ana.scope), pytest.raises(NotAllowed):
        operations.copy_plan(row.id, name="Nadie")
    sent = {"words": "Desde la página", "once": str(uuid.uuid4())}
    for _again in range(2):
        assert browser(cast.flor).post(f"/formacion/planes/{row.id}/copiar/", sent).status_code == 302
    with acting(cast.flor.scope):
        assert PLANS.visible_to(cast.flor.scope).filter(name="Desde la página").count() == 1


def test_it_leaves_as_sheets_and_on_paper(cast: Cast) -> None:
    row = plan(cast)
    one = offering(cast.gloria, row, "Rutas", 2)
    contribution(cast.flor, row, 1000, to=one)
    other = plan(cast, name="Otro plan (ficticio)")
    offering(cast.gloria, other, "Ajeno", 3)
    page = page_of(cast.gloria, row)
    assert "XLSX" in page
    query = f"?plan={ties.key_of('plan', row.id)}Astrolabio"
    sheet = sheet_content(browser(cast.gloria), f"/formacion/cursos-que-se-dan/{query}").decode()
    assert "Rutas" in sheet
    assert "Ajeno" not in sheet
    answer = browser(cast.ana).get(f"/formacion/planes/{row.id}/plan.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert io.BytesIO(answer.content).read(4) == b"%PDF"
    with acting(cast.hilda.scope):
        assert Trace.objects.filter(event="training_plans.papered").exists()
    assert browser(cast.julia).get(f"/formacion/planes/{row.id}/plan.pdf").status_code == 404


def test_as_many_queries_for_thirty_courses_as_for_one_and_a_light_page(cast: Cast) -> None:
    row = plan(cast)

    def asked() -> tuple[int, int]:
        client = browser(cast.gloria)
        client.get(f"/formacion/planes/{row.id}/")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/formacion/planes/{row.id}/")
        return len(queries), len(answer.content)

    def more(n: int) -> None:
        one = offering(cast.gloria, row, f"Curso {n}", n % 12 + 1)
        facilitation(cast.gloria, one, f"Luz {n % 5} (ficticia)", 4)
        contribution(cast.flor, row, 100, to=one)

    more(0)
    first, _size = asked()
    for n in range(1, 30):
        more(n)
    assert asked()[0] == first


def test_the_demonstration_is_of_eleven_countries_marked_and_light(cast: Cast) -> None:
    paula = another(cast.escuela, "Paula", Role.COORDINATION)
    with acting(paula.scope):
        for noun in (THEMES, COMPETENCES, COURSES, UNITS):
            nouns.demonstrate(noun)
        assert demonstrate(paula.scope) == demonstrate(paula.scope)
        rows = list(PLANS.visible_to(paula.scope).order_by("year", "id"))
        assert len(rows) == 2
        (loaded,) = load(paula.scope, [one for one in rows if one.copied_from is None])
        assert len(loaded.countries) == 11
        assert all("fictici" in one.name for one in (*rows, *loaded.contributions))
    answer = browser(paula).get("/formacion/", follow=True)
    page = answer.content.decode()
    assert len(answer.content) < 60_000, len(answer.content)
    assert "Un aporte que ya no llega" in page
    assert "Honduras retiró 12" in page
    assert "nunca dos a la vez" in page
