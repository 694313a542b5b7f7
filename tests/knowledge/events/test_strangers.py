"""What was published of somebody who took her yes back, everywhere it was; and what a title may smuggle into a file."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from cast import Cast, Player
from contratrata.ground.base.errors import DomainError, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.files.public import Attached
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.events import consents, operations, parts
from contratrata.knowledge.events.addresses import page_url
from contratrata.knowledge.events.models import Event, OpenMaterial, Speaker, code_of
from nouns import picture
from planning import a_session, a_speaker, an_event, publish, words
from systematising import published as published_systematisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
LINK = "https://ejemplo.example/grabacion-de-la-sesion"


@pytest.fixture
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def recording(player: Player, event: Event, **more: Any) -> Any:
    values = {"name": words("Grabación"), "sort": "recording", "link": LINK, "shown": True}
    with acting(player.scope):
        return parts.write(parts.MATERIALS, event.id, values=values | more)


def everywhere(event: Event) -> dict[str, str]:
    """Every public answer in which something of an event stands."""
    code = code_of(event.id)
    paths = [
        "/sitemap.xml", "/es/", "/en/", "/es/eventos/", "/en/eventos/", page_url("es", event.id),
        f"{page_url('es', event.id)}?hora=America/Guatemala", page_url("en", event.id),
        reverse("events:calendar_file", args=["es", code]), reverse("events:feed", args=["es"]),
        reverse("systematisations:every", args=["es"]), reverse("systematisations:page", args=["es", 1]),
        reverse("systematisations:page", args=["en", 1]),
    ]  # fmt: skip
    result = {path: Client().get(path) for path in paths}
    assert {path for path, answer in result.items() if answer.status_code != 200} == set()
    return {path: answer.content.decode() for path, answer in result.items()}


def test_who_takes_her_yes_back_stands_nowhere_any_more(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila = a_speaker(cast.flor, event, "Camila Brisa (ficticia)", profile="https://ejemplo.example/camila")
    session = a_session(cast.flor, event, speakers=(str(camila.id),))
    recording(cast.flor, event, session=str(session.id))
    drawn = picture("Grabación")
    recording(
        cast.flor,
        event,
        link="",
        document=Attached("afiche.png", "png", len(drawn.content), small=True, pending=drawn),
        speaker=str(camila.id),
    )
    publish(cast.flor, event.id)
    published_systematisation(cast, tie=f"{ties.key_of('event', event.id)}Faro (ficticio)")
    with acting(cast.flor.scope):  # a later programme, so that an older version was published too
        parts.change(parts.SESSIONS, session.id, values={"minutes": 60}, expected_version=1)
    publish(cast.flor, event.id)
    before = everywhere(event)
    assert sum("Camila Brisa" in text for text in before.values()) >= 3
    assert sum(LINK in text for text in before.values()) >= 3
    files = re.findall(r'href="(/[^"]*archiv[^"]*)"', before[page_url("es", event.id)])
    assert files
    assert all(Client().get(one).status_code == 200 for one in files)
    with acting(cast.flor.scope):
        version = Speaker.objects.get(id=camila.id).version
        consents.withdraw(camila.id, name=True, recording=True, expected_version=version)
    for path, text in everywhere(event).items():
        for word in ("Camila", "camila", LINK):
            assert word not in text, (path, word)
    assert [Client().get(one).status_code for one in files] == [404] * len(files)
    publish(cast.flor, event.id)  # and publishing again brings nothing back
    for path, text in everywhere(event).items():
        for word in ("Camila", "camila", LINK):
            assert word not in text, (path, word)


def test_a_recording_of_a_whole_event_asks_everybody_who_had_a_part(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila = a_speaker(cast.flor, event)
    marta = a_speaker(cast.flor, event, "Marta Roble (ficticia)", records=None)
    a_session(cast.flor, event, speakers=(str(camila.id),), moderators=(str(marta.id),))
    with pytest.raises(DomainError) as refused:
        recording(cast.flor, event)
    assert refused.value.field == "shown"
    with acting(cast.flor.scope):
        parts.change(parts.SPEAKERS, marta.id, values={"records": True}, expected_version=1)
    recording(cast.flor, event)
    publish(cast.flor, event.id)
    assert OpenMaterial.objects.count() == 1
    with acting(cast.flor.scope):
        consents.withdraw(marta.id, name=False, recording=True, expected_version=2)
    assert not OpenMaterial.objects.exists()
    assert LINK not in Client().get(page_url("es", event.id)).content.decode()


def test_who_is_known_later_to_be_in_a_recorded_session_is_not_shown_without_her_yes(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila, late = (
        a_speaker(cast.flor, event),
        a_speaker(cast.flor, event, "Óscar Nube (ficticio)", records=None),
    )
    session, other = (
        a_session(cast.flor, event, speakers=(str(camila.id),)),
        a_session(cast.flor, event, "Otra"),
    )
    for one in (session, other):
        recording(cast.flor, event, session=str(one.id), link=f"{LINK}/{one.id}")
    publish(cast.flor, event.id)
    both = (str(camila.id), str(late.id))
    with acting(cast.flor.scope):
        parts.change(parts.SESSIONS, session.id, values={"speakers": both}, expected_version=1)
    page = Client().get(page_url("es", event.id)).content.decode()
    assert f"{LINK}/{session.id}" not in page
    assert f"{LINK}/{other.id}" in page
    assert "Óscar" not in page  # and her name waits for its own publishing
    with acting(cast.flor.scope):
        parts.change(parts.SPEAKERS, late.id, values={"records": True}, expected_version=1)
    publish(cast.flor, event.id)
    assert f"{LINK}/{session.id}" in Client().get(page_url("es", event.id)).content.decode()


@pytest.mark.parametrize(
    "title",
    [
        "Faro\r\nATTENDEE:mailto:camila@ejemplo.example",
        "Faro\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Otro",
        "Faro;X=1,\\nY:\\",
        "</script><script>alert(1)</script>",
        "\u202efaro\u2028BEGIN:VALARM",
    ],
)
def test_a_title_adds_nothing_to_a_file_but_its_words(cast: Cast, title: str) -> None:
    event = an_event(cast.flor)
    a_session(cast.flor, event, title=Translated.of({"es": title, "en": title}))
    publish(cast.flor, event.id)
    code = code_of(event.id)
    raw = Client().get(reverse("events:calendar_file", args=["es", code])).content
    entries = Calendar.from_ical(raw).walk("VEVENT")
    assert len(entries) == 1
    assert set(entries[0]) == {
        "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "URL", "DESCRIPTION", "STATUS",
    }  # fmt: skip
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    page = Client().get(page_url("es", event.id)).content.decode()
    assert "<script>alert(1)" not in page
    data = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["@type"] == "Event"


def test_a_cancelled_event_says_so_in_every_answer(cast: Cast) -> None:
    event = an_event(cast.flor)
    a_session(cast.flor, event)
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        operations.cancel(event.id, why=words("No hay sala"), expected_version=version)
    code = code_of(event.id)
    for name, args in (("calendar_file", ["es", code]), ("feed", ["es"])):
        answer = Client().get(reverse(f"events:{name}", args=args)).content
        assert {str(one["STATUS"]) for one in Calendar.from_ical(answer).walk("VEVENT")} == {"CANCELLED"}
    for language in ("es", "en"):
        assert "EventCancelled" in Client().get(page_url(language, event.id)).content.decode()
    assert "Faro" not in Client().get("/es/").content.decode()  # the home announces what is held


def test_who_takes_her_yes_back_of_a_cancelled_event_is_heard_too(cast: Cast) -> None:
    event = an_event(cast.flor)
    camila = a_speaker(cast.flor, event)
    session = a_session(cast.flor, event, speakers=(str(camila.id),))
    recording(cast.flor, event, session=str(session.id))
    publish(cast.flor, event.id)
    with acting(cast.flor.scope):
        version = Event.objects.get(id=event.id).version
        operations.cancel(event.id, why=words("No hay sala"), expected_version=version)
        with pytest.raises(WrongState):
            parts.change(parts.SPEAKERS, camila.id, values={"position": "otra"}, expected_version=1)
        consents.withdraw(camila.id, name=True, recording=True, expected_version=1)
    page = Client().get(page_url("es", event.id)).content.decode()
    assert "Camila" not in page
    assert LINK not in page
