"""What members read of adoptions: how far each country is, whom they may ask, what waits for them."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, organisation_id, realm
from contratrata.ground.base.statements import Statement
from contratrata.ground.charts.public import nearness
from contratrata.ground.codes.public import country, country_name
from contratrata.ground.network.public import Organisation, organisation_names
from contratrata.knowledge.practices.public import PRACTICES, Practice, standing

from .models import Adoption, Answer, Request
from .rules import may_speak
from .states import DOING, FURTHEST

#: A follow-up is told so long before its day.
SOON = dt.timedelta(days=30)


def name_of(practice: Practice) -> str:
    """The name of a practice in the reader's language, or as the original has it."""
    return PRACTICES.title(practice)


def names_of(scope: Scope, practice_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of these practices; one query."""
    rows = PRACTICES.visible_to(scope).filter(id__in=set(practice_ids)).only("id", "name")
    return {row.id: name_of(row) for row in rows}


def visible_to(scope: Scope) -> QuerySet[Adoption]:
    """One's own adoptions, and those of practices that stand."""
    own = Q(organisation_id=organisation_id())
    stands = Q(practice_id__in=standing(scope).order_by().values("id"))
    return Adoption.objects.filter(realm=realm()).filter(own | stands)


def furthest(states: Iterable[str]) -> str:
    """The state of a country where several organisations are."""
    result = set(states)
    return next((state for state in FURTHEST if state in result), "")


def cells_of(adoptions: Iterable[Adoption]) -> dict[tuple[uuid.UUID, str], str]:
    """How far each country is with each practice."""
    result: dict[tuple[uuid.UUID, str], list[str]] = {}
    for one in adoptions:
        result.setdefault((one.practice_id, one.country), []).append(one.state)
    return {cell: furthest(states) for cell, states in result.items()}


def taken_up(scope: Scope) -> QuerySet[Practice]:
    """The practices that somebody takes up, those changed last first."""
    some = Adoption.objects.filter(realm=OuterRef("realm"), practice_id=OuterRef("id"))
    return standing(scope).filter(Exists(some)).order_by("-changed_at", "id")


@dataclasses.dataclass(frozen=True, slots=True)
class Doer:
    """An organisation that does a practice, or wrote it (`adoption` None): where, and how to ask it."""

    organisation_id: uuid.UUID
    name: str
    country: str
    adoption: Adoption | None
    is_own: bool
    ask_url: str

    @property
    def where(self) -> str:
        """Its country in words."""
        return country_name(self.country)


def doers(scope: Scope, practice: Practice, adoptions: Sequence[Adoption], home: str) -> list[Doer]:
    """Who does a practice, the nearest to `home` (a country) first; one query."""
    doing = {one.organisation_id: one for one in adoptions if one.state in DOING}
    ids = {*doing, practice.organisation_id}
    members = Organisation.objects.filter(id__in=ids, left_at=None)
    places = {key: (country, name) for key, country, name in members.values_list("id", "country", "name")}
    result = []
    for one, (home_of, name) in places.items():
        adoption = doing.get(one)
        where: str = adoption.country if adoption else home_of
        own = one == scope.organisation_id
        ask = reverse("adoption:ask", args=[practice.id, one]) if may_speak(scope) and not own else ""
        result.append(Doer(one, name, where, adoption, own, ask))
    return sorted(result, key=lambda one: (_far(home, one.country), one.name))


def _far(home: str, other: str) -> float:
    return nearness(country(home).alpha2, country(other).alpha2)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A request as it waits: of which practice, who asks whom, until when."""

    request: Request
    practice: str
    asker: str
    asked: str
    is_interest: bool
    country: str = ""


def request_words(line: Line) -> str:
    """What is asked, in one sentence without its words."""
    if line.country:
        return _("En un taller se dijo que %s la adoptaría. ¿La adoptan?") % line.country
    return (_("A %s le interesa.") if line.is_interest else _("%s le pregunta cómo la hacen.")) % line.asker


def _owed(acting: Scope, *, most: int) -> QuerySet[Request, tuple[uuid.UUID, dt.datetime]]:
    rows = _open(None).filter(Q(asked_id=acting.organisation_id)).order_by("due_at", "id")
    return rows.values_list("id", "due_at")[:most]


_OWED = Statement(_owed, planned=True)


def answers_owed(scope: Scope, *, most: int) -> list[tuple[uuid.UUID, dt.datetime]]:
    """Which requests the acting organisation has not answered, and until when it should; one query."""
    if not may_speak(scope):
        return []
    return _OWED.rows(scope, most=most)


def requests_to_answer(scope: Scope, *, most: int, only: Iterable[uuid.UUID] | None = None) -> list[Line]:
    """What the acting organisation was asked and has not answered, the first due first; three queries."""
    if not may_speak(scope):
        return []
    return lines(scope, _open(only).filter(asked_id=organisation_id()).order_by("due_at", "id")[:most])


def to_answer(scope: Scope) -> int:
    """How many requests wait for the answer of the acting organisation; one query."""
    return _open(None).filter(asked_id=organisation_id()).count() if may_speak(scope) else 0


def requests_asked(scope: Scope, *, most: int) -> list[Line]:
    """What the acting organisation asked others and waits for; three queries."""
    if not may_speak(scope):
        return []
    return lines(scope, _open(None).filter(organisation_id=organisation_id()).order_by("due_at", "id")[:most])


def _open(only: Iterable[uuid.UUID] | None) -> QuerySet[Request]:
    answered = Answer.objects.filter(realm=OuterRef("realm"), request_id=OuterRef("id"))
    rows = Request.objects.exclude(Exists(answered))
    return rows if only is None else rows.filter(id__in=list(only))


def lines(scope: Scope, rows: Iterable[Request]) -> list[Line]:
    """Requests as lines; two queries more."""
    entries = list(rows)
    practices = names_of(scope, (one.practice_id for one in entries))
    names = organisation_names([one.organisation_id for one in entries] + [one.asked_id for one in entries])
    return [
        Line(
            one, practices.get(one.practice_id, ""), names.get(one.organisation_id, ""), names.get(one.asked_id, ""),
            one.adoption_id is not None, country_name(one.country) if one.country else "",
        )
        for one in entries
    ]  # fmt: skip


def _due(
    acting: Scope, *, until: dt.date, most: int, only: list[uuid.UUID] | None = None
) -> QuerySet[Adoption]:
    rows = Adoption.objects.filter(Q(organisation_id=acting.organisation_id), due_on__lte=until)
    rows = rows if only is None else rows.filter(id__among=only)
    return rows.order_by("due_on", "id")[:most]


_DUE = Statement(_due, planned=True)


def follow_ups(
    scope: Scope, *, most: int, only: Iterable[uuid.UUID] | None = None
) -> list[tuple[Adoption, dt.datetime]]:
    """The own adoptions whose follow-up is due, or will be soon, each with the end of its day; the first due first."""
    if not may_speak(scope):
        return []
    until = clock.today() + SOON
    ids = {} if only is None else {"only": list(only)}
    rows = _DUE.objects(Adoption, scope, until=until, most=most, **ids)
    return [(one, _end_of(one.due_on)) for one in rows if one.due_on]


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def interest_in_ours(scope: Scope, *, most: int) -> list[Adoption]:
    """What other organisations do with the practices of the acting one, the last changed first; one query."""
    own = PRACTICES.visible_to(scope).filter(organisation_id=organisation_id()).order_by().values("id")
    return list(Adoption.objects.filter(practice_id__in=own).order_by("-changed_at", "id")[:most])
