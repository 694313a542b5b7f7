"""The thin line: drafted, sent, received, accepted, attended, closed; and the ways it ends otherwise."""

import datetime as dt
import uuid

import pytest
import time_machine

from contratrata.care.cases import public as cases
from contratrata.care.cases.operations import erase_person, withdraw_consent
from contratrata.care.referrals import operations, queries, sharing
from contratrata.care.referrals.jobs import expire_and_escalate
from contratrata.care.referrals.models import Deadline, Part, Referral, ReferralMove
from contratrata.ground.audit.models import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import Realm, acting
from contratrata.ground.facts.public import Fact
from contratrata.ground.network.models import Agreement
from contratrata.ground.notices import public as board
from contratrata.ground.vault import public as vault
from referred import AIMS, ITS_OWN, PARTS, Line


def read(player, referral):  # type: ignore[no-untyped-def]
    with acting(player.scope):
        rows = queries.visible_to(player.scope).get(id=referral.id)
        sheet = sharing.read(player.scope, rows, sharing.sealer_of(rows, vault.ring()))
        return None if sheet is None else [(s.part, s.lines) for s in sheet.sections]


def waiting(player):  # type: ignore[no-untyped-def]
    with acting(player.scope):
        return [(n.kind, n.code) for n in board.unseen(player.scope)]


def test_the_line_is_walked_and_the_answer_comes_back(line: Line) -> None:
    cast = line.cast
    sent = line.sent()
    assert sent.cross_border
    assert sent.answer_due - sent.sent_at == dt.timedelta(hours=24)
    assert waiting(cast.diana) == [("referral.arrived", sent.code)]
    parts = read(cast.ana, sent)
    assert [part for part, _lines in parts] == list(PARTS)
    assert ("Nombres", "Yolanda") in parts[0][1]
    assert parts == read(cast.beatriz, sent)
    assert read(cast.elena, sent) is read(cast.diana, sent) is None

    line.by(cast.diana, operations.receive, sent)
    assert waiting(cast.diana) == []
    line.by(cast.diana, operations.accept, sent, words="La esperamos", **line.taken)
    assert read(cast.elena, sent) == parts
    assert read(cast.diana, sent) is None
    line.by(cast.elena, operations.begin_care, sent)
    line.by(
        cast.elena, operations.attend, sent, outcomes={"shelter": "provided", "psychosocial": "no_contact"}
    )
    closed = line.by(cast.diana, operations.close, sent, words="Queda en casa de su tía", said="Gracias")

    assert closed.state == "closed"
    with acting(cast.ana.scope):
        moves = queries.moves_of(closed)
        sealer = sharing.sealer_of(closed, vault.ring())
        assert [m.verb for m in moves] == [
            "draft",
            "send",
            "receive",
            "accept",
            "begin_care",
            "attend",
            "close",
        ]
        assert moves[5].outcomes == ["shelter:provided", "psychosocial:no_contact"]
        assert moves[6].open(sealer) == {"words": "Queda en casa de su tía", "said": "Gracias"}
        row = Deadline.objects.get(referral_id=closed.id)
        assert (row.state, row.answered_at) == ("closed", moves[3].at)
        assert Fact.objects.get(unit="referral").country == "CRI"
    assert [kind for kind, _code in waiting(cast.ana)] == [
        "referral.closed",
        "referral.attended",
        "referral.accepted",
    ]
    line.by(cast.ana, operations.feedback_seen, closed)
    assert waiting(cast.ana) == []
    assert read(cast.elena, closed) is read(cast.diana, closed) is None
    assert read(cast.ana, closed) == parts


@pytest.mark.parametrize("state", ["declined", "withdrawn", "closed"])
def test_an_end_shuts_what_was_shared_for_the_receiver_and_leaves_the_story(line: Line, state: str) -> None:
    done = line.at(state)
    assert read(line.cast.elena, done) is None
    assert [part for part, _l in read(line.cast.ana, done)] == list(PARTS)
    with acting(line.cast.elena.scope):
        rows = queries.visible_to(line.cast.elena.scope).get(id=done.id)
        assert list(Part.objects.all()) == []
        assert sharing.sealer_of(rows, vault.ring()) is None
        moves = queries.moves_of(rows)
        assert "draft" not in [m.verb for m in moves]
        assert all(not m.words for m in moves if m.verb == "send")


