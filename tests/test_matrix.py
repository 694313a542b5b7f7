"""Every address × every person of the cast × what she is to the thing: what is not allowed does not exist.

The addresses come from the URL table, the things behind them from a whole world (`scenario.py`); one without
a row in the table below fails. Whoever is not named gets the page of what does not exist, byte for byte the
same, or is sent to sign in, as for an id that nobody has; and nothing is written for her.
"""

import logging
import time
import uuid
from http.cookies import SimpleCookie
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

import scenario
from brought import brought
from cast import Cast
from contratrata.ground.base.readonly import ALLOWED_TABLES
from contratrata.ground.base.scope import acting
from contratrata.ground.kinds.public import Where
from contratrata.ground.network import house
from signin import sign_in
from test_consistency import urls
from who import ANONYMOUS, EVERYBODY

#: Who is allowed, by address, and what stands in an address: a word, or the name of another thing of the world than the
#: part is called. Each package brings its own (`tests/<storey>/<package>/matrix.py`).
TABLE: dict[str, str] = {}
SAMPLES: dict[str, dict[str, str]] = {}
#: A public act is taken from our own pages only.
OURS, FORM = "http://testserver", "application/x-www-form-urlencoded"
for _brought in brought("matrix"):
    TABLE |= _brought.TABLE
    SAMPLES |= getattr(_brought, "SAMPLES", {})

GET_OR_POST = ("GET", "POST")
#: A public act is taken from our own pages only.
OURS, FORM = "http://testserver", "application/x-www-form-urlencoded"
FINE = {200, 204, 302, 400, 405, 410, 422}
#: What looking and being refused may leave behind.
TRACES = sorted(ALLOWED_TABLES | {"audit_unsealed"})


class Walk:
    """One browser for each person, and the answers they get; nothing that is done stays."""

    def __init__(self, world: scenario.World) -> None:
        self.world = world
        self.cookies: dict[str, str] = {ANONYMOUS: ""}
        # What is sent says nothing but where she acts, for the one form that asks it.
        self.sent: dict[str, str] = {ANONYMOUS: ""}
        for name in EVERYBODY.split():
            player = getattr(world.cast, name)
            self.sent[name] = f"membership={player.membership.id}"
            client = sign_in(Client(), player)
            session = client.session
            # A grave act asks a fresh second factor first; here it was proved a moment ago.
            session["account_authentication_methods_user"] = session["_auth_user_id"]
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
            session.save()
            self.cookies[name] = client.cookies.output(header="", sep=";")
        self.missing = {method: self._plain(method) for method in GET_OR_POST}

    def _plain(self, method: str) -> bytes:
        return bytes(self.ask("ana", method, f"/{uuid.uuid4()}/")[0].content)  # type: ignore[attr-defined]

    def ask(self, who: str, method: str, path: str) -> tuple[HttpResponseBase, list[str]]:
        """Her answer, and the tables that were written meanwhile (traces left out)."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[who])
        with transaction.atomic():
            before = written()
            response = client.generic(method, path, self.sent[who], FORM, HTTP_ORIGIN=OURS)
            after = written()
            transaction.set_rollback(True)
        return response, sorted(table for table, count in after.items() if count != before.get(table, 0))


WRITTEN = """
SELECT relname::text, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
  + pg_stat_get_xact_tuples_deleted(oid)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def written() -> dict[str, int]:
    """How many rows this transaction has added, changed and removed so far, by table."""
    with connection.cursor() as cursor:
        # Prepared, and without the view of the statistics, which asks of every index too: twice for each request.
        rows = cursor.cursor.execute(WRITTEN, prepare=True).fetchall()
        return {table: count for table, count in rows if table not in TRACES}


def address(name: str, parts: dict[str, Any], world: scenario.World, *, of_nobody: bool = False) -> str:
    """The address of the real thing, or of the same kind of thing that nobody has."""
    samples = {"language": "es", "job_id": "1"} | SAMPLES.get(name, {})
    result = {part: samples.get(part, world.ids.get(part)) for part in parts}
    result = {part: world.ids.get(value, value) for part, value in result.items()}
    assert None not in result.values(), f"{name}: the world has nothing for {result}"
    if of_nobody:
        result = {
            part: uuid.uuid4() if isinstance(value, uuid.UUID) else value for part, value in result.items()
        }
    return reverse(name, kwargs=result)


def addresses() -> dict[str, dict[str, Any]]:
    """Every address of the product by name, with the parts it is made of."""
    return {name: item.pattern.converters or dict(item.pattern.regex.groupindex) for name, item in urls()}


@pytest.fixture
def walk(cast: Cast, caplog: pytest.LogCaptureFixture) -> Walk:
    """The whole world, rolled back at the end, and everybody signed in to it."""
    caplog.set_level(logging.CRITICAL, logger="django.request")  # a thousand refusals need no line each
    world = scenario.build(cast, committed=False)
    world.ids |= {
        "pk": Authenticator.objects.get(user=cast.ana.user, type=Authenticator.Type.TOTP).pk,
        "user_id": cast.beatriz.user.pk,
        "source": "organisations",
        "first_invitation_id": _let_in(cast),
    }
    return Walk(world)


def _let_in(cast: Cast) -> uuid.UUID:
    """An organisation the coordination let in, where nobody has come yet: the id of its invitation."""
    with acting(cast.gloria.scope):
        sent = house.invite_organisation(
            name="Red de Abrigo (ficticia)", kind="civil_society", place=Where("HND"),
            time_zone="America/Tegucigalpa", email="primera@hn.example", reason="asked",
        )  # fmt: skip
    return sent.id


def test_every_address_has_its_row() -> None:
    assert sorted(set(addresses()) ^ set(TABLE)) == []


def judge(walk: Walk, name: str, parts: dict[str, Any], who: str, method: str) -> str:
    """What is wrong with her answer, or nothing."""
    path = address(name, parts, walk.world)
    response, wrote = walk.ask(who, method, path)
    status = response.status_code
    where = response.headers.get("Location", "")
    words = f"{method} {name} {who}: {status} {where}"
    sent_away = status == 302 and where.startswith(reverse("account_login") + "?next=")
    if who in TABLE[name].split():
        return words if status not in FINE or sent_away else ""
    if wrote:
        return f"{words} wrote {wrote}"
    if who == ANONYMOUS:
        return "" if sent_away else words
    body = bytes(response.content)  # type: ignore[attr-defined]
    if status == 404:
        return "" if body == walk.missing[method] else f"{words} is not the page of what does not exist"
    nobody, _wrote = walk.ask(who, method, address(name, parts, walk.world, of_nobody=True))
    alike = status == 405 == nobody.status_code and body == bytes(nobody.content)  # type: ignore[attr-defined]
    return "" if alike else words


def wrong_answers(walk: Walk, method: str) -> str:
    """A line for each answer that is not what the table says."""
    wrong = [
        judge(walk, name, parts, who, method)
        for name, parts in addresses().items()
        if name in TABLE
        for who in (*EVERYBODY.split(), ANONYMOUS)
    ]
    return "\n".join(one for one in wrong if one)


def test_what_is_not_allowed_does_not_exist(walk: Walk) -> None:
    values = wrong_answers(walk, "GET")
    assert not values, values
