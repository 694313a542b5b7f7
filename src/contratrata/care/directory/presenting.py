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

from .matching import Answer, age_words, capacity_of, language_words, places_words, sex_words
from .models import Access, Day, Service
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
    said = [
        vocabulary("service_kind").label(asked["necesidad"]),
        area_name(asked["zona"]) if asked["zona"] else "",
        country_name(asked["pais"]),
        ngettext("%(n)d año", "%(n)d años", age) % {"n": age} if age is not None else "",
        vocabulary("sex").label(asked["sexo"]).lower() if asked["sexo"] else "",
        language_words([asked["idioma"]]) if asked["idioma"] else "",
        _("con plazas libres") if asked["plazas"] else "",
    ]
    return " · ".join(filter(None, said))


def shown_answers(
    found: Iterable[Answer], case: uuid.UUID | None, *, need: str, refers: bool
) -> list[ShownAnswer]:
    """Answers for the page, with a link to refer where another organisation may receive one."""
    return [
        ShownAnswer(
            one,
            kind_words(one.service),
            assured_words(one.service, clock.now()),
            refer_url(one.id, case, need) if refers and one.receives and not one.own else "",
        )
        for one in found
    ]


def rows_of(service: Service, now: dt.datetime, *, editable: bool) -> list[tuple[str, list[Row]]]:
    """The page of a service: titled groups of lines, each with its way to change it."""

    def to(section: str) -> str:
        return reverse("directory:change", args=[service.pk, section]) if editable else ""

    capacity = capacity_of(service)
    places = reverse("directory:places") if editable else ""
    return [
        (
            _("Qué ofrece"),
            [
                Row(_("Nombre"), service.name, to("que")),
                Row(_("Tipo"), kind_words(service), to("que")),
                Row(_("Descripción"), service.description, to("que")),
                Row(_("Plazas"), places_words(capacity, now) if capacity else _("No cuenta plazas"), places),
            ],
        ),
        (
            _("Para quién"),
            [
                Row(_("Edades"), age_words(service), to("para-quien")),
                Row(_("Atiende a"), sex_words(service.sexes), to("para-quien")),
                Row(_("Idiomas"), language_words(service.languages), to("para-quien")),
                Row(_("Otras condiciones"), service.for_whom, to("para-quien")),
            ],
        ),
        (_("Dónde"), _where(service, to("donde"), to("paises"), to("zonas"))),
        (
            _("Cuándo"),
            [
                Row(_("Horario"), schedule_words(service), to("cuando")),
                Row(_("Espera"), service.waiting, to("cuando")),
                Row(_("Cierre temporal"), shut_words(service, now) or _("No"), to("cuando")),
            ],
        ),
        (
            _("Cómo se accede"),
            [
                Row(
                    _("Costo"),
                    ". ".join(filter(None, [service.get_cost_display(), service.cost_words])),
                    to("como"),
                ),
                Row(_("Cómo pedirlo"), service.how_to_apply, to("como")),
                Row(_("Documentos"), ", ".join(service.required_documents) or _("Ninguno"), to("como")),
                Row(_("Teléfonos"), phone_words(service), to("telefonos")),
            ],
        ),
    ]


def _where(service: Service, place: str, countries: str, areas: str) -> list[Row]:
    """A shelter has no line for an address, not even an empty one."""
    where = [area_name(service.place_area) if service.place_area else "", country_name(service.place_country)]
    rows = [Row(_("Lugar"), ", ".join(filter(None, where)), place)]
    if not service.is_shelter:
        rows.append(Row(_("Dirección"), ", ".join(filter(None, [service.address, service.city])), place))
    access = [str(Access(code).label) for code in service.accessibility if code in Access.values]
    served = coverage(service)
    rows.append(Row(_("Accesibilidad"), ". ".join(access), place))
    rows.append(Row(_("Países que atiende"), ", ".join(country_name(code) for code in served), countries))
    everywhere = _("todo el país")
    parts = [f"{country_name(code)}: {', '.join(names) or everywhere}" for code, names in served.items()]
    rows.append(Row(_("Zonas que atiende"), "; ".join(parts), areas))
    return rows


def coverage(service: Service) -> dict[str, list[str]]:
    """The countries it serves, each with the names of its areas (none: the whole country)."""
    found: dict[str, list[str]] = {}
    for area in sorted(service.areas.all(), key=lambda one: sort_key(country_name(one.country))):
        found.setdefault(area.country, []).extend([area_name(area.area)] if area.area else [])
    return {code: sorted(names, key=sort_key) for code, names in found.items()}


def schedule_words(service: Service) -> str:
    """«Las 24 horas», or days and hours, and what is said in words."""
    if service.always_open:
        return ". ".join(filter(None, [_("Las 24 horas, todos los días"), service.schedule_words]))
    rows = [
        f"{day_words(row.days)}, {row.opens:%H:%M}–{row.closes:%H:%M}"
        for row in sorted(service.hours.all(), key=lambda one: (Day.values.index(one.days[0]), one.opens))
    ]
    return ". ".join(filter(None, ["; ".join(rows), service.schedule_words]))


def day_words(days: Sequence[str]) -> str:
    """«lunes a viernes», «lunes, miércoles»."""
    order = [code for code in Day.values if code in days]
    first = Day.values.index(order[0])
    if len(order) > 2 and order == Day.values[first : first + len(order)]:
        return _("%(first)s a %(last)s") % {"first": Day(order[0]).label, "last": Day(order[-1]).label}
    return ", ".join(str(Day(code).label) for code in order)


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
    said = []
    for phone in service.phones.all():
        notes = [phone.words, _("también mensajes") if phone.messages else ""]
        more = ", ".join(filter(None, notes))
        said.append(f"{phone.number} ({more})" if more else phone.number)
    return "; ".join(said)
