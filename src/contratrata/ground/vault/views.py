"""The address that keeps what is being typed. It takes and never shows: that is the page's."""

import contextlib
import json
import uuid

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import DRAFT, Request
from contratrata.ground.base.scope import Scope, acting

from . import drafts

PLAIN = "text/plain; charset=utf-8"


def _sent(request: Request) -> tuple[str, dict[str, list[str]]] | None:
    """The key and fields of a form (with `draft`) or of JSON `{"draft": key, "fields": {name: [values]}}`."""
    if request.content_type != "application/json":
        return request.POST.get(DRAFT, ""), {name: request.POST.getlist(name) for name in request.POST}
    try:
        data = json.loads(request.body)
        fields = {str(name): [str(value) for value in values] for name, values in data["fields"].items()}
        return str(data["draft"]), fields
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _page_of(request: Request) -> Scope | None:
    """The scope that the page was made for: one of hers, or None."""
    asked = request.GET.get("de")
    if asked is None:
        return request.scope if request.scope.organisation_id is not None else None
    with contextlib.suppress(ValueError):
        _membership, result = request.scopes.get(uuid.UUID(asked), (None, None))
        return result
    return None


@signed_in
@require_POST
def keep_draft(request: Request) -> HttpResponse:
    """Keep a draft: 204, 200 with words when older ones gave way for it, 400 when it may not be kept (words: too long).

    The address says whose page it was (`de`, a membership): what one user typed becomes no other user's draft,
    though she has signed in meanwhile in another tab of the same browser; and what she typed for one of her
    organisations is kept there, whichever she chose meanwhile.
    """
    sent, page_of = _sent(request), _page_of(request)
    if sent is None or sent[0].startswith(drafts.SENT) or page_of is None:
        return HttpResponseBadRequest()
    try:
        with acting(page_of):
            gone = drafts.keep(*sent)
    except DomainError as error:
        return HttpResponse(error.message, status=400, content_type=PLAIN)
    except UnicodeError:  # half a character pair is no text
        return HttpResponseBadRequest()
    if not gone:
        return HttpResponse(status=204)
    words = _(
        "Borrador guardado. Hay un límite de %(most)d borradores: se quitaron los más antiguos (%(gone)d)."
    )
    return HttpResponse(words % {"most": drafts.MOST, "gone": gone}, content_type=PLAIN)
