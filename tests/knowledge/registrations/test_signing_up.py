"""Anybody registers without an account: the place, her mail, her link, and that nobody else sees her."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core import mail as sent
from django.db import connection
from django.test import Client

import trail
from cast import Cast, Player
from contratrata.ground.audit.public import Entry as Trace
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.events import operations as events
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.models import Registration
from postbox import delivered
from registering import NIEVES, happening, link_in, own_by, signed_up, somebody, token_for

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
WRONG = "A" * 64
NOON = "2026-12-01 18:00:00+00:00"  # noon in Guatemala


@pytest.fixture(autouse=True)
def at_noon(gate_is_open: None) -> Iterator[None]:
    """By day, when every mail goes; the second factor has tests of its own."""
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def event(cast: Cast) -> Happening:
    return happening(cast, capacity=2, recorded=True)


def form_url(event: Happening) -> str:
    return f"/es/eventos/{event.facts.code}/inscripcion/"


def rows(event: Happening) -> list[Registration]:
    with acting(job_scope(event.organisation)):
        return list(Registration.objects.order_by("at", "id"))


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def test_from_the_public_page_to_a_confirmed_place_in_the_list_of_who_organises(
    cast: Cast, event: Happening
) -> None:
    page = Client().get(f"/es/eventos/{event.facts.code}/")
    body = page.content.decode()
    assert f'action="{form_url(event)}"' in body
    assert "Inscripción abierta" in body
    assert "0 de 2 lugares" in re.sub(r"\s+", " ", body)
    assert not page.cookies
    assert len(page.content) <= 60_000
    answer = Client().post(form_url(event), NIEVES | {"recording": "on"}, **ORIGIN)
    assert "Revise su correo" in answer.content.decode()
    assert not answer.cookies
    (mail,) = delivered()
    assert mail.to == [NIEVES["email"]]
    assert "Faro (ficticio)" in str(mail.body)
    assert "Nieves" not in str(mail.body)
    path = link_in(str(mail.body))
    own = Client().get(path)
    assert own["Cache-Control"] == "no-store"
    assert "Confirme que este correo es suyo" in own.content.decode()
    assert rows(event)[0].confirmed_at is None  # looking confirms nothing: a scanner of mail opens every link
    assert Client().post(path, **ORIGIN).status_code == 302
    shown = Client().get(path).content.decode()
    assert "Tiene un lugar" in shown
    assert rows(event)[0].code in shown
    assert "<svg" in shown
    listed = browser(cast.flor).get(f"/inscripciones/{event.id}/").content.decode()
    assert "Nieves Ejemplo (ficticia)" in listed
    assert "Con lugar" in listed
    with acting(job_scope(cast.refugio)):
        traces = Trace.objects.filter(event__startswith="registration.").order_by("at", "id")
        assert [(one.event, one.details) for one in traces if one.event != "registration.listed"] == [
            ("registration.signed_up", {}), ("registration.confirmed", {}),
        ]  # fmt: skip


def test_nobody_else_sees_who_registered(cast: Cast, event: Happening) -> None:
    mine = signed_up(event, name="Nieves Ejemplo (ficticia)")
    one = f"/inscripciones/{event.id}/{mine.row.id}/"
    for player in (cast.diana, cast.gloria, cast.irma, cast.ana, cast.carla, cast.hilda, cast.julia):
        client = browser(player)
        for path in (
            "",
            "condiciones/",
            "invitar/",
            "hoja/",
            f"{mine.row.id}/",
            f"{mine.row.id}/no-aceptar/",
        ):
            assert client.get(f"/inscripciones/{event.id}/{path}").status_code == 404, (
                player.user.email,
                path,
            )
        everything = client.get("/inscripciones/")
        assert everything.status_code in (200, 404)
        assert "Nieves" not in everything.content.decode()
        with acting(player.scope):
            assert Registration.objects.filter(organisation_id=cast.refugio.id).exists() is (
                player.membership.organisation_id == cast.refugio.id
            )
    assert Client().get(one).status_code == 302
    assert "Nieves" in browser(cast.beatriz).get(one).content.decode()
    for path in (f"/es/eventos/{event.facts.code}/", form_url(event)):
        assert "Nieves" not in Client().get(path).content.decode()


def test_only_her_link_opens_her_page_and_a_wrong_one_is_the_page_of_what_does_not_exist(
    cast: Cast, event: Happening
) -> None:
    token = token_for(event, signed_up(event).row)
    other = token_for(event, signed_up(event, 1).row)
    assert Client().get(f"/es/inscripcion/{token}/").status_code == 200
    mixed = token[:43] + other[43:]  # the code of another one
    missing = Client().get("/es/inscripcion/nada/")
    for wrong in (mixed, token[:-1] + ("A" if token[-1] != "A" else "B"), token[:-4], WRONG, "ñ" * 64):
        for page in ("", "cambiar/", "cancelar/", "avisos/", "evento.ics"):
            answer = Client().get(f"/es/inscripcion/{wrong}/{page}")
            assert answer.status_code == 404, (wrong, page)
        assert answer.content == missing.content


def test_who_registers_stands_nowhere_in_clear(cast: Cast, event: Happening) -> None:
    mine = signed_up(
        event, name="Nieves Ejemplo (ficticia)", needs_words="una silla de terciopelo", phone="+502 4417-9931"
    )
    with acting(job_scope(cast.refugio)), connection.cursor() as cursor:
        stored = ""
        for table in ("registrations_registration", "registrations_registrationmove"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            stored += "".join(line[0] for line in cursor.fetchall())
    stored += "".join(trail.left(cast))
    assert "SLV" in stored
    assert "registration.signed_up" in stored
    for word in ("Nieves", "lucero.example", "terciopelo", "9931"):
        assert word not in stored
        assert word.encode().hex() not in stored
    # Neither is there a hash that tells whether a guess of the address is right.
    assert mine.row.email_key is not None


def test_the_same_address_is_the_same_registration_and_its_owner_learns_of_it(
    cast: Cast, event: Happening
) -> None:
    first = operations.sign_up(event, values=somebody(1), language="es")
    again = operations.sign_up(
        event, values=somebody(1, name="Otra", email=" PERSONA1@lucero.example"), language="es"
    )
    assert again.id == first.id
    assert len(rows(event)) == 1
    assert len(delivered()) == 1  # a double click mails once
    with time_machine.travel(clock.now() + dt.timedelta(hours=1, minutes=1)):
        page = Client().post(form_url(event), somebody(1), **ORIGIN).content.decode()
        assert "Revise su correo" in page  # whether the address is known, nobody is told but its owner
        (mail,) = delivered()
        assert "ya tiene una inscripción" in str(mail.body)
    shown = Client().get(f"/es/inscripcion/{token_for(event, first)}/").content.decode()
    assert "Persona 1 (ficticia)" in shown
    assert "Otra" not in shown


def test_what_is_missing_is_said_and_what_was_typed_stays(event: Happening) -> None:
    page = Client().post(form_url(event), {"name": "Nieves Ejemplo (ficticia)", "email": "nieves"}, **ORIGIN)
    body = page.content.decode()
    for words in (
        "Escriba un correo como nombre@ejemplo.org.", "Elija su país.", "Elija dónde trabaja.",
        "Nieves Ejemplo (ficticia)",
    ):  # fmt: skip
        assert words in body
    english = Client().post(form_url(event).replace("/es/", "/en/"), {}, **ORIGIN).content.decode()
    assert "Write your e-mail." in english
    assert rows(event) == []


def test_a_machine_is_stopped_and_another_site_cannot_send(event: Happening) -> None:
    elsewhere = Client().post(form_url(event), NIEVES, HTTP_ORIGIN="https://elsewhere.example")
    assert elsewhere.status_code == 403
    answers = [Client().post(form_url(event), {}, **ORIGIN).status_code for _n in range(61)]
    assert answers == [200] * 60 + [429]


def test_closed_full_past_and_cancelled_say_so_and_the_next_step(cast: Cast) -> None:
    event = happening(cast, capacity=1, closes_on=clock.today() + dt.timedelta(days=5))
    place = f"/es/eventos/{event.facts.code}/"

    def both() -> str:
        return Client().get(place).content.decode() + Client().get(form_url(event)).content.decode()

    assert both().count("Inscripción abierta") == 1
    signed_up(event)
    assert "entra en la lista de espera" in both()
    last = dt.datetime.combine(clock.today() + dt.timedelta(days=6), dt.time(5, 59), dt.UTC)
    for moment, is_open in ((last, True), (last + dt.timedelta(minutes=1), False)):  # midnight in Costa Rica
        with time_machine.travel(moment):
            assert ("Inscripción cerrada" not in both()) is is_open
            answer = Client().post(form_url(event), somebody(2), **ORIGIN)
            assert ("Revise su correo" in answer.content.decode()) is is_open
    with time_machine.travel(event.copy.ends + dt.timedelta(minutes=1)):
        assert "el enlace de su correo sigue sirviendo" in both()
    with acting(cast.flor.scope):
        events.cancel(event.id, why=event.facts.name, expected_version=event.copy.version)
    assert "se les avisó por correo" in both()
    assert len(rows(event)) == 2


def test_by_invitation_only_who_has_the_link_and_a_turned_link_invites_nobody(cast: Cast) -> None:
    event = happening(cast, who="invited")
    assert "Por invitación" in Client().get(form_url(event)).content.decode()
    Client().post(form_url(event), NIEVES, **ORIGIN)
    assert rows(event) == []
    flor = browser(cast.flor)
    page = flor.get(f"/inscripciones/{event.id}/invitar/").content.decode()
    match = re.search(r"(/es/eventos/\S+/inscripcion/[0-9a-f]{32}/)", page)
    assert match is not None
    answer = flor.post(
        f"/inscripciones/{event.id}/invitar/", {"addresses": "uno@lucero.example\nDOS@lucero.example\n"}
    )
    assert answer.status_code == 302
    mails = delivered()
    assert sorted(one.to[0] for one in mails) == ["dos@lucero.example", "uno@lucero.example"]
    assert link_in(str(mails[0].body)) == match[1]
    wrong = flor.post(f"/inscripciones/{event.id}/invitar/", {"addresses": "uno@lucero.example\nnada"})
    assert "Línea 2: escriba un correo" in wrong.content.decode()
    assert "Revise su correo" in Client().post(match[1], NIEVES, **ORIGIN).content.decode()
    assert flor.post(f"/inscripciones/{event.id}/invitar/enlace/").status_code == 302
    assert Client().get(match[1]).status_code == 404
    assert Client().post(match[1], somebody(2), **ORIGIN).status_code == 404
    assert len(rows(event)) == 1


def test_a_focal_point_proposes_a_group_and_each_says_yes_by_herself(cast: Cast) -> None:
    event = happening(cast, who="nominated")
    diana = browser(cast.diana)
    url = f"/inscripciones/{event.id}/proponer/"
    form = {
        "country": "HND",
        "sector": "civil_society",
        "people": "Uno (ficticia); uno@h.example\nDos (ficticia);dos@h.example",
    }
    bad = diana.post(url, form | {"people": "Uno (ficticia); uno@h.example\nsin correo"}).content.decode()
    assert "Línea 2: escriba el nombre, un punto y coma, y el correo." in bad
    assert diana.post(url, form).status_code == 302
    mails = delivered()
    assert [one.to for one in mails] == [["uno@h.example"], ["dos@h.example"]]
    assert "la propuso para «Faro (ficticio)»" in str(mails[0].body)
    stored = rows(event)
    assert [(one.state, one.confirmed_at, one.nominated_by_id) for one in stored] == [
        ("placed", None, cast.horizonte.id)
    ] * 2
    page = diana.get(url).content.decode()
    assert "Con lugar" in page
    assert "Uno (ficticia)" not in page.partition("<textarea")[0]  # how many, never who
    with acting(cast.diana.scope):
        assert not Registration.objects.exists()
        assert Trace.objects.filter(event="registration.nominates").count() == 0  # read by who audits
    assert browser(cast.ana).get(url).status_code == 404  # a caseworker speaks for nobody
    assert "Por propuesta" in Client().get(form_url(event)).content.decode()


def test_own_questions_and_needs_are_asked_and_read_by_who_organises(cast: Cast, event: Happening) -> None:
    with acting(cast.flor.scope):
        operations.set_terms(
            event, expected_version=0,
            values={
                "offered": ("sign",), "consents": ("listed",),
                "questions": (("¿Qué espera?", "What do you expect?", "text"),),
            },
        )  # fmt: skip
    page = Client().get(form_url(event)).content.decode()
    assert "¿Qué espera?" in page
    assert "Subtítulos" not in page
    assert "What do you expect?" in Client().get(form_url(event).replace("/es/", "/en/")).content.decode()
    sent_form = NIEVES | {"own_1": "Aprender (ficticio)", "needs": "sign", "listed": "on", "recording": "on"}
    Client().post(form_url(event), sent_form, **ORIGIN)
    (row,) = rows(event)
    assert row.consents == ["listed"]  # what is not asked is not given
    shown = browser(cast.flor).get(f"/inscripciones/{event.id}/{row.id}/").content.decode()
    assert "Aprender (ficticio)" in shown
    assert "Interpretación en lengua de señas" in shown


def test_mails_say_in_which_language_she_signed_up(event: Happening) -> None:
    Client().post(form_url(event).replace("/es/", "/en/"), NIEVES, **ORIGIN)
    (mail,) = delivered()
    assert "Faro (fictitious)" in str(mail.body)
    assert link_in(str(mail.body)).startswith("/en/inscripcion/")


def test_she_is_written_to_no_more_once_she_says_so_by_one_click(cast: Cast, event: Happening) -> None:
    sent.outbox.clear()
    mine = signed_up(event)
    (mail,) = delivered()
    address = str(mail.extra_headers["List-Unsubscribe"]).strip("<>")
    path = address[address.index("/es/") :]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client().get(path).status_code == 200
    assert own_by(event, mine.row).row.quiet_at is None
    answer = Client().post(path, {"List-Unsubscribe": "One-Click"})  # a mail program: from nowhere
    assert answer.status_code == 200
    assert own_by(event, mine.row).row.quiet_at is not None
    Client().post(path, {"List-Unsubscribe": "One-Click"})
    assert own_by(event, mine.row).row.quiet_at is not None
    Client().post(path, {"again": "1"}, **ORIGIN)
    assert own_by(event, mine.row).row.quiet_at is None
