"""Each act on a case: what it does, from which state, by whom, and what two people at once see."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from samples import FULL, full, named

from cast import Cast
from contratrata.care.cases import hooks, operations
from contratrata.care.cases.file.questions import FILE
from contratrata.care.cases.file.values import history
from contratrata.care.cases.inputs import (
    NewAssertion,
    NewConsent,
    NewNeed,
    NewStep,
)
from contratrata.care.cases.models import (
    Case,
    CaseAnswer,
    CaseMove,
    Consent,
    FirstContact,
    Identity,
    NameEntry,
    NextStep,
    Note,
    Registration,
    SealedVersion,
)
from contratrata.care.cases.queries import cards, contacts_visible_to, visible_to
from contratrata.care.cases.timeline import timeline
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed, Shredded, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.facts.models import Fact
from contratrata.ground.kinds.public import Where
from contratrata.ground.notices.models import Notice
from contratrata.ground.vault import public as vault

pytestmark = pytest.mark.django_db

WORDS = NewConsent(
    purpose="referral", aims=("shelter",), parts=("identity", "needs"), given_by="person", means="written"
)


@pytest.fixture
def case(cast: Cast) -> Case:
    with acting(cast.ana.scope):
        return operations.register_case(full())


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("person").get(id=case.id)


VERBS: dict[str, Callable[[Case, Cast], Any]] = {
    "edit_identity": lambda c, _p: operations.edit_file(
        c.id, section="nombre", values={"given_names": "Rosa"}, expected_version=c.version
    ),
    "edit_person": lambda c, _p: operations.edit_file(
        c.id, section="edad", values={"sex": "male"}, expected_version=c.version
    ),
    "edit_contact": lambda c, _p: operations.edit_file(
        c.id, section="contacto", values={"contact_channel": ("signal",)}, expected_version=c.version
    ),
    "edit_arrival": lambda c, _p: operations.edit_file(
        c.id, section="llegada", values={"met_in": Where("HND")}, expected_version=c.version
    ),
    "edit_trafficking": lambda c, _p: operations.edit_file(
        c.id, section="hechos", values={"exploitation": Where("PAN")}, expected_version=c.version
    ),
    "answer_elements": lambda c, _p: operations.edit_file(
        c.id, section="acto", values={"act": {"receipt": True}}, expected_version=c.version
    ),
    "assert_status": lambda c, _p: operations.assert_status(
        c.id,
        assertion=NewAssertion(status="actual_victim", decided_by_kind="police", basis="Lo dijo el juez"),
        expected_version=c.version,
    ),
    "give_consent": lambda c, p: operations.give_consent(
        c.id, new=replace(WORDS, recipient_id=p.horizonte.id)
    ),
    "add_need": lambda c, _p: operations.add_need(c.id, need=NewNeed(kind="health")),
    "add_note": lambda c, _p: operations.add_note(c.id, text="Otra nota"),
    "set_next_step": lambda c, _p: operations.set_next_step(
        c.id,
        step=NewStep(what="Visitar"),
        replaces=NextStep.objects.filter(case=c, done_at=None).values_list("id", flat=True).first(),
    ),
    "follow_up": lambda c, _p: operations.follow_up(c.id),
    "close": lambda c, _p: operations.close(c.id, reason="plan_completed"),
    "share_with": lambda c, p: operations.share_with(c.id, user_id=p.carla.user.pk),
    "hand_over": lambda c, p: operations.hand_over(
        c.id, to_user_id=p.carla.user.pk, expected_responsible_id=c.responsible_id
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_works_for_who_leads_and_leaves_a_trace(cast: Cast, case: Case, verb: str) -> None:
    with acting(cast.ana.scope):
        before = Entry.objects.count()
        VERBS[verb](case, cast)
        assert Entry.objects.count() == before + 1
        assert all("Xiomara" not in str(row.details) for row in Entry.objects.all())


@pytest.mark.parametrize("who", ["irma", "carla", "flor", "hilda", "gloria", "julia", "diana"])
@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "set_next_step"])
def test_no_verb_works_for_whom_the_case_does_not_concern(
    cast: Cast, case: Case, verb: str, who: str
) -> None:
    with acting(getattr(cast, who).scope), pytest.raises(NotAllowed):
        VERBS[verb](case, cast)
    with acting(cast.beatriz.scope):
        assert _fresh(case).version == 1


@pytest.mark.parametrize(
    "verb", [v for v in VERBS if v not in {"assert_status", "add_note", "share_with", "hand_over"}]
)
def test_a_closed_case_is_reopened_before_it_is_changed(cast: Cast, case: Case, verb: str) -> None:
    with acting(cast.ana.scope):
        operations.close(case.id, reason="lost_contact")
        with pytest.raises(WrongState):
            VERBS[verb](_fresh(case), cast)
        operations.reopen(case.id, words="Volvió a llamar")
        VERBS[verb](_fresh(case), cast)


def test_the_second_of_two_editors_is_told_who_was_first(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        VERBS["edit_contact"](case, cast)
    with acting(cast.beatriz.scope):
        with pytest.raises(Conflict, match="Ana Ejemplo"):
            operations.edit_file(
                case.id, section="llegada", values={"met_in": Where("PAN")}, expected_version=1
            )
        assert _fresh(case).country == "GTM"
        operations.edit_file(case.id, section="llegada", values={"met_in": Where("PAN")}, expected_version=2)


def test_an_edit_keeps_what_was_said_and_corrects_the_figures(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        names = {"given_names": "Yamileth", "first_surname": "Zeledón"}
        operations.edit_file(case.id, section="nombre", values=names, expected_version=1)
        operations.edit_file(case.id, section="edad", values={"birth_date": "2010"}, expected_version=2)
        sealer = vault.open_subject(case.person.subject_id)
        row = Identity.objects.get(person=case.person)
        assert row.open(sealer)["given_names"] == "Yamileth"
        assert row.open(sealer)["contact_detail"] == "5512-9087"
        stored = {one.column: one.open(sealer)["text"] for one in SealedVersion.objects.filter(row=case.id)}
        assert (stored["given_names"], stored["birth_date"]) == ("Xiomara", "2001-05-17")
        assert "first_surname" not in stored
        assert Fact.objects.get().age_band == "age_15_17"
        operations.edit_file(
            case.id, section="hechos", values={"exploitation": Where("PAN")}, expected_version=3
        )
        operations.edit_file(
            case.id,
            section="fin",
            values={"type_of_exploitation": {"forced_labour": True}},
            expected_version=4,
        )
        fact = Fact.objects.get()
        assert (fact.country, fact.forms) == ("PAN", ["forced_labour"])
        answers = {row.question: row.value for row in CaseAnswer.objects.filter(case=case)}
        assert answers["type_of_exploitation"] == '{"forced_labour": true}'
        assert answers["act"] == '{"recruitment": true, "transportation": false}'
        past = history(case, sealer, FILE.facts)
        assert [(one.title, one.words, one.by_id) for one in past if one.title == "Forma de explotación"] == [
            (
                "Forma de explotación",
                "Sí: Explotación sexual. No: Trabajo forzoso.",
                cast.ana.user.id,
            )
        ]


def test_nothing_changed_is_no_edit(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        for section in FILE.sections:
            same = {fact.name: FULL[fact.name] for fact in section.facts if fact.name in FULL}
            operations.edit_file(case.id, section=section.key, values=same, expected_version=1)
        assert _fresh(case).version == 1
        assert not SealedVersion.objects.exists()


def test_in_the_evening_of_the_region_unchanged_is_no_edit_either(cast: Cast) -> None:
    """Eleven past six in the evening of Guatemala is tomorrow in UTC."""
    with time_machine.travel("2026-11-22T00:11:00Z", tick=False), acting(cast.ana.scope):
        created = operations.register_case(full())
        same = {"birth_date": FULL["birth_date"], "sex": "female", "age_years": None}
        operations.edit_file(created.id, section="edad", values=same, expected_version=1)
        assert _fresh(created).version == 1


def test_a_child_consents_together_with_who_represents_her(cast: Cast) -> None:
    with acting(cast.ana.scope):
        child = operations.register_case(named("Ana", "Paz", values={"age_years": 15, "age_estimated": True}))
        data = replace(WORDS, recipient_id=cast.horizonte.id)
        for giver in ("person", "guardian"):
            with pytest.raises(DomainError) as refused:
                operations.give_consent(child.id, new=replace(data, given_by=giver))
            assert refused.value.field == "given_by"
        operations.give_consent(child.id, new=replace(data, given_by="person_and_guardian"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"recipient_id": None}, "recipient_id"),
        ({"recipient_id": uuid.uuid4()}, "recipient_id"),
        ({"parts": ()}, "parts"),
        ({"parts": ("todo",)}, "parts"),
        ({"aims": ()}, "aims"),
        ({"purpose": ""}, "purpose"),
        ({"given_by": ""}, "given_by"),
        ({"means": ""}, "means"),
        ({"means": "verbal_with_witness"}, "witness"),
        ({"until": dt.date(2020, 1, 1)}, "until"),
        ({"told_yes": ("use",), "told_no": ("use",)}, "told"),
        ({"legal_duty": True, "reason": "porque sí"}, "reason"),
        ({"given_at": dt.datetime(2031, 1, 1, tzinfo=dt.UTC)}, "given_at"),
    ],
)
def test_a_consent_that_is_not_whole_is_refused(
    cast: Cast, case: Case, changed: dict[str, Any], field: str
) -> None:
    values = replace(WORDS, **{"recipient_id": cast.horizonte.id, **changed})
    with acting(cast.ana.scope):
        with pytest.raises(DomainError) as refused:
            operations.give_consent(case.id, new=values)
        assert refused.value.field == field
        assert not Consent.objects.exists()


def test_neither_oneself_nor_the_other_realm_receives(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        for recipient in (cast.refugio.id, cast.escuela.id):
            with pytest.raises(DomainError):
                operations.give_consent(case.id, new=replace(WORDS, recipient_id=recipient))


def test_a_withdrawal_holds_at_once_and_tells_those_above(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    values: list[uuid.UUID] = []
    monkeypatch.setattr(hooks, "_withdrawn", [lambda consent: values.append(consent.id)])
    once = uuid.uuid4()
    with acting(cast.ana.scope):
        words = replace(WORDS, recipient_id=cast.horizonte.id)
        consent = operations.give_consent(case.id, new=words, once=once)
        assert operations.give_consent(case.id, new=words, once=once).id == consent.id
        operations.close(case.id, reason="plan_completed")
        operations.withdraw_consent(consent.id)
        assert values == [consent.id]
        with pytest.raises(WrongState):
            operations.withdraw_consent(consent.id)
    with acting(cast.carla.scope), pytest.raises(NotAllowed):
        operations.withdraw_consent(consent.id)


def test_a_withdrawal_that_cannot_close_what_was_shared_does_not_happen(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_consent: Consent) -> None:
        raise WrongState("no")

    monkeypatch.setattr(hooks, "_withdrawn", [fails])
    with acting(cast.ana.scope):
        consent = operations.give_consent(case.id, new=replace(WORDS, recipient_id=cast.horizonte.id))
        with pytest.raises(WrongState):
            operations.withdraw_consent(consent.id)
        assert Consent.objects.get().withdrawn_at is None


def test_a_legal_duty_is_told_to_supervision(cast: Cast, case: Case) -> None:
    consent = NewConsent(
        purpose="referral",
        recipient_id=cast.horizonte.id,
        aims=("child_protection",),
        parts=("identity",),
        legal_duty=True,
        reason="Su vida corre peligro y la ley obliga a avisar.",
    )
    with acting(cast.ana.scope):
        row = operations.give_consent(case.id, new=consent)
        sealer = vault.open_subject(case.person.subject_id)
        assert row.open(sealer)["reason"] == consent.reason
    with acting(cast.beatriz.scope):
        notice = Notice.objects.get()
        assert (notice.kind, notice.roles, notice.code) == ("case.legal_duty", "supervisor", case.code)


def test_needs_are_open_once_and_end_once(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        need = operations.add_need(case.id, need=NewNeed(kind="health"))
        again = operations.add_need(case.id, need=NewNeed(kind="health", urgency="h2"))
        assert (again.id, again.urgency) == (need.id, "h2")
        operations.meet_need(need.id)
        for verb in (operations.meet_need, operations.withdraw_need, operations.leave_need_unmet):
            with pytest.raises(WrongState):
                verb(need.id)
        assert operations.add_need(case.id, need=NewNeed(kind="health")).id != need.id


def test_a_note_is_corrected_by_a_new_one(cast: Cast, case: Case) -> None:
    once = uuid.uuid4()
    with acting(cast.ana.scope):
        note = operations.add_note(case.id, text="Vive con su tía", once=once)
        assert operations.add_note(case.id, text="Vive con su tía", once=once).id == note.id
        operations.amend_note(note.id, text="Vive con su prima")
        with pytest.raises(Conflict):
            operations.amend_note(note.id, text="Vive sola")
        assert Note.objects.filter(case=case).count() == 3
        with pytest.raises(DomainError):
            operations.add_note(case.id, text="  ")


def test_one_next_step_at_a_time(cast: Cast, case: Case) -> None:
    due = clock.now() + dt.timedelta(days=3)
    with acting(cast.ana.scope):
        first = NextStep.objects.get()
        with pytest.raises(Conflict):
            operations.set_next_step(case.id, step=NewStep(what="Visitar"))
        second = operations.finish_next_step(first.id, then=NewStep(what="Visitar", due_at=due))
        assert _fresh(case).next_due == due
        with pytest.raises(WrongState):
            operations.finish_next_step(first.id)
        operations.finish_next_step(second.id)
        assert _fresh(case).next_due is None
        assert NextStep.objects.filter(done_at=None).count() == 0


def test_closing_and_reopening(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        with pytest.raises(DomainError):
            operations.close(case.id, reason="other")
        operations.close(case.id, reason="other", words="Pidió que no la llamemos")
        closed = _fresh(case)
        assert (closed.state, closed.closure_reason, closed.next_due) == ("closed", "other", None)
        sealer = vault.open_subject(case.person.subject_id)
        assert CaseMove.objects.get(verb="close").open(sealer)["reason"] == "Pidió que no la llamemos"
        with pytest.raises(WrongState):
            operations.close(case.id, reason="lost_contact")
        operations.reopen(case.id, words="Volvió")
        with pytest.raises(WrongState):
            operations.reopen(case.id, words="Volvió")
        with pytest.raises(WrongState):
            operations.resume(case.id)
        operations.follow_up(case.id)
        operations.resume(case.id)
        assert _fresh(case).closed_at is None


def test_sharing_and_handing_over(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        operations.share_with(case.id, user_id=cast.carla.user.pk)
        operations.share_with(case.id, user_id=cast.carla.user.pk)
        for nobody in (cast.flor, cast.irma):
            with pytest.raises(DomainError):
                operations.share_with(case.id, user_id=nobody.user.pk)
    with acting(cast.carla.scope):
        assert visible_to(cast.carla.scope).get().id == case.id
        operations.add_note(case.id, text="La acompañé")
        with pytest.raises(NotAllowed):
            operations.close(case.id, reason="lost_contact")
        with pytest.raises(NotAllowed):
            operations.hand_over(
                case.id, to_user_id=cast.carla.user.pk, expected_responsible_id=cast.ana.user.pk
            )
        assert Notice.objects.filter(user_id=cast.carla.user.pk, kind="case.shared").count() == 1
    with acting(cast.ana.scope):
        operations.unshare(case.id, user_id=cast.carla.user.pk)
    with acting(cast.carla.scope):
        assert not visible_to(cast.carla.scope).exists()
    with acting(cast.beatriz.scope):
        operations.hand_over(case.id, to_user_id=cast.carla.user.pk, expected_responsible_id=cast.ana.user.pk)
        with pytest.raises(Conflict):
            operations.hand_over(
                case.id, to_user_id=cast.beatriz.user.pk, expected_responsible_id=cast.ana.user.pk
            )
        assert NextStep.objects.get().assigned_to_id == cast.carla.user.pk
    with acting(cast.ana.scope):
        assert not visible_to(cast.ana.scope).exists()


def test_erasure_leaves_the_figures_and_nothing_to_read(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    values: list[Any] = []
    monkeypatch.setattr(hooks, "_erased", [lambda subject, cases: values.append((subject, list(cases)))])
    with acting(cast.ana.scope), pytest.raises(NotAllowed):
        operations.erase_person(case.id, reason="asked_by_person")
    with acting(cast.beatriz.scope):
        with pytest.raises(DomainError):
            operations.erase_person(case.id, reason="")
        operations.erase_person(case.id, reason="asked_by_person")
        assert values == [(case.person.subject_id, [case.id])]
        now = _fresh(case)
        assert now.state == "closed"
        assert cards([now])[case.id].erased
        with pytest.raises(Shredded):
            vault.open_subject(case.person.subject_id)
        row = Identity.objects.get(person=case.person)
        assert all(bytes(getattr(row, column)) == b"" for column in Identity.sealed_columns())
        assert [bytes(one.tokens) for one in NameEntry.objects.all()] == [b""]
        assert Fact.objects.count() == 1
        assert "Se borraron los datos de la persona" in {one.title for one in timeline(now, None)}
        with pytest.raises(WrongState):
            operations.erase_person(case.id, reason="asked_by_person")
        for act in (
            lambda: operations.reopen(case.id, words="Volvió"),
            lambda: operations.add_note(case.id, text="Una nota"),
        ):
            with pytest.raises(WrongState):
                act()


def test_a_first_contact_becomes_one_case(cast: Cast) -> None:
    once = uuid.uuid4()
    values = {"channel": "hotline", "who": "Una mujer joven", "said": "Pregunta por albergue"}
    with acting(cast.ana.scope):
        contact = operations.record_first_contact(contact=values, once=once)
        assert operations.record_first_contact(contact=values, once=once).id == contact.id
        assert contact.open(vault.open_subject(contact.subject_id))["said"] == "Pregunta por albergue"
        with pytest.raises(DomainError):
            operations.record_first_contact(contact={"channel": "hotline"})
    with acting(cast.carla.scope), pytest.raises(NotAllowed):
        operations.first_contact_to_case(contact.id, new=full())
    for stranger in (cast.irma, cast.flor, cast.gloria, cast.julia):
        with acting(stranger.scope):
            assert not contacts_visible_to(stranger.scope).exists()
    with acting(cast.ana.scope):
        case = operations.first_contact_to_case(contact.id, new=full())
        assert FirstContact.objects.get().case_id == case.id
        with pytest.raises(WrongState):
            operations.first_contact_to_case(contact.id, new=full())


def test_a_registration_is_left_taken_up_and_finished_once(cast: Cast) -> None:
    with acting(cast.ana.scope):
        row = operations.save_registration(step="arrival", answers={"arrival_channel": "hotline"})
        operations.save_registration(row.id, step="person", answers={"given_names": "Xiomara"})
        now = Registration.objects.get()
        assert operations.registration_answers(now) == {
            "arrival": {"arrival_channel": "hotline"},
            "person": {"given_names": "Xiomara"},
        }
        assert b"Xiomara" not in bytes(now.answers)
    with acting(cast.beatriz.scope), pytest.raises(NotAllowed):
        operations.save_registration(row.id, step="person", answers={})
    with acting(cast.ana.scope):
        case = operations.finish_registration(row.id, new=full())
        assert operations.finish_registration(row.id, new=full()).id == case.id
        with pytest.raises(Conflict):
            operations.save_registration(row.id, step="person", answers={})
        other = operations.save_registration(step="arrival", answers={})
        operations.discard_registration(other.id)
        assert not Registration.objects.exists()


def test_the_story_is_told_from_the_rows_that_stay(cast: Cast, case: Case) -> None:
    with acting(cast.ana.scope):
        VERBS["edit_contact"](case, cast)
        VERBS["give_consent"](case, cast)
        operations.close(case.id, reason="other", words="Se mudó lejos")
        sealer = vault.open_subject(case.person.subject_id)
        story = timeline(_fresh(case), sealer)
        assert [one.at for one in story] == sorted((one.at for one in story), reverse=True)
        closed = next(one for one in story if one.kind == "move")
        assert (closed.title, closed.text) == ("Se cerró el caso: Otro motivo", "Se mudó lejos")
        assert closed.who == "Ana Ejemplo (ficticia)"
        assert {"note", "assertion", "consent", "step", "case.contact_edited"} <= {one.kind for one in story}
