"""A plan on paper: what its page says, without what only who plans it needs."""

from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.base.scope import Scope
from contratrata.ground.charts.public import values_words
from contratrata.ground.codes.public import country_name
from contratrata.ground.paper.public import Block, Heading, TableBlock, Text, document
from contratrata.ground.things.public import from_row

from . import figures
from .load import clashes
from .loading import Loaded, load
from .models import OFFERING_QUESTIONS, Plan
from .plan_page import brought, fallen, lead
from .reckoning import cost_of, funding


def plan_paper(scope: Scope, plan: Plan) -> bytes:
    """The document. Raises `PaperError`."""
    (loaded,) = load(scope, [plan])
    return document(
        plan.name,
        list(blocks(loaded)),
        subtitle=_("Plan escalonado %(year)s · sede %(country)s")
        % {"year": plan.year, "country": country_name(plan.country)},
        footer=_("Documento de trabajo de la red: no nombra a ninguna víctima."),
    )


def blocks(loaded: Loaded) -> list[Block]:
    """What the document says, in its order."""
    drawn: list[Any] = [
        figures.year(loaded), figures.costs(loaded), figures.crossing(loaded),
        figures.covered(funding(loaded), loaded.plan.currency), figures.asked(loaded),
    ]  # fmt: skip
    warned = [*fallen(loaded), *clashes(loaded)]
    return [
        Text(lead(loaded), "lead"),
        *(Text(sentence, "note") for sentence in warned),
        *(one for one in drawn if one is not None),
        Heading(_("Qué se da")),
        TableBlock([_("Curso"), _("Cuándo"), _("Dónde"), _("Lugares"), _("Costo")], _courses(loaded)),
        Heading(_("Lo que pone cada quien")),
        TableBlock(
            [_("Quién"), _("Qué"), _("Para qué"), _("Cuánto"), _("Estado")],
            [
                (one.giver, f"{one.sort}: {one.name}", one.course, one.value, one.state)
                for one in brought(loaded)
            ],
        ),
        *([Text(loaded.plan.notes)] if loaded.plan.notes else []),
    ]


def _courses(loaded: Loaded) -> list[list[str]]:
    named = {name: OFFERING_QUESTIONS.fact(name) for name in ("starts_on", "ends_on", "mode", "country")}
    rows = []
    for one in loaded.offerings:
        values = from_row(tuple(named.values()), one)
        stated = {name: fact.words(values[name]) for name, fact in named.items()}
        where = ", ".join(filter(None, (one.place, stated["country"]))) or "–"
        cost = values_words(cost_of(one).total, loaded.plan.currency)
        days = f"{stated['starts_on']} – {stated['ends_on']}"
        rows.append([one.name, days, f"{stated['mode']} · {where}", values_words(one.places), cost])
    return rows
