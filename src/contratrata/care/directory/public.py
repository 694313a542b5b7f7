"""What other packages may use of the directory."""

import uuid
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from .matching import Answer, Finding, places_words
from .models import Service
from .queries import service, visible_to, who_can_help


def refer_url(service_id: uuid.UUID, case: uuid.UUID | str | None = None) -> str:
    """Where a referral to this service begins, of this case when one is given; empty where there is none."""
    try:
        start = reverse("referrals:start")
    except NoReverseMatch:
        return ""
    asked = {"servicio": str(service_id)} | ({"caso": str(case)} if case else {})
    return f"{start}?{urlencode(asked)}"


__all__ = [
    "Answer",
    "Finding",
    "Service",
    "places_words",
    "refer_url",
    "service",
    "visible_to",
    "who_can_help",
]
