"""The identity-free row that a case gives to the figures (IC-TIP unit: victim)."""

import datetime as dt
import uuid
from collections.abc import Mapping

from contratrata.ground.base import clock
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.facts import public as facts
from contratrata.ground.network.public import Organisation
from contratrata.ground.vault.public import Ring

from .models import Answered, Case, Person, StatusAssertion, Trafficking

UNIT = "victim"


def pseudonym(keys: Ring, case_id: uuid.UUID) -> uuid.UUID:
    """The pseudonym of a case in the figures of its organisation."""
    return facts.pseudonym(keys.token_key, UNIT, case_id)


def age_band(years: int | None) -> str:
    """The band of the vocabulary that holds an age; "" when it is not known."""
    if years is None:
        return ""
    for term in vocabulary("age_band"):
        if term.values["from"] <= years <= term.values.get("to", 200):
            return term.code
    return ""


def fact(
    keys: Ring,
    case: Case,
    person: Person,
    *,
    country: str,
    answers: Mapping[str, Mapping[str, bool]],
    status: str,
) -> facts.Fact:
    """The unsaved fact. `country`: of exploitation, else of the organisation; `status`: last asserted."""
    years = person.age_years
    if years is not None and person.age_on is not None:
        years = max(0, years - _full_years(clock.day_of(case.registered_at), person.age_on))
    return facts.fact(
        UNIT,
        pseudonym(keys, case.id),
        clock.day_of(case.registered_at),
        sex=person.sex,
        age_band=age_band(years),
        citizenship=person.citizenships[0] if person.citizenships else "",
        country=country,
        forms=sorted(code for code, said in answers.get("type_of_exploitation", {}).items() if said),
        outcome=status,
    )


def correct(keys: Ring, case: Case) -> None:
    """Write the fact of a case again after an edit (three short queries and an upsert)."""
    told = Answered.objects.filter(case=case, vocabulary="type_of_exploitation").values_list("code", "yes")
    where = Trafficking.objects.filter(case=case).values_list("exploitation_country", flat=True).first()
    status = (
        StatusAssertion.objects.filter(case=case)
        .order_by("-at", "id")
        .values_list("status", flat=True)
        .first()
    )
    home = where or Organisation.objects.values_list("country", flat=True).get(id=case.organisation_id)
    answers = {"type_of_exploitation": dict(told)}
    facts.write([fact(keys, case, case.person, country=home, answers=answers, status=status or "")])


def _full_years(registered: dt.date, known_on: dt.date) -> int:
    """Full years from the registration to the day the age holds for (negative when it was known before)."""
    years = known_on.year - registered.year
    return years - ((known_on.month, known_on.day) < (registered.month, registered.day))
