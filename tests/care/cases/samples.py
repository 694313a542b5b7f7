"""Invented persons for the tests of cases."""

import datetime as dt

from contratrata.care.cases.file.documents import Document
from contratrata.care.cases.file.questions import FILE
from contratrata.care.cases.file.values import read_values
from contratrata.care.cases.inputs import NewAssertion, NewCase, NewNeed, NewStep
from contratrata.care.cases.models import Case, CaseAnswer, Identity
from contratrata.ground.base import clock
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.kinds.public import Values, Where
from contratrata.ground.vault import public as vault

#: Words that must never be found in clear anywhere.
SECRETS = ("Xiomara", "Zeledón", "Quintanilla", "5512-9087", "tortillería", "relato reservado", "N1234567")


FULL: dict[str, object] = {
    "sex": "female",
    "gender": "feminine",
    "citizenships": ("NIC",),
    "languages": ("spanish",),
    "given_names": "Xiomara",
    "first_surname": "Zeledón",
    "second_surname": "Quintanilla",
    "alias": "La Chiqui",
    "birth_date": PartialDate.parse("2001-05-17"),
    "documents": (Document("passport", "NIC", "N1234567"),),
    "contact_channel": ("whatsapp",),
    "contact_detail": "5512-9087",
    "contact_word": "Diga que llama de la tortillería",
    "arrival_channel": "hotline",
    "arrived_on": dt.date(2026, 11, 2),
    "met_in": Where("GTM", "GT-01"),
    "act": {"recruitment": True, "transportation": False},
    "means": {"deception": True},
    "purpose": {"sexual_exploitation": True},
    "type_of_exploitation": {"sexual_exploitation": True, "forced_labour": False},
    "method_of_control": {"debt_bondage": True},
    "method_of_recruitment": {"workplace": True},
    "recruitment": Where("NIC"),
    "exploitation": Where("GTM"),
    "exploited_from": PartialDate.parse("2026-03"),
    "exploited_until": PartialDate.parse("2026-10"),
}


def full(*, values: Values | None = None, **changed: object) -> NewCase:
    """A case with something in every part; all of it invented."""
    data: dict[str, object] = {
        "values": {**FULL, **(values or {})},
        "assertion": NewAssertion(status="possible_victim", decided_by_kind="ngo", basis="relato reservado"),
        "needs": (NewNeed(kind="shelter", urgency="h24"), NewNeed(kind="legal")),
        "note": "Un relato reservado de Xiomara.",
        "next_step": NewStep(what="Llamar al albergue", due_at=clock.now() + dt.timedelta(hours=20)),
    }
    return NewCase(**{**data, **changed})  # type: ignore[arg-type]


def named(
    text: str,
    surname: str,
    second: str = "",
    *,
    values: Values | None = None,
    **changed: object,
) -> NewCase:
    """A case of which little more than the name is known."""
    names = {"given_names": text, "first_surname": surname, "second_surname": second}
    return NewCase(values={**names, **(values or {})}, **changed)  # type: ignore[arg-type]


def answered(case: Case | None = None, kind: str = "Answers") -> set[tuple[str, str, bool]]:
    """The three-valued answers that are kept (question, code, yes), of one case or of all the scope may see."""
    rows = CaseAnswer.objects.filter(case=case) if case else CaseAnswer.objects.all()
    facts = {fact.name: fact for fact in FILE.facts if type(fact.kind).__name__ == kind}
    return {
        (row.question, code, yes)
        for row in rows
        if row.question in facts
        for code, yes in facts[row.question].kind.from_text(row.value).items()
    }


def values_of(case: Case) -> dict[str, object]:
    """Every answer of a case's file, opened."""
    sealer = vault.open_subject(case.person.subject_id)
    return read_values(case, sealer, Identity.objects.get(person_id=case.person_id).open(sealer))
