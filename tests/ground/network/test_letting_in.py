"""An organisation that was let in: its invitation is seen, sent again, and leads to first steps."""

import dataclasses
import datetime as dt
import importlib
import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts.models import User
from contratrata.ground.audit.models import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.kinds.public import Where
from contratrata.ground.network import house, invitations, staffing
from contratrata.ground.network.models import Invitation, Organisation
from contratrata.ground.network.operations import add_member, create_organisation
from contratrata.ground.network.roles import Role
from postbox import delivered, queued
from resealed import change
from signin import sign_in

LIST = "/organizaciones/"
SENT = {"email": "primera@hn.example", "reason": "link_lost"}
WAITING = "Invitadas, todavía sin nadie"


def let_in(
    by: Player, name: str = "Red de Abrigo (ficticia)", email: str = "primera@hn.example"
) -> Invitation:
    with acting(by.scope):
        return house.invite_organisation(
            name=name,
            kind="civil_society",
            place=Where("HND"),
            time_zone="America/Tegucigalpa",
            email=email,
            reason="asked",
        )


def player(organisation: Organisation, first: str, *roles: Role) -> Player:
    user = User.objects.create_user(f"{first.lower()}@more.example", PASSWORD, name=f"{first} (ficticia)")
    return Player(user, add_member(organisation=organisation, user=user, roles=roles))


def again(invitation: Invitation) -> str:
    return f"/organizaciones/invitaciones/{invitation.pk}/enviar/"


def token() -> str:
    """The token of the one message that waits."""
    [message] = delivered()
    [result] = re.findall(r"/invitacion/([^/\s]+)/", str(message.body))
    return str(result)


def told(player: Player, event: str) -> int:
    with acting(dataclasses.replace(player.scope, audit=True)):
        return int(Entry._base_manager.filter(event=event).count())


def expire(invitation: Invitation) -> None:
    change(invitation, expires_at=clock.now() - dt.timedelta(hours=1))


def test_the_coordination_is_told_until_when_and_sees_it_in_the_list(cast: Cast, client: Client) -> None:
    sign_in(client, cast.gloria)
    assert WAITING not in client.get(LIST).content.decode()
    sent = {
        "name": "Red de Abrigo (ficticia)", "kind": "civil_society", "country": "HND", "area": "",
        "time_zone": "America/Tegucigalpa", "email": "primera@hn.example", "reason": "asked",
    }  # fmt: skip
    page = client.post("/organizaciones/invitar/", sent, follow=True).content.decode()
    assert "Enviamos la invitación a Red de Abrigo (ficticia). El enlace vale hasta " in page
    assert "está en la red" not in page
    waiting = page.partition(WAITING)[2].partition("</ul>")[0]
    assert "primera@hn.example" in waiting
    assert re.search(r"Invitación enviada hoy \d\d:\d\d; vale hasta ", waiting)
    assert "Enviar otra vez" in waiting
    assert WAITING in client.get(LIST, {"palabras": "abrigo"}).content.decode()
    assert WAITING not in client.get(LIST, {"pais": "CRI"}).content.decode()
    expire(Invitation.objects.get())
    assert re.search(r"Invitación enviada [^;<]*; venció ", client.get(LIST).content.decode())


def test_nobody_else_sees_the_address(cast: Cast, client: Client) -> None:
    let_in(cast.gloria)
    for who in ("ana", "flor", "diana", "julia"):
        page = sign_in(client, getattr(cast, who)).get(LIST).content.decode()
        assert "primera@hn.example" not in page
        assert WAITING not in page
    training = player(cast.escuela, "Teresa", Role.COORDINATION)
    assert "primera@hn.example" not in sign_in(client, training).get(LIST).content.decode()


@pytest.mark.parametrize("late", [False, True])
def test_sent_again_with_a_new_link_and_the_old_one_dead(cast: Cast, client: Client, late: bool) -> None:
    former = let_in(cast.gloria)
    old = token()
    if late:
        expire(former)
    page = sign_in(client, cast.gloria).post(again(former), SENT, follow=True).content.decode()
    assert "Enviamos otra vez la invitación a Red de Abrigo (ficticia)" in page
    assert page.count("Invitación enviada") == 1
    new = token()
    assert invitations.find(old) is None
    invitation = invitations.find(new)
    assert invitation is not None
    assert (invitation.email, invitation.roles, invitation.first) == (
        "primera@hn.example",
        ["org_admin"],
        True,
    )
    assert invitation.expires_at > clock.now() + dt.timedelta(days=6)
    assert told(cast.gloria, "organisation.invited_again") == 1
    user = invitations.accept_invitation(token=new, name="Paula (ficticia)", password=PASSWORD)
    assert user.email == "primera@hn.example"
    page = client.get(LIST).content.decode()
    assert WAITING not in page
    assert "primera@hn.example" not in page


