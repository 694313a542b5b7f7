"""What stands on the page of a plan: its year, its cost, who is asked too much, what is brought, what does not fit."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base.request import Request
from contratrata.ground.charts.public import values_words
from contratrata.ground.codes.public import country_name
from contratrata.ground.network.public import organisation_names
from contratrata.ground.nouns.public import ties
from contratrata.ground.ui.parts import State

from . import figures
from .load import clashes
from .loading import OFFERING, PLAN, Loaded, load
from .models import (
    CONTRIBUTION_QUESTIONS,
    CONTRIBUTIONS,
    FACILITATIONS,
    OFFERINGS,
    PLANS,
    Contribution,
    Offering,
    Plan,
)
from .reckoning import compared, cost_of_plan, falls, funding, offering_of, places_in

LOOKS: dict[str, State] = {"promised": "wait", "received": "done", "withdrawn": "late"}


@dataclasses.dataclass(frozen=True, slots=True)
class Brought:
    """A contribution as a line of the table."""

    giver: str
    name: str
    url: str
    sort: str
    course: str
    value: str
    state: str
    look: State


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A course that another organisation proposes: what, when, who, and where it is taken into the plan."""

    name: str
    url: str
    words: str
    include_url: str


def giver_of(one: Contribution) -> str:
    """Who brings it: the country, and the donor where one is named."""
    return " · ".join(filter(None, (country_name(one.country) if one.country else "", one.donor))) or one.name


def beside(request: Request, row: Plan) -> dict[str, Any]:
    """All of it; a constant number of queries."""
    (loaded,) = load(request.scope, [row])
    owns = PLANS.owns(request.scope, row)
    copies = list(
        PLANS.visible_to(request.scope).filter(copied_from=row.id).order_by("-changed_at", "id")[:MOST_COPIES]
    )
    original = PLANS.visible_to(request.scope).filter(id=row.copied_from).first() if row.copied_from else None
    key = ties.key_of(PLAN, row.id)
    return {
        "loaded": loaded,
        "lead": lead(loaded),
        "caption": _("%(name)s · sede %(country)s") % {"name": row.name, "country": country_name(row.country)},
        "question": _("¿A quién formamos en %(year)s y cuánto cuesta?") % {"year": row.year},
        "tabs": PLANS.family.tabs(request.scope, "plan:home"),
        "fallen": fallen(loaded),
        "clashes": clashes(loaded),
        "figures": drawn(loaded),
        "asked": figures.asked(loaded),
        "costs": [one for one in (figures.costs(loaded), figures.crossing(loaded)) if one],
        "brought": brought(loaded),
        "offerings": [(one.name, OFFERINGS.url("row", one)) for one in loaded.offerings],
        "proposals": _proposals(loaded, owns=owns),
        "owns": owns,
        "copies": [(one.name, PLANS.url("row", one)) for one in copies],
        "original": (original.name, PLANS.url("row", original)) if original else None,
        "compare_url": reverse("plan:compare", args=[row.copied_from or row.id]) if copies or original else "",
        "may_copy": PLANS.may_write(request.scope),
        "add_words": _("Agregar un curso") if owns else _("Proponer un curso"),
        "add_url": f"{OFFERINGS.url('new')}?plan={key}",
        "offer_url": f"{CONTRIBUTIONS.url('new')}?plan={key}",
        "sheets": [
            (_("Cursos y costos (XLSX)"), _sheet(OFFERINGS, row)), (_("Aportes (XLSX)"), _sheet(CONTRIBUTIONS, row)),
        ],
    }  # fmt: skip


#: So many copies of a plan are named on its page.
MOST_COPIES = 20


def _sheet(noun: Any, row: Plan) -> str:
    """The list of what belongs to the plan, from which its sheet is taken."""
    return f"{noun.url('list')}?{urlencode({'plan': tie_to(row)})}"


def tie_to(row: Plan) -> str:
    """What a row that belongs to this plan says."""
    return f"{ties.key_of(PLAN, row.id)}{row.name}"[: ties.LONGEST]


