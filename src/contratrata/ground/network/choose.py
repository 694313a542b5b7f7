"""Choosing the organisation to act in, for who works in several."""

import uuid
from enum import StrEnum

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render

from contratrata.ground.accounts.public import next_of, sessions
from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import acting

from . import events  # noqa: F401  (declares the events of this package)
from .access import signed_in
from .models import Membership
from .roles import Role
from .scopes import scope_of

#: Where the session keeps the choice; the middleware reads it.
SESSION_KEY = "membership"


def memberships_of(user_id: uuid.UUID) -> list[Membership]:
    """Her present memberships, by the organisation's name."""
    return list(
        Membership.objects.select_related("organisation")
        .filter(user_id=user_id, ended_at=None, organisation__left_at=None)
        .order_by("organisation__name")
    )


@signed_in
def choose(request: Request) -> HttpResponseBase:
    """Choose, or change, where one acts. The session gets a new key: its rights are others now."""
    if request.user.pk is None:  # the gate has let nobody else in; this is for the type
        raise Http404
    mine = memberships_of(request.user.pk)
    if request.method == "POST":
        asked = request.POST.get("membership", "")
        chosen = next((one for one in mine if str(one.id) == asked), None)
        if chosen is None:
            raise Http404
        request.session[SESSION_KEY] = str(chosen.id)
        sessions.new_key(request)
        with acting(scope_of(chosen)):
            audit.record("organisation.chosen", kind="membership", subject=chosen.id)
        return HttpResponseRedirect(next_of(request))
    now = request.membership
    lines = [
        (one, ", ".join(str(Role(role).label) for role in one.roles), now is not None and one.id == now.id)
        for one in mine
    ]
    return render(request, "network/choose.html", {"lines": lines, "next": next_of(request)})


class OtherPage(StrEnum):
    """Why a page of another organisation of hers is offered; `KEPT`: what she typed is a draft there."""

    LINK = "enlace"
    NOTHING_TYPED = "nada"
    KEPT = "escrito"
    TOO_LONG = "largo"


@signed_in
def other(request: Request) -> HttpResponseBase:
    """What she sent or opened is of another of her organisations: the offer to change there with one press."""
    asked, goes_on = request.GET.get("de", ""), next_of(request)
    now = request.membership
    if now is not None and str(now.organisation_id) == asked:
        return redirect(goes_on)
    there = next((one for one, _scope in request.scopes.values() if str(one.organisation_id) == asked), None)
    data: dict[str, object] = {"there": there, "now": now, "why": request.GET.get("por", ""), "next": goes_on}
    data["file"] = "archivo" in request.GET
    return render(request, "network/other.html", data)
