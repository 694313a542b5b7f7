"""Whoever can run SQL as `app`, and holds no key file, gets in with nothing that she writes: the seals break."""

import hashlib
import json
import uuid
from typing import Any

import pytest
import tink
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.test import Client

from cast import PASSWORD, Cast, Player
from contratrata.ground.accounts import factors, seals
from contratrata.ground.accounts.models import Seal
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.network.invitations import find
from contratrata.ground.network.staffing import change_roles
from signin import enrol, sign_in
from telephone import shown_by

#: Ana is who holds the database; Beatriz is the supervisor whose place she wants.
OWN = "una clave de quien ataca, ficticia"


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What runs as `app`, behind the platform."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def data_of(player: Player, kind: str = "totp") -> dict[str, Any]:
    [(data,)] = sql(
        "SELECT data::text FROM mfa_authenticator WHERE user_id = %s AND type = %s", player.user.pk, kind
    )
    result: dict[str, Any] = json.loads(data)
    return result


def signs_in(player: Player, password: str, code: str = "") -> bool:
    """Whether both steps lead inside."""
    client = Client()
    client.post("/entrar/", {"login": player.user.email, "password": password})
    client.post("/entrar/segundo-paso/", {"code": code or "000000"})
    return client.get("/cuenta/").status_code == 200


def alarms() -> int:
    """How often the platform's trail says that a seal was broken."""
    with acting(Scope(realm=Realm.REAL, network=True, audit=True)):
        return Entry.objects.filter(event="account.seal_broken", refused=True).count()


@pytest.fixture
def enrolled(cast: Cast) -> Cast:
    for player in (cast.ana, cast.beatriz):
        enrol(player)
        factors.make_codes(user=player.user)
    return cast


def test_the_house_itself_signs_in(enrolled: Cast) -> None:
    assert signs_in(enrolled.beatriz, PASSWORD, shown_by(enrolled.beatriz.user))
    assert alarms() == 0


def test_her_password_and_my_second_factor(enrolled: Cast) -> None:
    """The two updates that once signed in as another's supervisor."""
    ana, beatriz = enrolled.ana, enrolled.beatriz
    sql("UPDATE accounts_user SET password = %s WHERE id = %s", make_password(OWN), beatriz.user.pk)
    mine = json.dumps(data_of(ana))
    sql("UPDATE mfa_authenticator SET data = %s WHERE user_id = %s AND type = 'totp'", mine, beatriz.user.pk)
    assert not signs_in(beatriz, OWN, shown_by(ana.user))
    assert alarms()


def test_her_known_password_and_a_factor_changed_between_the_steps(enrolled: Cast) -> None:
    """Her password was fished; the factor is swapped after it was found right."""
    ana, beatriz = enrolled.ana, enrolled.beatriz
    client = Client()
    client.post("/entrar/", {"login": beatriz.user.email, "password": PASSWORD})
    sql(
        "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s AND type = 'totp'",
        json.dumps(data_of(ana)),
        beatriz.user.pk,
    )
    client.post("/entrar/segundo-paso/", {"code": shown_by(ana.user)})
    assert client.get("/cuenta/").status_code == 302
    assert alarms()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM mfa_authenticator WHERE user_id = %s",
        "UPDATE accounts_user SET email = 'mia@gt.example' WHERE id = %s",
        "UPDATE mfa_authenticator SET data = jsonb_set(data, '{used_mask}', '7') WHERE user_id = %s "
        "AND type = 'recovery_codes'",
    ],
    ids=["no factor", "my address", "used codes serve again"],
)
def test_a_changed_account_is_closed(enrolled: Cast, statement: str) -> None:
    code = shown_by(enrolled.beatriz.user)
    sql(statement, enrolled.beatriz.user.pk)
    enrolled.beatriz.user.refresh_from_db()
    assert not signs_in(enrolled.beatriz, PASSWORD, code)
    assert alarms()


def test_a_secret_opens_in_its_own_row_only(enrolled: Cast) -> None:
    """Even without the seal: sealed for this user and this row."""
    sql(
        "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s AND type = 'totp'",
        json.dumps(data_of(enrolled.ana)),
        enrolled.beatriz.user.pk,
    )
    moved = Authenticator.objects.get(user=enrolled.beatriz.user, type="totp")
    with pytest.raises(tink.TinkError):
        moved.wrap().validate_code("123456")


