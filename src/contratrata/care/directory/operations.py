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
from contratrata.ground.kinds.public import check_values
from contratrata.ground.network.public import organisations_visible_to
from contratrata.ground.things.public import columns_of, from_row, to_row
from contratrata.ground.workflow.public import move

from . import (
    events,  # noqa: F401  (declares the events of this package)
    hsds,
    queries,
)
from .facts import PLAIN, QUESTIONS, TEXTS
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

Area = tuple[str, str]
Hours = tuple[Iterable[str], dt.time, dt.time]
Phone = tuple[str, str, bool]


def open_service(
    *, name: str, kinds: Iterable[str], areas: Iterable[Area], once: uuid.UUID | None = None, **plain: Any
) -> Service:
    """Put a service in the directory; the same `once` again gives the service it made.

    `areas`: (country alpha-3, ISO 3166-2 area or "" for the whole country). `plain`: columns of the facts in
    `service.yaml`. Raises `NotAllowed`, `DomainError`.
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
            phones = QUESTIONS.fact("phones").check(tuple(phones))
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


def assure(*, service_id: uuid.UUID, expected_version: int) -> Service:
    """Say that all that stands about the service is still true (HSDS `assured_date`).

    Raises `NotAllowed`; `Conflict` when it is not what was looked at (`expected_version`) any more.
    """
    with transaction.atomic():
        service = _locked(required(), service_id)
        acts.as_seen(service, expected_version)
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
        rows = Service.objects.select_for_update().filter(pk__in=list(places), organisation_id=acting_id())
        services = {service.pk: service for service in rows}
        if not may_keep_services(scope) or len(services) != len(places):
            raise NotAllowed(_("Los servicios los mantiene el punto focal de su organización."))
        if expected_version is not None:
            acts.unchanged(figures_of(services.values()), expected_version)
        data = []
        for pk, figures in places.items():
            if figures is None:
                if ServiceCapacity.objects.filter(service_id=pk).delete()[0]:
                    audit.record("service.changed", kind="service", subject=pk, section="plazas")
                continue
            total, free = figures
            if not 0 <= free <= total:
                raise DomainError(_("No puede haber más plazas libres que plazas en total."), field="free")
            data.append(ServiceCapacity(service=services[pk], total=total, free=free))
        ServiceCapacity.objects.bulk_create(
            data,
            update_conflicts=True,
            unique_fields=["service"],
            update_fields=["total", "free", "free_as_of", "by_id"],
        )
        audit.record_many(
            audit.entry(
                "service.places_told", kind="service", subject=row.service_id, free=row.free, total=row.total
            )
            for row in data
        )
    return len(data)


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
    rows = list(hsds.documents(services, members))
    audit.record("directory.exported", count=len(rows))
    return rows


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
    strange = set(plain) - set(columns_of(PLAIN))
    if strange:
        raise ValueError(f"A service has no {sorted(strange)}")
    before = {name: getattr(service, name) for name in TEXTS}
    was_shelter = not service._state.adding and service.is_shelter
    for name, value in plain.items():
        setattr(service, name, value)
    to_row(PLAIN, service, check_values(PLAIN, from_row(PLAIN, service)))
    _keep_hidden(service, _new_texts(service, before, all_new=not was_shelter))
    if SHELTER in service.kinds and (service.address or service.city):
        raise DomainError(
            _("Un albergue no lleva dirección. Borre la dirección antes de marcarlo como albergue."),
            field="kinds",
        )


def _new_texts(service: Service, before: Mapping[str, Any], *, all_new: bool) -> dict[str, str]:
    """The texts that changed, by field; all of them of what was no shelter. What was meant once is kept."""
    changed = {name: text for name in TEXTS if (text := getattr(service, name)) != before[name] or all_new}
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
    rows = sorted((country, area) for country, area in wanted if not area or country not in entire)
    if not rows:
        raise DomainError(_("Elija al menos un país donde atiende."), field="countries")
    for country, area in rows:
        known_country(country)
        if area and known_area(area).country != country:
            raise DomainError(_("Esa división no es de ese país."), field="areas")
    service.areas.all().delete()
    ServiceArea.objects.bulk_create(
        ServiceArea(service=service, country=country, area=area) for country, area in rows
    )


def _write_hours(service: Service, hours: Iterable[Hours]) -> None:
    rows = [
        ServiceHours(service=service, days=list(days), opens=opens, closes=closes)
        for days, opens, closes in QUESTIONS.fact("hours").check(tuple(hours))
    ]
    service.hours.all().delete()
    ServiceHours.objects.bulk_create(rows)
