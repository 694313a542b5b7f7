"""An answer is never lost: it waits with whoever answers for the case now, or with supervision."""

from collections.abc import Callable

import pytest
from django.test import Client

import scenario
from cast import Cast, Player
from contratrata.care.cases import operations as cases
from contratrata.care.cases.public import Case
from contratrata.care.referrals import operations, public, queries
from contratrata.care.referrals.models import Referral
from contratrata.care.referrals.states import ReferralState
from contratrata.ground.base import clock
from contratrata.ground.base.errors import NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.network.models import Membership
from contratrata.ground.network.roles import Role
from contratrata.ground.notices import public as board
from referred import Line
from signin import sign_in

TELLERS = ("ana", "beatriz", "carla")


def hand_over(line: Line, to: Player | None = None) -> None:
    cast = line.cast
    with acting(cast.ana.scope):
        cases.hand_over(
            line.case_id, to_user_id=(to or cast.carla).user.pk, expected_responsible_id=cast.ana.user.pk
        )


def leave(player: Player) -> None:
    with acting(player.scope):
        Membership.objects.filter(pk=player.membership.pk).update(ended_at=clock.now())


def shut_out(player: Player) -> None:
    type(player.user).objects.filter(pk=player.user.pk).update(is_active=False)


def other_functions(player: Player) -> None:
    with acting(player.scope):
        Membership.objects.filter(pk=player.membership.pk).update(roles=[Role.ORG_ADMIN])


def mine(player: Player) -> set[object]:
    """What waits for her on Hoy among the referrals."""
    with acting(player.scope):
        return {key for key, _due in public.times_for_me(player.scope, most=50)}


def others(player: Player) -> set[object]:
    with acting(player.scope):
        return {key for key, _due in public.times_on_others(player.scope, most=50)}


def outbox(player: Player) -> int:
    with acting(player.scope):
        return public.counts(player.scope)["referrals:outbox"]


def told(player: Player) -> list[str]:
    with acting(player.scope):
        return sorted(notice.kind for notice in board.unseen(player.scope))


def holders(cast: Cast, referral: Referral, of: Callable[[Player], set[object]] = mine) -> list[str]:
    return [name for name in TELLERS if referral.id in of(getattr(cast, name))]


def decline(line: Line, sent: Referral) -> None:
    line.by(line.cast.diana, operations.decline, sent, reason="no_capacity", words="No queda cama")


def page(player: Player, path: str) -> str:
    answer = sign_in(Client(), player).get(path)
    assert answer.status_code == 200
    return str(answer.content.decode()).split("<main")[1]


def test_with_nothing_changed_it_waits_with_the_one_who_sent_it_and_with_nobody_else(line: Line) -> None:
    sent = line.sent()
    assert holders(line.cast, sent, others) == ["ana"]
    decline(line, sent)
    assert holders(line.cast, sent) == ["ana"]
    assert [outbox(getattr(line.cast, name)) for name in TELLERS] == [1, 0, 0]
    assert [told(getattr(line.cast, name)) for name in TELLERS] == [["referral.declined"], [], []]


def test_handed_over_and_then_answered_it_waits_with_the_new_responsible(line: Line) -> None:
    cast, sent = line.cast, line.sent()
    hand_over(line)
    assert holders(cast, sent, others) == ["carla"]
    decline(line, sent)
    assert holders(cast, sent) == ["carla"]
    assert [outbox(getattr(cast, name)) for name in TELLERS] == [0, 0, 1]
    assert "referral.declined" in told(cast.carla)
    assert told(cast.ana) == told(cast.beatriz) == []
    assert "Leer respuesta" in page(cast.carla, "/hoy/")
    assert sent.code in page(cast.carla, "/avisos/")
    for path in ("/hoy/", "/avisos/"):
        assert sent.code not in page(cast.ana, path)


def test_answered_and_then_handed_over_the_new_responsible_reads_it(line: Line) -> None:
    cast, closed = line.cast, line.at("closed")
    hand_over(line)
    assert holders(cast, closed) == ["carla"]
    with acting(cast.ana.scope), pytest.raises(NotAllowed):
        operations.feedback_seen(closed.id)
    with acting(cast.carla.scope):
        operations.feedback_seen(closed.id)
    assert holders(cast, closed) == []
    assert outbox(cast.carla) == 0
    # What was read waits for nobody, the former responsible's notices neither.
    assert told(cast.ana) == []


def test_what_the_receiver_writes_leaves_who_answers_at_the_sender(line: Line) -> None:
    sent = line.sent()
    for value in (None, line.cast.diana.user.id):
        with acting(line.cast.diana.scope):
            Referral.objects.filter(id=sent.id).update(answers_id=value)
        with acting(line.cast.ana.scope):
            assert Referral.objects.get(id=sent.id).answers_id == line.cast.ana.user.id


def test_a_draft_goes_on_with_the_new_responsible(line: Line) -> None:
    cast, draft = line.cast, line.draft()
    assert holders(cast, draft) == ["ana"]
    hand_over(line)
    assert holders(cast, draft) == ["carla"]
    page(cast.carla, f"/derivaciones/{draft.id}/")
    with acting(cast.ana.scope):
        assert not queries.visible_to(cast.ana.scope).filter(id=draft.id).exists()
        with pytest.raises(NotAllowed):
            operations.discard(draft.id)
    with acting(cast.carla.scope):
        assert draft in queries.drafts_of(cast.carla.scope)
        assert operations.send(draft.id).state == ReferralState.SENT
    assert draft.id in mine(cast.diana)


