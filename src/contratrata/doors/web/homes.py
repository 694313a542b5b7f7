"""Equipo and País: the homes of supervision and of a national focal point, composed from what the packages say."""

import uuid
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from contratrata.care.cases import public as cases
from contratrata.care.directory import public as directory
from contratrata.care.referrals import public as referrals
from contratrata.ground.base.scope import Scope
from contratrata.ground.network.public import Membership, Role, annotate_agreed, organisations_visible_to
from contratrata.ground.ui.parts import Column, Line, Table

#: Beyond this a list is a list's page.
MOST = 200


def team(scope: Scope) -> Table:
    """Who has how much, what is late, what has no next step, and what waits on others; by name. Three queries."""
    loads = {one.responsible_id: one for one in cases.loads(scope)}
    waiting = referrals.waiting_by_person(scope)
    members = Membership.objects.filter(
        organisation_id=scope.organisation_id or uuid.UUID(int=0)
    ).select_related("user")
    names: dict[uuid.UUID | None, str] = {}
    for member in members.select_related("user").order_by("user__name", "id"):
        works = member.ended_at is None and {Role.CASEWORKER, Role.SUPERVISOR} & set(member.roles)
        if works or member.user_id in loads:
            gone = "" if member.ended_at is None else _(" (ya no trabaja aquí)")
            names[member.user_id] = member.user.name + gone
    nobody = {key for key in {*loads, *waiting} if key not in names}
    names |= dict.fromkeys(nobody, _("Nadie responde"))
    lines = []
    for key, name in names.items():
        load = loads.get(key) or cases.Load(key, 0, 0, 0)
        numbers = [(load.open, ""), (load.late, "vencido"), (load.without_step, "sin")]
        cells = [_number(number, key, step) for number, step in numbers]
        lines.append(Line([name, *cells, waiting.get(key, 0)]))
    headings = (
        _("Quién"),
        _("Casos abiertos"),
        _("Paso vencido"),
        _("Sin paso"),
        _("Derivaciones en espera"),
    )
    return Table(
        _("Quién lleva qué"), [Column(words, number=n > 0) for n, words in enumerate(headings)], lines
    )


def _number(number: int, key: uuid.UUID | None, step: str) -> object:
    """A number that leads to the cases it counts."""
    if not number:
        return number
    who = {cases.NOBODYS: "on"} if key is None else {"responsable": str(key)}
    asked = {**who, **({"paso": step} if step else {})}
    return format_html('<a href="{}?{}">{}</a>', reverse("cases:list"), urlencode(asked), number)


def country_organisations(scope: Scope, country: str) -> Table:
    """The organisations of a country, and whether they may receive referrals."""
    rows = annotate_agreed(organisations_visible_to(scope).filter(country=country)).order_by("name", "id")[
        :MOST
    ]
    lines = [
        Line([one.name, _("Vigente") if getattr(one, "agreed", False) else _("Sin firmar")]) for one in rows
    ]
    return Table(_("Organizaciones"), [Column(_("Organización")), Column(_("Acuerdo"))], lines)


def country_services(scope: Scope, country: str) -> Table:
    """The services that stand in a country, with their free places."""
    result = directory.in_country(scope, country)[:MOST]
    lines = [
        Line([service.name, organisation, places], reverse("directory:service", args=[service.id]))
        for service, organisation, places in result
    ]
    headings = (_("Servicio"), _("Organización"), _("Plazas"))
    return Table(_("Servicios y plazas"), [Column(words) for words in headings], lines)


def country_referrals(scope: Scope) -> list[referrals.Waiting]:
    """What was referred to her organisation and waits for it: codes, never names."""
    times = referrals.times_for_me(scope, most=50)
    return [one for one in referrals.lines(scope, {key for key, _due in times}) if one.received]
