"""The way back for a coordination of one: after her own asking, from the server, traced; never as a bypass."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from cast import Cast
from contratrata.ground.accounts import helped
from contratrata.ground.accounts.models import FactorHelp
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network import lost_factor
from contratrata.ground.network.operations import add_member
from contratrata.ground.network.roles import Role
from postbox import delivered
from signin import enrol

REASON = "La visité hoy en su oficina y me mostró su documento."


def _run(email: str, **options: object) -> str:
    out = StringIO()
    call_command("lost_factor", email, reason=REASON, stdout=out, **options)
    return out.getvalue()


def test_alone_in_the_coordination_she_gets_back_in(real_cast: Cast) -> None:
    gloria = real_cast.gloria
    enrol(gloria)
    lost_factor.ask_help(user=gloria.user)
    delivered()
    assert "se quitó su segundo factor" in _run(gloria.user.email.upper())
    assert not Authenticator.objects.filter(user=gloria.user).exists()
    assert [one.to for one in delivered()] == [[gloria.user.email]]
    with acting(gloria.scope):
        row = FactorHelp.objects.get(user=gloria.user)
    words = helped.words(row.id, row.explained)
    assert (row.confirmed, row.answered_by_id, words) == (True, None, REASON)
    owner = add_member(organisation=real_cast.red, user=real_cast.hilda.user, roles=[Role.AUDITOR])
    with acting(Scope(organisation_id=owner.organisation_id, realm=gloria.scope.realm, audit=True)):
        values = Entry.objects.get(event="factor.freed_by_owner")
    assert (values.actor_id, values.subject_id) == (None, gloria.user.pk)
    with pytest.raises(CommandError, match="Nadie con ese correo espera ayuda"):
        _run(gloria.user.email)


def test_without_her_asking_nothing_happens(real_cast: Cast) -> None:
    enrol(real_cast.gloria)
    for email in (real_cast.gloria.user.email, "nadie@red.example"):
        with pytest.raises(CommandError, match="Primero pida ayuda ella misma"):
            _run(email)
    assert Authenticator.objects.filter(user=real_cast.gloria.user).exists()


@pytest.mark.parametrize(("who", "other"), [("irma", "gloria"), ("ana", "beatriz")])
def test_where_somebody_could_confirm_she_is_asked_first(real_cast: Cast, who: str, other: str) -> None:
    player = getattr(real_cast, who)
    enrol(player)
    enrol(getattr(real_cast, other))
    lost_factor.ask_help(user=player.user)
    with pytest.raises(CommandError, match="Pueden confirmarlo otras personas"):
        _run(player.user.email)
    assert Authenticator.objects.filter(user=player.user).exists()
    _run(player.user.email, nobody_answers=True)
    assert not Authenticator.objects.filter(user=player.user).exists()


def test_who_has_no_factor_herself_does_not_count_and_realms_never_mix(real_cast: Cast) -> None:
    """Beatriz and Flor never set up theirs; Julia's training realm has no say over real work."""
    enrol(real_cast.ana)
    enrol(real_cast.julia)
    lost_factor.ask_help(user=real_cast.ana.user)
    _run(real_cast.ana.user.email)
    assert not Authenticator.objects.filter(user=real_cast.ana.user).exists()


def test_a_reason_of_one_word_is_none(real_cast: Cast) -> None:
    enrol(real_cast.gloria)
    lost_factor.ask_help(user=real_cast.gloria.user)
    with pytest.raises(CommandError, match="cómo comprobó"):
        call_command("lost_factor", real_cast.gloria.user.email, reason="sí")
    assert Authenticator.objects.filter(user=real_cast.gloria.user).exists()


def test_a_refusal_of_these_days_is_heard_and_her_organisation_is_told(real_cast: Cast) -> None:
    for player in (real_cast.ana, real_cast.beatriz):
        enrol(player)
    lost_factor.ask_help(user=real_cast.ana.user)
    with acting(real_cast.beatriz.scope):
        lost_factor.refuse(
            help_id=lost_factor.visible_to(real_cast.beatriz.scope).get().pk, reason="No es ella: la llamé."
        )
    lost_factor.ask_help(user=real_cast.ana.user)
    with pytest.raises(CommandError, match="dijo en estos días que no era ella"):
        _run(real_cast.ana.user.email, nobody_answers=True)
    delivered()
    _run(real_cast.ana.user.email, nobody_answers=True, although_refused=True)
    values = {one.to[0] for one in delivered()}
    assert values == {"ana@gtm.example", "beatriz@gtm.example", "flor@gtm.example"}


def test_too_long_a_reason_and_half_an_address_are_told(real_cast: Cast) -> None:
    lost_factor.ask_help(user=real_cast.gloria.user)
    with pytest.raises(CommandError, match="300 caracteres"):
        call_command("lost_factor", real_cast.gloria.user.email, reason="x" * 301)
    with pytest.raises(CommandError, match="Nadie con ese correo"):
        call_command("lost_factor", "a\0b@red.example", reason=REASON)
