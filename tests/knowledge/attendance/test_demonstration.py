"""The demonstration's events have people, a waiting list and a curve, once; systematisations say the same."""

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from contratrata.ground.base.scope import acting, current
from contratrata.knowledge.attendance import demo, queries
from contratrata.knowledge.attendance.figures import staying
from contratrata.knowledge.attendance.models import Stay
from contratrata.knowledge.attendance.presence import at_once
from contratrata.knowledge.events.demo import demonstrate as plan
from contratrata.knowledge.events.demo import demonstrated
from contratrata.knowledge.registrations import demo as registering
from contratrata.knowledge.registrations import places
from contratrata.knowledge.registrations.models import Registration
from contratrata.knowledge.registrations.queries import names_of
from contratrata.knowledge.registrations.states import State
from contratrata.knowledge.systematisations.attended import attendance
from contratrata.knowledge.systematisations.demo import demonstrate as systematise
from contratrata.knowledge.systematisations.models import Published
from postbox import messages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
_ABOVE = (
    "events.demo",
    "registrations.demo",
    "attendance.demo",
    "systematisations.attended",
    "systematisations.demo",
)


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _ABOVE:
        monkeypatch.setattr(f"contratrata.knowledge.{name}.is_demonstration", lambda: True)


def load() -> tuple[int, int]:
    scope = current()
    assert scope is not None
    plan(scope)
    return registering.demonstrate(scope), demo.demonstrate(scope)


def test_people_are_invented_and_marked_and_some_wait_for_a_quota(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        assert load()[0] == 61 + 64 + 52
        assert load() == (0, 0)
        event = demonstrated("coming")
        assert event is not None
        rows = list(Registration.objects.filter(event_id=event.id))
        names = [one["name"] for one in names_of(rows).values()]
        assert {name.rpartition(" ")[2] for name in names} == {"(ficticio)", "(ficticia)"}
        assert len(set(names)) == len(names) == 61
        waiting = [row.country for row in rows if row.state == State.WAITING]
        assert waiting == ["HND"] * 3
        assert places.taken(event.id)["country", "HND"] == 14
        assert sum(row.confirmed_at is None for row in rows) == 3
        assert sum(row.state == State.WITHDRAWN for row in rows) == 2
    assert not [one for one in messages() if one.kind.startswith("registration.")]


def test_the_cycle_keeps_most_and_says_where_they_were_lost(cast: Cast, client: Client) -> None:
    with acting(cast.gloria.scope):
        load()
        cycle, workshop = demonstrated("cycle"), demonstrated("workshop")
        assert cycle is not None
        assert workshop is not None
        assert staying(queries.attended(cycle.id).sessions) == [53, 49, 45, 43, 41]
        tables = queries.attended(workshop.id).sessions
        assert (len(tables), len(at_once(tables))) == (7, 5)
        assert len(at_once(tables)[1].came()) == len(tables[1].came()) + len(tables[2].came())
    client.force_login(cast.gloria.user)
    page = client.get(reverse("attendance:overview", args=[cycle.id])).content.decode()
    assert "77 de cada 100 que empezaron llegaron al final" in page
    assert "Nicaragua" in page
    assert "Otros 4 países" in page
    page = client.get(reverse("attendance:overview", args=[workshop.id])).content.decode()
    assert "Siguen de la primera, %" not in page  # tables beside each other


def test_what_a_systematisation_says_of_who_came_is_what_attendance_says(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        load()
        systematise(cast.gloria.scope)
        copy = Published.objects.order_by("number")[0]
        known = copy.gathered["es"]["attendance"]
        assert known["figures"] == [["64", "personas inscritas"], ["62", "personas asistieron"]]
        assert [one["people"] for one in known["sessions"]] == [53, 52, 50, 49, 50]
    page = Client().get(f"/es/sistematizaciones/{copy.number}/").content.decode()
    assert "De 53 personas que empezaron, 41 llegaron al final: 77 de cada 100." in page
    assert "Las cifras de asistencia son inventadas" in page
    assert "53 personas" in page


def test_another_organisation_is_told_numbers_of_what_was_announced_and_no_small_one(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        load()
        event = demonstrated("cycle")
        assert event is not None
    with acting(cast.diana.scope):
        known = attendance(event.id)
        assert known is not None
        assert not Stay.objects.filter(event_id=event.id).exists()
    with acting(cast.gloria.scope):
        few = list(Stay.objects.filter(event_id=event.id).order_by("session_id", "id"))
        first = queries.attended(event.id).sessions[0].key
        Stay.objects.filter(id__in=[one.id for one in few if str(one.session_id) == first][4:]).delete()
    with acting(cast.diana.scope):
        known = attendance(event.id)
        assert known is not None
        assert known.sessions[0].people is None
        assert not [words for words in known.sentences if "empezaron" in words]
    with acting(cast.julia.scope):
        assert attendance(event.id) is None