def test_who_began_it_keeps_it_while_the_case_is_shared_with_her(line: Line) -> None:
    cast, sent, draft = line.cast, line.sent(), line.draft()
    hand_over(line)
    with acting(cast.carla.scope):
        cases.share_with(line.case_id, user_id=cast.ana.user.pk)
    decline(line, sent)
    for referral in (sent, draft):
        assert holders(cast, referral) == ["ana", "carla"]
    assert "referral.declined" in told(cast.ana)
    assert "referral.declined" in told(cast.carla)
    with acting(cast.ana.scope):
        operations.feedback_seen(sent.id)
    assert holders(cast, sent) == []
    assert "referral.declined" not in told(cast.carla)


def test_a_colleague_the_case_is_shared_with_is_not_told_what_she_did_not_begin(line: Line) -> None:
    cast, sent, draft = line.cast, line.sent(), line.draft()
    with acting(cast.ana.scope):
        cases.share_with(line.case_id, user_id=cast.carla.user.pk)
    decline(line, sent)
    assert holders(cast, sent) == holders(cast, draft) == ["ana"]
    assert "referral.declined" not in told(cast.carla)


@pytest.mark.parametrize("gone", [leave, shut_out, other_functions])
def test_when_nobody_of_the_case_works_there_any_more_supervision_gets_it(
    line: Line, gone: Callable[[Player], None]
) -> None:
    cast, sent, draft = line.cast, line.sent(), line.draft()
    gone(cast.ana)
    assert others(cast.beatriz) == {sent.id}
    decline(line, sent)
    assert mine(cast.beatriz) == {sent.id, draft.id}
    assert outbox(cast.beatriz) == 1
    assert told(cast.beatriz) == ["referral.declined"]
    assert mine(cast.carla) == others(cast.carla) == set()
    assert told(cast.carla) == []
    html = page(cast.beatriz, "/hoy/")
    assert sent.code in html
    assert "Leer respuesta" in html
    assert sent.code in page(cast.beatriz, "/avisos/")
    with acting(cast.beatriz.scope):
        operations.feedback_seen(sent.id)
    assert mine(cast.beatriz) == {draft.id}
    assert told(cast.beatriz) == []


def test_an_answer_unread_when_she_leaves_passes_to_supervision(line: Line) -> None:
    closed = line.at("closed")
    assert closed.id not in mine(line.cast.beatriz)
    leave(line.cast.ana)
    assert closed.id in mine(line.cast.beatriz)


def test_a_case_without_a_responsible_is_supervisions(line: Line) -> None:
    cast, sent = line.cast, line.sent()
    with acting(cast.beatriz.scope):
        Case.objects.filter(pk=line.case_id).update(responsible_id=None)
    decline(line, sent)
    assert holders(cast, sent) == ["beatriz"]
    assert told(cast.beatriz) == ["referral.declined"]
    assert told(cast.ana) == []


def test_supervision_begins_for_a_colleague_and_both_are_told(line: Line) -> None:
    cast = line.cast
    with acting(cast.beatriz.scope):
        created = operations.start(
            case_id=line.case_id, receiver_id=cast.horizonte.id, aims=["shelter"], urgency="h24"
        )
        operations.choose_parts(created.id, parts=["needs"])
        operations.choose_consent(created.id, consent_id=line.consent_id)
        operations.send(created.id)
    decline(line, created)
    assert holders(cast, created) == ["ana", "beatriz"]
    assert told(cast.ana) == told(cast.beatriz) == ["referral.declined"]


def test_the_receiver_and_third_organisations_notice_nothing(line: Line) -> None:
    cast, sent = line.cast, line.sent()
    before = {name: (mine(getattr(cast, name)), told(getattr(cast, name))) for name in ("diana", "elena")}
    hand_over(line)
    leave(cast.carla)
    after = {name: (mine(getattr(cast, name)), told(getattr(cast, name))) for name in ("diana", "elena")}
    assert after == before
    assert sent.id in mine(cast.diana)
    with acting(cast.diana.scope) as hers:
        operations.decline(sent.id, reason="no_capacity", words="No queda cama")
        # Looking up whom to tell leaves nothing of the sender's in reach.
        assert not Case.objects.exists()
        assert {m.organisation_id for m in Membership.objects.all()} == {hers.organisation_id}
    assert told(cast.beatriz) == ["referral.declined"]
    for name in ("irma", "julia", "gloria", "flor", "hilda"):
        assert mine(getattr(cast, name)) == set()
        assert told(getattr(cast, name)) == []


def test_it_takes_one_query_whatever_there_is(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with acting(cast.ana.scope):
        for _ in range(3):
            case = cases.register_case(scenario.case_of_ana())
            operations.start(
                case_id=case.id, receiver_id=cast.horizonte.id, aims=scenario.AIMS, urgency="h24"
            )
    leave(cast.ana)
    with acting(cast.beatriz.scope):
        for ask in (
            lambda: public.times_for_me(cast.beatriz.scope, most=50),
            lambda: public.times_on_others(cast.beatriz.scope, most=50),
            lambda: public.counts(cast.beatriz.scope),
        ):
            with django_assert_num_queries(1):
                ask()
    assert len(mine(cast.beatriz)) == 3
