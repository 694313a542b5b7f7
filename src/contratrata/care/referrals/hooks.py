"""What cases call when a permission is withdrawn or a person is erased: in the same transaction."""

import uuid
from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.base.scope import Scope
from contratrata.ground.lists import public as lists

from . import closing, listing, of_case, operations, queries, story
from .models import Referral

#: More hits are a page nobody reads.
MOST = 20


def consent_withdrawn(consent: cases.Consent) -> None:
    """Everything shared under this permission is shut at once."""
    operations.close_parts_of_consent(consent.id)


def person_erased(subject_id: uuid.UUID, case_ids: Sequence[uuid.UUID]) -> None:
    """Everything shared about this person is shut, and the receivers are told that it was withdrawn."""
    operations.close_parts_of_person(list(case_ids))
    for referral_id in Referral.objects.filter(case_id__in=case_ids).values_list("id", flat=True):
        cases.forget_typed(reverse("referrals:detail", args=[referral_id]))


def referred(case_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these cases that were referred, or that were opened from a referral."""
    rows = Referral.objects.filter(Q(case_id__in=case_ids) | Q(receiver_case_id__in=case_ids))
    result = {one for pair in rows.values_list("case_id", "receiver_case_id") for one in pair if one}
    return result & set(case_ids)


def with_code(scope: Scope, part: str) -> list[cases.CodeHit]:
    """The referrals of both boxes whose code holds these characters: to or from whom, and how they stand."""
    rows = listing.lines(scope, list(lists.with_code(queries.visible_to(scope), part)[:MOST]))
    return [
        cases.CodeHit(
            line.referral.code,
            line.url,
            (
                _("Derivación de %(other)s: %(state)s")
                if line.received
                else _("Derivación a %(other)s: %(state)s")
            )
            % {"other": line.other, "state": story.state_words(line.referral.state).lower()},
        )
        for line in rows
    ]


def register() -> None:
    """Ask cases to call back."""
    cases.on_consent_withdrawn(consent_withdrawn)
    cases.on_person_erased(person_erased)
    cases.holds_cases(referred)
    cases.tells_of_cases(of_case.doings_of)
    cases.finds_codes(with_code)
    cases.stands_open_in_cases(closing.open_of)
