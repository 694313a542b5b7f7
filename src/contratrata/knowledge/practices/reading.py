"""What a practice's page shows besides its facts: what reviewers said and were answered, and what may be done."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language

from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.codes.public import country_name
from contratrata.ground.network.public import organisation_names
from contratrata.ground.things.public import from_row

from .addresses import page_url
from .calling import asked_of, may_call, owed, owed_by
from .drawn import judgements
from .lasting import languages_of
from .models import (
    CRITERIA,
    DEFINITION,
    MOVES,
    PRACTICES,
    RUBRIC,
    Call,
    CoEditor,
    Practice,
    Published,
    Reply,
    Review,
)
from .rules import may_reply, may_review
from .sent import versions_of
from .states import PracticeState

#: So long after it was sent is a review due; a practice that waits longer is told as late, and nothing else happens.
REVIEW_DAYS = 21


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """A criterion as one review judges it: its name, how many of four, in words, why."""

    title: str
    level: int
    words: str
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review as it is read, with the answers to it; `current`: of the version that stands now."""

    review: Review
    who: str
    verdict: str
    comment: str
    evidence: str
    maturity: str
    definition: list[tuple[str, str]]
    criteria: list[Judged]
    replies: list[Reply]
    current: bool
    reply_url: str

    @property
    def waits(self) -> bool:
        """Whether who reads has to answer it: it asks for changes of what stands now, and nobody has."""
        asks = vars(self.review)["verdict"] == "changes"
        return bool(asks and self.current and self.reply_url and not self.replies)


def reviews_beside(request: Request, row: Practice) -> dict[str, Any]:
    """The reviews that who reads may read, and the way to write one; a constant number of queries."""
    reviews = list(Review.objects.filter(practice_id=row.id).order_by("-at"))
    replies = list(Reply.objects.filter(review_id__in=[one.id for one in reviews]).order_by("at"))
    names = organisation_names(one.organisation_id for one in reviews)
    edits = PRACTICES.may_edit(request.scope, row)
    lines = [
        _sentence(one, replies, names, row, may=may_reply(request.scope, one, may_edit=edits))
        for one in reviews
    ]
    waits = (
        may_review(request.scope, row) and MOVES.state(MOVES.of(row.id).first()) == PracticeState.IN_REVIEW
    )
    own = any(
        one.organisation_id == request.scope.organisation_id and one.practice_version == row.version
        for one in reviews
    )
    return {
        "said": lines,
        "judgements": _drawn(reviews, names, row),
        "review_url": reverse("practices:review", args=[row.id]) if waits and not own else "",
        **_asked(request, row),
        **_versions(request, row),
    }


def _drawn(reviews: Iterable[Review], names: dict[Any, str], row: Practice) -> Any:
    """The levels of every review of what stands now, the first that was written first."""
    current = [one for one in reviews if one.practice_version == row.version][::-1]
    levels = [
        {"country": one.country, "levels": [int(vars(one)[name]) for name in CRITERIA]} for one in current
    ]
    return judgements(levels, [names.get(one.organisation_id, "") for one in current])


def _asked(request: Request, row: Practice) -> dict[str, Any]:
    """Who was asked to judge what stands now, and the acts about that."""
    asked = asked_of(row)
    names = organisation_names(one.reviewer_id for one in asked)
    owed = owed_by(row, request.scope)
    return {
        "asked": [(names.get(one.reviewer_id, ""), one) for one in asked],
        "due": owed.due if owed else None,
        "decline_url": reverse("practices:decline", args=[row.id]) if owed else "",
        "call_url": reverse("practices:call", args=[row.id]) if may_call(request.scope, row) else "",
    }


