"""Every fact of every part of an event stands on the part's page, and saving it as it stands changes nothing."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events import parts
from contratrata.knowledge.events.models import Event
from planning import a_session, a_speaker, an_event, words
from signin import sign_in
from typing_in import opened

pytestmark = pytest.mark.django_db


def filled(cast: Cast, event: Event) -> dict[str, tuple[Any, dict[str, Any]]]:
    """A part of each sort with every fact answered but the file, which a form never gives back."""
    session, speaker = a_session(cast.flor, event, "Antes"), a_speaker(cast.flor, event)
    with acting(cast.flor.scope):
        room = parts.write(parts.ROOMS, event.id, values={"name": "Sala azul"})
    who = {
        "speakers": (str(speaker.id),),
        "moderators": (str(speaker.id),),
        "rapporteurs": (str(speaker.id),),
    }
    return {
        "sesiones": (parts.SESSIONS, who | {
            "sort": "table", "title": words("Mesa"), "day": event.starts_on, "starts": dt.time(15), "minutes": 45,  # type: ignore[attr-defined]
            "zone": "America/Panama", "aim": words("Fin"), "questions": words("Pregunta"), "teaser": words("Queda"),
            "room": str(room.id), "companions": (str(speaker.id),),
        }),
        "salas": (parts.ROOMS, {
            "name": "Sala verde", "place": "Ciudad (ficticia)", "country": "PAN", "capacity": 30,
            "companion": str(speaker.id),
        }),
        "personas": (parts.SPEAKERS, {
            "name": "Lidia Marea (ficticia)", "position": "fiscal", "body": "Fiscalía (ficticia)",
            "profile": "Investiga (ficticio).", "email": "lidia@marea.example", "user_id": cast.flor.user.pk,
            "shows_name": True, "records": True, "agreed_on": dt.date(2026, 1, 5),
        }),
        "materiales": (parts.MATERIALS, {
            "name": words("Guía"), "sort": "slides", "link": "https://ejemplo.example/guia", "shown": True,
            "session": str(session.id), "speaker": str(speaker.id),
        }),
    }  # fmt: skip


@pytest.mark.parametrize("slug", sorted(parts.SORTS))
def test_every_fact_of_a_part_is_on_its_page_and_saving_it_changes_nothing(cast: Cast, slug: str) -> None:
    event = an_event(cast.flor)
    sort, values = filled(cast, event)[slug]
    facts = [fact.name for fact in sort.facts if fact.name != "document"]
    assert set(facts) - set(values) == set()
    with acting(cast.flor.scope):
        row = parts.write(sort, event.id, values=values)
        before = parts.values_of(sort, row)
    assert [name for name in facts if before[name] in (None, "", ())] == []
    client, url = sign_in(Client(), cast.flor), f"/eventos/{event.id}/{slug}/{row.id}/"
    form = next(one for one in opened(client, url)[0] if "version" in dict(one.hidden))
    shown = [name for name, control in form.controls.items() if control.shown]
    assert [fact for fact in facts if not any(name.startswith(fact) for name in shown)] == []
    assert client.post(url, form.sent()).status_code == 302
    with acting(cast.flor.scope):
        after = parts.values_of(sort, sort.model._default_manager.get(id=row.id))
    assert {name: str(value) for name, value in after.items()} == {
        name: str(value) for name, value in before.items()
    }
