"""Acts on the directory: one verb a function, one transaction, with its trace."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts import public as acts
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.addresses import address_in
from contratrata.ground.base.doubts import doubt
from contratrata.ground.base.errors import DomainError, NoScope, NotAllowed
from contratrata.ground.base.locks import locked
from contratrata.ground.base.scope import Scope, current, required
from contratrata.ground.base.scope import organisation_id as acting_id
from contratrata.ground.codes.public import area as known_area
from contratrata.ground.codes.public import country as known_country
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import organisations_visible_to
from contratrata.ground.workflow.public import move

from . import (
    events,  # noqa: F401  (declares the events of this package)
    hsds,
    queries,
)
from .models import (
    SHELTER,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceHours,
    ServiceMove,
    ServicePhone,
)
from .rules import may_edit, may_keep_services
from .states import SERVICE

#: What a section of the form may change; the state and the places have verbs of their own.
PLAIN = frozenset(
    {
        "name", "description", "kinds", "age_from", "age_to", "sexes", "languages", "for_whom",
        "place_country", "place_area", "city", "address", "accessibility", "cost", "cost_words",
        "how_to_apply",
        "required_documents", "always_open", "schedule_words", "waiting", "shut_from", "shut_until",
    }
)  # fmt: skip
Area = tuple[str, str]
Hours = tuple[list[str], dt.time, dt.time]
Phone = tuple[str, str, bool]


def open_service(
    *, name: str, kinds: Iterable[str], areas: Iterable[Area], once: uuid.UUID | None = None, **plain: Any
) -> Service:
    """Put a service in the directory; the same `once` again gives the service it made.

    `areas`: (country alpha-3, ISO 3166-2 area or "" for the whole country). `plain`: see `PLAIN`.
    Raises `NotAllowed`, `DomainError`.
    """
    scope = required()
    if not may_keep_services(scope):
        raise NotAllowed(_("Los servicios los mantiene el punto focal de su organización."))

    def write() -> Service:
        service = Service(once=once)
        _put(service, {"name": name, "kinds": list(kinds), **plain})
        service.save(force_insert=True)
        _write_areas(service, areas)
        ServiceMove.objects.create(service=service, verb="open", to_state=service.state)
        audit.record("service.opened", kind="service", subject=service.id)
        return service

    with transaction.atomic():
        return acts.once(once, Service.objects.filter(organisation_id=acting_id()), write)


def change_service(
    *,
    service_id: uuid.UUID,
    section: str,
    expected_version: int,
    areas: Iterable[Area] | None = None,
    hours: Iterable[Hours] | None = None,
    phones: Iterable[Phone] | None = None,
    **plain: Any,
) -> Service:
    """Change what is said about a service; what is not given stays. Saying it anew assures it.

    Raises `NotAllowed`, `DomainError`; `Conflict` when it was changed since `expected_version`.
    """
    with transaction.atomic():
        service = _locked(required(), service_id)
        acts.edit(service, expected_version)
        _put(service, plain)
        service.changed_at = service.assured_at = clock.now()
        service.assured_by_id = required().user_id
        service.save()
        if areas is not None:
            _write_areas(service, areas)
        if hours is not None:
            _write_hours(service, hours)
        if phones is not None:
            phones = list(phones)
            _keep_hidden(service, {"phones": "\n".join(words for _number, words, _messages in phones)})
            service.phones.all().delete()
            ServicePhone.objects.bulk_create(
                ServicePhone(service=service, number=number, words=words, messages=messages)
                for number, words, messages in phones
            )
        audit.record("service.changed", kind="service", subject=service.id, section=section)
    return service


def pause(*, service_id: uuid.UUID, words: str = "") -> Service:
    """Stop taking people for a while. Raises `WrongState`, `NotAllowed`."""
    return _move(service_id, "pause", "service.paused", words)


def resume(*, service_id: uuid.UUID, words: str = "") -> Service:
    """Take people again. Raises `WrongState`, `NotAllowed`."""
    return _move(service_id, "resume", "service.resumed", words)


def close(*, service_id: uuid.UUID, words: str = "") -> Service:
    """End the service; it is no longer found. Raises `WrongState`, `NotAllowed`."""
    return _move(service_id, "close", "service.closed", words)


def assure(*, service_id: uuid.UUID) -> Service:
    """Say that all that stands about the service is still true (HSDS `assured_date`). Raises `NotAllowed`."""
    with transaction.atomic():
        service = _locked(required(), service_id)
        service.assured_at, service.assured_by_id = clock.now(), required().user_id
        service.save(update_fields=["assured_at", "assured_by_id"])
        audit.record("service.assured", kind="service", subject=service.id)
    return service


def tell_places(
    *, places: Mapping[uuid.UUID, tuple[int, int] | None], expected_version: str | None = None
) -> int:
    """Say how many places there are, (total, free) by service, now; None: the service counts no places.

    All or none. Telling the same figure again makes it fresh. Returns how many were told.
    Raises `NotAllowed`, `DomainError` for more free places than there are, and `Conflict` when the figures are not
    those that `expected_version` says (`figures_of`) any more.
    """
    scope = required()
    with transaction.atomic():
        found = Service.objects.select_for_update().filter(pk__in=list(places), organisation_id=acting_id())
        services = {service.pk: service for service in found}
        if not may_keep_services(scope) or len(services) != len(places):
            raise NotAllowed(_("Los servicios los mantiene el punto focal de su organización."))
        if expected_version is not None:
            acts.unchanged(figures_of(services.values()), expected_version)
        told = []
        for pk, figures in places.items():
            if figures is None:
                if ServiceCapacity.objects.filter(service_id=pk).delete()[0]:
                    audit.record("service.changed", kind="service", subject=pk, section="plazas")
                continue
            total, free = figures
            if not 0 <= free <= total:
                raise DomainError(_("No puede haber más plazas libres que plazas en total."), field="free")
            told.append(ServiceCapacity(service=services[pk], total=total, free=free))
        ServiceCapacity.objects.bulk_create(
            told,
            update_conflicts=True,
            unique_fields=["service"],
            update_fields=["total", "free", "free_as_of", "by_id"],
        )
        audit.record_many(
            audit.entry(
                "service.places_told", kind="service", subject=row.service_id, free=row.free, total=row.total
            )
            for row in told
        )
    return len(told)


def figures_of(services: Iterable[Service]) -> dict[str, tuple[int, int] | None]:
    """Total and free places by service as they stand, for the fingerprint of who tells them."""
    services = list(services)
    rows = ServiceCapacity.objects.filter(service__in=services).values_list("service_id", "total", "free")
    held = {pk: (total, free) for pk, total, free in rows}
    return {str(one.pk): held.get(one.pk) for one in services}


def export(*, organisation_id: uuid.UUID | None = None) -> list[hsds.Document]:
    """The services of the acting realm, or of one organisation of it, as HSDS 3.0 documents.

    Needs a scope with a realm. Raises `NoScope`.
    """
    scope = current()
    if scope is None or scope.realm is None:
        raise NoScope("No acting realm")
    services = queries.whole(scope).order_by("organisation_id", "name", "id")
    if organisation_id is not None:
        services = services.filter(organisation_id=organisation_id)
    members = {one.pk: one for one in organisations_visible_to(scope)}
    found = list(hsds.documents(services, members))
    audit.record("directory.exported", count=len(found))
    return found


def _locked(scope: Scope, service_id: uuid.UUID) -> Service:
    refusal = _("Los servicios los mantiene el punto focal de su organización.")
    service = locked(Service.objects.filter(organisation_id=acting_id()), service_id, refusal)
    if not may_edit(scope, service):
        raise NotAllowed(refusal)
    return service


def _move(service_id: uuid.UUID, verb: str, event: str, words: str) -> Service:
    with transaction.atomic():
        service = _locked(required(), service_id)
        _keep_hidden(service, {"words": words})
        row = ServiceMove(service=service, words=words.strip())
        move(service, SERVICE, verb, row, changed_at=clock.now())
        audit.record(event, kind="service", subject=service.id)
    return service


def _put(service: Service, plain: Mapping[str, Any]) -> None:
    """Put the values on the service and check them together."""
    strange = set(plain) - PLAIN
    if strange:
        raise ValueError(f"A service has no {sorted(strange)}")
    before = {name: getattr(service, name) for name in PLAIN}
    for name, value in plain.items():
        setattr(service, name, value)
    if not service.name.strip():
        raise DomainError(_("Escriba el nombre del servicio."), field="name")
    if not service.kinds:
        raise DomainError(_("Elija al menos un tipo de servicio."), field="kinds")
    for field, key in (("kinds", "service_kind"), ("sexes", "sex"), ("languages", "language")):
        if not all(vocabulary(key).has(code) for code in getattr(service, field)):
            raise DomainError(_("Elija de la lista."), field=field)
    low, high = service.age_from, service.age_to
    if low is not None and high is not None and low > high:
        raise DomainError(_("La edad máxima es menor que la mínima."), field="age_to")
    first, last = service.shut_from, service.shut_until
    if first is not None and last is not None and first > last:
        raise DomainError(_("La reapertura es anterior al cierre."), field="shut_until")
    known_country(service.place_country)
    if service.place_area and known_area(service.place_area).country != service.place_country:
        raise DomainError(_("Esa división no es de ese país."), field="place_area")
    _keep_hidden(service, _new_texts(service, before))
    if SHELTER in service.kinds and (service.address or service.city):
        raise DomainError(
            _("Un albergue no lleva dirección. Borre la dirección antes de marcarlo como albergue."),
            field="kinds",
        )


#: The texts of a service in which an address may hide, by the field they are asked in.
_TEXTS = (
    "name", "description", "for_whom", "cost_words", "how_to_apply", "schedule_words", "waiting", "required_documents",
)  # fmt: skip


def _new_texts(service: Service, before: Mapping[str, Any]) -> dict[str, str]:
    """The texts that changed, by field; all of them of what was no shelter `before`. What was meant once is kept."""
    all_new = service._state.adding or SHELTER not in before["kinds"]
    changed = {
        name: getattr(service, name) for name in _TEXTS if all_new or getattr(service, name) != before[name]
    }
    return {name: text if isinstance(text, str) else "\n".join(text) for name, text in changed.items()}


def _keep_hidden(service: Service, texts: Mapping[str, str]) -> None:
    """Ask about what may be the address of a shelter. Raises `Doubt`."""
    if SHELTER not in service.kinds:
        return
    for field, text in texts.items():
        if piece := address_in(text):
            doubt(
                f"address:{piece}",
                _("«%s» parece una dirección. La de un albergue no se escribe aquí: esto lo lee toda la red.")
                % piece,
                field=field,
                confirm=_("No es la dirección del albergue ni lleva a él"),
            )


def _write_areas(service: Service, areas: Iterable[Area]) -> None:
    """Replace where its people are; the whole country swallows its areas."""
    wanted = set(areas)
    entire = {country for country, area in wanted if not area}
    kept = sorted((country, area) for country, area in wanted if not area or country not in entire)
    if not kept:
        raise DomainError(_("Elija al menos un país donde atiende."), field="countries")
    for country, area in kept:
        known_country(country)
        if area and known_area(area).country != country:
            raise DomainError(_("Esa división no es de ese país."), field="areas")
    service.areas.all().delete()
    ServiceArea.objects.bulk_create(
        ServiceArea(service=service, country=country, area=area) for country, area in kept
    )


def _write_hours(service: Service, hours: Iterable[Hours]) -> None:
    rows = []
    for days, opens, closes in hours:
        if closes <= opens:
            raise DomainError(_("La hora de cierre debe ser posterior a la de apertura."), field="hours")
        rows.append(ServiceHours(service=service, days=days, opens=opens, closes=closes))
    service.hours.all().delete()
    ServiceHours.objects.bulk_create(rows)
