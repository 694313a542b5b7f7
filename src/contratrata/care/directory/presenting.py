"""A service and an answer in words, for lists, pages and paper."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.codes.public import area_name, country_name, sort_key, vocabulary
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Row, State

from .facts import AREAS, QUESTIONS, WEEK, asked_of, values_of, words_of
from .matching import Answer, age_words, capacity_of, language_words, places_words, sex_words
from .models import Service
from .public import refer_url
from .queries import is_old
from .states import ServiceState

STATE_MARK: dict[str, State] = {
    ServiceState.ACTIVE: "done",
    ServiceState.PAUSED: "soon",
    ServiceState.CLOSED: "plain",
}


@dataclasses.dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service in a list of one's own."""

    service: Service
    kinds: str
    state: str
    mark: State
    places: str
    assured: str
    old: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer as the page shows it. `refer`: where a referral begins; empty: not from here."""

    answer: Answer
    kinds: str
    assured: str
    refer: str


def kind_words(service: Service) -> str:
    """The kinds in words."""
    kinds = vocabulary("service_kind")
    return ", ".join(kinds.label(code) for code in service.kinds if kinds.has(code))


def line_of(service: Service, now: dt.datetime) -> ServiceLine:
    """A service in a list: its state, its places, and a nag when nobody has confirmed it for long."""
    capacity = capacity_of(service)
    old = is_old(service, now) and service.state == ServiceState.ACTIVE
    return ServiceLine(
        service,
        kind_words(service),
        str(ServiceState(service.state).label).capitalize(),
        STATE_MARK[service.state],
        places_words(capacity, now) if capacity else _("no cuenta plazas"),
        assured_words(service, now),
        old,
    )


def assured_words(service: Service, now: dt.datetime) -> str:
    """«Confirmado hoy 08:30», or how many days nobody has."""
    days = (now - service.assured_at).days
    if is_old(service, now):
        return ngettext("Sin confirmar hace %(n)d día", "Sin confirmar hace %(n)d días", days) % {"n": days}
    return _("Confirmado %(when)s") % {"when": moment_words(service.assured_at, now=now)}


def asked_words(asked: Mapping[str, Any]) -> str:
    """What was asked, in one line: stands above the answers, on paper too."""
    age = asked["edad"]
    lines = [
        vocabulary("service_kind").label(asked["necesidad"]),
        area_name(asked["zona"]) if asked["zona"] else "",
        country_name(asked["pais"]),
        ngettext("%(n)d año", "%(n)d años", age) % {"n": age} if age is not None else "",
        vocabulary("sex").label(asked["sexo"]).lower() if asked["sexo"] else "",
        language_words([asked["idioma"]]) if asked["idioma"] else "",
        _("con plazas libres") if asked["plazas"] else "",
    ]
    return " · ".join(filter(None, lines))


def shown_answers(
    rows: Iterable[Answer], case: uuid.UUID | None, *, need: str, refers: bool
) -> list[ShownAnswer]:
    """Answers for the page, with a link to refer where another organisation may receive one."""
    return [
        ShownAnswer(
            one,
            kind_words(one.service),
            assured_words(one.service, clock.now()),
            refer_url(one.id, case, need) if refers and one.receives and not one.own else "",
        )
        for one in rows
    ]


def rows_of(service: Service, now: dt.datetime, *, editable: bool) -> list[tuple[str, list[Row]]]:
    """The page of a service: titled groups of lines, each with its way to change it."""
    values, composed = values_of(service), _composed(service, now)
    groups: list[tuple[str, list[Row]]] = []
    for section in QUESTIONS.sections:
        change = reverse("directory:change", args=[service.pk, section.key]) if editable else ""
        facts = [one for one in asked_of(section.facts, service) if one.shown]
        rows = [
            Row(one.title, composed.get(one.name) or one.words(values[one.name]), change) for one in facts
        ]
        if section.key == "que":
            capacity = capacity_of(service)
            words = places_words(capacity, now) if capacity else _("No cuenta plazas")
            rows.append(Row(_("Plazas"), words, reverse("directory:places") if editable else ""))
        if section.key == "paises":
            there = reverse("directory:change", args=[service.pk, AREAS]) if editable else ""
            rows.append(Row(_("Zonas que atiende"), _coverage_words(service), there))
        if section.extra.get("under"):
            groups[-1][1].extend(rows)
        else:
            groups.append((str(section.title), rows))
    return groups


def _composed(service: Service, now: dt.datetime) -> dict[str, str]:
    """The lines that say several facts at once, or say something where nothing is answered, by fact."""
    return {
        "age_from": age_words(service),
        "sexes": sex_words(service.sexes),
        "languages": language_words(service.languages),
        "countries": ", ".join(country_name(code) for code in coverage(service)),
        "hours": schedule_words(service),
        "shut_from": shut_words(service, now) or _("No"),
        "cost": ". ".join(filter(None, [words_of("cost", service.cost), service.cost_words])),
        "required_documents": ", ".join(service.required_documents) or _("Ninguno"),
        "phones": phone_words(service),
    }


def _coverage_words(service: Service) -> str:
    """«Guatemala: Zacapa; Panamá: todo el país»."""
    everywhere = _("todo el país")
    served = coverage(service).items()
    return "; ".join(f"{country_name(code)}: {', '.join(names) or everywhere}" for code, names in served)


def coverage(service: Service) -> dict[str, list[str]]:
    """The countries it serves, each with the names of its areas (none: the whole country)."""
    result: dict[str, list[str]] = {}
    for area in sorted(service.areas.all(), key=lambda one: sort_key(country_name(one.country))):
        result.setdefault(area.country, []).extend([area_name(area.area)] if area.area else [])
    return {code: sorted(names, key=sort_key) for code, names in result.items()}


def schedule_words(service: Service) -> str:
    """«Las 24 horas», or days and hours, and what is said in words."""
    if service.always_open:
        return ". ".join(filter(None, [_("Las 24 horas, todos los días"), service.schedule_words]))
    rows = [
        f"{day_words(days)}, {opens:%H:%M}–{closes:%H:%M}"
        for days, opens, closes in values_of(service)["hours"]
    ]
    return ". ".join(filter(None, ["; ".join(rows), service.schedule_words]))


def day_words(days: Sequence[str]) -> str:
    """«lunes a viernes», «lunes, miércoles»."""
    week = [code for code, _words in WEEK.options()]
    order = [code for code in week if code in days]
    first = week.index(order[0])
    if len(order) > 2 and order == week[first : first + len(order)]:
        return _("%(first)s a %(last)s") % {
            "first": WEEK.words((order[0],)),
            "last": WEEK.words((order[-1],)),
        }
    return WEEK.words(tuple(order))


def shut_words(service: Service, now: dt.datetime) -> str:
    """When it is shut for a while."""
    if service.shut_from is None and service.shut_until is None:
        return ""
    first = (
        _("desde %(day)s") % {"day": moment_words(service.shut_from, now=now)} if service.shut_from else ""
    )
    last = (
        _("hasta %(day)s") % {"day": moment_words(service.shut_until, now=now)} if service.shut_until else ""
    )
    return " ".join(filter(None, [first, last]))


def phone_words(service: Service) -> str:
    """Each line with what it is for."""
    lines = []
    for phone in service.phones.all():
        notes = [phone.words, _("también mensajes") if phone.messages else ""]
        more = ", ".join(filter(None, notes))
        lines.append(f"{phone.number} ({more})" if more else phone.number)
    return "; ".join(lines)
