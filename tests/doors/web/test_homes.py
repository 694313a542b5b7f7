"""The homes of supervision and of a national focal point."""

import datetime as dt
import re

from django.test import Client

from cast import PASSWORD, Cast, Player
from contratrata.care.cases.public import NewCase, NewStep, register_cases
from contratrata.ground.accounts.models import User
from contratrata.ground.base import clock
from contratrata.ground.base.areas import Area
from contratrata.ground.base.scope import acting
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from referred import build
from signin import sign_in


def _player(cast: Cast, name: str, *roles: Role, organisation: str = "refugio") -> Player:
    home = getattr(cast, organisation)
    user = User.objects.create_user(f"{name.lower()}@x.example", PASSWORD, name=f"{name} Ejemplo (ficticia)")
    return Player(user, add_member(organisation=home, user=user, roles=roles))


def _row(html: str, name: str) -> list[str]:
    """The words of the cells of this person's line."""
    line = next(part for part in html.partition("<tbody>")[2].split("<tr>") if name in part)
    return [
        re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)
    ]


def test_the_team_by_name_and_each_number_leads_to_what_it_counts(cast: Cast) -> None:
    def case(hours: int | None) -> NewCase:
        step = (
            None if hours is None else NewStep(what="Llamar", due_at=clock.now() + dt.timedelta(hours=hours))
        )
        return NewCase(values={"sex": "female"}, next_step=step)

    with acting(cast.ana.scope):
        register_cases([case(-5), case(-1), case(24), case(None)])
    with acting(cast.carla.scope):
        register_cases([case(3)])
    with acting(cast.irma.scope):
        register_cases([case(-9)])
    client = sign_in(Client(), cast.beatriz)
    html = client.get("/equipo/").content.decode()
    assert _row(html, cast.ana.user.name) == ["4", "2", "1", "0"]
    assert _row(html, cast.carla.user.name) == ["1", "0", "0", "0"]
    assert _row(html, cast.beatriz.user.name) == ["0", "0", "0", "0"]
    assert cast.irma.user.name not in html
    assert cast.flor.user.name not in html
    late = re.search(r'href="(/casos/\?[^"]*paso=vencido)"', html)
    assert late
    listed = client.get(late.group(1).replace("&amp;", "&")).content.decode()
    rows = listed.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("<tr") == 2


def test_what_waits_on_others_is_counted_with_who_answers_for_the_case(cast: Cast) -> None:
    build(cast).sent()
    html = sign_in(Client(), cast.beatriz).get("/equipo/").content.decode()
    assert _row(html, cast.ana.user.name)[3] == "1"
    assert sign_in(Client(), cast.ana).get("/equipo/").status_code == 404


def test_a_national_focal_point_sees_her_country_and_codes_but_no_person(cast: Cast) -> None:
    sent = build(cast).sent()
    nadia = _player(cast, "Nadia", Role.NATIONAL_FOCAL_POINT, organisation="horizonte")
    client = sign_in(Client(), nadia)
    assert client.get("/")["Location"] == "/pais/"
    html = client.get("/pais/").content.decode()
    assert "Costa Rica" in html
    assert cast.horizonte.name in html
    assert cast.clinica.name not in html
    assert sent.code in html
    assert "Yolanda" not in html


def test_who_learns_begins_at_a_home_that_says_what_there_is(cast: Cast) -> None:
    paula = _player(cast, "Paula", Role.PARTICIPANT)
    client = sign_in(Client(), paula)
    assert client.get("/")["Location"] == "/inicio/"
    html = client.get("/inicio/").content.decode()
    assert "/organizaciones/" in html
    assert "/es/" in html
    assert "ct-bar--network" in html


def test_who_has_two_areas_passes_by_one_door_and_who_has_one_has_none(cast: Cast) -> None:
    def bar(player: Player, path: str) -> tuple[str, list[str]]:
        html = sign_in(Client(), player).get(path).content.decode()
        areas = [area.value for area in Area if f"ct-bar--{area.value}" in html]
        return areas[0], re.findall(r'class="ct-door ct-door--(\w+)"', html)

    assert bar(cast.ana, "/hoy/") == ("cases", ["network"])
    assert bar(cast.ana, "/organizaciones/") == ("network", ["cases"])
    assert bar(cast.ana, "/cuenta/") == ("cases", ["network"])
    assert bar(cast.diana, "/personal/") == ("cases", ["network"])
    assert bar(cast.flor, "/personal/") == ("network", [])
    assert bar(cast.gloria, "/red/") == ("network", [])
    assert bar(cast.hilda, "/rastro/") == ("cases", [])


def test_no_role_has_more_than_six_entries_in_an_area(cast: Cast) -> None:
    for number, role in enumerate(Role):
        player = _player(cast, f"P{number}", role)
        html = sign_in(Client(), player).get("/cuenta/").content.decode()
        menu = html.partition('<nav class="ct-nav')[2].partition("</ul>")[0]
        assert 1 <= menu.count("<li>") <= 6, role
