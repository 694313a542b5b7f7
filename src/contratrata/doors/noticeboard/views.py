"""The page of what waits: `/avisos/`."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from contratrata.ground.base.request import Request, ids_sent
from contratrata.ground.lists.public import show_list
from contratrata.ground.network.public import signed_in
from contratrata.ground.notices import public as notices

from .listing import NOTICES


@require_safe
@signed_in
def waiting(request: Request) -> HttpResponseBase:
    """What waits for the acting person, newest first."""
    return show_list(request, NOTICES)


@require_POST
@signed_in
def seen(request: Request) -> HttpResponse:
    """Take one or all as seen. Ids that are not hers, or no ids, change nothing and say nothing."""
    scope, ids = request.scope, ids_sent(request, "notice", notices.MOST)
    if scope.organisation_id is not None:
        notices.seen(scope, ids)
    return redirect("noticeboard:list")
