"""Pages that compose what the packages say, and decide nothing."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.codes.public import country_name
from contratrata.ground.network.public import Role, allow, anyone, memberships_of, signed_in

from . import access, board, events, homes, menu  # noqa: F401  (events: declares what looking at Hoy leaves)


@anyone
def home(request: Request) -> HttpResponseBase:
    """Lead to the first page of whoever acts; whoever has not signed in, to the public home in her language."""
    if not request.user.is_authenticated:
        return redirect("public:home", get_language() or "es")
    stopped = access.gates(request)
    if stopped is not None:
        return stopped
    if request.scope.organisation_id is not None:
        return redirect(menu.home_name(request.scope))
    if memberships_of(request.scope):
        return access.choose_organisation(request)
    return redirect("web:start")


@signed_in
def start(request: Request) -> HttpResponse:
    """The home of who learns or teaches, and of who has an account and no organisation."""
    return render(request, "web/start.html", {"acts_somewhere": request.scope.organisation_id is not None})


def _part(request: Request) -> dict[str, str]:
    """Which part of the page was asked for on its own, and the line it goes on behind."""
    return {"alone": request.GET.get("parte", ""), "after": request.GET.get("despues", "")}


@allow(Role.CASEWORKER, Role.SUPERVISOR, Role.FOCAL_POINT, Role.NATIONAL_FOCAL_POINT)
def today(request: Request) -> HttpResponse:
    """Hoy: what is late, what is for today, what waits on others."""
    day = board.day(request.scope, **_part(request))
    audit.record("day.viewed", rows=day.named)
    values = {"day": day, "case_list_url": reverse("cases:list")}
    return render(request, "web/today.html", values)


@allow(Role.SUPERVISOR)
def team(request: Request) -> HttpResponse:
    """Equipo: who has how much, what is late, what has no next step."""
    audit.record("team.viewed")
    return render(request, "web/team.html", {"table": homes.team(request.scope)})


@allow(Role.NATIONAL_FOCAL_POINT)
def country(request: Request) -> HttpResponse:
    """País: the organisations and services of her country, and what was referred to hers."""
    scope, code = request.scope, organisation_of(request).country
    context = {
        "country": country_name(code),
        "organisations": homes.country_organisations(scope, code),
        "services": homes.country_services(scope, code),
        "referrals": homes.country_referrals(scope),
    }
    return render(request, "web/country.html", context)


@allow(Role.COORDINATION)
def network(request: Request) -> HttpResponse:
    """Red: where referrals wait; no persons, no counts of victims."""
    values = {
        "board": board.network(request.scope, **_part(request)),
        "organisations_url": reverse("network:organisations"),
    }
    return render(request, "web/network.html", values)


@signed_in
def help_page(request: Request) -> HttpResponse:
    """What each page is for, in a caseworker's words, and whom to ask."""
    return render(request, "web/help.html")
