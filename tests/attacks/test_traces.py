"""Reading without a trace: who sees a person's name on a page has left a line in the trail, whatever the page."""

import logging
import time

import pytest
from django.db import connection, transaction
from django.test import Client

import scenario
from cast import Cast, Player
from signin import sign_in
from test_matrix import address, addresses

NAME = scenario.SECRETS[0]
#: One's own unfinished registration shows what one typed oneself a moment ago.
OWN_TYPING = {"cases:register_page", "cases:register_discard"}
PAGES = ("cases:", "referrals:", "imports:", "web:", "account:", "noticeboard:", "trail:")


@pytest.fixture
def world(cast: Cast, caplog: pytest.LogCaptureFixture) -> scenario.World:
    """Everything has happened once."""
    caplog.set_level(logging.CRITICAL, logger="django.request")
    created = scenario.build(cast, committed=False)
    created.ids |= {"pk": 0, "user_id": cast.beatriz.user.pk}
    return created


def browser(player: Player) -> Client:
    """Signed in, a second factor proved a moment ago."""
    client = sign_in(Client(raise_request_exception=False), player)
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    return client


def traces() -> int:
    """Lines this transaction has added to the trail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n_tup_ins FROM pg_stat_xact_user_tables WHERE relname = 'audit_entry'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("who", ["ana", "beatriz"])
def test_no_page_shows_her_name_without_a_trace(world: scenario.World, who: str, method: str) -> None:
    client = browser(getattr(world.cast, who))
    shown, silent = set(), set()
    for name, parts in addresses().items():
        if not name.startswith(PAGES) or name in OWN_TYPING:
            continue
        with transaction.atomic():
            before = traces()
            response = client.generic(
                method, address(name, parts, world), "nada=1", "application/x-www-form-urlencoded"
            )
            if NAME in response.content.decode("utf-8", "replace"):
                shown.add(name)
                if traces() == before:
                    silent.add(name)
            transaction.set_rollback(True)
    assert len(shown) > 5
    assert sorted(silent) == []