def _versions(request: Request, row: Practice) -> dict[str, Any]:
    """The ways to what changed, to the public page, and to taking a language back."""
    copy = Published.objects.filter(row_id=row.id).only("id", "number", "name").first()
    silences = copy is not None and PRACTICES.may_publish(request.scope) and len(languages_of(copy)) > 1
    language = (get_language() or "es").partition("-")[0]
    former = any(number != row.version for number in versions_of(row.id))
    return {
        "changes_url": reverse("practices:changes", args=[row.id]) if former else "",
        "page_url": page_url(language, copy.number) if copy else "",
        "silence_url": reverse("practices:silence", args=[row.id]) if silences else "",
    }


def _sentence(
    one: Review, replies: Iterable[Reply], names: dict[Any, str], row: Practice, *, may: bool
) -> ReviewShown:
    values = from_row(RUBRIC.facts, one)
    words = {fact.name: fact.words(values[fact.name]) for fact in RUBRIC.facts}
    criteria = [
        Judged(RUBRIC.fact(name).title, int(values[name]), words[name], words[f"{name}_why"])
        for name in CRITERIA
    ]
    who = f"{names.get(one.organisation_id, '')} · {country_name(one.country)}"
    mine = [reply for reply in replies if reply.review_id == one.id]
    url = reverse("practices:reply", args=[row.id, one.id]) if may else ""
    current = one.practice_version == row.version
    return ReviewShown(
        one,
        who,
        words["verdict"],
        words["comment"],
        words["evidence"],
        words["maturity"],
        [(RUBRIC.fact(name).title, words[name]) for name in DEFINITION],
        criteria,
        mine,
        current,
        url,
    )


def standing(scope: Scope) -> QuerySet[Practice]:
    """The practices that passed their review and were not withdrawn since: those that others may take up."""
    judged = MOVES.row._default_manager.filter(
        realm=OuterRef("realm"), row_id=OuterRef("id"), verb__in=("accept", "withdraw")
    ).order_by("-number")
    last = Subquery(judged.values("verb")[:1])
    return PRACTICES.visible_to(scope).alias(last_judgement=last).filter(last_judgement="accept")


def is_standing(scope: Scope, practice_id: uuid.UUID) -> bool:
    """Whether this practice is one of `standing`; one query."""
    return standing(scope).filter(id=practice_id).exists()


def to_review(scope: Scope) -> int:
    """How many practices wait for the review of the acting organisation; one query."""
    return _to_review(scope).count()


def reviews_owed(scope: Scope, *, most: int) -> list[tuple[Practice, dt.datetime]]:
    """Practices that wait for the review of the acting organisation, each with its deadline; the first due first.

    Those it was asked for have the day that was agreed on, whatever else waits has `REVIEW_DAYS` from being sent.
    """
    sent = MOVES.row._default_manager.filter(
        realm=OuterRef("realm"), row_id=OuterRef("id"), verb="submit"
    ).order_by("-number")
    rows = _to_review(scope).annotate(sent_at=Subquery(sent.values("at")[:1])).order_by("sent_at", "id")
    asked = owed(scope)
    days = {row.id: day for row, day in asked}
    others = [row for row in rows[: most + len(asked)] if row.id not in days]
    due = [(row, clock.end_of(day)) for row, day in asked]
    due += [(row, row.sent_at + dt.timedelta(days=REVIEW_DAYS)) for row in others]
    return sorted(due, key=lambda pair: (pair[1], pair[0].id))[:most]


def _to_review(scope: Scope) -> QuerySet[Practice]:
    rows = MOVES.in_state(PRACTICES.visible_to(scope), PracticeState.IN_REVIEW)
    own = organisation_id()
    mine = Review.objects.filter(
        organisation_id=own, practice_id=OuterRef("id"), practice_version=OuterRef("version")
    )
    wrote = CoEditor.objects.filter(row_id=OuterRef("id"), editor_organisation_id=own)
    declined = Call.objects.filter(
        practice_id=OuterRef("id"), version=OuterRef("version"), reviewer_id=own, due=None
    )
    for reason in (mine, wrote, declined):
        rows = rows.exclude(Exists(reason))
    return rows.exclude(organisation_id=own)
