"""Accepting a referral in two tabs, and by a double click, makes one move."""

import pytest
from django.urls import reverse
from visiting import Visiting

from cast import Cast
from contratrata.care.referrals.models import Referral, ReferralMove
from contratrata.ground.base.scope import acting
from referred import build

pytestmark = [pytest.mark.browser, pytest.mark.real_commits]


def test_two_tabs_and_a_double_click_accept_it_once(real_cast: Cast, visit: Visiting) -> None:
    line = build(real_cast)
    referral = line.at("received")
    path = reverse("referrals:accept", args=[referral.id])
    diana = visit()
    diana.sign_in(real_cast.diana)
    diana.go(path)
    diana.choose("responsible_id", str(real_cast.elena.user.id))
    other = diana.context.new_page()
    other.goto(diana.address + path)
    other.locator("main select[name='responsible_id']").select_option(str(real_cast.elena.user.id))
    other.locator("main [name='words']").fill("Escrito en la otra ventana")
    with diana.page.expect_navigation():
        diana.page.locator("main button").filter(has_text="Aceptar").dblclick()
    diana.look()
    assert "Aceptada" in diana.text()
    with other.expect_navigation():
        other.locator("main button").filter(has_text="Aceptar").click()
    assert "Escrito en la otra ventana" in other.content() or "Aceptada" in other.content()
    with acting(real_cast.ana.scope):
        assert Referral.objects.get(id=referral.id).state == "accepted"
        assert ReferralMove.objects.filter(referral_id=referral.id, verb="accept").count() == 1
    diana.close()
