"""Places and quotas, the waiting list and its deadlines, what whoever organises decides, erasing."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.doubts import Doubt, meaning
from contratrata.ground.base.errors import DomainError, NotAllowed, Shredded, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.registrations import jobs, operations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.models import Registration, RegistrationMove
from contratrata.knowledge.registrations.operations.erasing import KEPT
from contratrata.knowledge.registrations.queries import own_of
from postbox import delivered
from registering import happening, own_by, signed_up, somebody, token_for

pytestmark = pytest.mark.django_db
NOON = "2026-12-01 18:00:00+00:00"
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_noon(gate_is_open: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def states(event: Happening) -> list[str]:
    with acting(job_scope(event.organisation)):
        return list(Registration.objects.order_by("at", "id").values_list("state", flat=True))


def terms(cast: Cast, event: Happening, **values: object) -> None:
    with acting(cast.flor.scope):
        operations.set_terms(event, values=values, expected_version=0)


def later(traveller: time_machine.Traveller, step: dt.timedelta = MINUTE) -> None:
    traveller.shift(step)


def test_the_last_place_goes_once_and_the_next_waits(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = happening(cast, capacity=2)
    for n in range(3):
        signed_up(event, n)
        later(at_noon)
    assert states(event) == ["placed", "placed", "waiting"]


def test_each_quota_is_a_limit_of_its_own(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = happening(cast, capacity=10)
    terms(
        cast,
        event,
        country_quotas=(("SLV", 1),),
        sector_quotas=(("university", 1),),
        sex_quotas=(("male", 1),),
    )
    people = (
        {"country": "SLV"}, {"country": "SLV"}, {"country": "HND"},
        {"country": "HND", "sector": "university"}, {"country": "GTM", "sector": "university"},
        {"country": "GTM", "sex": "male"}, {"country": "GTM", "sex": "male"}, {"country": "GTM", "sex": "female"},
    )  # fmt: skip
    for n, one in enumerate(people):
        signed_up(event, n, **one)
        later(at_noon)
    assert states(event) == [
        "placed", "waiting", "placed", "placed", "waiting", "placed", "waiting", "placed",
    ]  # fmt: skip
    page = Client().get(f"/es/eventos/{event.facts.code}/").content.decode()
    assert "El Salvador: ya no quedan lugares." in page


def test_who_cancels_leaves_her_place_to_who_waits_longest_and_fits(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast, capacity=3)
    terms(cast, event, country_quotas=(("SLV", 1),))
    first = signed_up(event, 0, country="SLV")
    hnd = signed_up(event, 1, country="HND")
    signed_up(event, 2, country="HND")
    for n, country in ((3, "SLV"), (4, "GTM"), (5, "GTM")):
        later(at_noon)
        signed_up(event, n, country=country)
    later(at_noon)
    unconfirmed = operations.sign_up(event, values=somebody(6, country="GTM"), language="es")
    assert states(event)[3:] == ["waiting"] * 4
    delivered()
    operations.withdraw(hnd)  # the quota of El Salvador is still full: the next one is passed to
    assert states(event)[3:] == ["waiting", "offered", "waiting", "waiting"]
    (mail,) = delivered()
    assert mail.to == ["persona4@lucero.example"]
    assert "Es suyo si lo acepta antes del jueves 3 de diciembre, 12:04 (hora de Guatemala)." in str(
        mail.body
    )
    operations.withdraw(first)
    assert states(event)[3:] == ["offered", "offered", "waiting", "waiting"]
    assert own_by(event, unconfirmed).row.state == "waiting"


def test_an_offer_that_nobody_takes_goes_to_the_next_at_its_hour(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast, capacity=1)
    first, second, third = (signed_up(event, n) for n in range(3))
    with acting(job_scope(cast.refugio)):  # in the order of their coming, whatever their ids
        for n, own in enumerate((first, second, third)):
            Registration.objects.filter(id=own.row.id).update(since=clock.now() + n * MINUTE)
    operations.withdraw(first)
    offered = own_by(event, second.row)
    assert offered.row.state == "offered"
    assert offered.row.due_at == clock.now() + dt.timedelta(hours=48)
    at_noon.shift(dt.timedelta(hours=48) - dt.timedelta(seconds=1))
    jobs.tend()
    assert own_by(event, second.row).row.state == "offered"
    at_noon.shift(dt.timedelta(seconds=1))
    with pytest.raises(WrongState):
        operations.accept(own_by(event, second.row))
    jobs.tend()
    jobs.tend()
    assert own_by(event, second.row).row.state == "lapsed"
    assert own_by(event, third.row).row.state == "offered"
    delivered()
    operations.accept(own_by(event, third.row))
    with pytest.raises(WrongState):
        operations.accept(own_by(event, third.row))
    at_noon.shift(dt.timedelta(days=5))
    jobs.tend()
    assert own_by(event, third.row).row.state == "placed"


def test_a_place_whose_address_nobody_confirms_is_freed_and_she_may_come_back(
    cast: Cast, at_noon: time_machine.Traveller
) -> None:
    event = happening(cast, capacity=1)
    row = operations.sign_up(event, values=somebody(0), language="es")
    at_noon.shift(dt.timedelta(hours=48, minutes=1))
    jobs.tend()
    assert own_by(event, row).row.state == "lapsed"
    page = Client().get(f"/es/inscripcion/{token_for(event, row)}/").content.decode()
    assert "Su lugar no se confirmó a tiempo" in page
    delivered()
    operations.sign_up(event, values=somebody(0, name="Otra vez (ficticia)"), language="es")
    again = own_by(event, row)
    assert (again.row.state, again.row.confirmed_at) == ("placed", None)
    (mail,) = delivered()
    assert "Confirme que este correo es suyo" in str(mail.body)


def test_time_to_confirm_ends_before_it_begins(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = happening(cast)
    at_noon.move_to(event.copy.begins - dt.timedelta(hours=4))
    assert event.wait() == clock.now() + dt.timedelta(hours=2)
    at_noon.move_to(event.copy.begins - dt.timedelta(minutes=10))
    assert event.wait() == clock.now() + dt.timedelta(minutes=15)


def test_who_organises_accepts_declines_and_moves_each_told_by_mail(cast: Cast) -> None:
    event = happening(cast, capacity=1, approval=True)
    rows = [signed_up(event, n).row.id for n in range(3)]
    assert states(event) == ["asked"] * 3
    delivered()
    with acting(cast.flor.scope):
        operations.approve(event, rows[0])
        operations.approve(event, rows[1])  # nothing is left: the list
        operations.decline(event, rows[2], reason="audience")
        with pytest.raises(WrongState):
            operations.approve(event, rows[2])
        with pytest.raises(DomainError):
            operations.decline(event, rows[1], reason="porque sí")
    assert {mail.to[0]: str(mail.body).splitlines()[0] for mail in delivered()} == {
        "persona0@lucero.example": "Tiene un lugar en «Faro (ficticio)».",
        "persona1@lucero.example": "Está en la lista de espera de «Faro (ficticio)».",
        "persona2@lucero.example": "Quien organiza «Faro (ficticio)» no pudo aceptar su inscripción.",
    }
    with acting(job_scope(cast.refugio)):
        by_id = {row.id: row for row in Registration.objects.all()}
        assert [by_id[one].state for one in rows] == ["placed", "waiting", "declined"]
        last = RegistrationMove.objects.get(registration_id=rows[2], verb="decline")
        assert (last.reason, last.by_id) == ("audience", cast.flor.user.id)
    page = Client().get(f"/es/inscripcion/{token_for(event, by_id[rows[2]])}/").content.decode()
    assert "El evento es para otro público." in page
    with acting(cast.flor.scope):
        with pytest.raises(Doubt):
            operations.give_place(event, rows[1])
        with meaning(["past-limits"]):
            operations.give_place(event, rows[1])
        operations.to_list(event, rows[0])
    for player in (cast.diana, cast.ana):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.decline(event, rows[1], reason="full")


def test_more_places_are_offered_to_who_waits(cast: Cast) -> None:
    event = happening(cast, capacity=5)
    terms(cast, event, country_quotas=(("SLV", 1),))
    signed_up(event, 0)
    waiting = signed_up(event, 1)
    assert waiting.row.state == "waiting"
    with acting(cast.flor.scope):
        operations.set_terms(event, values={"country_quotas": (("SLV", 2),)}, expected_version=1)
    assert own_by(event, waiting.row).row.state == "offered"


def test_nobody_slips_into_a_full_quota_by_changing_what_she_said(cast: Cast) -> None:
    event = happening(cast, capacity=5)
    terms(cast, event, country_quotas=(("SLV", 1),))
    signed_up(event, 0, country="SLV")
    mine = signed_up(event, 1, country="HND")
    values = {name: value for name, value in somebody(1, country="SLV").items() if name != "email"}
    with pytest.raises(DomainError) as refused:
        operations.change(mine, values=values, language="es", time_zone="America/Tegucigalpa")
    assert refused.value.field == "country"
    operations.change(mine, values=values | {"country": "GTM"}, language="en", time_zone="America/Guatemala")
    now = own_by(event, mine.row).row
    assert (now.country, now.language, now.time_zone, now.state) == (
        "GTM",
        "en",
        "America/Guatemala",
        "placed",
    )


def test_erasing_destroys_her_key_frees_her_place_and_keeps_the_figures(cast: Cast) -> None:
    event = happening(cast, capacity=1)
    mine, next_one = signed_up(event, 0), signed_up(event, 1)
    token = token_for(event, mine.row)
    client = Client()
    client.force_login(cast.flor.user)
    one = f"/inscripciones/{event.id}/{mine.row.id}/"
    assert client.post(f"{one}borrar/").status_code == 302
    with acting(job_scope(cast.refugio)):
        row = Registration.objects.get(id=mine.row.id)
        assert (bytes(row.name), bytes(row.email), row.email_key, row.country) == (b"", b"", None, "SLV")
        with pytest.raises(Shredded):
            vault.open_subject(row.subject_id)
        operations.move_up(event)
    assert own_of(token) is None
    assert Client().get(f"/es/inscripcion/{token}/").status_code == 404
    assert "Datos borrados" in client.get(one).content.decode()
    assert own_by(event, next_one.row).row.state == "offered"
    assert operations.sign_up(event, values=somebody(0), language="es").id != mine.row.id


def test_a_year_after_the_event_everybody_is_erased(cast: Cast, at_noon: time_machine.Traveller) -> None:
    event = happening(cast)
    signed_up(event, 0)
    at_noon.move_to(event.copy.ends + KEPT - MINUTE)
    assert operations.forget_old() == 0
    at_noon.move_to(event.copy.ends + KEPT + MINUTE)
    assert operations.forget_old() == 1
    assert operations.forget_old() == 0


def test_the_sheet_for_the_door_is_a_paper_of_those_with_a_place(cast: Cast) -> None:
    event = happening(cast, capacity=1)
    signed_up(event, 0)
    signed_up(event, 1)
    client = Client()
    client.force_login(cast.flor.user)
    answer = client.get(f"/inscripciones/{event.id}/hoja/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF")
    page = client.get(f"/inscripciones/{event.id}/").content.decode()
    assert "1 de 1 lugares tomados." in page
    assert "1 persona espera." in page
