"""What does not fit is said in a sentence, both sides of each bound; a calendar file is read by another parser."""

import datetime as dt
import io
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz  # type: ignore[import-untyped]
from django.test import Client
from icalendar import Calendar

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.addresses import page_url
from contratrata.knowledge.events.clashes import Taken, sentences, shifts
from contratrata.knowledge.events.models import EVENTS, OpenSession, code_of
from contratrata.knowledge.events.words import role_words
from planning import a_session, a_speaker, an_event, publish, published

DAY = dt.date(2027, 3, 10)
COSTA_RICA, NEW_YORK = "America/Costa_Rica", "America/New_York"


def taken(title: str, hour: int = 10, *, day: dt.date = DAY, **more: Any) -> Taken:
    values: dict[str, Any] = {
        "event": "Ciclo", "sort": "session", "zone": COSTA_RICA, "people": {}, "rooms": {}, "days": (DAY, DAY),
    } | more  # fmt: skip
    begins = dt.datetime.combine(day, dt.time(hour), ZoneInfo(values["zone"]))
    return Taken(title=title, begins=begins, minutes=60, **values)


def test_somebody_or_a_room_twice_at_a_time_is_said_and_one_after_the_other_is_not() -> None:
    ana, hall = {"1": "Ana (ficticia)"}, {"h": "Salón"}
    other: dict[str, Any] = {"event": "Taller"}
    first = taken("Una", people=ana, rooms=hall)
    assert sentences([first, taken("Otra", 11, people=ana, rooms=hall, **other)]) == []
    late = taken("Otra", 10, people=ana, rooms=hall, **other)
    assert sentences([late, first]) == [
        "Ana (ficticia) tiene a la vez «Otra» y «Una»: 10:00 – 11:00 (Costa Rica).",
        "En Salón coinciden «Otra» y «Una»: 10:00 – 11:00 (Costa Rica).",
    ]
    abroad = taken("Lejos", 11, people=ana, zone=NEW_YORK, **other)  # 10:00 in Costa Rica
    assert sentences([first, abroad]) == [
        "Ana (ficticia) tiene a la vez «Lejos» y «Una»: 10:00 – 11:00 (Costa Rica)."
    ]


@pytest.mark.parametrize(("sorts", "number"), [
    (("table", "table"), 0), (("table", "plenary"), 1), (("session", "session"), 1), (("break", "plenary"), 0),
])  # fmt: skip
def test_only_working_tables_are_beside_each_other(sorts: tuple[str, str], number: int) -> None:
    rows = [taken(f"S{n}", sort=sort) for n, sort in enumerate(sorts)]
    assert len(sentences(rows)) == number


def test_a_day_outside_the_event_is_said() -> None:
    days = (DAY, DAY + dt.timedelta(days=1))
    inside = [taken("Una", days=days), taken("Dos", day=days[1], days=days)]
    assert sentences(inside) == []
    outside = taken("Tres", day=days[1] + dt.timedelta(days=1), days=days)
    assert sentences([outside]) == ["«Tres» queda fuera de los días del evento «Ciclo»."]


def test_where_clocks_move_between_two_sessions_is_said_for_who_is_there() -> None:
    """Summer time begins in New York on 14 March 2027, and nowhere in Central America."""
    week = dt.timedelta(days=7)
    rows = [taken("Una"), taken("Dos", day=DAY + week), taken("Tres", day=DAY + 2 * week)]
    assert shifts(rows, [COSTA_RICA, NEW_YORK, "America/Panama"]) == [
        "Desde «Dos», en New York será 60 minutos más tarde que antes: cambia la hora."
    ]
    there = [taken("Una", zone=NEW_YORK), taken("Dos", day=DAY + week, zone=NEW_YORK)]
    assert shifts(there, [COSTA_RICA, NEW_YORK, "America/Panama"]) == [
        "Desde «Dos», en Costa Rica, Panama será 60 minutos más temprano que antes: cambia la hora."
    ]
    assert shifts([taken("Una"), taken("Dos", 11, day=DAY + week)], [NEW_YORK]) == []  # moves for everybody


def test_one_moderates_and_two_moderate() -> None:
    assert [role_words("moderators", names) for names in (["Ana"], ["Ana", "Eva"])] == [
        "Modera: Ana",
        "Moderan: Ana, Eva",
    ]


@pytest.fixture
def browser(gate_is_open: None) -> Any:
    def come(player: Player) -> Client:
        client = Client()
        client.force_login(player.user)
        return client

    return come


