"""What is read of a case: the paragraph, the elements, the parts that are shared, the work that waits."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from samples import answered, full, named, values_of

from cast import Cast
from contratrata.care.cases import operations, public
from contratrata.care.cases.elements import State
from contratrata.care.cases.inputs import NewCase, NewConsent, NewStep
from contratrata.care.cases.models import Case, Identity, NextStep
from contratrata.care.cases.sections import Section
from contratrata.care.cases.summary import Summary, elements_of, gather, paragraph
from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.scope import acting
from contratrata.ground.vault import public as vault

pytestmark = pytest.mark.django_db


def summary_of(case: Case) -> Summary:
    """The summary of a case as its pages make it."""
    return gather(case, values_of(case), vault.open_subject(case.person.subject_id))


def test_the_paragraph(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(full())
        text = paragraph(summary_of(case))
        assert text.startswith("Mujer de 25 años, con nacionalidad de Nicaragua.")
        for word in (
            "2 de noviembre de 2026",
            "Guatemala",
            "explotación sexual",
            "Necesita",
            "marzo de 2026",
        ):
            assert word in text, (word, text)
        assert "Xiomara" not in text
        assert "  " not in text


def test_the_paragraph_of_whom_nothing_is_known(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(NewCase())
        assert paragraph(summary_of(case)) == (
            "Persona. Nadie ha determinado todavía su condición respecto de la trata."
        )


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_paragraph_stands_in_both_languages(cast: Cast, language: str) -> None:
    with acting(cast.ana.scope), translation.override(language):
        case = operations.register_case(full(values={"sex": "male", "citizenships": ("HND", "SLV")}))
        text = paragraph(summary_of(case))
        assert "%(" not in text
        assert text.endswith(".")


def test_the_elements_use_the_age_when_it_happened(cast: Cast) -> None:
    with acting(cast.ana.scope):
        girl = operations.register_case(
            full(values={**named("Ana", "Paz").values, "age_years": 17, "birth_date": None}, assertion=None)
        )
        data = elements_of(summary_of(girl))
        assert data.means_needed is Answer.NO
        assert data.act.state is State.PRESENT
        woman = operations.register_case(full())
        assert elements_of(summary_of(woman)).all_present is Answer.YES
        unknown = operations.register_case(NewCase())
        assert [entry.state for entry in elements_of(summary_of(unknown))] == [State.UNKNOWN] * 3


def test_the_parts_are_what_was_chosen_and_nothing_else(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(full())
        sections = public.file_sections(case, ["needs", "profile", "health"])
        assert [one.part for one in sections] == ["profile", "needs"]
        text = "".join(one.to_json() for one in sections)
        for secret in ("Xiomara", "Zeledón", "5512", "relato", "2001"):
            assert secret not in text
        assert ("Edad", "25 años") in sections[0].lines
        again = [Section.from_json(one.to_json()) for one in sections]
        assert [one.lines for one in again] == [one.lines for one in sections]


def test_the_receiver_opens_its_own_case_from_the_parts(cast: Cast) -> None:
    with acting(cast.ana.scope):
        case = operations.register_case(full())
        sealed = [one.to_json() for one in public.file_sections(case, public.AVAILABLE_PARTS)]
    with acting(cast.elena.scope):
        parts = [Section.from_json(text) for text in sealed]
        mine = public.open_case_from_parts(parts=parts, next_step=NewStep(what="Recibirla"))
        assert mine.organisation_id == cast.horizonte.id
        texts = Identity.objects.get(person=mine.person).open(vault.open_subject(mine.person.subject_id))
        assert (texts["given_names"], texts["documents"]) == ("Xiomara", "passport|NIC|N1234567")
        assert len(answered(mine)) == 8
        assert mine.arrival_channel == "network_referral"
        profile = [one for one in parts if one.part == "profile"]
        assert public.open_case_from_parts(parts=profile).person.age_years == 25


def test_consents_that_hold(cast: Cast) -> None:
    values = NewConsent(
        purpose="referral",
        recipient_id=cast.horizonte.id,
        aims=("shelter",),
        parts=("identity",),
        given_by="person",
        means="written",
        until=clock.today() + dt.timedelta(days=3),
    )
    with acting(cast.ana.scope):
        case = operations.register_case(full())
        consent = operations.give_consent(case.id, new=values)
        assert public.consents_for(case, cast.horizonte.id) == [consent]
        assert public.consents_for(case, cast.clinica.id) == []
        assert public.consents_for(case, cast.horizonte.id, on=clock.today() + dt.timedelta(days=4)) == []
        operations.withdraw_consent(consent.id)
        assert public.consents_for(case, cast.horizonte.id) == []


def test_the_work_that_waits(cast: Cast) -> None:
    now = clock.now()
    with acting(cast.ana.scope):
        for days in (3, -1, 1):
            step = NewStep(what=f"Paso {days}", due_at=now + dt.timedelta(days=days))
            operations.register_case(full(next_step=step))
        assert [one.what for one in public.due_steps(cast.ana.scope)] == ["Paso -1", "Paso 1", "Paso 3"]
        assert [one.what for one in public.due_steps(cast.ana.scope, until=now)] == ["Paso -1"]
        with CaptureQueriesContext(connection) as asked:
            public.due_steps(cast.ana.scope)
        assert len(asked) <= 5
        assert len(public.display(cast.ana.scope, Case.objects.values_list("id", flat=True))) == 3
    with acting(cast.carla.scope):
        assert public.due_steps(cast.carla.scope, everyone=True) == []
    with acting(cast.beatriz.scope):
        assert public.due_steps(cast.beatriz.scope) == []
        assert len(public.due_steps(cast.beatriz.scope, everyone=True)) == NextStep.objects.count() == 3
