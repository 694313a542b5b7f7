"""From the report of a platform to who came: brought, clarified, counted, taken back; the list and the door."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from attending import brought, code_of, report_of, sign_up
from cast import Cast, Player
from contratrata.ground.acts.public import fingerprint
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.outbox.sending import Content
from contratrata.knowledge.attendance import doors, operations, queries
from contratrata.knowledge.attendance.matching import How
from contratrata.knowledge.attendance.models import Identity, Report, Stay
from contratrata.knowledge.attendance.people import Person
from contratrata.knowledge.events import operations as cancelling
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.registrations.public import still_wanted
from planning import a_session, an_event, publish
from postbox import delivered, messages
from signin import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open", "nobody_knocked")]
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@dataclasses.dataclass
class Cycle:
    """A cycle of three sessions on three days, with Ana and Bea signed up."""

    event: Event
    sessions: list[Session]
    ana: Person
    bea: Person

    def keys(self, cast: Cast) -> list[dict[str, int]]:
        """Whole minutes of everybody in each session of which anything is known."""
        names = {str(self.ana.id): "ana", str(self.bea.id): "bea"}
        with acting(cast.flor.scope):
            held = queries.attended(self.event.id).sessions
        return [{names.get(key, "other"): n // 60 for key, n in one.present.items()} for one in held]


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    event = an_event(cast.flor, "Ciclo", certificate_sessions=1, certificate_minutes=60)
    day = event.starts_on  # type: ignore[attr-defined]
    sessions = [a_session(cast.flor, event, f"Sesión {n}", day=day + dt.timedelta(days=n)) for n in range(3)]
    publish(cast.flor, event.id)
    ana, bea = sign_up(cast, event, "Ana Lucía Morales Tzoc", "Beatriz Ixcoy Paz")
    return Cycle(event, sessions, ana, bea)


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def only(cast: Cast, how: How) -> Identity:
    with acting(cast.flor.scope):
        return Identity.objects.get(how=how)


def clarify(player: Player, row: Identity, who: object) -> None:
    with acting(player.scope):
        operations.clarify(row.id, who=str(who), expected_version=row.version)


def test_a_report_counts_two_devices_once_and_a_gap_not(cast: Cast, cycle: Cycle) -> None:
    brought(
        cast.flor, cycle.sessions[0],
        ("iPhone", cycle.ana.email, 0, 40), ("Ana", cycle.ana.email, 30, 60), (cycle.bea.name, "", 80, 90),
        (cycle.bea.name, "", 0, 10),
    )  # fmt: skip
    assert cycle.keys(cast) == [{"ana": 60, "bea": 20}]


def test_who_is_asked_about_counts_after_the_answer_which_holds_for_the_next_report(
    cast: Cast, cycle: Cycle
) -> None:
    brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    assert cycle.keys(cast) == [{}]
    clarify(cast.flor, only(cast, How.ASKED), cycle.ana.id)
    brought(cast.flor, cycle.sessions[1], ("ANA MORALES", "", 0, 30))
    assert cycle.keys(cast) == [{"ana": 60}, {"ana": 30}]


@pytest.mark.parametrize(("who", "counted"), [("other", [{"other": 60}]), ("unsure", [{}])])
def test_another_person_counts_as_herself_and_nobody_knows_counts_as_nobody(
    cast: Cast, cycle: Cycle, who: str, counted: list[dict[str, int]]
) -> None:
    brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    clarify(cast.flor, only(cast, How.ASKED), who)
    assert cycle.keys(cast) == counted
    with acting(cast.flor.scope):
        assert queries.asked(cycle.event.id) == 0


def test_two_who_answer_at_once(cast: Cast, cycle: Cycle) -> None:
    brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    row = only(cast, How.ASKED)
    clarify(cast.beatriz, row, cycle.ana.id)
    with pytest.raises(Conflict):
        clarify(cast.flor, row, "other")
    assert cycle.keys(cast) == [{"ana": 60}]


def test_somebody_without_a_place_is_nobody_to_choose(cast: Cast, cycle: Cycle) -> None:
    brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    with pytest.raises(DomainError) as refused:
        clarify(cast.flor, only(cast, How.ASKED), uuid.uuid4())
    assert refused.value.field == "who"


def test_the_same_file_is_not_counted_twice_and_can_be_taken_back(cast: Cast, cycle: Cycle) -> None:
    visit = ("Rosa Batz", "rosa@ella.example", 0, 60)
    report = brought(cast.flor, cycle.sessions[0], visit)
    with pytest.raises(DomainError, match="ya se trajo"):
        brought(cast.flor, cycle.sessions[0], visit)
    with acting(cast.flor.scope):
        operations.take_back(report.id)
        assert (Stay.objects.count(), Identity.objects.count(), Report.objects.count()) == (0, 0, 0)
    brought(cast.flor, cycle.sessions[0], visit)
    assert cycle.keys(cast) == [{"other": 60}]


def test_the_same_sending_twice_is_one_report(cast: Cast, cycle: Cycle) -> None:
    session, token = cycle.sessions[0], uuid.uuid4()
    content = report_of(session, (cycle.ana.name, "", 0, 60))
    with acting(cast.flor.scope):
        rows = [
            operations.bring(event_id=cycle.event.id, session_id=session.id, content=content, token=token)
            for _again in range(2)
        ]
    assert rows[0].id == rows[1].id
    assert cycle.keys(cast) == [{"ana": 60}]


def test_taking_back_one_report_keeps_what_the_others_say(cast: Cast, cycle: Cycle) -> None:
    first = brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    clarify(cast.flor, only(cast, How.ASKED), cycle.ana.id)
    brought(cast.flor, cycle.sessions[1], ("Ana Morales", "", 0, 30))
    with acting(cast.flor.scope):
        operations.take_back(first.id)
    assert cycle.keys(cast) == [{"ana": 30}]


def test_a_report_that_is_not_clear_waits_sealed_until_it_is_explained(cast: Cast, cycle: Cycle) -> None:
    session = cycle.sessions[0]
    assert session.begins is not None
    other_day = session.begins - dt.timedelta(days=20)
    ends = ",".join(f"{other_day + dt.timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}" for n in (0, 60))
    content = f"Name,Join time,Leave time\n{cycle.ana.name},{ends}\n".encode()
    with acting(cast.flor.scope):
        row = operations.bring(
            event_id=cycle.event.id, session_id=session.id, content=content, token=uuid.uuid4()
        )
        assert (row.state, Stay.objects.count()) == ("asked", 0)
    assert cycle.keys(cast) == []
    assert cycle.ana.name.encode() not in bytes(row.content)
    page = browser(cast.flor).get(reverse("attendance:report", args=[row.id])).content.decode()
    assert "¿Es el informe de esta sesión?" in page
    sent = browser(cast.flor).post(reverse("attendance:report", args=[row.id]), {"session": "yes"})
    assert sent.status_code == 302
    assert cycle.keys(cast) == [{"ana": 60}]
    with acting(cast.flor.scope):
        assert bytes(Report.objects.get(id=row.id).content) == b""
        with pytest.raises(WrongState):
            operations.explain(row.id, answers={"session": "yes"})


def test_bringing_by_the_page_and_what_it_refuses(cast: Cast, cycle: Cycle) -> None:
    client = browser(cast.flor)
    url = reverse("attendance:bring", args=[cycle.event.id, cycle.sessions[0].id])
    wrong = client.post(url, {"once": uuid.uuid4(), "file": SimpleUploadedFile("a.csv", b"Ciudad\nMixco\n")})
    assert "No se reconoce como informe de asistencia" in wrong.content.decode()
    content = report_of(cycle.sessions[0], ("Ana Morales", "", 0, 60), ("Eva", "", 30, 20))
    right = client.post(url, {"once": uuid.uuid4(), "file": SimpleUploadedFile("a.csv", content)})
    page = client.get(right["Location"]).content.decode()
    assert "Fila 3: Sale antes de entrar." in page
    assert "Aclarar quiénes son" in page
    overview = client.get(reverse("attendance:overview", args=[cycle.event.id])).content.decode()
    assert "Siguiente paso" in overview


def test_clarifying_by_the_page(cast: Cast, cycle: Cycle) -> None:
    brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    row = only(cast, How.ASKED)
    client = browser(cast.flor)
    url = reverse("attendance:clarify", args=[row.id])
    page = client.get(url).content.decode()
    assert "Ana Morales" in page
    assert cycle.ana.name in page
    unanswered = client.post(url, {"version": 1, "who": "among", "other": ""})
    assert "Elija quién es." in unanswered.content.decode()
    done = client.post(url, {"version": 1, "who": "among", "other": str(cycle.bea.id)})
    assert done["Location"] == reverse("attendance:overview", args=[cycle.event.id])
    assert cycle.keys(cast) == [{"bea": 60}]


def test_the_list_says_exactly_who_was_there(cast: Cast, cycle: Cycle) -> None:
    url = reverse("attendance:sign_in", args=[cycle.event.id, cycle.sessions[0].id])
    client = browser(cast.flor)
    for present in ([cycle.ana.id, cycle.bea.id], [cycle.ana.id], [cycle.ana.id]):
        seen = client.get(url).context["form"]["seen"].value()
        client.post(url, {"once": uuid.uuid4(), "seen": seen, "present": [str(one) for one in present]})
    assert cycle.keys(cast) == [{"ana": 90}]


def test_a_report_and_the_list_count_once(cast: Cast, cycle: Cycle) -> None:
    brought(cast.flor, cycle.sessions[0], (cycle.ana.name, "", 0, 60))
    with acting(cast.flor.scope):
        session_id, nobody = cycle.sessions[0].id, fingerprint([])
        operations.sign_in(
            event_id=cycle.event.id, session_id=session_id, present=[cycle.ana.id], expected_version=nobody
        )
    assert cycle.keys(cast) == [{"ana": 90}]


def knock(token: str, code: str) -> Any:
    return Client().post(reverse("attendance:enter", args=["es", token]), {"code": code}, **ORIGIN)  # type: ignore[arg-type]


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime | None) -> None:
    assert moment is not None
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_door_lets_in_once_from_when_she_came(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = cycle.sessions[0]
    at(monkeypatch, session.begins and session.begins + dt.timedelta(minutes=30))
    with acting(cast.flor.scope):
        token = doors.screen(session)
    for _twice in range(2):
        assert (
            "Quedó anotado"
            in knock(token, code_of(cast, cycle.ana).lower().replace("-", " ")).content.decode()
        )
    assert "Ese código no es de este evento" in knock(token, "EV-NADIE").content.decode()
    assert cycle.keys(cast) == [{"ana": 60}]
    answer = Client().get(reverse("attendance:enter", args=["es", token]))
    assert (answer.status_code, answer.cookies) == (200, {})
    assert cycle.ana.name not in answer.content.decode()


def test_a_picture_of_the_screen_opens_nothing_later_but_the_helpers_address_does(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = cycle.sessions[0]
    assert session.begins is not None
    turn = session.begins.replace(minute=session.begins.minute // 2 * 2, second=0, microsecond=0)
    at(monkeypatch, turn)
    with acting(cast.flor.scope):
        screen, helper = doors.screen(session), doors.helper(session)
    at(monkeypatch, turn + 2 * doors.TURN)
    assert doors.opened(screen) is not None
    at(monkeypatch, turn + 2 * doors.TURN + dt.timedelta(seconds=1))
    assert doors.opened(screen) is None
    assert knock(screen, code_of(cast, cycle.ana)).status_code == 404
    assert doors.opened(helper) is not None
    at(monkeypatch, session.until and session.until + doors.LATE)
    assert doors.opened(helper) is not None
    at(monkeypatch, session.until and session.until + doors.LATE + dt.timedelta(seconds=1))
    assert doors.opened(helper) is None


def test_the_screen_of_the_room_is_opened_by_the_helpers_address_alone(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = cycle.sessions[0]
    at(monkeypatch, session.begins)
    with acting(cast.flor.scope):
        screen, helper = doors.screen(session), doors.helper(session)
    first = Client().get(reverse("attendance:screen", args=["es", helper]))
    assert (first.status_code, first.cookies) == (200, {})
    assert 'data-ct-renew="30"><svg' in first.content.decode()
    door = sign_in(Client(), cast.flor).get(reverse("attendance:door", args=[cycle.event.id, session.id]))
    assert 'data-ct-renew="30"><svg' in door.content.decode()
    assert cycle.ana.name not in first.content.decode()
    assert Client().get(reverse("attendance:screen", args=["es", screen])).status_code == 404
    at(monkeypatch, session.begins and session.begins + doors.TURN)
    assert Client().get(reverse("attendance:screen", args=["es", helper])).content != first.content
    at(monkeypatch, session.until and session.until + doors.LATE - doors.TURN)
    with acting(cast.flor.scope):
        assert doors.screen(session) != doors.helper(session)


def test_no_other_address_opens_a_door(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    session = cycle.sessions[0]
    at(monkeypatch, session.begins)
    with acting(cast.flor.scope):
        token = doors.helper(session)
        early = doors.helper(cycle.sessions[2])
    assert doors.opened(token) is not None
    changed = ("A" if token[20] != "A" else "B").join((token[:20], token[21:]))
    for other in (changed, token[:-1], "ñ", "", early, token[:-3] + "AAA"):
        assert doors.opened(other) is None


def test_who_stopped_coming_is_written_to_once(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [(one.name, one.email, 0, 60) for one in (cycle.ana, cycle.bea)]
    brought(cast.flor, cycle.sessions[0], *both)
    with acting(cast.flor.scope):
        assert operations.missed(cycle.event.id) == set()
    brought(cast.flor, cycle.sessions[1], both[0])
    with acting(cast.flor.scope):
        assert operations.missed(cycle.event.id) == {cycle.bea.id}
        assert operations.write_to_missed(cycle.event.id) == 1
        with pytest.raises(WrongState):
            operations.write_to_missed(cycle.event.id)
    assert len(messages(kind="attendance.missed")) == 1


def test_who_stopped_coming_reads_what_was_left_pending_and_stops_it_by_one_click(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with acting(cast.flor.scope):
        second = Session.objects.get(id=cycle.sessions[1].id)
        teaser = Translated.of({"es": "¿Quién decide por ella?", "en": "Who decides for her?"})
        parts.change(parts.SESSIONS, second.id, values={"teaser": teaser}, expected_version=second.version)
    publish(cast.flor, cycle.event.id)
    brought(cast.flor, cycle.sessions[0], (cycle.ana.name, "", 0, 60), (cycle.bea.name, "", 0, 60))
    brought(cast.flor, cycle.sessions[1], (cycle.ana.name, "", 0, 60))
    at(monkeypatch, cycle.sessions[1].until)
    delivered()
    with acting(cast.flor.scope):
        assert operations.write_to_missed(cycle.event.id) == 1
    (message,) = messages(kind="attendance.missed_pending")
    content = Content.of(message)
    assert content.values["pending"] == "¿Quién decide por ella?"
    assert still_wanted(None, content.about)
    quieted = Client().post(content.unsubscribe)  # a mail program, from nowhere
    assert quieted.status_code == 200
    assert not still_wanted(None, content.about)


def test_a_message_that_waits_for_the_morning_is_not_sent_once_the_event_is_cancelled(
    cast: Cast, cycle: Cycle
) -> None:
    brought(cast.flor, cycle.sessions[0], (cycle.ana.name, "", 0, 60), (cycle.bea.name, "", 0, 60))
    brought(cast.flor, cycle.sessions[1], (cycle.ana.name, "", 0, 60))
    with acting(cast.flor.scope):
        operations.write_to_missed(cycle.event.id)
        (message,) = messages(kind="attendance.missed")
        about = Content.of(message).about
        assert still_wanted(None, about)
        row = Event.objects.get(id=cycle.event.id)
        why = Translated.of({"es": "No hay sala."})
        cancelling.cancel(row.id, why=why, expected_version=row.version)
    assert not still_wanted(None, about)


def test_nobody_is_invited_to_what_is_over(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    brought(cast.flor, cycle.sessions[0], (cycle.ana.name, "", 0, 60))
    brought(cast.flor, cycle.sessions[1], (cycle.bea.name, "", 0, 60))
    at(monkeypatch, cycle.sessions[2].until)
    with acting(cast.flor.scope):
        assert operations.missed(cycle.event.id) == set()


def test_names_go_half_a_year_after_the_event(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(cast.flor, cycle.sessions[0], ("Rosa Batz", "rosa@ella.example", 0, 60))
    assert operations.forget() == 0
    last = cycle.event.ends_on  # type: ignore[attr-defined]
    for days, gone in ((182, 0), (183, 1)):
        monkeypatch.setattr(clock, "today", lambda days=days: last + dt.timedelta(days=days))
        assert operations.forget() == gone
    assert bytes(only(cast, How.NOBODY).name) == b""
    assert cycle.keys(cast) == [{"other": 60}]


def test_a_stranger_sees_and_does_nothing(cast: Cast, cycle: Cycle) -> None:
    report = brought(cast.flor, cycle.sessions[0], ("Ana Morales", "", 0, 60))
    row = only(cast, How.ASKED)
    for stranger in (cast.irma, cast.diana, cast.gloria):
        with acting(stranger.scope):
            assert Identity.objects.count() == Stay.objects.count() == Report.objects.count() == 0
            with pytest.raises(NotAllowed):
                operations.take_back(report.id)
            with pytest.raises(NotAllowed):
                operations.clarify(row.id, who="other", expected_version=1)
        client = browser(stranger)
        assert client.get(reverse("attendance:overview", args=[cycle.event.id])).status_code == 404
        assert client.get(reverse("attendance:clarify", args=[row.id])).status_code == 404


def test_the_overview_answers_and_tells_who_earned_a_certificate(cast: Cast, cycle: Cycle) -> None:
    crowd = [(f"Persona {n} Ficticia", f"c{n}@correo.example", 0, 60) for n in range(20)]
    brought(cast.flor, cycle.sessions[0], *crowd)
    brought(cast.flor, cycle.sessions[1], *crowd[:15])
    page = browser(cast.flor).get(reverse("attendance:overview", args=[cycle.event.id])).content.decode()
    assert "Sí: 75 de cada 100 que empezaron llegaron al final." in page
    assert "Siguen <b>15 de 20</b>." in page
    assert "20 personas cumplen lo que pide el certificado." in page
