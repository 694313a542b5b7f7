"""What every page has: the acting organisation, the navigation, the quick exit."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of `ui/page.html`. Safe before a scope exists (sign-in and error pages)."""
    membership = getattr(request, "membership", None)
    return {
        "membership": membership,
        "scope": getattr(request, "scope", None),
        "navigation": [],
        "quick_exit_url": settings.QUICK_EXIT_URL,
    }
