"""Certificates from attendance: both sides of the threshold, once each whatever is pressed or dies; her own page."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from attending import brought, sign_up
from cast import Cast, Player
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import operations as credentials
from contratrata.ground.credentials import signing
from contratrata.ground.credentials.models import Award, Credential
from contratrata.ground.network.public import job_scope
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.vault import public as vault
from contratrata.knowledge.attendance import operations
from contratrata.knowledge.attendance.certificates import standing
from contratrata.knowledge.attendance.models import Certified
from contratrata.knowledge.attendance.people import Person
from contratrata.knowledge.events.models import EVENTS, Event, Session
from contratrata.knowledge.registrations import operations as registrations
from contratrata.knowledge.registrations.models import Registration
from planning import a_session, an_event, publish
from postbox import delivered
from registering import happening, signed_up, token_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open", "nobody_knocked")]
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@dataclasses.dataclass
class Cycle:
    """Two sessions of ninety minutes; the certificate asks for both, sixty minutes each."""

    event: Event
    sessions: list[Session]
    ana: Person
    bea: Person

    def attended(self, player: Player, minutes: dict[str, int]) -> None:
        """Both sessions were held; how many minutes each was there, by her address."""
        for session in self.sessions:
            brought(player, session, *(("Alguien", email, 0, n) for email, n in minutes.items()))


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    event = an_event(cast.flor, "Ciclo", certificate_sessions=2, certificate_minutes=60)
    day: dt.date = vars(event)["starts_on"]
    sessions = [a_session(cast.flor, event, f"Sesión {n}", day=day + dt.timedelta(days=n)) for n in range(2)]
    publish(cast.flor, event.id)
    ana, bea = sign_up(cast, event, "Ana Lucía Morales Tzoc", "Beatriz Ixcoy Paz")
    delivered()
    return Cycle(event, sessions, ana, bea)


def certify(player: Player, event: Event, **more: Any) -> Award:
    with acting(player.scope):
        return operations.certify(event.id, **more)


def signed(cast: Cast, award: Award) -> int:
    return signing.sign(job_scope(cast.refugio), award.id)


def holders(cast: Cast) -> list[str]:
    """The names on all certificates that stand."""
    with acting(job_scope(cast.refugio)):
        rows = Credential.objects.filter(revoked_at=None).order_by("id")
        return sorted(row.open(vault.open_subject(row.subject_id), "name")["name"] for row in rows)


def test_both_sides_of_the_threshold(cast: Cast, cycle: Cycle) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 60, cycle.bea.email: 59})
    award = certify(cast.flor, cycle.event)
    assert signed(cast, award) == 1
    assert holders(cast) == [cycle.ana.name]
    assert [mail.to for mail in delivered()] == [[cycle.ana.email]]
    with acting(job_scope(cast.refugio)):
        row = award.credentials.get()
        assert "2 de 2 sesiones, 120 minutos" in row.open(vault.open_subject(row.subject_id))["evidence"]
    assert str(award.detail) == "2 sesiones de al menos 60 minutos"


def test_two_presses_and_the_same_sending_twice_certify_once(cast: Cast, cycle: Cycle) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90})
    token = uuid.uuid4()
    first = certify(cast.flor, cycle.event, token=token)
    assert certify(cast.flor, cycle.event, token=token).id == first.id
    with pytest.raises(WrongState, match="ya tienen su certificado"):
        certify(cast.flor, cycle.event, token=uuid.uuid4())
    signed(cast, first)
    assert len(holders(cast)) == len(delivered()) == 1


def test_a_signing_that_dies_in_the_middle_goes_on_and_mails_nobody_twice(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90, cycle.bea.email: 90})
    award = certify(cast.flor, cycle.event)
    monkeypatch.setattr(signing, "BATCH", 1)
    sign_rows = signing.sign_rows
    seen: list[int] = []

    def dies(award: Award, rows: list[Credential]) -> None:
        if seen:
            raise KeyboardInterrupt
        seen.append(1)
        sign_rows(award, rows)

    monkeypatch.setattr(signing, "sign_rows", dies)
    with pytest.raises(KeyboardInterrupt):
        signed(cast, award)
    monkeypatch.setattr(signing, "sign_rows", sign_rows)
    assert signed(cast, award) == 1
    assert signed(cast, award) == 0
    assert sorted(mail.to[0] for mail in delivered()) == sorted([cycle.ana.email, cycle.bea.email])


def test_who_did_not_confirm_waits_until_she_does(cast: Cast, cycle: Cycle) -> None:
    held = happening(cast, cycle.event)
    other = signed_up(held, name="Rosa Batz", email="rosa@lucero.example", confirmed=False)
    cycle.attended(cast.flor, {"rosa@lucero.example": 90})
    with pytest.raises(WrongState):
        certify(cast.flor, cycle.event)
    with acting(cast.flor.scope):
        assert standing(cycle.event).unconfirmed == 1
    registrations.confirm(other)
    assert certify(cast.flor, cycle.event).total == 1


def test_a_late_report_and_a_moved_threshold_certify_the_new_ones_alone(cast: Cast, cycle: Cycle) -> None:
    first, second = cycle.sessions
    brought(cast.flor, first, ("x", cycle.ana.email, 0, 90), ("y", cycle.bea.email, 0, 50))
    with pytest.raises(WrongState):
        certify(cast.flor, cycle.event)
    brought(cast.flor, second, ("x", cycle.ana.email, 0, 90), ("y", cycle.bea.email, 0, 50))
    assert certify(cast.flor, cycle.event).total == 1
    with acting(cast.flor.scope):
        row = Event.objects.get(id=cycle.event.id)
        nouns.change(EVENTS, row.id, values={"certificate_minutes": 50}, expected_version=row.version)
    assert certify(cast.flor, cycle.event).total == 1
    with acting(cast.flor.scope):
        row = Event.objects.get(id=cycle.event.id)
        nouns.change(EVENTS, row.id, values={"certificate_minutes": 80}, expected_version=row.version)
        assert len(standing(Event.objects.get(id=row.id)).fallen) == 1
    assert len(holders(cast)) == 2


def test_revoked_is_not_issued_again_unless_it_was_a_mistake_and_that_is_asked(
    cast: Cast, cycle: Cycle
) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90, cycle.bea.email: 90})
    award = certify(cast.flor, cycle.event)
    signed(cast, award)
    with acting(cast.flor.scope):
        by_person = dict(Certified.objects.values_list("registration_id", "credential_id"))
        credentials.revoke(credential_id=by_person[cycle.ana.id], reason="wrong")
        credentials.revoke(credential_id=by_person[cycle.bea.id], reason="fraud")
        assert [one.id for one in standing(cycle.event).again] == [cycle.ana.id]
    with pytest.raises(WrongState):
        certify(cast.flor, cycle.event)
    assert certify(cast.flor, cycle.event, again=True).total == 1
    assert holders(cast) == [cycle.ana.name]


def test_of_training_nothing_is_issued(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90})
    monkeypatch.setattr("contratrata.ground.credentials.rules.is_demonstration", lambda: False)
    with acting(cast.julia.scope), pytest.raises(NotAllowed):
        operations.certify(cycle.event.id)
    monkeypatch.setattr("contratrata.ground.credentials.public.may_issue", lambda _scope: False)
    client = browser(cast.flor)
    page = client.get(reverse("attendance:certificates", args=[cycle.event.id])).content.decode()
    assert "En formación no se emite" in page
    assert "Emitir certificados</a>" not in page
    assert client.get(reverse("attendance:certify", args=[cycle.event.id])).status_code == 404
    with acting(cast.flor.scope), pytest.raises(NotAllowed):
        operations.certify(cycle.event.id)


def test_only_who_holds_the_event_certifies(cast: Cast, cycle: Cycle) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90})
    for stranger in (cast.diana, cast.irma, cast.gloria):
        with acting(stranger.scope), pytest.raises(NotAllowed):
            operations.certify(cycle.event.id)
        assert browser(stranger).get(
            reverse("attendance:certificates", args=[cycle.event.id])
        ).status_code in (403, 404)


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def test_issuing_by_the_page_and_how_far_it_is(cast: Cast, cycle: Cycle) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90, cycle.bea.email: 59})
    client = browser(cast.flor)
    overview = client.get(reverse("attendance:overview", args=[cycle.event.id])).content.decode()
    home = reverse("attendance:certificates", args=[cycle.event.id])
    assert home in overview
    page = client.get(home).content.decode()
    assert "1 persona inscrita lo cumple." in page
    url = reverse("attendance:certify", args=[cycle.event.id])
    asked = client.get(url).content.decode()
    assert "1 persona cumple y no tiene certificado." in asked
    three = client.post(url, {"once": uuid.uuid4(), "signers": "A, a\nB, b\nC, c"})
    assert "caben dos firmas" in three.content.decode()
    sent = client.post(url, {"once": uuid.uuid4(), "signers": "Noemí Barahona (ficticia), dirección"})
    assert (sent.status_code, sent["Location"]) == (302, home)
    page = client.get(home).content.decode()
    assert "1 tiene su certificado." in page
    with acting(cast.flor.scope):
        award = Award.objects.get()
    assert award.signers == [["Noemí Barahona (ficticia)", "dirección"]]
    assert client.get(url).status_code == 404


def own(cast: Cast, cycle: Cycle, person: Person) -> str:
    with acting(cast.flor.scope):
        row = Registration.objects.get(id=person.id)
    return f"/es/inscripcion/{token_for(happening(cast, cycle.event), row)}/"


def test_her_page_says_her_minutes_and_gives_her_certificate(
    cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, bea = own(cast, cycle, cycle.ana), own(cast, cycle, cycle.bea)
    assert "Su asistencia" not in Client().get(ana).content.decode()
    later = cycle.sessions[1].until
    assert later is not None
    monkeypatch.setattr("contratrata.ground.base.clock.now", lambda: later + dt.timedelta(hours=1))
    first = cycle.sessions[0]
    brought(cast.flor, first, ("x", cycle.ana.email, 0, 62), ("y", cycle.bea.email, 0, 59))
    page = Client().get(ana).content.decode()
    assert "62 de 90 minutos (68 %). Cuenta para el certificado." in page
    assert "Usted lleva 1." in page
    assert "Quien organiza todavía no ha traído el informe." in page
    assert "59 de 90 minutos (65 %). No cuenta para el certificado." in Client().get(bea).content.decode()
    brought(cast.flor, cycle.sessions[1], ("x", cycle.ana.email, 0, 90))
    assert "0 de 90 minutos (0 %)" in Client().get(bea).content.decode()
    award = certify(cast.flor, cycle.event)
    assert "se está firmando" in Client().get(ana).content.decode()
    assert Client().get(f"{ana}certificado.pdf").status_code == 404
    signed(cast, award)
    page = Client().get(ana).content.decode()
    assert "Usted ya cumple lo que pide." in page
    assert f"{ana}certificado.pdf" in page
    paper = Client().get(f"{ana}certificado.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert Client().get(f"{bea}certificado.pdf").status_code == 404
    delivered()
    sent = Client().post(f"{ana}certificado/enlace/", **ORIGIN)
    assert "Revise su correo" in sent.content.decode()
    assert [mail.to for mail in delivered()] == [[cycle.ana.email]]
    with acting(cast.flor.scope):
        credentials.revoke(credential_id=award.credentials.get().id, reason="mistake")
    assert "retiró su certificado" in Client().get(ana).content.decode()
    assert Client().get(f"{ana}certificado.pdf").status_code == 404


def test_who_asks_to_be_erased_takes_her_certificate_along_and_time_alone_does_not(
    cast: Cast, cycle: Cycle
) -> None:
    cycle.attended(cast.flor, {cycle.ana.email: 90, cycle.bea.email: 90})
    signed(cast, certify(cast.flor, cycle.event))
    with acting(cast.flor.scope):
        registrations.erase(cycle.ana.id, reason="asked_by_person")
        registrations.erase(cycle.bea.id, reason="retention_over")
    assert holders(cast) == [cycle.bea.name]
