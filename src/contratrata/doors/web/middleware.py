"""The middleware of the house: the acting scope of a request."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.utils import timezone, translation

from contratrata.ground.audit.public import collect_refusals, write_refusals
from contratrata.ground.base.readonly import read_only
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import ANYONE, SIGNED_IN, allowed, memberships_of, scope_of

from . import access, elsewhere

Handler = Callable[[Request], HttpResponseBase]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Scoped:
    """Owns the transaction of a request, its acting scope, and the gate in front of every view.

    The whole answer, its rendering included, happens inside one transaction with the scope told to the
    database. A fault rolls all of it back; refused attempts are written afterwards in another transaction.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        refusals = collect_refusals()
        request.failed = False
        request.membership = None
        request.scopes = {}
        user = getattr(request, "user", None)
        known = user is not None and user.is_authenticated
        first = Scope(user_id=user.pk) if user is not None and known else Scope()
        with acting(first, then=(lambda: self._choose(request, first)) if known else None) as scope:
            request.scope = scope
            self._place(request)
            if request.method in SAFE:
                with read_only():
                    response = self.get_response(request)
                    if response.status_code == 404:
                        response = elsewhere.stands_elsewhere(request) or response
            else:
                response = self.get_response(request)
            if request.failed or response.status_code >= 500:
                transaction.set_rollback(True)
        if refusals:
            with acting(scope):
                write_refusals(refusals)
        else:
            write_refusals(refusals)
        if scope.user_id is not None or "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The gate: what is not allowed does not exist."""
        says = allowed(view) or access.third_party(request)
        if says is None:
            raise Http404
        if says == ANYONE:
            return None
        stopped = access.gates(request)
        if stopped is not None:
            return stopped
        if says == SIGNED_IN:
            return None
        scope = request.scope
        if scope.organisation_id is None:
            return access.choose_organisation(request)
        if not scope.has(*says):
            raise Http404
        return None

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Whatever went wrong, nothing of it stays."""
        request.failed = True

    def _choose(self, request: Request, user: Scope) -> Scope:
        """The scope of the membership she chose, or of the only one she has; without one, hers alone."""
        mine = memberships_of(user)
        request.scopes = {one.id: (one, scope_of(one)) for one in mine}
        chosen = request.session.get("membership")
        for membership in mine:
            if (chosen is None and len(mine) == 1) or (chosen and membership.id == uuid.UUID(chosen)):
                request.membership = membership
                return request.scopes[membership.id][1]
        return user

    def _place(self, request: Request) -> None:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            timezone.activate(user.time_zone)
            if not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
                translation.activate(user.language)
                request.LANGUAGE_CODE = translation.get_language()
        else:
            timezone.deactivate()
