"""The network's list, settings, agreement, and letting an organisation in."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts.models import User
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Where
from contratrata.ground.network import house
from contratrata.ground.network.listing import ORGANISATIONS
from contratrata.ground.network.models import Agreement, Invitation, Organisation
from contratrata.ground.network.operations import add_member, create_organisation
from contratrata.ground.network.public import may_receive, receiving, substitute_of
from contratrata.ground.network.roles import Role
from postbox import delivered
from signin import sign_in

NEW: dict[str, Any] = {
    "name": "Red de Abrigo (ficticia)",
    "kind": "civil_society",
    "country": "HND",
    "area": "Cortés",
    "time_zone": "America/Tegucigalpa",
    "email": "primera@hn.example",
    "reason": "asked",
}


def admin_of(organisation: Organisation, first: str = "Paula") -> Player:
    user = User.objects.create_user(f"{first.lower()}@admin.example", PASSWORD, name=f"{first} (ficticia)")
    return Player(user, add_member(organisation=organisation, user=user, roles=[Role.ORG_ADMIN]))


def test_the_list_shows_the_realm_and_never_the_other(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.ana).get("/organizaciones/").content.decode()
    for name in (
        "Casa Refugio (ficticia) (la suya)",
        "Albergue Horizonte (ficticio)",
        "Clínica Legal (ficticia)",
    ):
        assert name in page
    assert "Escuela de Práctica" not in page
    assert page.count("Vigente") == 3
    assert page.count("Sin firmar: no recibe derivaciones") == 1
    training = sign_in(Client(), cast.julia).get("/organizaciones/").content.decode()
    assert "Escuela de Práctica (ficticia) (la suya)" in training
    assert "Casa Refugio" not in training


def test_search_and_country(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana)

    def result(**asked: str) -> list[str]:
        page = client.get("/organizaciones/", asked).content.decode()
        names = ("Casa Refugio (ficticia)", "Albergue Horizonte", "Clínica Legal", "Coordinación de la Red")
        table = page.partition("<tbody>")[2]
        return [name for name in names if name in table]

    assert result(palabras="refugio") == ["Casa Refugio (ficticia)"]
    assert result(pais="CRI") == ["Albergue Horizonte"]
    assert result(palabras="clínica", pais="CRI") == []
    assert (
        "Ninguna organización con esos datos" in client.get("/organizaciones/?palabras=zzz").content.decode()
    )
    for country in ("DEU", "HRV", "PAN", "ALB"):
        create_organisation(name=f"De {country} (ficticia)", kind="cso", country=country, fictitious=True)
    spanish = client.get("/organizaciones/").content.decode()
    assert ">Zambia<" not in spanish
    assert spanish.index(">Alemania<") < spanish.index(">Croacia<")
    client.cookies["django_language"] = "en"
    english = client.get("/organizaciones/").content.decode()
    assert english.index(">Albania<") < english.index(">Croatia<") < english.index(">Germany<")
    client.cookies["django_language"] = "es"
    assert client.get("/organizaciones/?pais=XXX&despues=no-es-un-id").status_code == 200


def test_pages_by_key_show_each_once(cast: Cast, client: Client) -> None:
    sign_in(client, cast.ana).get("/organizaciones/")
    with CaptureQueriesContext(connection) as few:
        client.get("/organizaciones/")
    Organisation.objects.bulk_create(
        Organisation(name=f"Organización {n:03} (ficticia)", kind="civil_society", country="HND")
        for n in range(ORGANISATIONS.size + 20)
    )
    with CaptureQueriesContext(connection) as many:
        first = client.get("/organizaciones/").content.decode()
    assert len(few) == len(many)
    following = (
        first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )
    second = client.get(following).content.decode()
    shown = [
        n
        for n in range(ORGANISATIONS.size + 20)
        for page in (first, second)
        if f"Organización {n:03} " in page
    ]
    assert shown == list(range(ORGANISATIONS.size + 20))


def test_settings_are_the_administrator_s(cast: Cast, client: Client) -> None:
    sign_in(client, cast.flor)
    page = client.get("/ajustes/").content.decode()
    assert "Albergue Horizonte (ficticio)" in page
    assert "Coordinación de la Red (ficticia)" not in page.partition("<form")[2]  # has not signed
    wrong = client.post(
        "/ajustes/",
        {"version": "1", "idle_minutes": "600", "time_zone": "America/Guatemala", "substitute_id": ""},
    )
    assert "Elija entre 5 y 60 minutos." in wrong.content.decode()
    right = {
        "version": "1",
        "idle_minutes": "20",
        "time_zone": "America/Costa_Rica",
        "substitute_id": str(cast.horizonte.pk),
    }
    assert client.post("/ajustes/", right)["Location"] == "/ajustes/"
    cast.refugio.refresh_from_db()
    assert (cast.refugio.idle_minutes, cast.refugio.time_zone) == (20, "America/Costa_Rica")
    assert substitute_of(cast.refugio) == cast.horizonte
    # A second administrator, who still saw the first settings, sees both.
    late = client.post("/ajustes/", {**right, "idle_minutes": "45", "substitute_id": ""})
    assert late.status_code == 200
    page = late.content.decode()
    assert "cambió esto en otra ventana" in page
    shown = page.partition("Lo que hay ahora, distinto de lo que usted escribió")[2].partition("<form")[0]
    assert ("20" in shown, "Albergue Horizonte (ficticio)" in shown, "Costa Rica" in shown) == (
        True,
        True,
        False,
    )
    assert 'value="45"' in page
    cast.refugio.refresh_from_db()
    assert cast.refugio.idle_minutes == 20


@pytest.mark.parametrize("who", ["refugio", "red", "escuela"])
def test_only_another_one_of_the_realm_that_has_signed_may_be_the_substitute(cast: Cast, who: str) -> None:
    with acting(cast.flor.scope), pytest.raises(DomainError) as values:
        house.change_settings(
            expected_version=1,
            idle_minutes=15,
            time_zone="America/Guatemala",
            substitute_id=getattr(cast, who).pk,
        )
    assert values.value.field == "substitute_id"


def test_a_substitute_that_left_or_ended_its_agreement_serves_no_more(cast: Cast) -> None:
    cast.refugio.substitute = cast.horizonte
    cast.refugio.save()
    assert substitute_of(cast.refugio) == cast.horizonte
    Agreement.objects.filter(organisation=cast.horizonte).update(ended_at=clock.now())
    assert substitute_of(cast.refugio) is None


def test_who_may_receive(cast: Cast) -> None:
    assert may_receive(cast.horizonte)
    assert not may_receive(cast.red)
    assert receiving([cast.horizonte.pk, cast.red.pk]) == {cast.horizonte.pk}
    cast.horizonte.left_at = clock.now()
    cast.horizonte.save()
    assert not may_receive(cast.horizonte)
    assert receiving([cast.horizonte.pk]) == frozenset()
    Agreement.objects.filter(organisation=cast.clinica).update(version="1999-1")
    assert not may_receive(cast.clinica)


def test_signing_the_agreement(cast: Cast, client: Client) -> None:
    bare = create_organisation(name="Sin Firmar (ficticia)", kind="civil_society", country="HND")
    paula = admin_of(bare)
    sign_in(client, paula)
    page = client.get("/acuerdos/").content.decode()
    assert "Mientras no esté firmado" in page
    assert "Nada se comparte sin su consentimiento" in page
    wrong = client.post("/acuerdos/", {"version": "2026-1", "name": ""}).content.decode()
    for words in ("Escriba su nombre completo.", "Escriba su cargo.", "Marque que leyó el acuerdo"):
        assert words in wrong
    assert not may_receive(bare)
    sent = {"version": "2026-1", "name": "Paula (ficticia)", "post": "Dirección", "agrees": "on"}
    old = client.post("/acuerdos/", {**sent, "version": "2020-1"}).content.decode()
    assert "El texto del acuerdo cambió" in old
    for _twice in range(2):
        assert client.post("/acuerdos/", sent)["Location"] == "/acuerdos/"
    assert may_receive(bare)
    [signed] = Agreement.objects.filter(organisation=bare)
    assert (signed.signer_name, signed.signed_by_id) == ("Paula (ficticia)", paula.user.pk)
    page = client.get("/acuerdos/").content.decode()
    assert "Paula (ficticia), Dirección" in " ".join(page.split())


def test_the_focal_point_reads_and_does_not_sign(cast: Cast, client: Client) -> None:
    Agreement.objects.filter(organisation=cast.horizonte).delete()
    sign_in(client, cast.diana)
    page = client.get("/acuerdos/").content.decode()
    assert "Lo firma la administración de su organización" in page
    client.post("/acuerdos/", {"version": "2026-1", "name": "X", "post": "Y", "agrees": "on"})
    assert not may_receive(cast.horizonte)
    with acting(cast.diana.scope), pytest.raises(NotAllowed):
        house.sign_agreement(version="2026-1", name="X", post="Y")
    assert sign_in(Client(), cast.ana).get("/acuerdos/").status_code == 404


def test_coordination_lets_an_organisation_in(real_cast: Cast, client: Client) -> None:
    sign_in(client, real_cast.gloria)
    assert client.post("/organizaciones/invitar/", NEW)["Location"] == "/organizaciones/"
    created = Organisation.objects.get(name=NEW["name"])
    assert (created.country, created.area, created.realm, created.kind) == (
        "HND",
        "HN-CR",
        1,
        "civil_society",
    )
    assert not may_receive(created)
    [invitation] = Invitation.objects.filter(organisation=created)
    assert (invitation.email, invitation.roles) == ("primera@hn.example", ["org_admin"])
    [message] = delivered()
    assert message.to == ["primera@hn.example"]
    again = client.post("/organizaciones/invitar/", NEW).content.decode()
    assert "Ya hay una organización con ese nombre." in again
    assert Organisation.objects.filter(name=NEW["name"]).count() == 1


def test_an_area_of_another_country_is_told(cast: Cast, client: Client) -> None:
    sign_in(client, cast.gloria)
    page = client.post("/organizaciones/invitar/", {**NEW, "area": "Zacapa"}).content.decode()
    assert "«Zacapa» no es una división de Honduras." in page
    assert 'value="Red de Abrigo (ficticia)"' in page
    assert not Organisation.objects.filter(name=NEW["name"]).exists()


@pytest.mark.parametrize("who", ["ana", "flor", "diana", "julia", "hilda"])
def test_nobody_else_lets_one_in(cast: Cast, client: Client, who: str) -> None:
    assert sign_in(client, getattr(cast, who)).get("/organizaciones/invitar/").status_code == 404
    with acting(getattr(cast, who).scope), pytest.raises(NotAllowed):
        house.invite_organisation(
            **{name: value for name, value in NEW.items() if name not in ("country", "area")},
            place=Where("HND"),
        )
