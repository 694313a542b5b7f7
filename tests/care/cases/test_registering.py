"""Opening cases through the one door."""

import datetime as dt
import uuid

import pytest
from samples import answered, full, named

from cast import Cast
from contratrata.care.cases.inputs import NewCase, NewConsent
from contratrata.care.cases.models import Case, CaseMove, Identity, NameEntry, Need, NextStep, Note
from contratrata.care.cases.operations import register_case, register_cases
from contratrata.ground.audit.public import Entry
from contratrata.ground.base.errors import Conflict, DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.facts.models import Fact
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import TOKEN_BYTES

pytestmark = pytest.mark.django_db


def test_a_whole_case(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = register_case(full())
        sealer = vault.open_subject(case.person.subject_id)
        row = Identity.objects.get(person=case.person)
        assert row.open(sealer)["given_names"] == "Xiomara"
        assert bytes(row.given_names).find(b"Xiomara") == -1
        assert case.code.startswith("GT-")
        assert case.responsible_id == cast.ana.user.pk
        assert case.person.age_years == 25
        assert len(answered(case)) == 8
        assert CaseMove.objects.get(case=case).verb == "open"
        assert Need.objects.filter(case=case).count() == 2
        assert Note.objects.get(case=case).open(sealer)["text"] == "Un relato reservado de Xiomara."
        assert case.next_due == NextStep.objects.get(case=case).due_at
        assert len(NameEntry.objects.get(person=case.person).tokens) > 64 * TOKEN_BYTES
        fact = Fact.objects.get()
        values = (
            fact.unit,
            fact.country,
            fact.forms,
            fact.age_band,
            fact.citizenship,
            fact.sex,
            fact.outcome,
        )
        assert values == (
            "victim", "GTM", ["sexual_exploitation"], "age_25_34", "NIC", "female", "possible_victim",
        )  # fmt: skip
        assert fact.pseudonym != case.id
        assert Entry.objects.get(event="case.registered").details == {"code": case.code, "source": ""}


def test_nothing_is_required(cast: Cast) -> None:
    with acting(cast.ana.scope):
        assert register_case(NewCase()).state == "active"


def test_the_same_act_twice_makes_one_case(cast: Cast) -> None:
    once = uuid.uuid4()
    with acting(cast.ana.scope):
        first = register_cases([full(), named("Rosa", "Méndez")], once=once)
        again = register_cases([full(), named("Rosa", "Méndez")], once=once)
        assert [case.id for case in first] == [case.id for case in again]
        assert Case.objects.count() == 2
        assert Fact.objects.count() == 2


def test_a_row_of_a_source_has_one_case(cast: Cast) -> None:
    with acting(cast.ana.scope):
        register_case(full(source="htcds", source_id="7"))
        with pytest.raises(Conflict):
            register_case(full(source="htcds", source_id="7"))
        assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"values": {"sex": "F"}}, "sex"),
        ({"values": {"citizenships": ("Honduras",)}}, "citizenships"),
        ({"values": {"age_years": 130}}, "age_years"),
        ({"values": {"age_years": 12}}, "age_years"),
        ({"values": {"birth_date": "2030"}}, "birth_date"),
        ({"values": {"birth_date": "31/02/2001"}}, "birth_date"),
        ({"values": {"given_names": "a" * 101}}, "given_names"),
        ({"values": {"exploited_from": "2026-12-24"}}, "exploited_from"),
        ({"values": {"exploited_from": "2026", "exploited_until": "2025"}}, "exploited_until"),
        ({"values": {"act": {"vender": True}}}, "act"),
        ({"consents": (NewConsent(purpose="referral", given_by="person", means="written"),)}, "recipient_id"),
        ({"registered_at": dt.datetime(2031, 1, 1, tzinfo=dt.UTC)}, "registered_at"),
        ({"responsible_id": uuid.uuid4()}, "responsible_id"),
    ],
)
def test_what_cannot_be_is_refused_whole(cast: Cast, changed: dict[str, object], field: str) -> None:
    with acting(cast.ana.scope):
        with pytest.raises(DomainError) as refused:
            register_cases([full(), full(**changed)])
        assert refused.value.field == field
        assert not Case.objects.exists()
        assert not NameEntry.objects.exists()


@pytest.mark.parametrize("who", ["flor", "hilda", "gloria", "diana"])
def test_who_does_not_work_on_cases_registers_none(cast: Cast, who: str) -> None:
    with acting(getattr(cast, who).scope), pytest.raises(NotAllowed):
        register_case(full())


def test_a_pasted_name_is_made_plain(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = register_case(named("  Ana \u202e  María\x00", "<b>Pérez</b>"))
        sealer = vault.open_subject(case.person.subject_id)
        texts = Identity.objects.get(person=case.person).open(sealer)
        assert (texts["given_names"], texts["first_surname"]) == ("Ana María", "<b>Pérez</b>")
