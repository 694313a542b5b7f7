"""What the coordinator of another house, and a participant who is curious, learn of who registered: nothing."""

import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

import trail
from cast import Cast, Player
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.lists.reading import EXPORT
from contratrata.ground.notices.models import Notice
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.models import Registration
from registering import happening, signed_up, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own; nobody knocked today."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    cache.clear()


@pytest.fixture
def event(cast: Cast) -> Happening:
    return happening(cast, capacity=1)


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def test_her_pages_and_her_calendar_tell_of_nobody_else(cast: Cast, event: Happening) -> None:
    """Also in the waiting list, where she may want to know who stands before her."""
    people = [signed_up(event, n) for n in range(3)]
    for n, mine in enumerate(people):
        base = f"/es/inscripcion/{token_for(event, mine.row)}/"
        for page in ("", "cambiar/", "avisos/", "cancelar/", "evento.ics"):
            text = Client().get(f"{base}{page}").content.decode()
            for other in range(3):
                if other != n:
                    assert f"Persona {other}" not in text
                    assert f"persona{other}@" not in text
                    assert str(people[other].row.id) not in text
                    assert token_for(event, people[other].row) not in text
                    assert people[other].row.code not in text
        entries = Calendar.from_ical(Client().get(f"{base}evento.ics").content).walk("VEVENT")
        assert not any({"ATTENDEE", "ORGANIZER", "CONTACT"} & set(one) for one in entries)


def test_the_coordinator_of_another_house_exports_nobody(cast: Cast, event: Happening) -> None:
    signed_up(event, name="Nieves Terciopelo (ficticia)")
    for player in (cast.diana, cast.gloria, cast.julia):
        for where, answers in (("/inscripciones/", 200), (f"/inscripciones/{event.id}/", 404)):
            answer = browser(player).get(where)
            assert answer.status_code in (answers, 404), where
            assert b"Terciopelo" not in answer.content
            asked = browser(player).get(where, {EXPORT: "1"})  # her own, to be confirmed by her code
            assert asked.status_code in (302, 200, 404), where
            assert b"Terciopelo" not in asked.content
            sent = browser(player).post(
                f"{where}?{EXPORT}=1", {"form": "csv", "identities": "on", "reason": "x"}
            )
            assert b"Terciopelo" not in b"".join(sent)


def test_no_act_of_another_house_reaches_a_registration(cast: Cast, event: Happening) -> None:
    mine, waits = signed_up(event), signed_up(event, 1)
    for player in (cast.diana, cast.gloria, cast.irma, cast.julia, cast.ana, cast.hilda):
        with acting(player.scope):
            for act in (
                lambda: operations.approve(event, waits.row.id),
                lambda: operations.give_place(event, waits.row.id),
                lambda: operations.to_list(event, mine.row.id),
                lambda: operations.decline(event, mine.row.id, reason="full"),
                lambda: operations.turn_link(event),
                lambda: operations.invite(event, addresses=["a@b.example"]),
                lambda: operations.set_terms(event, values={}, expected_version=0),
            ):
                with pytest.raises((NotAllowed, WrongState, DomainError)):
                    act()
            with pytest.raises((NotAllowed, Registration.DoesNotExist)):
                operations.erase(mine.row.id, reason="asked")
        client = browser(player)
        for page in ("aceptar", "dar-lugar", "lista-de-espera", "no-aceptar", "borrar"):
            path = f"/inscripciones/{event.id}/{mine.row.id}/{page}/"
            assert client.post(path, {"version": "1", "reason": "full"}).status_code in (403, 404), path
    with acting(cast.flor.scope):
        states = list(Registration.objects.order_by("at").values_list("state", flat=True))
    assert states == ["placed", "waiting"]


def test_a_registration_of_another_event_is_not_decided_by_this_ones_address(
    cast: Cast, event: Happening
) -> None:
    other = happening(cast, name="Otro")
    theirs = signed_up(other, 5)
    flor = browser(cast.flor)
    for page in ("", "no-aceptar/", "borrar/"):
        path = f"/inscripciones/{event.id}/{theirs.row.id}/{page}"
        assert flor.get(path).status_code == 404
    assert flor.get(f"/inscripciones/{uuid.uuid4()}/{theirs.row.id}/").status_code == 404


def test_who_takes_back_her_yes_to_being_recorded_is_told_to_who_organises(cast: Cast) -> None:
    event = happening(cast, recorded=True)
    mine = signed_up(event, recording=True, name="Nieves Terciopelo (ficticia)")
    path = reverse("registrations:change", args=["es", token_for(event, mine.row)])
    sent = {"name": "Nieves Terciopelo (ficticia)", "country": "SLV", "sector": "public",
            "language": "es", "time_zone": mine.row.time_zone}  # fmt: skip
    for recording, told in (("on", 0), ("", 1), ("", 1)):
        answer = Client().post(path, sent | ({"recording": recording} if recording else {}), **ORIGIN)
        assert answer.status_code == 302
        with acting(cast.flor.scope):
            notices = Notice.objects.filter(kind="registration.unrecorded", organisation_id=cast.refugio.id)
            assert notices.count() == told
    with acting(cast.flor.scope):
        assert "recording" not in Registration.objects.get(id=mine.row.id).consents
    traces = trail.left(cast)
    assert any("registration.unrecorded" in one for one in traces)
    assert not any("Terciopelo" in one for one in traces)
    page = browser(cast.flor).get(f"/inscripciones/{event.id}/{mine.row.id}/").content.decode()
    assert "Terciopelo" in page
