"""What is told about a person when a case is opened or edited: plain values, checked before they are written.

The names of the attributes are the names of the form fields that errors are put on.
"""

import dataclasses
import datetime as dt
import uuid

from contratrata.ground.kinds.public import Values

from .states import CaseState

#: The consent_purpose by which the person lets an organisation attend her: what its own case stands on.
ASSISTANCE = "assistance"


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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Everything a case may begin with; nothing of it is required.

    `values`: answers by question (`file/trata.yaml`); `age_on`: the day `age_years` was told for (None: now).
    `unmapped`: what the source said and no question takes, kept apart and never shared.
    `responsible_id` None: who registers. `registered_at` None: now. `source` and `source_id` say which row of
    which import it was: unique in the organisation. `copied`: the questions that were taken up from a referral.
    """

    values: Values = dataclasses.field(default_factory=dict)
    age_on: dt.date | None = None
    assertion: NewAssertion | None = None
    consents: tuple[NewConsent, ...] = ()
    needs: tuple[NewNeed, ...] = ()
    note: str = ""
    unmapped: str = ""
    next_step: NewStep | None = None
    responsible_id: uuid.UUID | None = None
    state: CaseState = CaseState.ACTIVE
    closure_reason: str = ""
    closed_at: dt.datetime | None = None
    source: str = ""
    source_id: str = ""
    copied: tuple[str, ...] = ()
    registered_at: dt.datetime | None = None
