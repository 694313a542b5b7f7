"""What is told about a person when a case is opened or edited: plain values, checked before they are written.

The names of the attributes are the names of the form fields that errors are put on.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping

from .states import CaseState


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What may be known without naming her. Codes of `sex`, `gender`, `language`, `marital_status`,
    `education_level`; citizenships alpha-3. `age_years` as told on `age_on` (today when None)."""

    sex: str = ""
    gender: str = ""
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    age_years: int | None = None
    age_on: dt.date | None = None
    age_estimated: bool = False
    marital_status: str = ""
    education: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IdentityTexts:
    """Direct identifiers. `birth_date` is a partial date as text; `alias` one a line.

    `documents`: one a line as `kind|country|number`.
    """

    given_names: str = ""
    first_surname: str = ""
    second_surname: str = ""
    chosen_name: str = ""
    alias: str = ""
    birth_date: str = ""
    documents: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ContactTexts:
    """How to reach her without danger. `contact_channel`: codes of `contact_channel`, one a line."""

    contact_channel: str = ""
    contact_detail: str = ""
    contact_when: str = ""
    contact_word: str = ""
    contact_avoid: str = ""
    address: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How and when she came, and where the organisation met her."""

    arrival_channel: str = ""
    arrived_on: dt.date | None = None
    country: str = ""
    area: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TraffickingFacts:
    """Where and when it happened; dates are partial dates as text."""

    recruitment_country: str = ""
    recruitment_area: str = ""
    exploitation_country: str = ""
    exploitation_area: str = ""
    exploited_from: str = ""
    exploited_until: str = ""
    relationship: str = ""
    industries: tuple[str, ...] = ()
    transit_countries: tuple[str, ...] = ()

    def told(self) -> bool:
        """Whether anything is said."""
        return self != TraffickingFacts()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewAssertion:
    """A status, who asserts it (kind and name), since when (partial date), on what basis."""

    status: str
    decided_by_kind: str
    decided_by: str = ""
    decided_on: str = ""
    basis: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """One permission, as a sentence's parts (see `models.Consent`)."""

    purpose: str
    recipient_id: uuid.UUID | None = None
    aims: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    given_by: str = ""
    means: str = ""
    witness: str = ""
    told_yes: tuple[str, ...] = ()
    told_no: tuple[str, ...] = ()
    given_at: dt.datetime | None = None
    until: dt.date | None = None
    legal_duty: bool = False
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    """A need (`service_kind`) and its urgency."""

    kind: str
    urgency: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """What is to be done next, until when, by whom (who registers, when None)."""

    what: str
    due_at: dt.datetime | None = None
    assigned_to_id: uuid.UUID | None = None


#: Answers by vocabulary and code: True yes, False no; what is absent is not known.
Answers = Mapping[str, Mapping[str, bool]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Everything a case may begin with; nothing of it is required.

    `responsible_id` None: who registers. `registered_at` None: now. `source` and `source_id` say which row of
    which import it was: unique in the organisation.
    """

    person: PersonFacts = PersonFacts()
    identity: IdentityTexts = IdentityTexts()
    contact: ContactTexts = ContactTexts()
    arrival: Arrival = Arrival()
    answers: Answers = dataclasses.field(default_factory=dict)
    trafficking: TraffickingFacts = TraffickingFacts()
    assertion: NewAssertion | None = None
    consents: tuple[NewConsent, ...] = ()
    needs: tuple[NewNeed, ...] = ()
    note: str = ""
    next_step: NewStep | None = None
    responsible_id: uuid.UUID | None = None
    state: CaseState = CaseState.ACTIVE
    closure_reason: str = ""
    closed_at: dt.datetime | None = None
    source: str = ""
    source_id: str = ""
    registered_at: dt.datetime | None = None
