"""A referral as a PDF: what its page says to each side, no more; traced; after a withdrawal nothing of it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from reading import reader, says

from cast import Player
from contratrata.care.referrals import operations
from contratrata.ground.audit.public import Entry
from contratrata.ground.base.scope import acting
from referred import Line


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def at(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


@pytest.mark.parametrize("who", ["ana", "elena"])
def test_the_pdf_says_what_the_page_says_to_this_side(line: Line, who: str) -> None:
    sent = line.at("accepted")
    player = getattr(line.cast, who)
    page = at(player).get(reverse("referrals:detail", args=[sent.id])).content.decode()
    answer = at(player).get(reverse("referrals:pdf", args=[sent.id]))
    assert answer["Content-Disposition"] == f'attachment; filename="{sent.code}.pdf"'
    assert reader(answer.content).metadata.title == sent.code
    shared = page[page.index('class="ct-seen"') : page.index('class="ct-line"')]
    texts = [" ".join(html.unescape(text).split()) for text in re.findall(r">([^<]+)<", shared)]
    wanted = [text.strip(" :") for text in texts if text.strip(" :")]
    assert len(wanted) > 8
    assert [text for text in wanted if not says(answer.content, text)] == []


def test_it_leaves_a_line_of_its_own_and_one_for_what_was_read(line: Line) -> None:
    sent = line.sent()
    at(line.cast.ana).get(reverse("referrals:pdf", args=[sent.id]))
    with acting(line.cast.beatriz.scope):
        assert Entry.objects.filter(event="referral.printed", subject_id=sent.id).count() == 1
        assert Entry.objects.filter(event="referral.read", subject_id=sent.id).count() == 1


def test_who_may_not_see_it_gets_what_does_not_exist(line: Line) -> None:
    sent = line.sent()
    for who in (line.cast.irma, line.cast.flor, line.cast.hilda, line.cast.gloria):
        assert at(who).get(reverse("referrals:pdf", args=[sent.id])).status_code == 404


def test_after_a_withdrawal_the_receiver_s_paper_has_nothing_of_her(line: Line) -> None:
    sent = line.at("accepted")
    before = at(line.cast.elena).get(reverse("referrals:pdf", args=[sent.id])).content
    with acting(line.cast.ana.scope):
        operations.withdraw(sent.id, reason="solved")
    after = at(line.cast.elena).get(reverse("referrals:pdf", args=[sent.id])).content
    assert says(before, "Yolanda")
    assert not says(after, "Yolanda")
