"""The page of what waits: `/avisos/`."""

import contextlib
import dataclasses
import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import signed_in
from contratrata.ground.notices import public as notices


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the page."""

    notice: notices.Notice
    words: str
    url: str
    urgent: bool


def _waiting(scope: Scope) -> list[Waiting]:
    found = []
    for notice in notices.unseen(scope):
        # A kind that a newer version no longer knows is left out rather than breaking the page.
        with contextlib.suppress(notices.UnknownNotice):
            kind = notices.kind_of(notice.kind)
            found.append(Waiting(notice, kind.words(notice.code), kind.url(notice.subject_id), kind.urgent))
    return found


@require_safe
@signed_in
def waiting(request: Request) -> HttpResponse:
    """What waits for the acting person, newest first."""
    scope = request.scope
    found = _waiting(scope)
    return render(request, "noticeboard/list.html", {"waiting": found, "many": len(found) >= notices.MOST})


@require_POST
@signed_in
def seen(request: Request) -> HttpResponse:
    """Take one or all as seen. Ids that are not hers, or no ids, change nothing and say nothing."""
    scope = request.scope
    ids = []
    for given in request.POST.getlist("notice")[: notices.MOST]:
        with contextlib.suppress(ValueError):
            ids.append(uuid.UUID(given))
    if scope.organisation_id is not None:
        notices.seen(scope, ids)
    return redirect("noticeboard:list")