@pytest.mark.django_db
def test_a_person_in_two_events_at_once_is_said_to_who_plans_them_alone(cast: Cast, browser: Any) -> None:
    day = clock.today() + dt.timedelta(days=30)
    for name in ("Uno", "Dos"):
        event = an_event(cast.flor, name)
        person = a_speaker(cast.flor, event, email="camila@ejemplo.example")
        a_session(cast.flor, event, f"Sesión {name}", speakers=(str(person.id),))
    said = "Camila Brisa (ficticia) tiene a la vez «Sesión Dos (ficticio)» y «Sesión Uno (ficticio)»"
    for path in (EVENTS.url("row", event), f"/eventos/calendario/?mes={day:%Y-%m}"):
        pages = [browser(one).get(path).content.decode() for one in (cast.flor, cast.diana)]
        assert [said in page for page in pages] == [True, False], path
        assert "Camila" not in pages[1]
        assert "Sesión Dos (ficticio)" in pages[1]  # the realm reads the plan


@pytest.mark.django_db
def test_another_parser_reads_the_calendar_as_the_page_says_it(cast: Cast) -> None:
    event = an_event(cast.flor, zone=NEW_YORK, starts_on=dt.date(2027, 3, 7), ends_on=dt.date(2027, 3, 21))
    for name, day in (("Invierno", 7), ("Verano", 21)):
        a_session(cast.flor, event, name, day=dt.date(2027, 3, day))
    a_session(cast.flor, event, "Sin hora", day=None, starts=None)
    a_session(cast.flor, event, "Café", sort="break", day=dt.date(2027, 3, 21), starts=dt.time(15))
    publish(cast.flor, event.id)
    answer = Client().get(f"{page_url('es', event.id)}evento.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    text = answer.content.decode()
    zone = tz.tzical(io.StringIO(text[text.index("BEGIN:VTIMEZONE") : text.index("BEGIN:VEVENT")])).get()
    found = {}
    entries: list[Any] = Calendar.from_ical(answer.content).walk("VEVENT")
    for one in entries:
        local = one["DTSTART"].dt.replace(tzinfo=zone)  # in the zone that the file itself describes
        found[str(one["SUMMARY"])] = (
            local.hour,
            local.astimezone(dt.UTC).hour,
            str(one["STATUS"]),
            one["SEQUENCE"],
        )
    assert found == {
        "Faro (ficticio): Invierno (ficticio)": (10, 15, "CONFIRMED", 1),
        "Faro (ficticio): Verano (ficticio)": (10, 14, "CONFIRMED", 1),
    }


@pytest.mark.django_db
def test_the_feed_holds_what_is_to_come_of_everybody_and_nothing_that_is_not_published(cast: Cast) -> None:
    published(cast, "Ya fue", starts_on=dt.date(2025, 1, 7), ends_on=dt.date(2025, 1, 8))
    published(cast, "Vendrá")
    a_session(cast.flor, an_event(cast.flor, "Oculto"))
    text = Client().get("/es/eventos/eventos.ics").content.decode()
    assert [name in text for name in ("Ya fue", "Vendrá", "Oculto")] == [False, True, False]
    page = Client().get("/es/eventos/").content.decode()
    assert (
        page.index("Próximos")
        < page.index("Vendrá (ficticio)")
        < page.index("Ya pasaron")
        < page.index("Ya fue")
    )
    home = Client().get("/es/").content.decode()
    assert ("Vendrá (ficticio)" in home, "Ya fue" in home) == (True, False)


@pytest.mark.django_db
def test_a_reader_sees_the_programme_in_a_zone_of_her_own(cast: Cast) -> None:
    event = published(cast)
    url = page_url("es", event.id)
    assert "10:00 – 11:30 (Costa Rica)" in Client().get(url).content.decode()
    assert "11:00 – 12:30 (Panama)" in Client().get(f"{url}?hora=America/Panama").content.decode()
    assert "10:00 – 11:30 (Costa Rica)" in Client().get(f"{url}?hora=<script>").content.decode()


@pytest.mark.django_db
def test_the_page_of_tables_begins_with_who_is_missing_and_names_people_to_who_plans_alone(
    cast: Cast, browser: Any
) -> None:
    event = an_event(cast.flor, kind="workshop")
    person = str(a_speaker(cast.flor, event).id)
    whole = {"sort": "table", "moderators": (person,)}
    a_session(cast.flor, event, "Completa", rapporteurs=(person,), **whole)
    a_session(cast.flor, event, "Coja", **whole)
    pages = [
        browser(one).get(f"/eventos/{event.id}/mesas/").content.decode() for one in (cast.flor, cast.diana)
    ]
    assert pages[0].index("Coja (ficticio)</a>") < pages[0].index("Completa (ficticio)</a>")
    assert [page.count("Sin relatoría") for page in pages] == [
        2,
        1,
    ]  # its line, and the next step of who plans it
    assert ["Camila Brisa" in page for page in pages] == [True, False]
    assert browser(cast.julia).get(f"/eventos/{event.id}/mesas/").status_code == 404


@pytest.mark.django_db
def test_an_address_is_told_from_the_event_alone(cast: Cast) -> None:
    event = published(cast)
    assert page_url("es", event.id) == f"/es/eventos/{code_of(event.id)}/"
    with acting(cast.flor.scope):
        assert OpenSession.objects.get().event_id == event.id
        assert parts.rows_of(parts.SESSIONS, event.id).count() == 1
