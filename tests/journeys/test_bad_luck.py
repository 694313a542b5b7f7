"""Killed while sending, the database away, no scripts: what was asked happened once or not at all."""

import http.client
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import psycopg
import pytest
from acts import NAME, refer, register
from django.db import connection
from django.test import Client
from psycopg import sql
from running import Site
from visiting import Visiting

import house
import scenario
from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.referrals import operations as referrals
from contratrata.care.referrals.models import Deadline, Part, Referral, ReferralMove
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.models import Notice
from contratrata.launch.processes import wait_until
from signin import sign_in

pytestmark = pytest.mark.real_commits


@pytest.mark.browser
def test_registering_and_referring_without_scripts(real_cast: Cast, visit: Visiting) -> None:
    ana = visit(name="sin-scripts", scripts=False)
    ana.sign_in(real_cast.ana)
    register(ana)
    refer(ana, real_cast.horizonte.name)
    ana.press("Enviar derivación")
    assert NAME in ana.text()
    ana.close()
    with acting(real_cast.ana.scope):
        assert Referral.objects.get().state == "sent"


def drafts(cast: Cast, number: int) -> list[Referral]:
    """Referrals that only wait to be sent."""
    with acting(cast.ana.scope):
        case = cases.register_case(scenario.case_of_ana())
        consent = cases.give_consent(case.id, new=scenario.permission(cast.horizonte.id))
        created = []
        for _ in range(number):
            one = referrals.start(
                case_id=case.id, receiver_id=cast.horizonte.id, aims=scenario.AIMS, urgency="h24"
            )
            referrals.choose_parts(one.id, parts=scenario.PARTS)
            created.append(referrals.choose_consent(one.id, consent_id=consent.id))
    return created


def whole_or_nothing(cast: Cast, referral: Referral) -> bool:
    """Whether it was sent; either way all that belongs to sending is there, once, or nothing of it."""
    with acting(cast.ana.scope):
        now = Referral.objects.get(id=referral.id)
        sent = now.state == "sent"
        assert now.state in {"draft", "sent"}
        assert Part.objects.filter(referral=now).count() == (len(scenario.PARTS) if sent else 0)
        assert ReferralMove.objects.filter(referral=now, verb="send").count() == sent
        assert Deadline.objects.filter(referral_id=now.id).count() == sent
    with acting(cast.diana.scope):
        assert Notice.objects.filter(subject_id=referral.id).count() == sent
        assert not Part.objects.filter(referral_id=referral.id).exists()  # read once somebody answers for her
    return sent


class Sender:
    """Presses «Enviar derivación» as the browser does: the page first, then its form."""

    def __init__(self, site: Site, cookie: str) -> None:
        self.site, self.cookie = site, cookie

    def _ask(self, request: urllib.request.Request) -> tuple[str, list[str]]:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own address
            return answer.read().decode(), answer.headers.get_all("Set-Cookie") or []

    def ready(self, referral: Referral) -> urllib.request.Request:
        """The form that the page of this referral holds, filled and not sent yet."""
        path = f"{self.site.address}/derivaciones/{referral.id}/enviar/"
        html, initial = self._ask(urllib.request.Request(path, headers={"Cookie": self.cookie}))  # noqa: S310
        token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        held = "; ".join([self.cookie, *(one.partition(";")[0] for one in initial)])
        return urllib.request.Request(  # noqa: S310
            path, data=f"csrfmiddlewaretoken={token}".encode(), headers={"Cookie": held}
        )

    def send(self, form: urllib.request.Request) -> bool:
        """Whether an answer came at all."""
        try:
            self._ask(form)
        except (OSError, http.client.HTTPException, urllib.error.URLError):
            return False
        return True


@pytest.fixture
def away() -> Iterator[Callable[[], None]]:
    """Take the database of this test process away from everybody; it comes back at the end at the latest."""
    name = sql.Identifier(house.database_of_worker())
    with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:

        def go(*, back: bool = False) -> None:
            admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(name, sql.Literal(back)))
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [house.database_of_worker()],
            )

        yield go
        admin.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))


def test_the_database_away_is_said_calmly_and_comes_back(
    real_cast: Cast, site: Site, away: Callable[..., None]
) -> None:
    cookie = f"sessionid={sign_in(Client(), real_cast.ana).cookies['sessionid'].value}"
    connection.close()

    def hoy() -> tuple[int, str]:
        asked = urllib.request.Request(f"{site.address}/hoy/", headers={"Cookie": cookie})  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    assert hoy()[0] == 200
    away()
    status, page = hoy()
    assert status == 503
    assert "Traceback" not in page
    assert real_cast.refugio.name not in page
    assert 'http-equiv="refresh"' in page  # it tries again by itself
    away(back=True)
    assert hoy()[0] == 200


def one_sent(cast: Cast, site: Site, number: int) -> tuple[Sender, list[Referral], float]:
    """So many drafts, the first of them sent: who sends, those that wait, the seconds that one sending takes."""
    first, *waiting = drafts(cast, number)
    sender = Sender(site, f"sessionid={sign_in(Client(), cast.ana).cookies['sessionid'].value}")
    connection.close()
    form = sender.ready(first)
    began = time.perf_counter()
    assert sender.send(form)
    whole = time.perf_counter() - began
    assert whole_or_nothing(cast, first)
    connection.close()  # it would fall with the database
    return sender, waiting, whole


@pytest.mark.proof
def test_killed_while_sending_it_was_sent_once_or_not_at_all(real_cast: Cast, site: Site) -> None:
    """kill -9 of the web at moments spread over the sending, then pressed once more: sent once each."""
    sender, waiting, whole = one_sent(real_cast, site, 12)
    outcomes = []
    for number, referral in enumerate(waiting):
        form = sender.ready(referral)
        sending = threading.Thread(target=sender.send, args=(form,))
        sending.start()
        sending.join(whole * 1.6 * number / len(waiting))
        site.kill_web()
        sending.join(40)
        outcomes.append(whole_or_nothing(real_cast, referral))
        connection.close()
        site.start_web()
        if not outcomes[-1]:
            assert sender.send(sender.ready(referral))
        assert whole_or_nothing(real_cast, referral)
    # The kills fell on both sides of the commit; otherwise this proves nothing.
    assert set(outcomes) == {True, False}


@pytest.mark.proof
def test_the_database_killed_while_sending(real_cast: Cast, site: Site) -> None:
    """The server process that does the work is killed while it works: the database holds all or nothing."""
    sender, waiting, whole = one_sent(real_cast, site, 8)
    for number, referral in enumerate(waiting):
        form = sender.ready(referral)
        with house.connect("app") as asked:
            (pid,) = asked.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND usename = current_user AND pid <> pg_backend_pid() ORDER BY state_change DESC LIMIT 1"
            ).fetchone() or (None,)
        sending = threading.Thread(target=sender.send, args=(form,))
        sending.start()
        sending.join(whole * 1.2 * number / len(waiting))
        cut(int(str(pid)))
        sending.join(40)
        assert wait_until(_up, 30)
        if not whole_or_nothing(real_cast, referral):
            connection.close()
            assert sender.send(sender.ready(referral))
        assert whole_or_nothing(real_cast, referral)
        connection.close()


def cut(pid: int) -> None:
    """kill -9, upon which the whole database falls and recovers; beside another test process only this backend."""
    if os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") == "1":
        os.kill(pid, signal.SIGKILL)
    else:
        with psycopg.connect(house.admin_dsn(), autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])


def _up() -> bool:
    try:
        house.connect("app").close()
    except psycopg.OperationalError:
        return False
    return True
