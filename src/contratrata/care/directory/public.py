"""What other packages may use of the directory."""

import uuid
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from .matching import Answer, Finding, places_words
from .models import Service
from .operations import open_service, tell_places
from .queries import in_country, service, visible_to, who_can_help


def refer_url(service_id: uuid.UUID, case: uuid.UUID | str | None = None, need: str = "") -> str:
    """Where a referral to this service begins, of this case and for this need when given; "" where there is none."""
    try:
        start = reverse("referrals:start")
    except NoReverseMatch:
        return ""
    asked = {"servicio": str(service_id), "caso": str(case) if case else "", "necesidad": need}
    return f"{start}?{urlencode({name: value for name, value in asked.items() if value})}"


__all__ = [
    "Answer",
    "Finding",
    "Service",
    "in_country",
    "open_service",
    "places_words",
    "refer_url",
    "service",
    "tell_places",
    "visible_to",
    "who_can_help",
]
