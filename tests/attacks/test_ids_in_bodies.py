"""Ids of others inside what is sent: hidden fields, choices and query strings open nothing and move nothing."""

import logging
import time
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import scenario
from cast import Cast, Player
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import Case, CaseShare, FirstContact, NextStep, Note
from contratrata.care.cases.public import NewCase
from contratrata.care.directory import operations as directory
from contratrata.care.directory.models import ServiceCapacity
from contratrata.care.referrals import operations as referrals
from contratrata.care.referrals.models import Referral
from contratrata.ground.base.scope import acting
from contratrata.ground.imports.models import Import
from contratrata.ground.network.models import Invitation, Membership, Organisation
from contratrata.ground.network.roles import Role
from contratrata.ground.notices.models import Notice
from signin import sign_in

REFERRAL = {"aims": ["shelter"], "urgency": "h24"}


@pytest.fixture
def world(cast: Cast, caplog: pytest.LogCaptureFixture) -> scenario.World:
    """Everything has happened once."""
    caplog.set_level(logging.CRITICAL, logger="django.request")
    return scenario.build(cast, committed=False)


def browser(player: Player) -> Client:
    """Signed in, a second factor proved a moment ago."""
    client = sign_in(Client(), player)
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client


def drafts(player: Player) -> int:
    with acting(player.scope):
        return Referral.objects.count()


@pytest.mark.parametrize("who", ["carla", "irma", "julia", "elena"])
def test_nobody_refers_a_case_she_may_not_see(world: scenario.World, who: str) -> None:
    player: Player = getattr(world.cast, who)
    client, before = browser(player), drafts(player)
    case = world.ids["case_id"]
    assert client.get(reverse("referrals:start"), {"caso": case}).status_code == 404
    receiver = world.cast.clinica.id if who != "irma" else world.cast.refugio.id
    sent = client.post(reverse("referrals:start"), {**REFERRAL, "case": case, "receiver": receiver})
    assert sent.status_code in (200, 404)
    assert drafts(player) == before


@pytest.mark.parametrize("to", ["refugio", "escuela", "red"])
def test_no_referral_to_oneself_another_realm_or_without_agreement(world: scenario.World, to: str) -> None:
    ana, before = world.cast.ana, drafts(world.cast.ana)
    receiver = getattr(world.cast, to).id
    values = {**REFERRAL, "case": world.ids["case_id"], "receiver": receiver}
    assert browser(ana).post(reverse("referrals:start"), values).status_code == 200
    assert drafts(ana) == before


def test_the_permission_of_another_case_carries_no_referral(world: scenario.World) -> None:
    cast = world.cast
    with acting(cast.ana.scope):
        other = cases.register_case(NewCase(values={"given_names": "Tercera"}))
        created = referrals.start(
            case_id=other.id, receiver_id=cast.horizonte.id, aims=["shelter"], urgency="h24"
        )
        referrals.choose_parts(created.id, parts=["identity"])
    client = browser(cast.ana)
    page = reverse("referrals:consent", args=[created.id])
    sent = client.post(page, {"consent": world.ids["consent_id"]})
    assert (sent.status_code, sent.headers["Location"]) == (302, page)
    client.post(reverse("referrals:preview", args=[created.id]))
    with acting(cast.ana.scope):
        created.refresh_from_db()
    assert (created.consent_id, created.state) == (None, "draft")


@pytest.mark.parametrize("what", ["share", "hand_over"])
@pytest.mark.parametrize("to", ["irma", "flor", "hilda", "julia"])
def test_a_case_goes_only_to_colleagues_who_work_on_cases(world: scenario.World, what: str, to: str) -> None:
    ana, case_id = world.cast.ana, world.ids["case_id"]
    sent = browser(ana).post(
        reverse(f"cases:{what}", args=[case_id]), {"user_id": getattr(world.cast, to).user.pk}
    )
    assert sent.status_code == 200
    with acting(ana.scope):
        assert Case.objects.get(id=case_id).responsible_id == ana.user.pk
        assert not CaseShare.objects.filter(case_id=case_id).exists()


def test_a_step_is_not_given_to_somebody_of_another_house(world: scenario.World) -> None:
    ana, case_id = world.cast.ana, world.ids["case_id"]
    values = {"what": "Llamar", "replaces": world.ids["step_id"], "assigned_to": world.cast.irma.user.pk}
    browser(ana).post(reverse("cases:step", args=[case_id]), values)
    with acting(ana.scope):
        assert not NextStep.objects.filter(assigned_to_id=world.cast.irma.user.pk).exists()


def test_rows_of_another_case_are_not_reached_through_ones_own(world: scenario.World) -> None:
    """Carla's case in the address, a row of Ana's case behind it."""
    cast, ids = world.cast, world.ids
    with acting(cast.carla.scope):
        mine = cases.register_case(NewCase(values={"given_names": "De Carla"}))
    client = browser(cast.carla)
    for name, part in (
        ("note_amend", "note_id"),
        ("need_end", "need_id"),
        ("need_reopen", "need_id"),
        ("step_done", "step_id"),
        ("consent_withdraw", "consent_id"),
    ):
        path = reverse(f"cases:{name}", args=[mine.id, ids[part]])
        assert client.post(path, {"como": "atendida", "text": "suya"}).status_code == 404, name
    with acting(cast.ana.scope):
        assert not Note.objects.filter(amends_id=ids["note_id"], by_id=cast.carla.user.pk).exists()


