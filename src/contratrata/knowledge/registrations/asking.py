"""What is asked of who signs up for an event: the questions of the house, what the event offers, its own questions."""

import dataclasses
import json
from typing import Any

from django.utils.translation import gettext_lazy as _l

from contratrata.ground.codes.public import Words
from contratrata.ground.kinds.public import Choices, Fact, Text, Values, YesNo
from contratrata.ground.network.public import time_zones
from contratrata.ground.things.public import from_row
from contratrata.ground.vault.public import Sealer

from .happenings import Happening
from .models import CONSENTS, QUESTIONS, TERMS, TRAITS, Registration, Terms

#: What is asked of everybody.
_ALWAYS = ("name", "email", *TRAITS)
_FOLD = _l("Teléfono y otras necesidades")
#: The zone of those who live in a country with one alone, or in its capital.
_ZONES = {
    "GTM": "America/Guatemala", "BLZ": "America/Belize", "SLV": "America/El_Salvador", "HND": "America/Tegucigalpa",
    "NIC": "America/Managua", "CRI": "America/Costa_Rica", "PAN": "America/Panama", "MEX": "America/Mexico_City",
    "COL": "America/Bogota", "ECU": "America/Guayaquil", "VEN": "America/Caracas", "CUB": "America/Havana",
    "DOM": "America/Santo_Domingo", "HTI": "America/Port-au-Prince", "JAM": "America/Jamaica",
    "BHS": "America/Nassau", "TTO": "America/Port_of_Spain",
}  # fmt: skip


def zone_of(country: str, event: Happening) -> str:
    """The time zone in which somebody of this country most likely is; else that of the event."""
    return _ZONES.get(country, str(event.facts.zone))


def zone_choices(current: str) -> list[tuple[str, str]]:
    """The zones of the region, and the one that stands."""
    zones = time_zones()
    return zones if current in dict(zones) else [*zones, (current, current)]


def terms_values(terms: Terms | None) -> dict[str, Any]:
    """What whoever organises said; until then what fits most events."""
    if terms is not None:
        return from_row(TERMS.facts, terms)
    standard = {"offered": ("sign", "captions", "interpretation"), "consents": ("recording",)}
    return {fact.name: fact.kind.empty for fact in TERMS.facts} | standard


def facts_of(event: Happening, terms: Terms | None) -> tuple[Fact, ...]:
    """Every question of the form of an event, in its order."""
    values = terms_values(terms)
    wanted = {*_ALWAYS, "phone", "needs_words", *values["consents"]}
    if "interpretation" in values["offered"]:
        wanted.add("interpretation")
    if not event.facts.recorded:
        wanted.discard("recording")
    facts = [_narrowed(fact, values) for fact in QUESTIONS.facts if fact.name in wanted | {"needs"}]
    at = next(n for n, fact in enumerate(facts) if fact.name in ("needs", "interpretation", "needs_words"))
    return (*facts[:at], *_own(values), *facts[at:])


def _narrowed(fact: Fact, values: Values) -> Fact:
    if fact.name == "needs" and isinstance(fact.kind, Choices):
        offered = tuple(pair for pair in fact.kind.choices if pair[0] in values["offered"])
        return dataclasses.replace(fact, kind=Choices(choices=offered))
    return dataclasses.replace(fact, fold=_FOLD) if fact.name in ("phone", "needs_words") else fact


def _own(values: Values) -> list[Fact]:
    """The questions of the event, as it was written in both languages, or in the one there is."""
    result = []
    for number, (spanish, english, kind) in enumerate(values["questions"], 1):
        if spanish or english:
            label = Words(es=spanish or english, en=english or spanish)
            answer = YesNo() if kind == "yesno" else Text(most=500, rows=3)
            result.append(Fact(name=f"own_{number}", kind=answer, label=label, sealed=True))
    return result


def put(row: Registration, facts: tuple[Fact, ...], values: Values, sealer: Sealer) -> None:
    """Put what was answered into a registration (unsaved)."""
    for trait in TRAITS:
        setattr(row, trait, values.get(trait) or "")
    row.consents = [one for one in CONSENTS if values.get(one)]
    others = {
        fact.name: fact.kind.to_text(values[fact.name])
        for fact in facts
        if fact.name not in (*_ALWAYS, *CONSENTS) and not fact.kind.is_empty(values.get(fact.name))
    }
    row.seal(
        sealer,
        name=values["name"],
        email=values["email"],
        answers=json.dumps(others, ensure_ascii=False) if others else "",
    )


def read(row: Registration, facts: tuple[Fact, ...], sealer: Sealer) -> dict[str, Any]:
    """What she answered, by question."""
    texts = row.open(sealer)
    others = json.loads(texts["answers"] or "{}")
    plain: dict[str, Any] = {"name": texts["name"], "email": texts["email"]}
    plain |= {trait: getattr(row, trait) for trait in TRAITS}
    plain |= {one: one in row.consents for one in CONSENTS}
    return {
        fact.name: plain[fact.name] if fact.name in plain else fact.kind.from_text(others.get(fact.name, ""))
        for fact in facts
    }
