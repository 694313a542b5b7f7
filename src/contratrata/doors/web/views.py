"""Pages that compose what the packages say, and decide nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import Role, allow, signed_in

from . import access, board, events, menu  # noqa: F401  (events: declares what looking at Hoy leaves)


@signed_in
def home(request: Request) -> HttpResponse:
    """Lead to the first page of whoever acts."""
    scope = request.scope
    if scope.organisation_id is None:
        return access.choose_organisation(request)  # type: ignore[return-value]
    return redirect(menu.home_name(scope))


def _part(request: Request) -> dict[str, str]:
    """Which part of the page was asked for on its own, and the line it goes on behind."""
    return {"alone": request.GET.get("parte", ""), "after": request.GET.get("despues", "")}


@allow(Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT)
def today(request: Request) -> HttpResponse:
    """Hoy: what is late, what is for today, what waits on others."""
    day = board.day(request.scope, **_part(request))
    audit.record("day.viewed", rows=day.named)
    told = {"day": day, "case_list_url": reverse("cases:list")}
    return render(request, "web/today.html", told)


@allow(Role.COORDINATION)
def network(request: Request) -> HttpResponse:
    """Red: where referrals wait; no persons, no counts of victims."""
    told = {
        "board": board.network(request.scope, **_part(request)),
        "organisations_url": reverse("network:organisations"),
    }
    return render(request, "web/network.html", told)


@signed_in
def help_page(request: Request) -> HttpResponse:
    """What each page is for, in a caseworker's words, and whom to ask."""
    return render(request, "web/help.html")
