"""Reminders in her zone and language, each once; a moved session; a cancelled event; a server that refuses half."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client

from cast import Cast
from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.events import operations as events
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.models import EVENTS, Event, Session
from contratrata.knowledge.events.public import hooks
from contratrata.knowledge.registrations import jobs, operations
from contratrata.knowledge.registrations.happenings import Happening, moment_words
from contratrata.knowledge.registrations.models import Registration
from contratrata.knowledge.registrations.operations import telling
from planning import a_session, an_event, publish, words
from postbox import delivered, messages
from registering import happening, own_by, signed_up, token_for

pytestmark = pytest.mark.django_db
NOON = "2026-12-01 18:00:00+00:00"
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def at_noon(gate_is_open: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def reminded() -> list[tuple[str, str]]:
    """Whom the mails that go now are for, and their first line."""
    return sorted((mail.to[0].partition("@")[0], str(mail.body).splitlines()[0]) for mail in delivered())


def test_a_week_a_day_and_an_hour_before_each_once(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = happening(cast)
    signed_up(event, 0)
    delivered()
    begins = event.copy.begins  # ten in Costa Rica: ten in El Salvador too, which has no summer time either
    line = ("persona0", "«Faro (ficticio)»: jueves 31 de diciembre, 10:00 (hora de El Salvador).")
    number = 0
    for moment in (begins - 7 * DAY, begins - DAY, begins - HOUR):
        at_noon.move_to(moment - MINUTE)
        assert jobs.tend() == 0
        at_noon.move_to(moment)
        assert jobs.tend() == 1
        assert jobs.tend() == 0
        assert reminded() == [line]
        number += 1
    assert number == 3
    at_noon.move_to(begins + MINUTE)
    assert jobs.tend() == 0


def test_who_has_no_place_or_came_later_or_wants_none_is_not_reminded(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast, capacity=2)
    quiet = signed_up(event, 0)
    operations.quiet(quiet, is_quiet=True)
    signed_up(event, 1)
    signed_up(event, 2)  # waits
    delivered()
    at_noon.move_to(event.copy.begins - DAY)
    operations.withdraw(own_by(event, quiet.row))
    delivered()
    at_noon.shift(MINUTE)
    jobs.tend()
    assert [to for to, _line in reminded()] == ["persona1"]


def test_a_country_without_summer_time_beside_one_with_it(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    """In March New York puts its clocks on and Guatemala does not: the same moment is said twice."""
    event = happening(cast, starts_on=dt.date(2027, 3, 20), ends_on=dt.date(2027, 3, 21))
    assert moment_words(event.copy.begins, "America/Guatemala", "es").startswith("sábado 20 de marzo, 10:00 ")
    assert moment_words(event.copy.begins, "America/New_York", "es").startswith("sábado 20 de marzo, 12:00 ")
    winter = dt.datetime(2027, 3, 6, 16, tzinfo=dt.UTC)
    assert moment_words(winter, "America/New_York", "en") == "Saturday 6 March, 11:00 (New York time)"
    mine = signed_up(event, 0, country="GTM")
    token = token_for(event, mine.row)
    form = {"name": "Nieves (ficticia)", "country": "GTM", "sector": "public", "language": "en",
            "time_zone": "America/New_York"}  # fmt: skip
    answer = Client().post(f"/es/inscripcion/{token}/cambiar/", form, HTTP_ORIGIN="http://testserver")
    assert answer["Location"] == f"/en/inscripcion/{token}/"
    delivered()
    at_noon.move_to(event.copy.begins - DAY)
    jobs.tend()
    assert reminded() == [("persona0", "“Faro (fictitious)”: Saturday 20 March, 12:00 (New York time).")]


def move_session(cast: Cast, event: Happening, **values: Any) -> Happening:
    """Whoever organises moves the session and publishes the programme anew."""
    with acting(cast.flor.scope):
        row = Session.objects.get(event_id=event.id)
        parts.change(parts.SESSIONS, row.id, values=values, expected_version=row.version)
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        return happening(cast, Event.objects.get(id=event.id))


def test_a_session_that_moves_after_the_reminders_gets_a_new_word_and_new_reminders(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast)
    signed_up(event, 0)
    jobs.tend()
    at_noon.move_to(event.copy.begins - DAY)
    jobs.tend()
    delivered()
    moved = move_session(cast, event, starts=dt.time(16))
    assert moved.copy.begins == event.copy.begins + 6 * HOUR
    jobs.tend()
    assert jobs.tend() == 0
    assert reminded() == [
        (
            "persona0",
            "Cambió la hora de «Faro (ficticio)». Ahora es jueves 31 de diciembre, 16:00 (hora de El Salvador).",
        )
    ]
    at_noon.move_to(moved.copy.begins - HOUR)
    jobs.tend()
    assert (
        "persona0",
        "«Faro (ficticio)»: jueves 31 de diciembre, 16:00 (hora de El Salvador).",
    ) in reminded()


def cancel(cast: Cast, event: Happening) -> None:
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        events.cancel(event.id, why=words("Por la tormenta"), expected_version=version)


def a_cycle(cast: Cast, *, teaser: str = "¿Quién decide por ella?") -> Happening:
    """Two sessions a week apart; the first leaves something pending."""
    event = an_event(cast.flor)
    pending = Translated.of({"es": teaser, "en": "Who decides for her?"}) if teaser else Translated()
    first = a_session(cast.flor, event, teaser=pending)
    day: dt.date = vars(first)["day"]
    a_session(cast.flor, event, "Segunda", day=day + dt.timedelta(days=7))
    publish(cast.flor, event.id)
    return happening(cast, event)


def test_what_a_session_leaves_pending_goes_out_after_it_once_to_who_has_a_place(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = a_cycle(cast)
    signed_up(event, 0)
    quiet = signed_up(event, 1)
    operations.quiet(quiet, is_quiet=True)
    signed_up(event, 2, confirmed=False)
    gone = signed_up(event, 3)
    operations.withdraw(gone)
    delivered()
    over = event.sessions[0].begins + dt.timedelta(minutes=90)
    at_noon.move_to(over - MINUTE)
    jobs.tend()
    delivered()
    at_noon.move_to(over)
    assert jobs.tend() == 1
    assert jobs.tend() == 0
    assert reminded() == [
        ("persona0", "«Faro (ficticio)» dejó algo pendiente: ¿Quién decide por ella? La próxima sesión es el "
         "jueves 7 de enero, 10:00 (hora de El Salvador).")
    ]  # fmt: skip


def test_no_teaser_without_one_nor_two_days_later_nor_when_the_event_is_cancelled(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = a_cycle(cast, teaser="")
    signed_up(event, 0)
    at_noon.move_to(event.sessions[0].begins + 2 * HOUR)
    jobs.tend()
    assert messages(kind="registration.teaser") == []
    at_noon.move_to(NOON)
    other = a_cycle(cast)
    signed_up(other, 1)
    at_noon.move_to(other.sessions[0].begins + dt.timedelta(minutes=90) + 2 * DAY)
    jobs.tend()
    assert messages(kind="registration.teaser") == []
    at_noon.move_to(other.sessions[0].begins + dt.timedelta(minutes=90))
    with acting(cast.flor.scope):
        row = Event.objects.get(id=other.id)
        events.cancel(row.id, why=words("No hay sala"), expected_version=row.version)
    jobs.tend()
    assert messages(kind="registration.teaser") == []


def test_a_reminder_that_waits_is_not_sent_to_who_left_meanwhile(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast)
    mine = signed_up(event, 0)
    delivered()
    at_noon.move_to(event.copy.begins - DAY)
    jobs.tend()
    operations.withdraw(own_by(event, mine.row))
    assert reminded() == []


def test_a_cancelled_event_is_told_once_to_everybody_who_waits_for_it(cast: Cast) -> None:
    event = happening(cast, capacity=1)
    quiet, waiting, gone = (signed_up(event, n) for n in range(3))
    operations.quiet(quiet, is_quiet=True)
    operations.withdraw(gone)
    delivered()
    cancel(cast, event)
    jobs.tend()
    jobs.tend()
    assert reminded() == [(f"persona{n}", "Se canceló «Faro (ficticio)».") for n in (0, 1)]
    token = token_for(event, waiting.row)
    page = Client().get(f"/es/inscripcion/{token}/").content.decode()
    assert "El evento se canceló" in page
    assert "Por la tormenta" in page
    with pytest.raises(WrongState):
        operations.withdraw(own_by(event, waiting.row))
    calendar = icalendar.Calendar.from_ical(Client().get(f"/es/inscripcion/{token}/evento.ics").content)
    assert [one["STATUS"] for one in calendar.walk("VEVENT")] == ["CANCELLED"]


def test_who_was_told_that_it_is_cancelled_is_told_once_that_it_is_not_and_gets_time_anew(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast, capacity=1)
    sure, late = signed_up(event, 0), signed_up(event, 1, confirmed=False)
    cancel(cast, event)
    jobs.tend()
    signed_up_later = event.wait() + HOUR
    at_noon.move_to(signed_up_later)
    delivered()
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        events.resume(event.id, why=words("Pasó la tormenta"), expected_version=version)
    jobs.tend()
    jobs.tend()
    sentence = (
        "«Faro (ficticio)» se había cancelado y sí se hará. Si ya no puede venir, cancele su inscripción."
    )
    assert reminded() == [("persona0", sentence), ("persona1", sentence)]
    for mine in (sure, late):
        assert (
            "El evento se canceló"
            not in Client().get(f"/es/inscripcion/{token_for(event, mine.row)}/").content.decode()
        )
    cancel(cast, event)
    jobs.tend()
    assert len(reminded()) == 2


def test_a_pass_that_dies_in_the_middle_tells_nobody_twice(
    cast: Cast, at_noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = happening(cast)
    for n in range(5):
        signed_up(event, n)
    delivered()
    at_noon.move_to(event.copy.begins - DAY)
    monkeypatch.setattr(telling, "BATCH", 2)
    monkeypatch.setattr("contratrata.knowledge.registrations.jobs.operations.tell_all", _dying(3))
    with pytest.raises(RuntimeError):
        jobs.tend()
    monkeypatch.undo()
    jobs.tend()
    assert [to for to, _line in reminded()] == [f"persona{n}" for n in range(5)]


def _dying(at: int) -> Any:
    calls = []

    def act(event: Happening) -> int:
        calls.append(event)
        if len(calls) == at:
            telling.tell_all(event)
            raise RuntimeError("killed before the commit")
        return telling.tell_all(event)

    return act


def test_of_a_server_that_refuses_half_the_other_half_arrives_and_the_refused_wait(
    cast: Cast, at_noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = happening(cast)
    for n in range(4):
        signed_up(event, n)
    delivered()
    at_noon.move_to(event.copy.begins - DAY)
    jobs.tend()
    from django.core.mail.backends.locmem import EmailBackend

    send, refused = EmailBackend.send_messages, []

    def half(self: EmailBackend, mails: Any) -> int:
        if len(refused) < 2 and int(mails[0].to[0][7]) % 2 and mails[0].to[0] not in refused:
            refused.append(mails[0].to[0])
            raise OSError("refused")
        return int(send(self, mails))

    monkeypatch.setattr(EmailBackend, "send_messages", half)
    assert [to for to, _line in reminded()] == ["persona0", "persona2"]
    at_noon.shift(MINUTE)
    assert [to for to, _line in reminded()] == ["persona1", "persona3"]
    assert jobs.tend() == 0
    # What comes too late helps nobody: a reminder of what has begun is dropped.
    at_noon.move_to(event.copy.begins - HOUR)
    jobs.tend()
    at_noon.move_to(event.copy.begins + MINUTE)
    assert reminded() == []
    assert {one.failure for one in messages(kind="registration.soon")} == {"unwanted"}


def test_the_calendar_is_read_by_another_program_and_moves_with_the_session(cast: Cast) -> None:
    event = happening(cast)
    token = token_for(event, signed_up(event).row)

    def read() -> Any:
        answer = Client().get(f"/es/inscripcion/{token}/evento.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "no-store"
        (one,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        return one

    first = read()
    assert first["DTSTART"].dt == event.copy.begins
    assert first["DTEND"].dt == event.copy.begins + dt.timedelta(minutes=90)
    assert str(first["SUMMARY"]) == "Faro (ficticio): Primera (ficticio)"
    moved = move_session(cast, event, starts=dt.time(16))
    second = read()
    assert (second["UID"], second["DTSTART"].dt) == (first["UID"], moved.copy.begins)
    assert second["SEQUENCE"] > first["SEQUENCE"]


def test_an_event_with_registrations_is_cancelled_not_removed(cast: Cast) -> None:
    event = happening(cast)
    with acting(cast.flor.scope):
        hooks.removed(event.id)
    signed_up(event)
    with acting(cast.flor.scope), pytest.raises(WrongState):
        hooks.removed(event.id)
    assert EVENTS.key == "events"
    with acting(job_scope(cast.refugio)):
        assert Registration.objects.count() == 1
