"""Derivaciones in two tabs: what came in, what went out; the late on top, acts in place."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base import package
from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import ListPage, show_list
from contratrata.ground.network.public import allow
from contratrata.ground.ui.parts import NavItem

from .. import listing, queries, rules
from ..models import Referral


@allow(*rules.REFERRING)
def inbox(request: Request) -> HttpResponseBase:
    """What other organisations ask of ours."""
    sides = _sides(request, received=True)
    return show_list(
        request, listing.INBOX, lambda _page: {"received": True, "sides": sides, "drafts": list[Any]()}
    )


@allow(*rules.REFERRING)
def outbox(request: Request) -> HttpResponseBase:
    """What ours asked of others, and the drafts of whoever looks."""
    scope = request.scope

    def around(page: ListPage[Referral, listing.Line]) -> dict[str, Any]:
        drafts = listing.lines(scope, queries.drafts_of(scope)) if page.beginning else []
        return {"received": False, "sides": _sides(request, received=False), "drafts": drafts}

    return show_list(request, listing.OUTBOX, around)


def _sides(request: Request, *, received: bool) -> list[NavItem]:
    """The two tabs of the one entry in the menu, each with what waits there."""
    count = package.counts(request, "cases")
    return [
        NavItem(_("Recibidas"), reverse("referrals:inbox"), received, count.get("referrals:inbox", 0)),
        NavItem(_("Enviadas"), reverse("referrals:outbox"), not received, count.get("referrals:outbox", 0)),
    ]