def test_an_account_written_by_sql_is_none(cast: Cast) -> None:
    created = uuid.uuid4()
    sql(
        "INSERT INTO accounts_user (id, email, name, password, language, time_zone, is_active, joined_at, "
        "conduct_version) SELECT %s, 'nueva@gt.example', 'Nueva', %s, language, time_zone, true, joined_at, "
        "conduct_version FROM accounts_user WHERE id = %s",
        created,
        make_password(OWN),
        cast.ana.user.pk,
    )
    client = Client()
    page = client.post("/entrar/", {"login": "nueva@gt.example", "password": OWN})
    assert page.status_code == 403
    assert client.get("/cuenta/").status_code == 302


def test_a_role_given_by_sql_is_none(cast: Cast) -> None:
    """Her session goes on, and acts nowhere."""
    client = sign_in(Client(), cast.flor)
    assert client.get("/casos/").status_code == 404
    with acting(cast.flor.scope):
        sql("UPDATE network_membership SET roles = '{supervisor}' WHERE id = %s", cast.flor.membership.pk)
    assert client.get("/casos/").status_code == 302
    assert alarms()


def test_a_membership_elsewhere_is_none(cast: Cast) -> None:
    client = sign_in(Client(), cast.ana)
    there = Scope(user_id=cast.ana.user.pk, organisation_id=cast.horizonte.pk, realm=Realm.REAL)
    created = uuid.uuid4()
    with acting(there):
        sql(
            "INSERT INTO network_membership (id, organisation_id, user_id, roles, since) "
            "VALUES (%s, %s, %s, '{supervisor}', now())",
            created,
            cast.horizonte.pk,
            cast.ana.user.pk,
        )
    client.post("/elegir/", {"membership": str(created)})
    session = client.session
    session["membership"] = str(created)
    session.save()
    assert client.get("/casos/").status_code == 302
    assert alarms()


def test_an_invitation_written_by_sql_serves_nobody(cast: Cast) -> None:
    token = "laid-by-sql"
    sql(
        "INSERT INTO network_invitation (id, organisation_id, email, roles, token_hash, at, expires_at, first, "
        "reason, explained) VALUES "
        "(%s, %s, 'mia@gt.example', '{supervisor}', %s, now(), now() + interval '1 day', false, 'joins', '')",
        uuid.uuid4(),
        cast.refugio.pk,
        hashlib.sha256(token.encode()).digest(),
    )
    assert find(token) is None


def test_what_was_changed_behind_is_never_sealed_by_an_act(cast: Cast) -> None:
    """An administrator changes functions of a row that SQL had changed: refused, not made good."""
    with acting(cast.flor.scope):
        sql(
            "UPDATE network_membership SET user_id = %s WHERE id = %s",
            cast.irma.user.pk,
            cast.hilda.membership.pk,
        )
        with pytest.raises(seals.SealBroken):
            change_roles(
                membership_id=cast.hilda.membership.pk,
                seen=["auditor"],
                roles=["supervisor"],
                reason="mistake",
            )


def test_a_former_state_does_not_come_back_with_its_former_seal(cast: Cast) -> None:
    """She was a supervisor once, and kept a copy of the row and of its seal."""
    beatriz = cast.beatriz
    former = Seal.objects.get(pk=beatriz.membership.pk)
    with acting(cast.flor.scope):
        change_roles(
            membership_id=beatriz.membership.pk, seen=["supervisor"], roles=["participant"], reason="mistake"
        )
    with acting(beatriz.scope):
        sql("UPDATE network_membership SET roles = '{supervisor}' WHERE id = %s", beatriz.membership.pk)
    for statement in (
        "UPDATE accounts_seal SET version = 1, mac = %s WHERE row_id = %s",
        "UPDATE accounts_seal SET mac = %s WHERE row_id = %s",
        "WITH gone AS (DELETE FROM accounts_seal WHERE %s::bytea IS NOT NULL AND row_id = %s RETURNING 1) "
        "SELECT * FROM gone",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement, bytes(former.mac), beatriz.membership.pk)
    sql(
        "UPDATE accounts_seal SET version = version + 1, mac = %s WHERE row_id = %s",
        bytes(former.mac),
        former.pk,
    )
    assert sign_in(Client(), beatriz).get("/casos/").status_code == 302


def test_the_log_names_nobody(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    sql("UPDATE accounts_user SET is_active = false WHERE id = %s", cast.ana.user.pk)
    assert not seals.account_holds(cast.ana.user.pk)
    assert "A seal does not hold" in caplog.text
    assert str(cast.ana.user.pk) not in caplog.text