def lead(loaded: Loaded) -> str:
    """«8 cursos, 176 lugares para 7 países. Cada lugar cuesta 612 USD: 41 % menos que por separado.»"""
    places, countries = places_in(loaded.offerings), len(loaded.countries)
    if not loaded.offerings:
        return _("Todavía no tiene ningún curso.")
    words = {"courses": figures.courses_words(len(loaded.offerings)),
             "places": ngettext("%(n)s lugar", "%(n)s lugares", places) % {"n": values_words(places)},
             "countries": ngettext("%(n)s país", "%(n)s países", countries) % {"n": countries}}  # fmt: skip
    first = (
        _("%(courses)s, %(places)s para %(countries)s.") if countries else _("%(courses)s, %(places)s.")
    ) % words
    cost = round(cost_of_plan(loaded.offerings).total / places) if places else 0
    if not cost:
        return first
    each = values_words(cost, loaded.plan.currency)
    comparison = compared(loaded.plan, loaded.offerings)
    if comparison is None:
        return f"{first} " + _("Cada lugar cuesta %s.") % each
    words = {"cost": each, "share": values_words(abs(comparison.saved), "%")}
    less = _("Cada lugar cuesta %(cost)s: %(share)s menos que si cada país diera los cursos.")
    more = _("Cada lugar cuesta %(cost)s: %(share)s más que si cada país diera los cursos.")
    return f"{first} " + (less if comparison.saved >= 0 else more) % words


def drawn(loaded: Loaded) -> list[Any]:
    """The year, and what is covered."""
    return [figures.year(loaded), figures.covered(funding(loaded), loaded.plan.currency)]


def fallen(loaded: Loaded) -> list[str]:
    """What each contribution that was withdrawn leaves uncovered."""
    return [
        sentence
        for one in loaded.contributions
        if one.state == "withdrawn"
        for sentence in fall_words(loaded, one)
    ]


def fall_words(loaded: Loaded, one: Contribution) -> list[str]:
    """What is uncovered without a contribution, course by course."""
    words = {"giver": giver_of(one), "value": values_words(one.value or 0, loaded.plan.currency)}
    fell = _("%(giver)s retiró %(value)s. «%(course)s» queda sin cubrir en %(share)s.")
    would = _("Sin los %(value)s de %(giver)s, «%(course)s» quedaría sin cubrir en %(share)s.")
    return [
        (fell if one.state == "withdrawn" else would)
        % (words | {"course": now.offering.name, "share": values_words(now.share, "%")})
        for now, _more in falls(loaded, one)
    ]


def brought(loaded: Loaded) -> list[Brought]:
    """What is brought, by who brings it."""
    names = {one.id: one.name for one in loaded.offerings}
    sort, state = (CONTRIBUTION_QUESTIONS.fact(name).kind for name in ("sort", "state"))
    lines = []
    for one in loaded.contributions:
        hours = _("%s h") % one.hours if one.hours else ""
        worth = values_words(one.value, loaded.plan.currency) if one.value else ""
        lines.append(Brought(
            giver_of(one), one.name, CONTRIBUTIONS.url("row", one), sort.words(one.sort),
            names.get(course, "") if (course := offering_of(one)) else _("Todo el plan"),
            " · ".join(filter(None, (hours, worth))) or "–", state.words(one.state), LOOKS[one.state],
        ))  # fmt: skip
    return lines


def _proposals(loaded: Loaded, *, owns: bool) -> list[Proposal]:
    names = organisation_names(one.organisation_id for one in loaded.proposals)
    return [
        Proposal(
            one.name, OFFERINGS.url("row", one), f"{names.get(one.organisation_id, '')} · {when(one)}",
            reverse("plan:include", args=[one.id]) if owns else "",
        )
        for one in loaded.proposals
    ]  # fmt: skip


def when(one: Offering) -> str:
    """«15 feb – 26 feb 2027»."""
    return f"{date_format(one.starts_on, 'j b')} – {date_format(one.ends_on, 'j b Y')}"


def facilitators(loaded: Loaded, offering_id: uuid.UUID) -> Iterable[tuple[str, str, str]]:
    """Who facilitates a course: name, page, hours."""
    for one in loaded.facilitations.get(offering_id, ()):
        yield one.who, FACILITATIONS.url("row", one), _("%s h") % one.hours


def offering_key(one: Offering) -> str:
    """What every tie to this course begins with."""
    return ties.key_of(OFFERING, one.id)