def test_pressed_twice_it_is_sent_once(cast: Cast, client: Client) -> None:
    former = let_in(cast.gloria)
    queued()
    sign_in(client, cast.gloria)
    for _twice in range(2):
        assert client.post(again(former), SENT)["Location"] == LIST
    assert invitations.find(token()) is not None
    assert told(cast.gloria, "organisation.invited_again") == 1


def test_a_wrong_address_is_put_right_and_its_link_is_dead(cast: Cast, client: Client) -> None:
    former = let_in(cast.gloria, email="primra@hn.example")
    old = token()
    sign_in(client, cast.gloria)
    assert "primra@hn.example" in client.get(again(former)).content.decode()
    assert (
        "Escriba un correo como" in client.post(again(former), SENT | {"email": "primera"}).content.decode()
    )
    assert "Escriba el correo." in client.post(again(former), {}).content.decode()
    assert invitations.find(old) is not None
    for _twice in range(2):
        assert client.post(again(former), SENT | {"email": "Primera@hn.example"})["Location"] == LIST
    assert invitations.find(old) is None
    invitation = invitations.find(token())
    assert invitation is not None
    assert (invitation.email, invitation.first) == ("primera@hn.example", True)
    other = client.post(again(former), SENT | {"email": "tercera@hn.example"}).content.decode()
    assert "Alguien envió ya esta invitación a otro correo." in other
    former_address = SENT | {"email": "primra@hn.example"}
    assert "otro correo" in client.post(again(former), former_address).content.decode()
    assert queued() == []
    page = client.get(LIST).content.decode()
    assert "primera@hn.example" in page
    assert "primra@hn.example" not in page


