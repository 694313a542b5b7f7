"""The address that keeps what is being typed. It takes and never shows: that is the page's."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from contratrata.ground.base import scope
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.marks import signed_in

from . import drafts


def _sent(request: HttpRequest) -> tuple[str, dict[str, list[str]]] | None:
    """The key and fields of a form (with `draft`) or of JSON `{"draft": key, "fields": {name: [values]}}`."""
    if request.content_type != "application/json":
        return request.POST.get("draft", ""), {name: request.POST.getlist(name) for name in request.POST}
    try:
        told = json.loads(request.body)
        fields = {str(name): [str(value) for value in values] for name, values in told["fields"].items()}
        return str(told["draft"]), fields
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


@signed_in
@require_POST
def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep a draft: 204, or 400 when it may not be kept (too long, no key, no organisation chosen).

    The address says whose page it was (`de`, a membership): what one user typed becomes no other user's draft,
    though she has signed in meanwhile in another tab of the same browser.
    """
    acting = scope.current()
    sent = _sent(request)
    if sent is None or sent[0].startswith(drafts.SENT) or acting is None or acting.organisation_id is None:
        return HttpResponseBadRequest()
    membership = getattr(request, "membership", None)
    if request.GET.get("de", str(getattr(membership, "id", ""))) != str(getattr(membership, "id", "")):
        return HttpResponseBadRequest()
    try:
        drafts.keep(*sent)
    except (DomainError, UnicodeError):  # half a character pair is no text
        return HttpResponseBadRequest()
    return HttpResponse(status=204)
