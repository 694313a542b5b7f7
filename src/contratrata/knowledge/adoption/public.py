"""What other packages of the knowledge, and workshops one day, may use of adoption."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from .models import ANSWER_DAYS, Adopted, Adoption, Origin
from .operations import want
from .proposing import Proposed, proposals_of, propose
from .queries import (
    follow_ups,
    interest_in_ours,
    names_of,
    request_words,
    requests_asked,
    requests_to_answer,
    to_answer,
)
from .states import AdoptionState


def adopted_codes() -> Iterable[tuple[UUID, str]]:
    """Every published practice with each country that adopted it, for a facet of the catalogue; one query."""
    return Adopted.objects.filter(state=AdoptionState.ADOPTED).values_list("practice_id", "country")


def adopted_stamp() -> tuple[Any, ...]:
    """What says something else whenever `adopted_codes` may: how many rows, and which is the last; one query."""
    counted = Adopted.objects.filter(state=AdoptionState.ADOPTED).aggregate(
        n=Count("id"), last=Max("published_at")
    )
    return counted["n"], counted["last"]


__all__ = [
    "ANSWER_DAYS",
    "Adopted",
    "Adoption",
    "AdoptionState",
    "Origin",
    "Proposed",
    "adopted_codes",
    "adopted_stamp",
    "follow_ups",
    "interest_in_ours",
    "names_of",
    "proposals_of",
    "propose",
    "request_words",
    "requests_asked",
    "requests_to_answer",
    "to_answer",
    "want",
]
