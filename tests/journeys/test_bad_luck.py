"""Killed while sending, the database away, no scripts: what was asked happened once or not at all."""

import http.client
import threading
import time
import urllib.error
import urllib.request

import pytest
from acts import NAME, refer, register
from django.db import connection
from django.test import Client
from running import Site
from visiting import Visiting

import scenario
from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.referrals import operations as referrals
from contratrata.care.referrals.models import Deadline, Part, Referral, ReferralMove
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.models import Notice
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
        consent = cases.give_consent(case.id, told=scenario.permission(cast.horizonte.id))
        made = []
        for _ in range(number):
            one = referrals.start(
                case_id=case.id, receiver_id=cast.horizonte.id, aims=scenario.AIMS, urgency="h24"
            )
            referrals.choose_parts(one.id, parts=scenario.PARTS)
            made.append(referrals.choose_consent(one.id, consent_id=consent.id))
    return made


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
        assert Part.objects.filter(referral_id=referral.id).count() == (len(scenario.PARTS) if sent else 0)
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
        html, given = self._ask(urllib.request.Request(path, headers={"Cookie": self.cookie}))  # noqa: S310
        token = html.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        held = "; ".join([self.cookie, *(one.partition(";")[0] for one in given)])
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


@pytest.mark.proof
def test_killed_while_sending_it_was_sent_once_or_not_at_all(real_cast: Cast, site: Site) -> None:
    """kill -9 of the web at moments spread over the sending, then pressed once more: sent once each."""
    first, *waiting = drafts(real_cast, 12)
    sender = Sender(site, f"sessionid={sign_in(Client(), real_cast.ana).cookies['sessionid'].value}")
    connection.close()
    form = sender.ready(first)
    began = time.perf_counter()
    assert sender.send(form)
    whole = time.perf_counter() - began
    assert whole_or_nothing(real_cast, first)
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
