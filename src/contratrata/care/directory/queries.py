"""Reads of the directory."""

import datetime as dt
import uuid

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, required
from contratrata.ground.network.public import organisation_names, receiving

from .matching import ASSURED_OLD, Answer, Question, answer, capacity_of, places_words, ranked
from .models import Service, ServiceArea
from .selecting import best
from .states import ServiceState

#: More than a page can help with: the most answers that fit, and the most near misses, that are shown.
MOST_FITTING = 30
MOST_NEAR = 15
#: A near miss fails at most this many of the things asked.
NEAR = 2


def visible_to(scope: Scope) -> QuerySet[Service]:
    """Every service of the scope's realm; none without a realm. Row-level security says the same."""
    if scope.realm is None:
        return Service.objects.none()
    return Service.objects.filter(realm=scope.realm)


def own(scope: Scope) -> QuerySet[Service]:
    """The acting organisation's services with their places, by name; closed ones last."""
    if scope.organisation_id is None:
        return Service.objects.none()
    rows = visible_to(scope).filter(organisation_id=scope.organisation_id)
    return rows.select_related("capacity").order_by("state", "name", "id")


def whole(scope: Scope) -> QuerySet[Service]:
    """Services with all that belongs to them, for a page or an export: a constant number of queries."""
    parts = ("areas", "hours", "phones")
    return visible_to(scope).select_related("capacity").prefetch_related(*parts)


def who_can_help(
    scope: Scope,
    *,
    need: str,
    country: str,
    area: str = "",
    age: int | None = None,
    sex: str = "",
    language: str = "",
    free_only: bool = False,
    now: dt.datetime | None = None,
) -> list[Answer]:
    """Who can help this person, there, now: those that fit first, then near misses (`fits` False).

    Codes of `service_kind`, country alpha-3, area ISO 3166-2, `sex`, `language`. Four queries, however many
    services there are.
    """
    question = Question(
        need=need, country=country, area=area, age=age, sex=sex, language=language, free_only=free_only
    )
    moment = now or clock.now()
    services = list(_best(scope, question, moment))
    organisations = {service.organisation_id for service in services}
    names, able = organisation_names(organisations), receiving(organisations)
    return ranked(
        answer(
            service,
            question,
            areas=list(service.areas.all()),
            capacity=capacity_of(service),
            organisation=names.get(service.organisation_id, ""),
            own=service.organisation_id == scope.organisation_id,
            receives=service.organisation_id in able,
            now=moment,
        )
        for service in services
    )


def _best(scope: Scope, question: Question, now: dt.datetime) -> QuerySet[Service]:
    """The services that are shown: of this kind, serving somewhere there, not closed; areas and places loaded."""
    here = ServiceArea.objects.filter(country=question.country)
    reach = here.filter(realm=scope.realm or 0)
    rows = visible_to(scope).exclude(state=ServiceState.CLOSED)
    rows = rows.filter(id__in=reach.values("service_id"), kinds__contains=[question.need])
    shown = best(
        rows,
        question,
        reach=reach,
        own=scope.organisation_id,
        now=now,
        fitting=MOST_FITTING,
        near=(NEAR, MOST_NEAR),
    )
    return shown.select_related("capacity").prefetch_related(Prefetch("areas", queryset=here))


def is_old(service: Service, now: dt.datetime | None = None) -> bool:
    """Whether nobody has said for 90 days that the entry is still true."""
    return (now or clock.now()) - service.assured_at > ASSURED_OLD


def service(service_id: uuid.UUID) -> Service:
    """One service of the acting realm, with all that belongs to it. Raises `Service.DoesNotExist`."""
    return whole(required()).get(pk=service_id)


def in_country(scope: Scope, country: str) -> list[tuple[Service, str, str]]:
    """The services that stand in a country and are not closed: with their organisation and free places, in words."""
    rows = visible_to(scope).filter(place_country=country).exclude(state=ServiceState.CLOSED)
    services = list(rows.select_related("capacity").order_by("name", "id"))
    names, now = organisation_names({service.organisation_id for service in services}), clock.now()
    return [
        (
            service,
            names.get(service.organisation_id, ""),
            places_words(capacity, now) if capacity else _("No cuenta plazas"),
        )
        for service in services
        for capacity in (capacity_of(service),)
    ]