def test_an_import_of_a_caseworker_is_hers_whatever_she_sends(world: scenario.World) -> None:
    carla = world.cast.carla
    file = SimpleUploadedFile("hoja.csv", b"prs_FirstName;case_id\nInventada;Z-1\n")
    values = {"file": file, "responsible_id": world.cast.ana.user.pk, "once": uuid.uuid4()}
    browser(carla).post(reverse("imports:list"), values)
    with acting(carla.scope):
        assert {one.responsible_id for one in Import.objects.filter(by_id=carla.user.pk)} <= {carla.user.pk}


def test_once_of_another_house_gives_nothing_of_hers(world: scenario.World) -> None:
    cast = world.cast
    with acting(cast.ana.scope):
        created = cases.record_first_contact(
            contact={"said": "Algo que se dijo", "channel": "hotline"}, once=uuid.UUID(int=5)
        )
    values = {"once": uuid.UUID(int=5), "said": "Otra cosa", "channel": "walk_in"}
    response = browser(cast.irma).post(reverse("cases:contact_new"), values)
    assert str(created.id) not in response.headers.get("Location", "")
    with acting(cast.irma.scope):
        assert not FirstContact.objects.filter(id=created.id).exists()


def test_notices_of_others_stay_unseen(world: scenario.World) -> None:
    cast = world.cast
    with acting(cast.ana.scope):
        theirs = [str(pk) for pk in Notice.objects.filter(seen_at=None).values_list("pk", flat=True)]
    assert theirs
    browser(cast.irma).post(reverse("noticeboard:seen"), {"notice": theirs})
    browser(cast.carla).post(reverse("noticeboard:seen"), {"notice": theirs})
    with acting(cast.ana.scope):
        left = Notice.objects.filter(pk__in=theirs, seen_at=None).values_list("pk", flat=True)
        assert {str(pk) for pk in left} == set(theirs)


def test_places_of_another_houses_service_do_not_change(world: scenario.World) -> None:
    cast, service = world.cast, world.ids["service_id"]
    with acting(cast.diana.scope):
        own = directory.open_service(
            name="Albergue (ficticio)", kinds=["shelter"], areas=[("CRI", "")], place_country="CRI",
            languages=["spanish"],
        )  # fmt: skip
    values = {f"free_{service}": "0", f"total_{service}": "9", f"free_{own.pk}": "1", f"total_{own.pk}": "3"}
    browser(cast.diana).post(reverse("directory:places"), values)
    with acting(cast.flor.scope):
        now = ServiceCapacity.objects.filter(service_id=service).get()
    assert (now.total, now.free) == (5, 2)


def test_roles_that_are_not_hers_to_give_are_not_given(world: scenario.World) -> None:
    cast, member = world.cast, world.ids["membership_id"]
    client = browser(cast.flor)
    for role in ("platform_admin", "coordination", "national_focal_point", "jefa"):
        values = {"roles": [role, "auditor"], "seen": "participant", "reason": "new_duties"}
        assert client.post(reverse("network:change_roles", args=[member]), values).status_code == 200, role
        invited = {"email": "x@gtm.example", "roles": [role], "reason": "joins"}
        sent = client.post(reverse("network:invite_person"), invited)
        assert sent.status_code == 200, role
    with acting(cast.flor.scope):
        assert Membership.objects.get(pk=member).roles == [Role.PARTICIPANT]
    assert not Invitation.objects.filter(email="x@gtm.example").exists()


def test_an_administrator_gives_herself_nothing(world: scenario.World) -> None:
    flor = world.cast.flor
    values = {"roles": ["org_admin", "caseworker"], "seen": "org_admin", "reason": "new_duties"}
    path = reverse("network:change_roles", args=[flor.membership.pk])
    assert browser(flor).post(path, values).status_code == 200
    values = {"email": flor.user.email.upper(), "roles": ["supervisor"], "reason": "joins"}
    assert browser(flor).post(reverse("network:invite_person"), values).status_code == 200
    with acting(flor.scope):
        assert Membership.objects.get(pk=flor.membership.pk).roles == [Role.ORG_ADMIN]


def test_a_substitute_of_another_realm_is_refused(world: scenario.World) -> None:
    flor = world.cast.flor
    values = {"idle_minutes": "15", "time_zone": "America/Guatemala", "substitute": world.cast.escuela.id}
    assert browser(flor).post(reverse("network:settings"), values).status_code == 200
    assert Organisation.objects.get(pk=world.cast.refugio.id).substitute_id is None


def test_the_membership_of_another_is_not_taken(world: scenario.World) -> None:
    client = browser(world.cast.irma)
    sent = client.post(reverse("network:choose"), {"membership": world.cast.ana.membership.id})
    assert sent.status_code == 404
    session = client.session
    session["membership"] = str(world.cast.ana.membership.id)  # as if the session could be written
    session.save()
    assert client.get(reverse("cases:detail", args=[world.ids["case_id"]])).status_code in (302, 404)


def test_the_session_of_another_is_not_ended(world: scenario.World) -> None:
    hers, irma = browser(world.cast.ana), browser(world.cast.irma)
    row = UserSession.objects.create(
        user=world.cast.ana.user, session_key=hers.session.session_key, ip="127.0.0.1", user_agent="x"
    )
    irma.post(reverse("account:end_session"), {"session": row.pk})
    assert UserSession.objects.filter(pk=row.pk).exists()
    for odd in ("²", "9" * 5000, "-1", "\x00", "1e9"):
        answer = hers.post(reverse("account:end_session"), {"session": odd})
        assert answer.status_code == 302, odd
    assert UserSession.objects.filter(pk=row.pk).exists()
