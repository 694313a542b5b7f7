"""The best answers of a question, chosen by the database: the order of `matching` in SQL, its words left out.

A need in a country may have thousands of services, and a page has room for a few: only those are opened and put into
words. `matching.answer` says the same of one service; a test holds the two against each other.
"""

import datetime as dt
import uuid

from django.db.models import BooleanField, Case, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.functions import Lower, RowNumber
from django.utils import timezone

from contratrata.ground.network.public import receivers

from .matching import ASSURED_OLD, PLACES_OLD, Question
from .models import Service, ServiceArea
from .states import ServiceState


def best(
    rows: QuerySet[Service],
    question: Question,
    *,
    reach: QuerySet[ServiceArea],
    own: uuid.UUID | None,
    now: dt.datetime,
    fitting: int,
    near: tuple[int, int],
) -> QuerySet[Service]:
    """At most `fitting` services that fit, and of those that fail in at most `near[0]` things at most `near[1]`.

    `reach`: the areas served in the country asked for. `own`: the acting organisation, which needs no agreement.
    """
    whole = Q(pk__in=reach.filter(area="").values("service_id"))
    there = Q(pk__in=reach.filter(area=question.area).values("service_id"))
    fails = [_shut(now), *_asked(question, whole | there)]
    ranked = rows.annotate(
        wrong=sum((_one(fail) for fail in fails[1:]), _one(fails[0])),
        unable=_one(~Q(organisation_id__in=receivers()) & ~Q(organisation_id=own)),
        worth_of_places=_numbered((Q(capacity__isnull=True), 2), (Q(capacity__free=0), 3), (_stale(now), 1)),
        worth_of_place=_numbered((whole, 1), (Q(Value(not question.area, BooleanField())), 2), (~there, 3)),
        old=_one(Q(assured_at__lt=now - ASSURED_OLD)),
    )
    order = ("wrong", "unable", "worth_of_places", "worth_of_place", "old", Lower("name"), "id")
    stored = ranked.annotate(
        place=Window(RowNumber(), partition_by=[Case(When(wrong=0, then=0), default=1)], order_by=order)
    )
    return stored.filter(Q(wrong=0, place__lte=fitting) | Q(wrong__range=(1, near[0]), place__lte=near[1]))


def _shut(now: dt.datetime) -> Q:
    today = timezone.localtime(now).date()
    some = Q(shut_from__isnull=False) | Q(shut_until__isnull=False)
    begun = Q(shut_from__isnull=True) | Q(shut_from__lte=today)
    lasting = Q(shut_until__isnull=True) | Q(shut_until__gte=today)
    return Q(state=ServiceState.PAUSED) | (some & begun & lasting)


def _asked(question: Question, in_reach: Q) -> list[Q]:
    """What speaks against a service, one condition for each thing that was asked."""
    fails = []
    if question.area:
        fails.append(~in_reach)
    if question.age is not None:
        fails.append(Q(age_from__gt=question.age) | Q(age_to__lt=question.age))
    if question.sex:
        fails.append(~Q(sexes=[]) & ~Q(sexes__contains=[question.sex]))
    if question.language:
        fails.append(~Q(languages__contains=[question.language]))
    if question.free_only:
        fails.append(Q(capacity__isnull=True) | Q(capacity__free=0))
    return fails


def _stale(now: dt.datetime) -> Q:
    return Q(capacity__free_as_of__lt=now - PLACES_OLD)


def _one(condition: Q) -> Case:
    return _numbered((condition, 1))


def _numbered(*conditions: tuple[Q, int]) -> Case:
    """The number of the first condition that holds, else 0."""
    whens = [When(condition, then=Value(number)) for condition, number in conditions]
    return Case(*whens, default=Value(0), output_field=IntegerField())
