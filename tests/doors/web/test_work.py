"""Hoy and Red with more work than a page holds: true counts, 25 lines a part, nothing out of reach."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from cast import Cast
from contratrata.care.cases.public import NewCase, NewStep, register_cases
from contratrata.doors.web.parts import SHOWN, cut
from contratrata.ground.audit.models import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from referred import build
from signin import sign_in


def _steps(cast: Cast, number: int, *, hours: int) -> None:
    due = clock.now() + dt.timedelta(hours=hours)
    with acting(cast.ana.scope):
        register_cases(
            [
                NewCase(
                    values={"sex": "female"},
                    next_step=NewStep(what=f"Paso {hours} núm. {i:03}", due_at=due + dt.timedelta(seconds=i)),
                )
                for i in range(number)
            ]
        )


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def _next(html: str) -> str:
    match = re.search(r'href="(\?parte=[^"]+)" rel="next"', html)
    return match.group(1).replace("&amp;", "&") if match else ""


def test_every_late_step_can_be_reached_and_the_count_is_the_whole(cast: Cast) -> None:
    _steps(cast, 60, hours=-5)
    _steps(cast, 3, hours=72)
    client = sign_in(Client(), cast.ana)
    first = _page(client, "/hoy/")
    assert "60 asuntos están vencidos" in first
    assert 'Vencido <span class="ct-h-count">60</span>' in first
    assert 'Más adelante <span class="ct-h-count">3</span>' in first
    assert "Vencido: 35 más" in first
    seen = re.findall(r"Paso -5 núm\. \d{3}", first)
    assert len(seen) == SHOWN
    while further := _next(first):
        first = _page(client, "/hoy/" + further)
        assert "Más adelante" not in first
        assert "Todo lo de hoy" in first
        seen += re.findall(r"Paso -5 núm\. \d{3}", first)
    assert seen == [f"Paso -5 núm. {i:03}" for i in range(60)]


def test_what_was_looked_at_is_what_the_trail_counts(cast: Cast) -> None:
    _steps(cast, 60, hours=-5)
    _page(sign_in(Client(), cast.ana), "/hoy/")
    with acting(cast.ana.scope):
        assert Entry.objects.filter(event="day.viewed").latest("id").details["rows"] == SHOWN


@pytest.mark.parametrize("asked", ["?parte=nada", "?parte=vencido&despues=x", "?despues=%00", "?parte=hoy"])
def test_a_part_that_is_not_there_shows_a_page_all_the_same(cast: Cast, asked: str) -> None:
    _steps(cast, 1, hours=-5)
    assert "Hoy" in _page(sign_in(Client(), cast.ana), "/hoy/" + asked)


def test_an_emptied_or_unknown_part_shows_what_waits(cast: Cast) -> None:
    """Nobody is told that nothing waits because an old address asks for a part that is done."""
    _steps(cast, 2, hours=-5)
    client = sign_in(Client(), cast.ana)
    for asked in ("?parte=nada", "?parte=hoy", "?parte=esperando&despues=x"):
        shown = _page(client, "/hoy/" + asked)
        assert "Paso -5 núm. 000" in shown
        assert "Nada espera de usted" not in shown


def test_a_part_that_is_full_says_so_and_hides_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contratrata.doors.web.board.MOST", 3)
    for hours in (-300, -5):
        _steps(cast, 4, hours=hours)
    _steps(cast, 2, hours=300)
    with acting(cast.ana.scope):
        register_cases([NewCase(values={"sex": "female"}, next_step=NewStep(what="Sin hora"))])
    shown = _page(sign_in(Client(), cast.ana), "/hoy/")
    assert "3 asuntos o más están vencidos" in shown
    assert 'Vencido <span class="ct-h-count">3+</span>' in shown
    assert 'Para hoy <span class="ct-h-count">1</span>' in shown
    assert "Sin hora" in shown
    assert 'Más adelante <span class="ct-h-count">2</span>' in shown
    assert "Paso -300 núm. 000" in shown
    assert "Paso -5 núm" not in shown


def test_a_referral_that_waits_for_an_answer_is_work_of_today(cast: Cast) -> None:
    build(cast).sent(urgency="d7")
    shown = _page(sign_in(Client(), cast.diana), "/hoy/")
    assert "1 asunto espera algo de usted" in shown
    assert "Más adelante" not in shown


def test_a_stranger_reads_nothing_behind_a_line_of_ours(cast: Cast) -> None:
    _steps(cast, 60, hours=-5)
    further = _next(_page(sign_in(Client(), cast.ana), "/hoy/"))
    assert "Paso" not in _page(sign_in(Client(), cast.irma), "/hoy/" + further)


def test_red_counts_all_that_waits_and_goes_on_by_code(cast: Cast) -> None:
    line = build(cast)
    codes = [line.sent().code for _ in range(SHOWN + 4)]
    client = sign_in(Client(), cast.gloria)
    first = _page(client, "/red/")
    assert f'En plazo <span class="ct-h-count">{SHOWN + 4}</span>' in first
    second = _page(client, "/red/" + _next(first))
    assert _next(second) == ""
    shown = [code for html in (first, second) for code in codes if f">{code}<" in html]
    assert sorted(shown) == sorted(codes)


class _Line:
    def __init__(self, number: int) -> None:
        self.id = uuid.UUID(int=number)


def test_a_line_that_is_gone_begins_the_part_anew() -> None:
    items = [_Line(n) for n in range(40)]
    gone = str(uuid.UUID(int=99))
    assert cut("a", "A", items, most=1000, alone="a", after=gone).shown[0] is items[0]
    assert cut("a", "A", items, most=1000, alone="a", after=str(items[29].id)).shown == items[30:]
    assert cut("a", "A", items, most=1000, alone="b", after=str(items[29].id)).shown == items[:SHOWN]
    assert cut("a", "A", items, most=40, alone="", after="").more


def test_the_coordination_sees_who_waits_on_whom(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    line = build(cast)
    line.sent(urgency="h24")
    later = clock.now() + dt.timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    line.sent(urgency="d7")
    client = sign_in(Client(), cast.gloria)
    shown = _page(client, "/red/")
    assert "¿Quién espera a quién?" in shown
    assert "De <b>2</b> respuestas que se esperan, <b>1</b> ya vencieron." in shown
    assert f"{cast.refugio.name} espera a {cast.horizonte.name}" in shown
    assert "¿Quién espera a quién?" not in _page(client, "/red/?parte=vencidas")
