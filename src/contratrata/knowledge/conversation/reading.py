"""A conversation as it is read: posts, and where the moderation hid one."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope, organisation_id, realm
from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import structured
from contratrata.ground.network.public import Organisation
from contratrata.ground.nouns.public import Piece
from contratrata.knowledge.practices.public import Practice, is_standing

from .models import SIZE, Post, Reason, Report, Ruling, Verdict
from .rules import may_edit, may_moderate, may_post, may_report

#: So many stand on the practice's page itself.
LAST = 3


@dataclasses.dataclass(frozen=True, slots=True)
class PostShown:
    """A post as it is read; `hidden`: why the moderation hid it, and then `html` is for the moderation alone."""

    id: uuid.UUID
    who: str
    at: dt.datetime
    html: SafeString | str
    is_edited: bool
    hidden: str
    reports: Sequence[str]
    acts: Sequence[tuple[str, str]]


def thread(
    scope: Scope, practice_id: uuid.UUID, *, before: uuid.UUID | None = None, most: int = SIZE
) -> tuple[list[PostShown], bool]:
    """Posts of a practice, the last first, and whether there are older ones; a constant number of queries.

    `before`: those behind this post; one that she does not read begins anew.
    """
    last = Ruling.objects.filter(realm=OuterRef("realm"), post_id=OuterRef("id")).order_by("-number")
    posts = Post.objects.filter(realm=realm(), practice_id=practice_id).annotate(
        verdict=Subquery(last.values("verdict")[:1]), reason=Subquery(last.values("reason")[:1])
    )
    after = posts.filter(id=before).values_list("at", flat=True).first() if before else None
    if after is not None:
        posts = posts.filter(Q(at__lt=after) | Q(at=after, id__gt=before))
    rows = list(posts.order_by("-at", "id")[: most + 1])
    shown = rows[:most]
    names = _organisations(shown)
    reports = _reports(scope, [one.id for one in shown])
    return [_sentence(scope, one, names, reports.get(one.id, [])) for one in shown], len(rows) > most


def _sentence(scope: Scope, one: Any, names: dict[uuid.UUID, str], reports: Sequence[str]) -> PostShown:
    hidden = str(Reason(one.reason).label) if one.verdict == Verdict.HIDDEN else ""
    offered = []
    if not hidden:
        offered += ["edit"] * may_edit(scope, one)
        offered += ["report"] * (may_report(scope, one) and not may_moderate(scope))
        offered += ["hide"] * may_moderate(scope)
    if may_moderate(scope) and (hidden or reports):
        offered.append("show")
    return PostShown(
        one.id, names.get(one.organisation_id, ""), one.at, structured(one.words), one.edited_at is not None, hidden,
        reports, [(_words()[name], reverse(f"conversation:{name}", args=[one.id])) for name in offered],
    )  # fmt: skip


def _words() -> dict[str, str]:
    """What may be done with a post, by the name of its page."""
    return {
        "edit": _("Cambiar"),
        "report": _("Avisar a la moderación"),
        "hide": _("Ocultar"),
        "show": _("Dejar a la vista"),
    }


def _organisations(posts: Sequence[Post]) -> dict[uuid.UUID, str]:
    query = Organisation.objects.filter(id__in={one.organisation_id for one in posts})
    rows = query.values_list("id", "name", "country")
    return {key: f"{name} · {country_name(code)}" for key, name, code in rows}


def _reports(scope: Scope, post_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Why posts were reported since the moderation last decided; for the moderation."""
    if not may_moderate(scope):
        return {}
    result: dict[uuid.UUID, list[str]] = {}
    for one in _waiting().filter(post_id__in=post_ids).order_by("at"):
        result.setdefault(one.post_id, []).append(str(Reason(one.reason).label))
    return result


def _waiting() -> QuerySet[Report]:
    """The reports that came after the last decision on their post, or before any."""
    decided = Ruling.objects.filter(realm=OuterRef("realm"), post_id=OuterRef("post_id")).order_by("-number")
    rows = Report.objects.annotate(decided_at=Subquery(decided.values("at")[:1]))
    return rows.filter(Q(decided_at=None) | Q(at__gt=F("decided_at")))


def reported(scope: Scope, *, most: int) -> list[Report]:
    """What waits for the moderation, the first told first, each post once; one query."""
    if not may_moderate(scope):
        return []
    earlier = _waiting().filter(post_id=OuterRef("post_id"), at__lt=OuterRef("at"))
    stands = Exists(Post.objects.filter(id=OuterRef("post_id")))
    return list(_waiting().filter(stands).exclude(Exists(earlier)).order_by("at", "id")[:most])


def hidden_of(practice_id: uuid.UUID) -> list[tuple[dt.datetime, str]]:
    """When and why the moderation hid posts of the acting organisation, which does not read them any more."""
    later = Ruling.objects.filter(
        realm=OuterRef("realm"), post_id=OuterRef("post_id"), number__gt=OuterRef("number")
    )
    rows = Ruling.objects.filter(
        practice_id=practice_id, author_id=organisation_id(), verdict=Verdict.HIDDEN
    ).exclude(Exists(later))
    return [(one.at, str(Reason(one.reason).label)) for one in rows.order_by("-at", "id")[:LAST]]


def piece(request: Request, row: Practice) -> Piece | None:
    """The last posts, on the practice's page for members."""
    if not is_standing(request.scope, row.id):
        return None
    words, more = thread(request.scope, row.id, most=LAST)
    values = {
        "said": words,
        "more": more,
        "may_post": may_post(request.scope),
        "url": reverse("conversation:thread", args=[row.id]),
    }
    return Piece("conversation/piece.html", values)
