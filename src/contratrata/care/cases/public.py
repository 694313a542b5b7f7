"""What other packages may use of cases: referrals, the home page, the import, the demonstration."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.safestring import SafeString

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Sealer

from . import rules, sections, sentences
from .copying import Came, came_with, note_copied, unnamed
from .demo.sealing import seal_invented
from .forms.base import Parts, asked
from .forms.consent import permissions
from .happening import Doing, Happening
from .hooks import (
    CodeHit,
    finds_codes,
    holds_cases,
    on_consent_withdrawn,
    on_person_erased,
    stands_open_in_cases,
    tells_of_cases,
)
from .inputs import (
    ASSISTANCE,
    NewAssertion,
    NewCase,
    NewConsent,
    NewNeed,
    NewStep,
)
from .listing import NOBODYS
from .models import Case, Consent, NextStep, Note
from .operations import (
    PERSON_WITHDREW,
    add_need,
    add_note,
    give_consent,
    register_case,
    register_cases,
    revoke,
    set_next_step,
)
from .operations._common import forget_typed
from .own_words import Own, OwnWords, own_words
from .queries import Card, cards_of, known_sources, shared_with, visible_to
from .registration.store import Unfinished, unfinished
from .sections import PARTS, Section, outline, outline_lines
from .work import DueStep, Load, due_steps, loads, step_times

#: The kind of a note that another organisation had written and shared.
CAME = Note.CAME
#: The parts that hold something in this version: what a consent and a referral can offer.
AVAILABLE_PARTS = PARTS
#: What is asked of who permits something, and of a legal duty that stands without: for forms that know the rest.
GIVEN, DUTY = asked("given"), asked("reason")


def case_for(acting: Scope, case_id: uuid.UUID) -> Case:
    """The visible case with its person. Raises `Case.DoesNotExist` (a stranger's 404)."""
    return visible_to(acting).select_related("person").get(id=case_id)


def may_refer(acting: Scope, case: Case) -> bool:
    """Whether this scope may ask another organisation for help for a case it sees."""
    return rules.may("refer", acting, case)


def may_export_identities(acting: Scope) -> bool:
    """Whether names may leave in a sheet of this scope."""
    return rules.may("export_identities", acting)


def display(acting: Scope, case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Display name and code of the visible ones among these cases; three queries whatever their number."""
    return {case_id: (card.name, card.code) for case_id, card in cards_of(acting, case_ids).items()}


def sealer_of(case: Case, keys: vault.Ring | None = None) -> Sealer:
    """The person's sealer (to share under it). Raises `Shredded` when her data were erased."""
    return vault.open_subject(case.person.subject_id, keys)


def file_sections(case: Case, parts: Iterable[str], *, sealer: Sealer | None = None) -> list[Section]:
    """What a receiver reads of these parts, in the sender's language. Raises `Shredded`."""
    return sections.file_sections(case, parts, sealer or sealer_of(case))


def consents_for(case: Case, recipient_id: uuid.UUID, *, on: dt.date | None = None) -> list[Consent]:
    """The permissions to share with this organisation that hold, newest first; a legal duty counts."""
    day = on or clock.today()
    rows = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        case=case,
        purpose="referral",
        recipient_id=recipient_id,
        withdrawn_at__isnull=True,
    )
    return list(rows.order_by("-at", "id"))


def consent_holds(consent: Consent, *, on: dt.date | None = None) -> bool:
    """Whether a permission is neither withdrawn nor past."""
    return consent.withdrawn_at is None and (consent.until is None or consent.until >= (on or clock.today()))


def consent_sentence(consent: Consent | NewConsent, *, organisation: str, recipient: str) -> SafeString:
    """The sentence a permission is, the chosen parts in bold."""
    return sentences.sentence(consent, organisation=organisation, recipient=recipient)


def open_case_from_parts(
    *,
    parts: Sequence[Section],
    consents: tuple[NewConsent, ...] = (),
    once: uuid.UUID | None = None,
    responsible_id: uuid.UUID | None = None,
    next_step: NewStep | None = None,
) -> Case:
    """The receiver's own case, opened from what was shared with it. Raises what `register_case` raises."""
    values = sections.taken_up(parts, responsible_id=responsible_id)
    return register_case(dataclasses.replace(values, consents=consents, next_step=next_step), once=once)


__all__ = [
    "ASSISTANCE",
    "AVAILABLE_PARTS",
    "CAME",
    "DUTY",
    "GIVEN",
    "NOBODYS",
    "PERSON_WITHDREW",
    "Came",
    "Card",
    "Case",
    "CodeHit",
    "Consent",
    "Doing",
    "DueStep",
    "Happening",
    "Load",
    "NewAssertion",
    "NewCase",
    "NewConsent",
    "NewNeed",
    "NewStep",
    "NextStep",
    "Own",
    "OwnWords",
    "Parts",
    "Section",
    "Unfinished",
    "add_need",
    "add_note",
    "came_with",
    "case_for",
    "consent_holds",
    "consent_sentence",
    "consents_for",
    "display",
    "due_steps",
    "file_sections",
    "finds_codes",
    "forget_typed",
    "give_consent",
    "holds_cases",
    "known_sources",
    "loads",
    "may_export_identities",
    "may_refer",
    "note_copied",
    "on_consent_withdrawn",
    "on_person_erased",
    "open_case_from_parts",
    "outline",
    "outline_lines",
    "own_words",
    "permissions",
    "register_case",
    "register_cases",
    "revoke",
    "seal_invented",
    "sealer_of",
    "set_next_step",
    "shared_with",
    "stands_open_in_cases",
    "step_times",
    "tells_of_cases",
    "unfinished",
    "unnamed",
    "visible_to",
]
