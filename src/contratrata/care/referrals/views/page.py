"""What the pages of a referral share."""

import uuid
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.network.public import Organisation

from .. import queries, rules, story
from ..models import Referral


def referral_or_404(request: Request, referral_id: uuid.UUID) -> Referral:
    """The referral this person may see, or the page of what does not exist."""
    return get_object_or_404(queries.visible_to(request.scope), id=referral_id)


def draft(request: Request, referral_id: uuid.UUID) -> Referral:
    """A draft this person may go on with."""
    referral = referral_or_404(request, referral_id)
    if not rules.may("choose", request.scope, referral):
        raise Http404
    return referral


def other_of(request: Request, referral: Referral) -> Organisation:
    """The organisation on the other side."""
    ours = referral.organisation_id == request.scope.organisation_id
    return Organisation.objects.get(pk=referral.receiver_id if ours else referral.organisation_id)


def abroad(request: Request, referral: Referral) -> bool:
    """Whether what is sent leaves the country of the organisation that sends."""
    return other_of(request, referral).country != organisation_of(request).country


def person_of(request: Request, referral: Referral) -> tuple[str, str] | None:
    """Name and code of the case, where this person works on it; None on the other side."""
    return cases.display(request.scope, [referral.case_id]).get(referral.case_id)


def here(referral: Referral, page: str = "detail") -> str:
    """The address of a page of a referral."""
    return reverse(f"referrals:{page}", args=[referral.id])


def about(request: Request, referral: Referral, **asked: Any) -> dict[str, Any]:
    """What every `acts.Ask` about a referral says: under its code, from its page and back to it."""
    return {
        "sub": referral.code,
        "code": referral.code,
        "back": here(referral),
        "back_words": _("Derivación"),
        "stands": here(referral),
        "frame": lambda: frame(request, referral),
    } | asked


def frame(request: Request, referral: Referral) -> dict[str, Any]:
    """What every page about one referral shows of it; that it was seen leaves a trace."""
    received = referral.receiver_id == request.scope.organisation_id
    request.stands_in = "referrals:inbox" if received else "referrals:outbox"
    side = "receiver" if received else "sender"
    audit.record("referral.viewed", kind="referral", subject=referral.id, code=referral.code, side=side)
    return {
        "referral": referral,
        "other": other_of(request, referral),
        "received": received,
        "state_words": story.state_words(referral.state),
        "state_mark": "late" if story.is_late(referral) else story.mark(referral.state),
        "person": None if received else person_of(request, referral),
    }