def test_two_who_send_it_at_once_send_it_once(real_cast: Cast) -> None:
    former = let_in(real_cast.gloria)
    queued()
    start, standing = threading.Barrier(2), []

    def send() -> None:
        try:
            start.wait(timeout=10)
            with acting(real_cast.gloria.scope):
                standing.append(house.invite_again(invitation_id=former.pk, reason="link_lost").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert len(standing) == 2
    assert len(set(standing)) == 1
    assert len(queued()) == 1


@pytest.mark.parametrize("who", ["ana", "flor", "irma", "diana", "hilda", "julia"])
def test_a_stranger_cannot_send_it(cast: Cast, client: Client, who: str) -> None:
    sent = let_in(cast.gloria)
    queued()
    stranger = getattr(cast, who)
    assert sign_in(client, stranger).post(again(sent), SENT).status_code == 404
    assert client.get(again(sent)).status_code == 404
    assert client.post(again(sent), SENT | {"email": "intrusa@hn.example"}).status_code == 404
    with pytest.raises(NotAllowed), acting(stranger.scope):
        house.invite_again(invitation_id=sent.pk, reason="link_lost")
    assert queued() == []
    assert Invitation.objects.get().revoked_at is None


def test_the_coordination_of_another_realm_does_not_find_it(cast: Cast, client: Client) -> None:
    sent = let_in(cast.gloria)
    training = player(cast.escuela, "Teresa", Role.COORDINATION)
    theirs = let_in(training, name="Práctica Nueva (ficticia)", email="otra@hn.example")
    assert theirs.organisation.realm == Realm.TRAINING
    queued()
    for coordination, other in ((training, sent), (cast.gloria, theirs)):
        assert sign_in(client, coordination).post(again(other), SENT).status_code == 404
        assert client.get(again(other)).status_code == 404
        with pytest.raises(NotAllowed), acting(coordination.scope):
            house.invite_again(invitation_id=other.pk, reason="link_lost")
    assert queued() == []


def test_an_organisation_that_has_somebody_is_left_alone(cast: Cast, client: Client) -> None:
    with acting(cast.flor.scope):
        staffs = staffing.invite_person(email="nueva@gt.example", roles=["org_admin"], reason="joins")
    sign_in(client, cast.gloria)
    assert client.post(again(staffs), SENT).status_code == 404
    assert "nueva@gt.example" not in client.get(LIST).content.decode()
    former = let_in(cast.gloria)
    client.post(again(former), SENT)
    created = Organisation.objects.get(name="Red de Abrigo (ficticia)")
    queued()
    standing = Invitation.objects.get(organisation=created, revoked_at=None)
    inside = player(created, "Paula", Role.ORG_ADMIN)
    with pytest.raises(NotAllowed), acting(cast.gloria.scope):
        house.invite_again(invitation_id=standing.pk, reason="link_lost")
    assert "ya no espera a nadie" in client.post(again(standing), SENT, follow=True).content.decode()
    change(standing, accepted_at=clock.now())
    for one in (standing, former):
        assert client.post(again(one), SENT).status_code == 404
    with acting(inside.scope):
        staffing.invite_person(email="segunda@hn.example", roles=["org_admin"], reason="joins")
    assert "segunda@hn.example" not in client.get(LIST).content.decode()
    assert len(queued()) == 1
    with pytest.raises(NotAllowed), acting(cast.gloria.scope):
        house.invite_again(invitation_id=uuid.uuid4(), reason="link_lost")


def test_what_was_sent_before_is_told_apart_by_the_migration(cast: Cast) -> None:
    sent = let_in(cast.gloria)
    Invitation.objects.update(first=False)
    with acting(cast.flor.scope):
        staffing.invite_person(email="nueva@gt.example", roles=["org_admin"], reason="joins")
    Organisation.objects.filter(pk=cast.refugio.pk).update(joined_at=clock.now() - dt.timedelta(minutes=1))
    migration = importlib.import_module("contratrata.ground.network.migrations.0005_first_invitation")
    with connection.cursor() as cursor:
        cursor.execute(migration.Migration.operations[1].forwards)
    assert [one.pk for one in Invitation.objects.filter(first=True)] == [sent.pk]


def test_an_organisation_that_left_is_not_listed(cast: Cast, client: Client) -> None:
    sent = let_in(cast.gloria)
    Organisation.objects.filter(pk=sent.organisation.pk).update(left_at=clock.now())
    sign_in(client, cast.gloria)
    assert WAITING not in client.get(LIST).content.decode()
    assert client.post(again(sent), SENT).status_code == 404


def test_as_many_queries_for_one_that_waits_as_for_ten(cast: Cast, client: Client) -> None:
    let_in(cast.gloria)
    sign_in(client, cast.gloria).get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for n in range(9):
        let_in(cast.gloria, name=f"Otra {n} (ficticia)", email=f"primera{n}@hn.example")
    with CaptureQueriesContext(connection) as ten:
        assert client.get(LIST).content.decode().count("Invitación enviada") == 10
    assert len(one) == len(ten)


def steps(client: Client) -> list[tuple[str, str]]:
    """What «Para empezar» says: each step with how far it is."""
    page = client.get("/personal/").content.decode()
    part = page.partition("Para empezar")[2].partition("</ol>")[0]
    result = []
    for item in part.split("<li")[1:]:
        words = re.sub(r"<[^>]+>", "", item.partition('ct-work__who">')[2].partition("</div>")[0])
        mark = re.search(r'ct-tag--\w+">([^<]*)<', item)
        result.append((words.strip(), mark[1] if mark else ""))
    return result


def test_the_first_steps_of_a_new_organisation(cast: Cast, client: Client) -> None:
    bare = create_organisation(name="Sin Firmar (ficticia)", kind="civil_society", country="HND")
    paula = player(bare, "Paula", Role.ORG_ADMIN)
    sign_in(client, paula)
    sign, ask = "Firmar el acuerdo de la red", "Invitar a quien registra casos"
    services, settings = "Agregar los servicios", "Revisar los ajustes"
    assert steps(client) == [(sign, ""), (ask, ""), (services, ""), (settings, "")]
    page = client.get("/personal/").content.decode()
    part = page.partition("Para empezar")[2].partition("</ol>")[0]
    assert re.findall(r'href="([^"]+)"', part) == ["/acuerdos/", "/personal/invitar/", "/ajustes/"]
    with acting(paula.scope):
        staffing.invite_person(email="auditora@hn.example", roles=["auditor"], reason="joins")
        assert steps(client)[1] == (ask, "")
        asked = staffing.invite_person(email="gestora@hn.example", roles=["caseworker"], reason="joins")
    assert steps(client)[1] == (ask, "Invitación enviada")
    expire(asked)
    assert steps(client)[1] == (ask, "")
    with acting(paula.scope):
        house.sign_agreement(version="2026-1", name="Paula", post="Dirección")
        house.change_settings(
            expected_version=1,
            idle_minutes=15,
            time_zone="America/Tegucigalpa",
            substitute_id=cast.refugio.pk,
        )
    assert steps(client) == [(sign, "Hecho"), (ask, ""), (services, ""), (settings, "Hecho")]
    player(bare, "Rosa", Role.FOCAL_POINT)
    assert "Para empezar" not in client.get("/personal/").content.decode()


def test_somebody_on_cases_without_an_agreement_does_not_end_the_steps(cast: Cast, client: Client) -> None:
    bare = create_organisation(name="Sin Firmar (ficticia)", kind="civil_society", country="HND")
    paula, focal = player(bare, "Paula", Role.ORG_ADMIN), player(bare, "Rosa", Role.FOCAL_POINT)
    assert [mark for _words, mark in steps(sign_in(client, paula))] == ["", "Hecho", "", ""]
    assert "Para empezar" not in sign_in(client, focal).get("/personal/").content.decode()


def test_who_coordinates_or_works_already_needs_no_first_steps(cast: Cast, client: Client) -> None:
    admin = player(cast.red, "Paula", Role.ORG_ADMIN)
    for settled in (admin, cast.flor):
        assert "Para empezar" not in sign_in(client, settled).get("/personal/").content.decode()
