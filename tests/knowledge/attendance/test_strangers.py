"""What somebody who should learn nothing tries on attendance: ids of others, who was erased, a report without end."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from attending import brought, code_of, report_of, sign_up
from cast import Cast
from contratrata.ground.acts.public import fingerprint
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.knowledge.attendance import doors, operations, queries
from contratrata.knowledge.attendance.matching import How
from contratrata.knowledge.attendance.models import Identity, Report, Stay
from contratrata.knowledge.attendance.states import ReportState
from contratrata.knowledge.events.models import Event, Session
from contratrata.knowledge.registrations import operations as registering
from planning import a_session, an_event, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open", "nobody_knocked")]
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


def held(cast: Cast, name: str) -> tuple[Event, Session]:
    event = an_event(cast.flor, name)
    session = a_session(cast.flor, event)
    publish(cast.flor, event.id)
    return event, session


def test_what_a_report_called_somebody_goes_with_her_when_she_is_erased(cast: Cast) -> None:
    event, session = held(cast, "Ciclo")
    rosa, luz = sign_up(cast, event, "Rosa Batz Ixim", "Luz Marina Coy")
    brought(cast.flor, session, *((one.name, one.email, 0, 60) for one in (rosa, luz)))
    with acting(cast.flor.scope):
        token = Identity.objects.get(registration_id=rosa.id).token
        registering.erase(rosa.id, reason="asked")
        gone, stays = (Identity.objects.get(registration_id=one.id) for one in (rosa, luz))
        assert (bytes(gone.name), bytes(gone.email)) == (b"", b"")
        assert gone.token != token
        assert bytes(stays.name)
        assert (
            len(queries.attended(event.id).sessions[0].present) == 2
        )  # the number of those who were there stands


def test_a_report_that_nobody_explained_does_not_keep_its_names(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, session = held(cast, "Ciclo")
    content = report_of(session, ("Rosa Batz", "rosa@ella.example", 0, 60))
    early = session.begins - dt.timedelta(days=40)  # type: ignore[operator]
    doubtful = content.replace(f"{session.begins:%Y-%m-%d}".encode(), f"{early:%Y-%m-%d}".encode())
    with acting(cast.flor.scope):
        report = operations.bring(
            event_id=event.id, session_id=session.id, content=doubtful, token=uuid.uuid4()
        )
        assert report.state == ReportState.ASKED
    last = event.ends_on  # type: ignore[attr-defined]
    for days, there in ((182, True), (183, False)):
        monkeypatch.setattr(clock, "today", lambda days=days: last + dt.timedelta(days=days))
        operations.forget()
        with acting(cast.flor.scope):
            assert Report.objects.filter(id=report.id).exists() is there


def test_ten_thousand_lines_are_counted_by_as_many_queries_as_a_thousand(cast: Cast) -> None:
    numbers = []
    for n, lines in enumerate((1_000, 10_000)):
        event, session = held(cast, f"Ciclo {n}")
        sign_up(cast, event, "Rosa Batz Ixim")
        visits = [(f"Persona {one} Ficticia", f"p{one}@correo.example", 0, 60) for one in range(lines)]
        with CaptureQueriesContext(connection) as queries_made:
            report = brought(cast.flor, session, *visits)
        assert (report.state, report.lines, report.left_out) == (ReportState.TAKEN, lines, 0)
        with acting(cast.flor.scope):
            assert Stay.objects.filter(report=report).count() == lines
            assert len(queries.attended(event.id).sessions[0].present) == lines
        blocks = [
            one for one in queries_made.captured_queries if "vault_slot" in one["sql"]
        ]  # a block for 64 seals
        assert len(blocks) <= lines * 2 / 64 + 2
        numbers.append(len(queries_made) - len(blocks))
    assert numbers[1] <= numbers[0] + 20  # rows go in batches, never one by one


def test_ids_of_another_event_or_house_are_nobody(cast: Cast) -> None:
    event, session = held(cast, "Ciclo")
    other, other_session = held(cast, "Otro")
    (rosa,), (luz,) = sign_up(cast, event, "Rosa Batz Ixim"), sign_up(cast, other, "Luz Marina Coy")
    report = brought(cast.flor, session, ("R. B.", "", 0, 60))
    with acting(cast.flor.scope):
        row = Identity.objects.get(event_id=event.id)
        for who in (luz.id, uuid.uuid4(), "x"):
            with pytest.raises(DomainError):
                operations.clarify(row.id, who=str(who), expected_version=row.version)
        seen = fingerprint(operations.listed(session.id))
        assert not operations.sign_in(
            event_id=event.id, session_id=session.id, present=[luz.id, uuid.uuid4()], expected_version=seen
        )
        with pytest.raises(NotAllowed):  # a session of another event
            operations.bring(event_id=event.id, session_id=other_session.id, content=b"x", token=uuid.uuid4())
    diana = Client()
    diana.force_login(cast.diana.user)
    for name, args in (
        ("report", [report.id]), ("take_back", [report.id]), ("clarify", [row.id]), ("clarify_next", [event.id]),
        ("overview", [event.id]), ("bring", [event.id, session.id]), ("sign_in", [event.id, session.id]),
        ("door", [event.id, session.id]), ("write", [event.id]),
    ):  # fmt: skip
        for answer in (diana.get, diana.post):
            page = answer(reverse(f"attendance:{name}", args=args))
            assert page.status_code in (403, 404, 405), name
            assert "Rosa" not in page.content.decode()
    assert rosa.id != luz.id


def test_a_code_of_another_event_or_a_guessed_one_enters_no_door(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, session = held(cast, "Ciclo")
    other, _session = held(cast, "Otro")
    (rosa,), (luz,) = sign_up(cast, event, "Rosa Batz Ixim"), sign_up(cast, other, "Luz Marina Coy")
    begins = session.begins
    assert begins is not None
    monkeypatch.setattr(clock, "now", lambda: begins)
    with acting(cast.flor.scope):
        path = reverse("attendance:enter", args=["es", doors.helper(session)])
    for wrong in (code_of(cast, luz), "EV-2222-2222", "", "' OR 1=1 --", str(rosa.id)):
        page = Client().post(path, {"code": wrong}, **ORIGIN)
        assert page.status_code == 200
        for name in ("Rosa", "Luz"):
            assert name not in page.content.decode()
    with acting(cast.flor.scope):
        assert not Stay.objects.exists()
    answer = Client().post(path, {"code": code_of(cast, rosa)}, **ORIGIN)
    assert "Rosa" not in answer.content.decode()  # the door says no name
    with acting(cast.flor.scope):
        assert Stay.objects.get().registration_id == rosa.id
        assert not Identity.objects.filter(how=How.ASKED).exists()


def test_whoever_guesses_codes_at_a_door_is_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    local = clock.now().astimezone(ZoneInfo("America/Costa_Rica"))
    event = an_event(cast.flor, "Ciclo", starts_on=local.date())
    session = a_session(
        cast.flor, event, day=local.date(), starts=local.time().replace(second=0, microsecond=0)
    )
    publish(cast.flor, event.id)
    monkeypatch.setattr("contratrata.doors.web.public_face.limit_of", lambda _view: (3, 3600))
    with acting(cast.flor.scope):
        path = reverse("attendance:enter", args=["es", doors.helper(session)])
    answers = [Client().post(path, {"code": f"EV-2222-222{n}"}, **ORIGIN).status_code for n in range(2, 7)]
    assert answers == [200, 200, 200, 429, 429]
