"""Two organisations, two tabs: what a page of the one sends is not done in the other, and what stands there is offered.

Every form carries the organisation it was made for (`ui.frame.made_for_field`), scripts send it as a header.
"""

from urllib.parse import urlencode

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import ResolverMatch, reverse

from contratrata.ground.accounts.public import lock
from contratrata.ground.audit.public import nobodys_attempt
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.request import DRAFT, MADE_FOR, MADE_FOR_HEADER, ActingMembership, Request
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import ANYONE, SIGNED_IN, OtherPage, allowed
from contratrata.ground.vault.public import drafts

#: What is the same wherever a user acts (her account, the lock, the choice), and drafts, which say it themselves.
ANYWHERE_NAMES = frozenset({"network:choose", "vault:draft", "account_logout"})
ANYWHERE_SPACES = frozenset({"account"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def created_elsewhere(request: Request, page: str, *, account: bool) -> HttpResponseBase | None:
    """Stop what was made for another organisation than acts now: kept as a draft there, offered to go back to.

    `page`: where it was sent from. What is sent to a locked screen was not sent by her, and is not kept.
    """
    match = request.resolver_match
    if request.method in SAFE or match is None or account or lock.stands(request):
        return None
    if match.view_name in ANYWHERE_NAMES or match.namespace in ANYWHERE_SPACES:
        return None
    made_for = request.POST.get(MADE_FOR) or request.headers.get(MADE_FOR_HEADER, "")
    if not made_for or made_for == str(request.scope.organisation_id or ""):
        return None
    scope = next((one for _m, one in request.scopes.values() if str(one.organisation_id) == made_for), None)
    typed = _save_typed(request, scope) if scope else OtherPage.NOTHING_TYPED
    return _offer(request, made_for, page, typed)


def _save_typed(request: Request, scope: Scope) -> OtherPage:
    """Keep what was typed as a draft of the organisation it was typed for."""
    key = request.POST.get(DRAFT, "")
    if not key or key.startswith(drafts.SENT):
        return OtherPage.NOTHING_TYPED
    try:
        with acting(scope):
            drafts.keep(key, {name: request.POST.getlist(name) for name in request.POST})
    except DomainError:
        return OtherPage.TOO_LONG
    return OtherPage.KEPT


def stands_elsewhere(request: Request) -> HttpResponseBase | None:
    """For a page that does not exist here: the offer to change to her other organisation that shows it, or None.

    Asked by calling the view as she would act there; nothing of that stays, neither a trace nor a message.
    """
    match, now = request.resolver_match, request.scope.organisation_id
    if match is None or len(request.scopes) < 2 or request.headers.get("HX-Request"):
        return None
    says = allowed(match.func)
    if says is None or says in (ANYONE, SIGNED_IN):
        return None
    for membership, scope in request.scopes.values():
        if scope.organisation_id != now and scope.has(*says) and _shows(request, match, membership, scope):
            return _offer(request, str(scope.organisation_id), request.get_full_path(), OtherPage.LINK)
    return None


def _shows(request: Request, match: ResolverMatch, membership: ActingMembership, scope: Scope) -> bool:
    former = request.scope, request.membership
    messages = getattr(request, "_messages", None)
    request._messages = default_storage(request)
    try:
        request.scope, request.membership = scope, membership
        with nobodys_attempt(), acting(scope):
            response = match.func(request, *match.args, **match.kwargs)
            # Not `close`, which tells everybody that the request is over.
            for closer in getattr(response, "_resource_closers", ()):
                closer()
            transaction.set_rollback(True)
    except (Http404, PermissionDenied, DomainError):
        return False
    finally:
        request.scope, request.membership = former
        request._messages = messages
    return bool(response.status_code == 200)


def _offer(request: Request, organisation_id: str, page: str, why: OtherPage) -> HttpResponseBase:
    values = {"de": organisation_id, "next": page, "por": why.value} | (
        {"archivo": "1"} if request.FILES else {}
    )
    url = f"{reverse('network:other')}?{urlencode(values)}"
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(url)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = url
    return answer
