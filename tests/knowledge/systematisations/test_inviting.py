"""«Invitar a quienes asistieron»: who holds the event and began the systematisation; no page shows an address."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from attending import brought, sign_up
from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.attendance.public import Person
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.systematisations import validating
from contratrata.knowledge.systematisations.attended import present_at
from contratrata.knowledge.systematisations.models import SYSTEMATISATIONS, Reader, Systematisation
from planning import a_session, an_event, publish
from postbox import messages
from systematising import begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]


def held(cast: Cast) -> tuple[Event, Systematisation, list[Person]]:
    """An event to which two of three came, and what is written of it."""
    event = an_event(cast.flor, "Ciclo")
    session = a_session(cast.flor, event, "Sesión")
    publish(cast.flor, event.id)
    people = sign_up(cast, event, "Ana Lucía Morales Tzoc", "Beatriz Ixcoy Paz", "Carla Ausente Paz")
    brought(cast.flor, session, *((one.name, one.email, 0, 60) for one in people[:2]))
    row = begun(cast)
    with acting(cast.flor.scope):
        SYSTEMATISATIONS.rows().filter(id=row.id).update(tie=f"{ties.key_of('event', event.id)}Ciclo")
        row.refresh_from_db()
    return event, row, people


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def test_those_who_came_get_a_link_each_and_once(cast: Cast) -> None:
    _event, row, people = held(cast)
    address = reverse("systematisations:send", args=[row.id])
    form = browser(cast.flor).get(address).content.decode()
    assert "Invitar a las 2 personas que asistieron" in form
    assert not [one.email for one in people if one.email in form]
    with acting(cast.flor.scope):
        version = SYSTEMATISATIONS.rows().get(id=row.id).version
    day = clock.today() + dt.timedelta(days=7)
    days = {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    sent = {"present": "on", "version": version, "addresses": people[0].email} | days
    answer = browser(cast.flor).post(address, sent)
    assert answer.status_code == 302, answer.content.decode()
    assert len(messages(kind="systematisation.read")) == 2
    with acting(cast.flor.scope):
        assert Reader.objects.count() == 2
        row.refresh_from_db()
        validating.send(row.id, until=day, addresses=[], expected_version=row.version, present=True)
        assert Reader.objects.count() == 2


def test_another_organisation_that_writes_of_it_reaches_nobody(cast: Cast) -> None:
    _event, row, _people = held(cast)
    with acting(cast.diana.scope):
        assert present_at(row) == []
    with acting(cast.flor.scope):
        assert len(present_at(row)) == 2
        row.tie = ""  # type: ignore[attr-defined]
        assert present_at(row) == []
