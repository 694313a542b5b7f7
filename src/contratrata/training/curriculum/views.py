"""The page of what is uncovered."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase

from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import Role, allow

from .coverage import covered, matrix
from .listing import COVERAGE
from .models import COMPETENCES, FAMILY

#: More competences than these are not drawn; the table goes on.
MOST_DRAWN = 1000


@allow(*Role)
def coverage(request: Request) -> HttpResponseBase:
    """Theme by area by role, drawn, and the competences behind it as a list that narrows both."""

    def extra(page: Any) -> Mapping[str, Any]:
        rows = page.asked.narrowed(COVERAGE.visible(request.scope)).order_by("theme", "id")[:MOST_DRAWN]
        return {
            "figure": matrix(request.scope, covered(request.scope, rows)),
            "tabs": FAMILY.tabs(request.scope, "curriculum:matrix"),
            "family": FAMILY.words,
            "may_write": COMPETENCES.may_write(request.scope),
            "new_url": COMPETENCES.url("new"),
            "list_url": COMPETENCES.url("list"),
        }

    return show_list(request, COVERAGE, extra)
