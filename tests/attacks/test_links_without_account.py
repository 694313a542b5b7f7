"""Whoever has a link without an account has one thing by it: not another's, not another kind, not after it is gone."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

import trail
from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.logs import masked
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.attendance import doors
from contratrata.knowledge.events.models import Session
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.models import Registration
from contratrata.knowledge.registrations.operations.inviting import invitation_path
from contratrata.knowledge.registrations.states import State
from registering import happening, signed_up, token_for
from systematising import begun, sent, token_of

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
#: What each kind of link opens.
PAGES = {
    "registration": ("/es/inscripcion/{}/", "/es/inscripcion/{}/cambiar/", "/es/inscripcion/{}/cancelar/",
                     "/es/inscripcion/{}/avisos/", "/es/inscripcion/{}/evento.ics"),
    "reader": ("/es/sistematizaciones/leer/{}/",),
    "door": ("/es/entrada/{}/",),
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_knocked_today() -> None:
    cache.clear()


@pytest.fixture
def event(cast: Cast) -> Happening:
    return happening(cast, capacity=1)


@pytest.fixture
def tokens(cast: Cast, event: Happening, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A link of each kind that opens something now."""
    mine = signed_up(event)
    link = sent(cast, begun(cast))[0]
    with acting(cast.flor.scope):
        session = Session.objects.get(event_id=event.id)
        assert session.begins is not None
        begins = session.begins
        screen = doors.helper(session)
    monkeypatch.setattr(clock, "now", lambda: begins + dt.timedelta(minutes=5))
    return {"registration": token_for(event, mine.row), "reader": token_of(link), "door": screen}


def test_a_link_of_one_kind_opens_nothing_of_another(tokens: dict[str, str]) -> None:
    for kind, pages in PAGES.items():
        for page in pages:
            for other, token in tokens.items():
                answer = Client().get(page.format(token))
                assert answer.status_code == (200 if other == kind else 404), (page, other)
                if other != kind:
                    assert Client().post(page.format(token), {"code": "x"}, **ORIGIN).status_code in (
                        404,
                        405,
                    )


def test_no_letter_of_a_link_can_be_another(tokens: dict[str, str]) -> None:
    for kind, token in tokens.items():
        page = PAGES[kind][0]
        for at in range(0, len(token), 5):
            turned = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
            assert Client().get(page.format(turned)).status_code == 404, (kind, at)


def test_no_cache_engine_or_next_page_learns_a_link(tokens: dict[str, str]) -> None:
    for kind, pages in PAGES.items():
        for page in pages:
            answer = Client().get(page.format(tokens[kind]))
            assert "no-store" in answer["Cache-Control"], page
            assert answer["Referrer-Policy"] in ("no-referrer", "same-origin"), page
            assert "noindex" in answer.get("X-Robots-Tag", "") + answer.content.decode() or page.endswith(
                "ics"
            ), page
            assert not answer.cookies, page


def test_the_log_holds_no_link(cast: Cast, event: Happening, tokens: dict[str, str]) -> None:
    with acting(cast.flor.scope):
        invitation = invitation_path(event, "es")
        code = Registration.objects.get().code
    lines = [page.format(tokens[kind]) for kind, pages in PAGES.items() for page in pages]
    for line in (*lines, invitation, f"code {code} refused"):
        words = masked(f"Internal Server Error: {line} and more")
        for secret in (*tokens.values(), invitation.rstrip("/").rpartition("/")[2], code):
            assert secret not in words, line
            assert secret[-20:] not in words, line


def test_a_mail_program_that_looks_at_every_link_moves_nothing(event: Happening) -> None:
    placed = signed_up(event, confirmed=False)
    waits = signed_up(event, 1)
    for mine in (placed, waits):
        before = _row(event, mine.row.id)
        for page in PAGES["registration"]:
            path = page.format(token_for(event, mine.row))
            assert Client().get(path).status_code == 200
            assert Client().head(path).status_code == 200
        assert _row(event, mine.row.id) == before


def _row(event: Happening, row_id: uuid.UUID) -> dict[str, Any]:
    with acting(job_scope(event.organisation)):
        return Registration.objects.values().get(id=row_id)


def test_an_erased_registration_answers_as_one_that_never_was(cast: Cast, event: Happening) -> None:
    token = token_for(event, (mine := signed_up(event)).row)
    next_one = signed_up(event, 1)
    with acting(cast.flor.scope):
        operations.erase(mine.row.id, reason="asked")
    for page in PAGES["registration"]:
        for answer in (Client().get(page.format(token)), Client().post(page.format(token), {}, **ORIGIN)):
            assert answer.status_code == (
                405 if answer.request["REQUEST_METHOD"] == "POST" and "ics" in page else 404
            )
    assert Client().get(PAGES["registration"][0].format(token_for(event, next_one.row))).status_code == 200


def test_what_is_offered_to_one_is_taken_by_no_other(cast: Cast, event: Happening) -> None:
    first, second, third = (signed_up(event, n) for n in range(3))
    operations.withdraw(first)
    path = PAGES["registration"][0]
    Client().post(path.format(token_for(event, third.row)), {"offered": str(second.row.id)}, **ORIGIN)
    states = {n: _row(event, one.row.id)["state"] for n, one in enumerate((first, second, third))}
    assert states == {0: State.WITHDRAWN, 1: State.OFFERED, 2: State.WAITING}
    Client().post(path.format(token_for(event, second.row)), {}, **ORIGIN)
    assert _row(event, second.row.id)["state"] == State.PLACED
    Client().post(path.format(token_for(event, first.row)), {}, **ORIGIN)  # who left cannot come back by it
    assert _row(event, first.row.id)["state"] == State.WITHDRAWN


def test_the_trail_of_a_whole_life_names_nobody(cast: Cast, event: Happening) -> None:
    mine = signed_up(event, name="Nieves Terciopelo (ficticia)", email="nieves.terciopelo@lucero.example")
    client, page = Client(), PAGES["registration"][0].format(token_for(event, mine.row))
    client.post(f"{page}avisos/", {}, **ORIGIN)
    client.post(f"{page}cancelar/", {}, **ORIGIN)
    with acting(cast.flor.scope):
        operations.erase(mine.row.id, reason="asked")
    lines = trail.left(cast)
    assert any("registration.erased" in line for line in lines)
    for line in lines:
        for word in ("Terciopelo", "lucero.example", token_for(event, mine.row)):
            assert word not in line
