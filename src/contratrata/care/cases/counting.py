"""The identity-free row that a case gives to the figures (IC-TIP unit: victim)."""

import datetime as dt
import uuid

from contratrata.ground.base import clock
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.facts import public as facts
from contratrata.ground.kinds.public import Values
from contratrata.ground.network.public import Organisation
from contratrata.ground.questions.public import values_in
from contratrata.ground.vault.public import Ring

from .file.questions import FILE
from .models import Case, CaseAnswer, Person, StatusAssertion

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


def fact(keys: Ring, case: Case, person: Person, *, values: Values, home: str, status: str) -> facts.Fact:
    """The unsaved fact. `values`: answers of the file; `home`: the country where nothing is said of the place.

    Which answer counts as what is said by `figure` in the questions; `status`: last asserted.
    """
    years = person.age_years
    if years is not None and person.age_on is not None:
        years = max(0, years - _full_years(clock.day_of(case.registered_at), person.age_on))
    data = {one.figure: values.get(one.name, one.kind.empty) for one in FILE.facts if one.figure}
    return facts.fact(
        UNIT,
        pseudonym(keys, case.id),
        clock.day_of(case.registered_at),
        sex=data["sex"],
        age_band=age_band(years),
        citizenship=next(iter(data["citizenship"]), ""),
        country=data["country"].country or home,
        forms=sorted(code for code, yes in data["forms"].items() if yes),
        outcome=status,
    )


def correct(keys: Ring, case: Case) -> None:
    """Write the fact of a case again after an edit (three short queries and an upsert)."""
    counted = tuple(one for one in FILE.facts if one.figure)
    rows = CaseAnswer.objects.filter(case=case, question__in=[one.name for one in counted])
    plain = {one.name: getattr(case.person, one.name) for one in counted if one.store == "person"}
    values = values_in(rows, (one for one in counted if not one.store), None) | plain
    status = (
        StatusAssertion.objects.filter(case=case)
        .order_by("-at", "id")
        .values_list("status", flat=True)
        .first()
    )
    home = Organisation.objects.values_list("country", flat=True).get(id=case.organisation_id)
    facts.write([fact(keys, case, case.person, values=values, home=home, status=status or "")])


def _full_years(registered: dt.date, known_on: dt.date) -> int:
    """Full years from the registration to the day the age holds for (negative when it was known before)."""
    first, last = sorted((registered, known_on))
    full = last.year - first.year - ((last.month, last.day) < (first.month, first.day))
    return full if known_on == last else -full
