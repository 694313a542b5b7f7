"""Invented persons for the tests of cases."""

import datetime as dt

from contratrata.care.cases.given import (
    Arrival,
    ContactTexts,
    IdentityTexts,
    NewAssertion,
    NewCase,
    NewNeed,
    NewStep,
    PersonFacts,
    TraffickingFacts,
)
from contratrata.ground.base import clock

#: Words that must never be found in clear anywhere.
SECRETS = ("Xiomara", "Zeledón", "Quintanilla", "5512-9087", "tortillería", "relato reservado", "N1234567")


def full(**changed: object) -> NewCase:
    """A case with something in every part; all of it invented."""
    told: dict[str, object] = {
        "person": PersonFacts(sex="female", gender="feminine", citizenships=("NIC",), languages=("spanish",)),
        "identity": IdentityTexts(
            given_names="Xiomara",
            first_surname="Zeledón",
            second_surname="Quintanilla",
            alias="La Chiqui",
            birth_date="2001-05-17",
            documents="passport|NIC|N1234567",
        ),
        "contact": ContactTexts(
            contact_channel="whatsapp",
            contact_detail="5512-9087",
            contact_word="Diga que llama de la tortillería",
        ),
        "arrival": Arrival(
            arrival_channel="hotline", arrived_on=dt.date(2026, 11, 2), country="GTM", area="GT-01"
        ),
        "answers": {
            "act": {"recruitment": True, "transportation": False},
            "means": {"deception": True},
            "purpose": {"sexual_exploitation": True},
            "type_of_exploitation": {"sexual_exploitation": True, "forced_labour": False},
            "method_of_control": {"debt_bondage": True},
            "method_of_recruitment": {"workplace": True},
        },
        "trafficking": TraffickingFacts(
            recruitment_country="NIC",
            exploitation_country="GTM",
            exploited_from="2026-03",
            exploited_until="2026-10",
        ),
        "assertion": NewAssertion(status="possible_victim", decided_by_kind="ngo", basis="relato reservado"),
        "needs": (NewNeed(kind="shelter", urgency="h24"), NewNeed(kind="legal")),
        "note": "Un relato reservado de Xiomara.",
        "next_step": NewStep(what="Llamar al albergue", due_at=clock.now() + dt.timedelta(hours=20)),
    }
    return NewCase(**{**told, **changed})  # type: ignore[arg-type]


def named(given: str, surname: str, second: str = "", **changed: object) -> NewCase:
    """A case of which little more than the name is known."""
    identity = IdentityTexts(given_names=given, first_surname=surname, second_surname=second)
    return NewCase(**{"identity": identity, **changed})  # type: ignore[arg-type]
