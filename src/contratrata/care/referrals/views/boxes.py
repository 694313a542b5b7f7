"""Derivaciones in two tabs: what came in, what went out; the late on top, acts in place."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import allow
from contratrata.ground.ui.parts import NavItem

from .. import listing, queries, rules, story, work
from ..forms import FilterForm


@require_safe
@allow(*rules.REFERRING)
def inbox(request: Request) -> HttpResponse:
    """What other organisations ask of ours."""
    return _box(request, received=True)


@require_safe
@allow(*rules.REFERRING)
def outbox(request: Request) -> HttpResponse:
    """What ours asked of others, and the drafts of whoever looks."""
    return _box(request, received=False)


def _box(request: Request, *, received: bool) -> HttpResponse:
    scope = request.scope
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    group = asked.get("estado") if asked.get("estado") in listing.GROUPS else "responder"
    narrowed = {k: v for k, v in asked.items() if k != "estado" and v}
    page = listing.page(
        scope,
        received=received,
        group=str(group),
        urgency=narrowed.get("urgencia", ""),
        crossing=narrowed.get("pais", ""),
        after=request.GET.get("despues", ""),
    )
    here = reverse("referrals:inbox" if received else "referrals:outbox")
    drafts = [] if received or group != "responder" else list(queries.drafts_of(scope)[:10])
    shown = {
        "received": received,
        "sides": _sides(scope, received=received),
        "group": group,
        "tabs": _tabs(here, str(group), listing.numbers(scope, received=received), received=received),
        "lines": [_shown(line) for line in page.lines],
        "drafts": listing.lines(scope, drafts),
        "next_url": f"?{urlencode(narrowed | {'estado': group, 'despues': page.after})}"
        if page.after
        else "",
        "form": form,
        "clear_url": f"{here}?{urlencode({'estado': group})}" if narrowed else "",
    }
    audit.record(
        "referral.listed", kind="referral", rows=len(page.lines), box="inbox" if received else "outbox"
    )
    return render(request, "referrals/box.html", shown)


def _shown(line: listing.Line) -> dict[str, object]:
    state = line.referral.state
    return {
        "line": line,
        "waits": state in listing.GROUPS["responder"],
        "words": story.state_words(state),
        "mark": story.mark(state),
    }


def _sides(scope: Scope, *, received: bool) -> list[NavItem]:
    """The two tabs of the one entry in the menu, each with what waits there."""
    count = work.counts(scope)
    return [
        NavItem(_("Recibidas"), reverse("referrals:inbox"), received, count.get("referrals:inbox", 0)),
        NavItem(_("Enviadas"), reverse("referrals:outbox"), not received, count.get("referrals:outbox", 0)),
    ]


def _tabs(here: str, group: str, counts: dict[str, int], *, received: bool) -> list[NavItem]:
    words = {
        "responder": _("Por responder") if received else _("Esperan respuesta"),
        "atencion": _("En atención"),
        "terminadas": _("Terminadas"),
    }
    return [
        NavItem(
            words[name], f"{here}?estado={name}", name == group, 0 if name == "terminadas" else counts[name]
        )
        for name in listing.GROUPS
    ]
