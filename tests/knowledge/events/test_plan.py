"""An event is planned in parts, published by its own organisation, changed in versions, and may be cancelled."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.events import changes, consents, hooks, operations, parts
from contratrata.knowledge.events.addresses import page_url
from contratrata.knowledge.events.demo import demonstrate
from contratrata.knowledge.events.models import (
    EVENTS,
    Event,
    Material,
    OpenMaterial,
    OpenSession,
    ProgrammeVersion,
    Published,
    Session,
    Speaker,
)
from contratrata.knowledge.events.words import ROLES
from planning import a_session, a_speaker, an_event, publish, published, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def public(event: Event, language: str = "es") -> str:
    return Client().get(page_url(language, event.id)).content.decode()


def change(player: Player, row: Any, **values: Any) -> Any:
    sort = {Session: parts.SESSIONS, Speaker: parts.SPEAKERS, Material: parts.MATERIALS}[type(row)]
    with acting(player.scope):
        version = type(row).objects.get(id=row.id).version
        return parts.change(sort, row.id, values=values, expected_version=version)  # type: ignore[arg-type]


def test_what_is_planned_is_read_by_nobody_outside_until_its_organisation_publishes_it(cast: Cast) -> None:
    event = an_event(cast.flor)
    session = a_session(cast.flor, event)
    assert Client().get(page_url("es", event.id)).status_code == 404
    publish(cast.flor, event.id)
    assert "Primera (ficticio)" in public(event)
    assert "First" not in public(event)
    change(cast.flor, session, title=words("Otra"))
    assert "Primera (ficticio)" in public(event)
    assert "Otra (ficticio)" not in public(event)
    publish(cast.flor, event.id)
    assert "«Primera (ficticio)» se llama ahora «Otra (ficticio)»." in public(event)
    assert "“Primera (fictitious)” is now called “Otra (fictitious)”." in public(event, "en")


def test_a_person_is_named_by_her_yes_alone_and_her_mail_never(cast: Cast) -> None:
    event = an_event(cast.flor)
    yes = a_speaker(cast.flor, event, "Camila Brisa (ficticia)", email="camila@ejemplo.example")
    no = a_speaker(cast.flor, event, "Marta Roble (ficticia)", shows_name=None)
    a_session(cast.flor, event, speakers=(str(yes.id),), moderators=(str(no.id),))
    publish(cast.flor, event.id)
    page = public(event)
    assert "Camila Brisa (ficticia), jueza" in page
    assert "Marta" not in page
    assert "camila@" not in page
    with acting(cast.diana.scope):
        assert not Speaker.objects.exists()
    pages = [
        browser(one).get(EVENTS.url("row", event)).content.decode()
        for one in (cast.flor, cast.ana, cast.diana)
    ]
    assert ["Marta Roble" in page for page in pages] == [
        True,
        False,
        False,
    ]  # in the plan, for who plans it alone


def test_who_withdraws_is_taken_out_at_once_and_nothing_else_is_published(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila, marta = (
        a_speaker(cast.flor, event, f"{name} (ficticia)") for name in ("Camila Brisa", "Marta Roble")
    )
    session = a_session(cast.flor, event, speakers=(str(camila.id), str(marta.id)))
    with acting(cast.flor.scope):
        for sort in ("recording", "reading"):
            parts.write(parts.MATERIALS, event.id, values={
                "name": words(sort), "sort": sort, "link": "https://ejemplo.example/x", "shown": True,
                "session": str(session.id),
            })  # fmt: skip
    publish(cast.flor, event.id)
    change(cast.flor, session, title=words("Aún no"))
    assert OpenMaterial.objects.count() == 2
    with acting(cast.flor.scope):
        consents.withdraw(camila.id, name=False, recording=True, expected_version=1)
        assert list(Material.objects.values_list("sort", flat=True)) == ["reading"]
    assert list(OpenMaterial.objects.values_list("sort", flat=True)) == ["reading"]
    assert "Camila Brisa" in public(event)
    with acting(cast.flor.scope):
        consents.withdraw(camila.id, name=True, recording=False, expected_version=2)
    page = public(event)
    assert "Camila Brisa" not in page
    assert "Marta Roble" in page
    assert "Aún no" not in page  # what was changed meanwhile waits for its own publishing


def test_a_recording_is_shown_when_everybody_in_it_agreed(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila = a_speaker(cast.flor, event)
    marta = a_speaker(cast.flor, event, "Marta Roble (ficticia)", records=None)
    session = a_session(cast.flor, event, speakers=(str(camila.id),), moderators=(str(marta.id),))
    values = {
        "name": words("Grabación"), "sort": "recording", "link": "https://ejemplo.example/v", "shown": True,
        "session": str(session.id),
    }  # fmt: skip
    with acting(cast.flor.scope), pytest.raises(DomainError) as refused:
        parts.write(parts.MATERIALS, event.id, values=values)
    assert refused.value.field == "shown"
    change(cast.flor, marta, records=True)
    with acting(cast.flor.scope):
        parts.write(parts.MATERIALS, event.id, values=values)
    late = a_speaker(cast.flor, event, "Óscar Nube (ficticio)", records=False)
    change(cast.flor, session, speakers=(str(camila.id), str(late.id)))
    publish(cast.flor, event.id)
    assert not OpenMaterial.objects.exists()


def test_a_removed_person_leaves_the_plan_and_the_public_page(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila = a_speaker(cast.flor, event)
    session = a_session(cast.flor, event, speakers=(str(camila.id),))
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        parts.remove(parts.SPEAKERS, camila.id, expected_version=1)
        assert Session.objects.get(id=session.id).people() == set()
    assert "Camila" not in public(event)


def test_a_version_says_what_changed_and_tells_who_asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[list[str]] = []
    monkeypatch.setattr(hooks, "_on_change", [lambda _row, said: heard.append([one["what"] for one in said])])
    event = published(cast)
    with acting(cast.flor.scope):
        session = Session.objects.get()
    change(cast.flor, session, starts=dt.time(11), minutes=60)
    other = a_session(cast.flor, event, "Segunda", starts=dt.time(15))
    assert heard == []
    publish(cast.flor, event.id)
    assert heard == [["moved", "minutes", "added"]]
    publish_again = Event.objects.filter
    with acting(cast.flor.scope):
        row = publish_again(id=event.id).get()
        nouns.change(EVENTS, event.id, values={"place": "La costa"}, expected_version=row.version)
    publish(cast.flor, event.id)  # nothing of the programme changed
    assert len(heard) == 1
    with acting(cast.flor.scope):
        parts.remove(parts.SESSIONS, other.id, expected_version=1)
    publish(cast.flor, event.id)
    assert heard[1:] == [["removed"]]
    with acting(cast.flor.scope):
        assert list(ProgrammeVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
        assert "Camila" not in str(list(ProgrammeVersion.objects.values_list("programme", flat=True)))


def test_what_changed_is_said_in_the_time_of_a_place() -> None:
    before: list[dict[str, Any]] = [{
        "id": "a", "title": words("Una").as_json(), "begins": "2026-12-03T16:00:00+00:00",
        "zone": "America/Costa_Rica", "minutes": 90, "room": "", "people": ["x"],
    }]  # fmt: skip
    after = [before[0] | {"begins": "2026-12-10T16:00:00+00:00", "room": "Sala 2", "people": ["x", "y"]}]
    said = [changes.sentence(one) for one in changes.compare(before, after)]
    assert said == [
        "«Una (ficticio)» se mueve: era 3 de diciembre de 2026 a las 10:00 "
        "y será 10 de diciembre de 2026 a las 10:00 (Costa Rica).",
        "«Una (ficticio)» será en Sala 2.",
        "Cambió quién interviene en «Una (ficticio)».",
    ]
    moved = changes.compare(before, after)[0]
    assert "11:00 (Panama)" in changes.sentence(moved, "America/Panama")
    assert changes.compare(before, before) == []


@pytest.mark.parametrize(("zone", "starts", "utc"), [
    ("America/New_York", dt.time(1, 59), "2027-03-14T06:59:00+00:00"),
    ("America/New_York", dt.time(2, 0), None),
    ("America/New_York", dt.time(2, 59), None),
    ("America/New_York", dt.time(3, 0), "2027-03-14T07:00:00+00:00"),
    ("America/Costa_Rica", dt.time(2, 0), "2027-03-14T08:00:00+00:00"),
])  # fmt: skip
def test_a_time_that_no_clock_shows_is_refused(
    cast: Cast, zone: str, starts: dt.time, utc: str | None
) -> None:
    event = an_event(cast.flor, zone=zone)
    day = dt.date(2027, 3, 14)
    if utc is None:
        with pytest.raises(DomainError) as refused:
            a_session(cast.flor, event, day=day, starts=starts)
        assert refused.value.field == "starts"
        return
    begins = a_session(cast.flor, event, day=day, starts=starts).begins
    assert begins is not None
    assert begins.isoformat() == utc


def test_another_zone_of_the_event_moves_the_sessions_that_are_in_its_time(cast: Cast) -> None:
    event = an_event(cast.flor, zone="America/Costa_Rica")
    first = a_session(cast.flor, event)
    second = a_session(cast.flor, event, "En Lima no", zone="America/Bogota")
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        nouns.change(EVENTS, event.id, values={"zone": "America/Panama"}, expected_version=version)
        now = {one.id: one.begins for one in Session.objects.all()}
    assert first.begins is not None
    assert now == {first.id: first.begins - dt.timedelta(hours=1), second.id: second.begins}


def test_sessions_change_places_with_their_days(cast: Cast) -> None:
    event = an_event(cast.flor)
    later = event.starts_on + dt.timedelta(days=7)  # type: ignore[attr-defined]
    one, other = a_session(cast.flor, event, "Una"), a_session(cast.flor, event, "Otra", day=later)
    with acting(cast.flor.scope):
        operations.put_earlier(other.id, expected_version=1)
        rows: list[Any] = list(parts.rows_of(parts.SESSIONS, event.id))
        assert [str(row.title) for row in rows] == ["Otra (ficticio)", "Una (ficticio)"]
        assert [row.begins for row in rows] == [one.begins, other.begins]
        with pytest.raises(Conflict):  # the second press of a double click
            operations.put_earlier(other.id, expected_version=1)
        with pytest.raises(WrongState):
            operations.put_earlier(other.id, expected_version=2)


def test_a_cancelled_event_still_answers_and_says_why(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(hooks, "_on_cancel", [lambda row: heard.append(str(row.id))])
    event = published(cast)
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        with pytest.raises(DomainError) as refused:
            operations.cancel(event.id, why=words("").edited({"es": "", "en": ""}), expected_version=version)
        assert refused.value.field == "why"
        operations.cancel(event.id, why=words("La sala se inundó"), expected_version=version)
        with pytest.raises(WrongState):
            operations.cancel(event.id, why=words("Otra vez"), expected_version=version + 1)
    assert heard == [str(event.id)]
    page = public(event)
    assert "Este evento se canceló" in page
    assert "La sala se inundó (ficticio)" in page
    assert "EventCancelled" in page
    assert "Añadir al calendario" not in page
    with pytest.raises(WrongState):
        a_session(cast.flor, event, "Tarde")
    assert "STATUS:CANCELLED" in Client().get(f"{page_url('es', event.id)}evento.ics").content.decode()


def test_a_cancelled_event_is_taken_up_again_with_a_reason_until_its_days_are_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(hooks, "_on_resume", [lambda row: heard.append(str(row.id))])
    event = published(cast)
    page = reverse("events:resume", args=[event.id])
    assert browser(cast.flor).get(page)["Location"] == EVENTS.url("row", event)
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        with pytest.raises(WrongState):
            operations.resume(event.id, why=words("Sí"), expected_version=version)
        operations.cancel(event.id, why=words("La sala se inundó"), expected_version=version)
        with pytest.raises(DomainError) as refused:
            operations.resume(event.id, why=Translated(), expected_version=version + 1)
        assert refused.value.field == "why"
    assert "Retomar el evento" in browser(cast.flor).get(EVENTS.url("row", event)).content.decode()
    assert browser(cast.diana).get(page).status_code == 404
    sent = {"why_es": "Hay otra sala (ficticio)", "why_original": "es", "version": str(version + 1)}
    assert browser(cast.flor).post(page, sent)["Location"] == EVENTS.url("row", event)
    assert heard == [str(event.id)]
    shown = public(event)
    assert "El evento se había cancelado y se retomó: Hay otra sala (ficticio)" in shown
    assert "EventScheduled" in shown
    assert "La sala se inundó" not in shown
    with acting(cast.flor.scope):
        assert Published.objects.get(row_id=event.id).version == Event.objects.get(id=event.id).version
        operations.cancel(event.id, why=words("Otra vez"), expected_version=version + 2)
        over = Published.objects.get(row_id=event.id).ends
        monkeypatch.setattr(clock, "now", lambda: over)
        with pytest.raises(WrongState):
            operations.resume(event.id, why=words("Tarde"), expected_version=version + 3)
    assert "Retomar el evento" not in browser(cast.flor).get(EVENTS.url("row", event)).content.decode()


def test_its_public_page_stands_under_events_and_leads_back_to_them(cast: Cast) -> None:
    page = public(published(cast))
    assert '<a href="/es/eventos/" class="govuk-back-link">Eventos</a>' in page
    assert re.findall(r'aria-current="page">(\w+)', page) == ["Eventos"]
    home = Client().get("/es/").content.decode()
    assert re.findall(r'aria-current="page">(\w+)', home) == ["Inicio"]


def test_the_list_of_events_begins_with_the_latest_day(cast: Cast) -> None:
    names = ("Enero", "Marzo", "Febrero")
    for month, name in zip((1, 3, 2), names, strict=True):
        day = dt.date(2027, month, 9)
        an_event(cast.flor, name, starts_on=day, ends_on=day)
    page = browser(cast.flor).get(EVENTS.url("list")).content.decode()
    assert re.findall(r">(Enero|Marzo|Febrero) \(", page) == ["Marzo", "Febrero", "Enero"]


def test_nobody_else_changes_what_belongs_to_it(cast: Cast) -> None:
    event = published(cast)
    with acting(cast.flor.scope):
        session = Session.objects.get()
    for player in (cast.diana, cast.ana, cast.gloria):
        with acting(player.scope):
            with pytest.raises(NotAllowed):
                parts.write(parts.ROOMS, event.id, values={"name": "Sala (ficticia)"})
            with pytest.raises(NotAllowed):
                parts.change(parts.SESSIONS, session.id, values={"minutes": 5}, expected_version=1)
            with pytest.raises(NotAllowed):
                parts.remove(parts.SESSIONS, session.id, expected_version=1)
            with pytest.raises(NotAllowed):
                operations.cancel(event.id, why=words("No"), expected_version=2)


def test_the_coordination_takes_back_what_another_published_and_its_programme_goes_too(cast: Cast) -> None:
    event = published(cast)
    with acting(cast.gloria.scope):
        nouns.take_back(EVENTS, event.id)
    assert (Published.objects.count(), OpenSession.objects.count()) == (0, 0)
    assert Client().get(page_url("es", event.id)).status_code == 404


def test_the_second_editor_of_a_session_sees_both_texts(cast: Cast) -> None:
    event = published(cast)
    with acting(cast.flor.scope):
        session = Session.objects.get()
    url = f"/eventos/{event.id}/sesiones/{session.id}/"
    flor = browser(cast.flor)
    form = flor.get(url).context["form"]
    skipped = ("title", "aim", "questions", "teaser", "day", *ROLES)
    sent = {bound.html_name: bound.value() or "" for bound in form if bound.name not in skipped}
    day = session.day  # type: ignore[attr-defined]
    sent |= {"title_es": "La mía (ficticia)", "day_0": day.day, "day_1": day.month, "day_2": day.year}
    sent |= {"starts": "10:00"}
    change(cast.flor, session, minutes=45)
    answer = flor.post(url, sent)
    assert answer.status_code == 200
    assert "La mía (ficticia)" in answer.content.decode()
    assert "Usted cambió esto en otra ventana" in answer.content.decode()


def test_the_same_sending_of_a_part_twice_adds_it_once(cast: Cast) -> None:
    event = an_event(cast.flor)
    token = "6f7c1c7e-2b58-4c0e-9f0e-0d3a1a2b3c4d"
    for _again in range(2):
        sent = {"name": "Muelle (ficticio)", "once": token}
        answer = browser(cast.flor).post(f"/eventos/{event.id}/salas/nueva/", sent)
        assert answer.status_code == 302
    with acting(cast.flor.scope):
        assert [parts.title(parts.ROOMS, one) for one in parts.rows_of(parts.ROOMS, event.id)] == [
            "Muelle (ficticio)"
        ]


def test_the_demonstration_is_written_and_published_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("knowledge.events.demo", "ground.nouns.operations"):
        monkeypatch.setattr(f"contratrata.{module}.is_demonstration", lambda: True)
    with acting(cast.gloria.scope):
        assert demonstrate(cast.gloria.scope) == demonstrate(cast.gloria.scope) == Event.objects.count() == 5
        number = Session.objects.count()
    assert (Published.objects.count(), OpenSession.objects.count()) == (5, number)
    workshop: Any = next(one for one in Published.objects.all() if one.kind == "workshop")  # type: ignore[attr-defined]
    page = Client().get(page_url("es", workshop.row_id)).content.decode()
    for words_of in (
        "Congreso regional de buenas prácticas",
        "«Taller regional de buenas prácticas",
        "Martes, 14 de junio",
    ):
        assert words_of in page
    assert "Wilma" not in page
    assert len(page.encode()) < 60_000