def test_the_person_takes_her_permission_back_and_everything_is_shut_at_once(line: Line) -> None:
    accepted = line.at("accepted")
    with acting(line.cast.ana.scope):
        withdraw_consent(line.consent_id)
        after = Referral.objects.get(id=accepted.id)
        move = queries.moves_of(after)[-1]
    assert (after.state, move.reason_code) == ("withdrawn", "consent_withdrawn")
    assert read(line.cast.elena, accepted) is None
    assert ("referral.withdrawn", accepted.code) in waiting(line.cast.diana)


def test_nothing_is_sent_without_a_permission(line: Line) -> None:
    draft = line.draft(consent=False)
    with acting(line.cast.ana.scope), pytest.raises(DomainError) as refused:
        operations.send(draft.id)
    assert refused.value.field == "consent"
    with acting(line.cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "draft"
        assert not Part.objects.exists()


def test_a_permission_withdrawn_after_it_was_chosen_stops_the_sending(line: Line) -> None:
    draft = line.draft()
    with acting(line.cast.ana.scope):
        withdraw_consent(line.consent_id)
        with pytest.raises(DomainError, match="retiró") as refused:
            operations.send(draft.id)
    assert refused.value.field == "consent"


def test_a_legal_duty_goes_without_a_permission_and_supervision_is_told(line: Line) -> None:
    draft = line.draft(consent=False)
    with acting(line.cast.ana.scope):
        duty = cases.give_consent(
            line.case_id,
            new=cases.NewConsent(
                purpose="referral",
                recipient_id=line.cast.horizonte.id,
                aims=AIMS,
                parts=PARTS,
                legal_duty=True,
                reason="Niña en peligro inmediato; aviso obligatorio por ley",
            ),
        )
        operations.choose_consent(draft.id, consent_id=duty.id)
        operations.send(draft.id)
    assert ("referral.no_consent", draft.code) in waiting(line.cast.beatriz)
    assert [k for k, _c in waiting(line.cast.carla)] == []


def test_an_organisation_without_an_agreement_receives_nothing_but_names_its_substitute(
    line: Line,
) -> None:
    cast = line.cast
    Agreement.objects.filter(organisation=cast.horizonte).update(ended_at=clock.now())
    with acting(cast.ana.scope):
        with pytest.raises(DomainError, match="acuerdo") as refused:
            operations.start(case_id=line.case_id, receiver_id=cast.horizonte.id, aims=AIMS, urgency="h24")
        assert refused.value.field == "receiver"
        cast.horizonte.substitute = cast.clinica
        cast.horizonte.save()
        with pytest.raises(DomainError, match="Clínica Legal"):
            operations.start(case_id=line.case_id, receiver_id=cast.horizonte.id, aims=AIMS, urgency="h24")


def test_an_agreement_that_ends_before_sending_stops_it(line: Line) -> None:
    draft = line.draft()
    Agreement.objects.filter(organisation=line.cast.horizonte).update(ended_at=clock.now())
    with acting(line.cast.ana.scope), pytest.raises(DomainError) as refused:
        operations.send(draft.id)
    assert refused.value.field == "receiver"


def test_realms_never_mix_and_nobody_refers_to_herself(line: Line) -> None:
    cast = line.cast
    for other in (cast.escuela.id, cast.refugio.id, uuid.uuid4()):
        with acting(cast.ana.scope), pytest.raises(DomainError) as refused:
            operations.start(case_id=line.case_id, receiver_id=other, aims=AIMS, urgency="h24")
        assert refused.value.field == "receiver"


@pytest.mark.parametrize(
    ("data", "field"),
    [({"aims": []}, "aims"), ({"aims": ["nonsense"]}, "aims"), ({"urgency": ""}, "urgency")],
)
def test_a_start_without_what_it_needs_says_where(line: Line, data: dict[str, object], field: str) -> None:
    initial = {"aims": AIMS, "urgency": "h24"} | data
    with acting(line.cast.ana.scope), pytest.raises(DomainError) as refused:
        operations.start(case_id=line.case_id, receiver_id=line.cast.horizonte.id, **initial)  # type: ignore[arg-type]
    assert refused.value.field == field
    with acting(line.cast.ana.scope):
        assert not Referral.objects.exists()


def test_a_double_click_is_one_draft_and_one_message(line: Line) -> None:
    once = uuid.uuid4()
    with acting(line.cast.ana.scope):
        created = [
            operations.start(
                case_id=line.case_id, receiver_id=line.cast.horizonte.id, aims=AIMS, urgency="h24", once=once
            )
            for _ in range(2)
        ]
        assert created[0].id == created[1].id
        assert Referral.objects.count() == 1
    sent = line.sent()
    with acting(line.cast.ana.scope):
        lines = [operations.say(sent.id, text="¿A qué hora?", once=once) for _ in range(2)]
        assert lines[0].id == lines[1].id
        assert len(queries.messages_of(sent)) == 1


def test_both_sides_talk_until_it_ends(line: Line) -> None:
    sent = line.sent()
    line.by(line.cast.diana, operations.say, sent, text="¿Habla mam?")
    line.by(line.cast.ana, operations.say, sent, text="Sí")
    for player in (line.cast.ana, line.cast.diana):
        with acting(player.scope):
            sealer = sharing.sealer_of(sent, vault.ring())
            assert [m.open(sealer)["text"] for m in queries.messages_of(sent)] == ["¿Habla mam?", "Sí"]
    line.by(line.cast.ana, operations.withdraw, sent, reason="mistake")
    with acting(line.cast.ana.scope), pytest.raises(WrongState):
        operations.say(sent.id, text="¿Siguen ahí?")


def test_an_update_is_a_new_version_and_only_of_what_the_permission_covers(line: Line) -> None:
    sent = line.sent(["needs"])
    line.by(line.cast.diana, operations.accept, sent, **line.taken)
    with acting(line.cast.ana.scope):
        operations.send_update(sent.id, parts=["needs", "contact"])
        with pytest.raises(DomainError) as refused:
            operations.send_update(sent.id, parts=["narrative"])
        rows = list(
            Part.objects.filter(referral=sent).order_by("part", "version").values_list("part", "version")
        )
    assert refused.value.field == "consent"
    assert rows == [("contact", 1), ("needs", 1), ("needs", 2), ("note", 1)]
    assert [part for part, _l in read(line.cast.elena, sent)] == ["contact", "needs"]


def test_the_receiver_opens_a_case_of_its_own_once(line: Line) -> None:
    accepted = line.at("accepted")
    with acting(line.cast.elena.scope):
        own = operations.open_own_case(accepted.id, consent=ITS_OWN)
        assert operations.open_own_case(accepted.id, consent=ITS_OWN).id == own.id
        assert cases.display(line.cast.elena.scope, [own.id]) == {own.id: ("Yolanda Xitumul", own.code)}
        assert sorted(own.needs.values_list("kind", flat=True)) == sorted(AIMS)
        assert Referral.objects.get(id=accepted.id).receiver_case_id == own.id
    with acting(line.cast.diana.scope), pytest.raises(NotAllowed):
        operations.open_own_case(accepted.id, consent=ITS_OWN)


def test_who_decides_on_what_she_saw_is_told_who_was_first(line: Line) -> None:
    sent = line.sent()
    line.by(line.cast.diana, operations.decline, sent, reason="no_capacity")
    with acting(line.cast.elena.scope), pytest.raises(Conflict, match=r"Diana Ejemplo.*rechazada"):
        operations.accept(sent.id, seen="sent", **line.taken)
    with acting(line.cast.ana.scope), pytest.raises(Conflict, match=r"Albergue Horizonte.*rechazada"):
        operations.withdraw(sent.id, reason="mistake", seen="sent")


def test_a_decline_names_its_reason_and_perhaps_a_better_place(line: Line) -> None:
    sent = line.sent()
    with acting(line.cast.diana.scope):
        for values, field in (
            ({"reason": ""}, "reason"),
            ({"reason": "other"}, "words"),
            ({"reason": "better_place", "better_id": line.cast.refugio.id}, "better"),
            ({"reason": "better_place", "better_id": line.cast.escuela.id}, "better"),
        ):
            with pytest.raises(DomainError) as refused:
                operations.decline(sent.id, **values)  # type: ignore[arg-type]
            assert refused.value.field == field
        operations.decline(sent.id, reason="better_place", better_id=line.cast.clinica.id)
    with acting(line.cast.ana.scope):
        assert ReferralMove.objects.get(verb="decline").better_id == line.cast.clinica.id


def test_what_is_late_is_told_step_by_step_and_expires(line: Line) -> None:
    cast, start = line.cast, clock.now()
    sent = line.sent(urgency="h2")
    hours = dt.timedelta(hours=1)
    for after, values, expired in ((1, 0, 0), (2.1, 1, 0), (2.2, 0, 0), (4.1, 1, 0), (75, 0, 1), (76, 0, 0)):
        with time_machine.travel(start + after * hours, tick=False):
            done = expire_and_escalate(Realm.REAL)
        assert (after, done.notified, done.expired) == (after, values, expired)
    assert ("referral.late", sent.code) in waiting(cast.beatriz)
    assert ("referral.late", sent.code) in waiting(cast.diana)
    assert waiting(cast.gloria) == [("referral.late_network", sent.code)]
    assert ("referral.expired", sent.code) in waiting(cast.ana)
    assert read(cast.diana, sent) is None
    with acting(cast.ana.scope):
        assert Referral.objects.get(id=sent.id).state == "expired"
        assert Deadline.objects.get(referral_id=sent.id).state == "expired"
        assert ReferralMove.objects.get(verb="expire").by_organisation_id is None


def test_what_was_answered_is_never_late(line: Line) -> None:
    line.at("accepted")
    with time_machine.travel(clock.now() + dt.timedelta(days=30), tick=False):
        done = expire_and_escalate(Realm.REAL)
    assert (done.notified, done.expired) == (0, 0)


def test_every_act_leaves_its_sentence_in_the_trail_of_who_acted(line: Line) -> None:
    line.at("closed")
    with acting(line.cast.beatriz.scope):
        ours = set(Entry.objects.filter(subject_kind="referral").values_list("event", flat=True))
    assert ours == {"referral.drafted", "referral.chosen", "referral.consented", "referral.sent"}


def test_the_note_of_the_draft_travels_and_does_not_stay_behind(line: Line) -> None:
    sent = line.at("accepted")
    assert bytes(sent.note) == b""
    with acting(line.cast.elena.scope):
        rows = queries.visible_to(line.cast.elena.scope).get(id=sent.id)
        assert sharing.read(line.cast.elena.scope, rows, sharing.sealer_of(rows, vault.ring())).note == (
            "Viaja con una bebé"
        )


def test_an_erased_person_is_erased_where_she_was_shared(line: Line) -> None:
    sent, draft = line.at("accepted"), line.draft()
    with acting(line.cast.beatriz.scope):
        erase_person(line.case_id, reason="asked_by_person")
    assert read(line.cast.elena, sent) is None
    assert read(line.cast.ana, sent) is None
    with acting(line.cast.beatriz.scope):
        states = dict(Referral.objects.values_list("id", "state"))
        assert states == {sent.id: "withdrawn", draft.id: "discarded"}
        assert bytes(Referral.objects.get(id=draft.id).note) == b""
        assert ReferralMove.objects.get(verb="withdraw").reason_code == "erased"
        assert not Part.objects.filter(closed_at__isnull=True).exists()
