"""The directory in the shape of Open Referral HSDS 3.0 (docs.openreferral.org), for other directories.

One document a service, its organisation inside, as HSDS "service" objects. A shelter exports no address and
no place on a map: its location is the country and the first-level area, and nothing else. What the network
keeps to itself does not leave: who confirmed an entry, why it paused, closed services.

Places are written as HSDS 3.1 writes them (`capacities`), for 3.0 has no entity for them.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from contratrata.ground.base import clock
from contratrata.ground.codes.public import area, area_name, country, country_name, vocabulary
from contratrata.ground.network.public import Organisation

from .facts import words_of
from .matching import capacity_of
from .models import Service
from .states import ServiceState

Document = dict[str, Any]

_STATUS = {
    ServiceState.ACTIVE: "active",
    ServiceState.PAUSED: "temporarily closed",
    ServiceState.CLOSED: "defunct",
}


def _id(service: Service, *parts: str) -> str:
    """A stable id for a thing that has none of its own."""
    return str(uuid.uuid5(service.id, "/".join(parts)))


def _filled(document: Document) -> Document:
    """Without what is not known: HSDS leaves such members out."""
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def organisation_document(organisation: Organisation) -> Document:
    """HSDS `organization`. There is no address: the network keeps none of its members."""
    where = [area_name(organisation.area) if organisation.area else "", country_name(organisation.country)]
    return {
        "id": str(organisation.id),
        "name": organisation.name,
        "description": ", ".join(filter(None, where)),
    }


def service_document(service: Service, organisation: Organisation) -> Document:
    """HSDS `service` with all that belongs to it (areas, hours, phones loaded)."""
    kinds = vocabulary("service_kind")
    return _filled(
        {
            "id": str(service.id),
            "organization_id": str(organisation.id),
            "organization": organisation_document(organisation),
            "name": service.name,
            "description": service.description,
            "status": _STATUS[ServiceState(service.state)],
            "alert": _alert(service),
            "application_process": service.how_to_apply,
            "fees_description": ". ".join(filter(None, [words_of("cost", service.cost), service.cost_words])),
            "wait_time": service.waiting,
            "eligibility_description": service.for_whom,
            "minimum_age": service.age_from,
            "maximum_age": service.age_to,
            "assured_date": clock.day_of(service.assured_at).isoformat(),
            "last_modified": service.changed_at.isoformat(),
            "languages": _languages(service),
            "phones": _phones(service),
            "schedules": _schedules(service),
            "service_areas": _areas(service),
            "service_at_locations": [_at_location(service)],
            "cost_options": [_filled({"id": _id(service, "cost"), "option": service.cost})],
            "required_documents": [
                {"id": _id(service, "document", words), "document": words}
                for words in service.required_documents
            ],
            "attributes": [
                *(_attribute(service, "service_kind", code, kinds.label(code)) for code in service.kinds),
                *(_attribute(service, "sex", code, vocabulary("sex").label(code)) for code in service.sexes),
            ],
            "capacities": _capacities(service),
        }
    )


def documents(
    services: Iterable[Service], organisations: dict[uuid.UUID, Organisation]
) -> Iterator[Document]:
    """Every service that is not closed, of organisations that are known."""
    for service in services:
        organisation = organisations.get(service.organisation_id)
        if organisation is not None and service.state != ServiceState.CLOSED:
            yield service_document(service, organisation)


def _alert(service: Service) -> str:
    if service.shut_from is None and service.shut_until is None:
        return ""
    return f"closed {service.shut_from or ''}/{service.shut_until or ''}"


def _languages(service: Service) -> list[Document]:
    known = vocabulary("language")
    return [
        _filled({"id": _id(service, "language", code), "name": known.label(code), "code": _iso639(code)})
        for code in service.languages
    ]


def _iso639(code: str) -> str:
    """The code that HTCDS writes, which is ISO 639 (see the vocabulary's source)."""
    place = vocabulary("language").term(code).standards.get("htcds")
    return place.code if place else ""


def _phones(service: Service) -> list[Document]:
    return [
        _filled(
            {
                "id": str(phone.id),
                "service_id": str(service.id),
                "number": phone.number,
                "type": "text" if phone.messages else "voice",
                "description": phone.words,
            }
        )
        for phone in service.phones.all()
    ]


def _schedules(service: Service) -> list[Document]:
    base = {"service_id": str(service.id), "freq": "WEEKLY"}
    if service.always_open:
        every = {"byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "24:00"}
        return [
            _filled({"id": _id(service, "always"), **base, **every, "description": service.schedule_words})
        ]
    rows = [
        {
            "id": str(row.id),
            **base,
            "byday": ",".join(row.days),
            "opens_at": f"{row.opens:%H:%M}",
            "closes_at": f"{row.closes:%H:%M}",
        }
        for row in service.hours.all()
    ]
    if service.schedule_words:
        rows.append(
            {
                "id": _id(service, "schedule"),
                "service_id": str(service.id),
                "description": service.schedule_words,
            }
        )
    return rows


def _areas(service: Service) -> list[Document]:
    return [
        {
            "id": str(entry.id),
            "service_id": str(service.id),
            "name": area_name(entry.area) if entry.area else country_name(entry.country),
            "extent": entry.area or country(entry.country).alpha2,
            "extent_type": "ISO 3166-2" if entry.area else "ISO 3166-1",
        }
        for entry in service.areas.all()
    ]


def _at_location(service: Service) -> Document:
    where = _id(service, "location")
    at = _id(service, "at")
    return {
        "id": at,
        "service_id": str(service.id),
        "location_id": where,
        "location": _location(service, where),
    }


def _location(service: Service, where: str) -> Document:
    """Country and first-level area by name; an address only where one is written, and never for a shelter."""
    names = [area_name(service.place_area) if service.place_area else "", country_name(service.place_country)]
    location: Document = {
        "id": where,
        "location_type": "virtual" if service.accessibility == ["remote"] else "physical",
        "name": ", ".join(filter(None, names)),
        "accessibility": [
            {
                "id": _id(service, "access", code),
                "location_id": where,
                "description": words_of("accessibility", [code]),
            }
            for code in service.accessibility
        ],
    }
    if service.address and not service.is_shelter:
        location["addresses"] = [_address(service, where)]
    return _filled(location)


def _address(service: Service, where: str) -> Document:
    """HSDS `address`; the postal code is required by the schema and not asked by us, so it is empty."""
    return {
        "id": _id(service, "address"),
        "location_id": where,
        "address_1": service.address,
        "city": service.city,
        "state_province": area(service.place_area).name.es if service.place_area else "",
        "postal_code": "",
        "country": country(service.place_country).alpha2,
        "address_type": "physical",
    }


def _attribute(service: Service, taxonomy: str, code: str, label: str) -> Document:
    """A term of one of our vocabularies, as HSDS ties taxonomy terms to things."""
    term = str(uuid.uuid5(uuid.NAMESPACE_URL, f"contratrata/{taxonomy}/{code}"))
    return {
        "id": _id(service, "attribute", taxonomy, code),
        "link_id": str(service.id),
        "link_entity": "service",
        "link_type": taxonomy,
        "taxonomy_term_id": term,
        "taxonomy_term": {
            "id": term,
            "code": code,
            "name": label,
            "description": label,
            "taxonomy": f"contratrata/{taxonomy}",
        },
    }


def _capacities(service: Service) -> list[Document]:
    capacity = capacity_of(service)
    if capacity is None:
        return []
    return [
        {
            "id": str(capacity.id),
            "service_id": str(service.id),
            "unit": {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, "contratrata/place")), "name": "place"},
            "available": capacity.free,
            "maximum": capacity.total,
            "updated": capacity.free_as_of.astimezone(dt.UTC).isoformat(),
        }
    ]
