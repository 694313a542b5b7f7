"""What the pages of adoption show, put together for whoever reads."""

import dataclasses
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contratrata.ground.base.request import Request, organisation_of
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import country_name
from contratrata.ground.kinds.public import structured
from contratrata.ground.network.public import organisation_names
from contratrata.ground.nouns.public import Piece
from contratrata.ground.things.public import from_row
from contratrata.ground.things.public import rows as fact_rows
from contratrata.ground.ui.parts import Row
from contratrata.knowledge.practices.public import Practice, is_standing

from .figures import Named, Place, matrix, where
from .models import LEARNED, STEP, Adoption, AdoptionMove, Learned, PublishedLearned
from .queries import cells_of, doers, furthest, name_of
from .rules import may_accept, may_move, may_speak, may_want
from .states import ADOPTION, FOLLOWING, STEPS, AdoptionState

#: More steps, or things learned, are not shown on one page.
MOST = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Lesson:
    """Something learned as it is read: where, who, in words; the acts that are offered on it."""

    title: str
    html: SafeString
    kind: str
    moment: str
    where: str
    who: str
    note: bool
    acts: Sequence[tuple[str, str]]


def turning(page: Page[Any]) -> dict[str, str]:
    """The addresses of the pages before and after this one."""
    return {
        "previous": f"?pagina={page.previous_page_number()}" if page.has_previous() else "",
        "following": f"?pagina={page.next_page_number()}" if page.has_next() else "",
    }


def practice_piece(request: Request, row: Practice) -> Piece | None:
    """What stands on a practice's page for members: the way to take it up, who does, what they learned."""
    if not is_standing(request.scope, row.id):
        return None
    return Piece("adoption/piece.html", practice_values(request, row))


def practice_values(request: Request, practice: Practice) -> dict[str, Any]:
    """Everything of one practice's adoption; a constant number of queries."""
    scope = request.scope
    adoptions = list(Adoption.objects.filter(practice_id=practice.id).order_by("-changed_at", "id"))
    named = Named(practice.id, name_of(practice), practice.country)
    mine = [one for one in adoptions if one.organisation_id == scope.organisation_id]
    return {
        "practice": practice,
        "name": named.name,
        "matrix": matrix([named], cells_of(adoptions), key="adopcion", is_one=True),
        "map": where(named, _places(adoptions), key="paises"),
        "mine": mine,
        "any": bool(adoptions),
        "may_want": may_want(scope, practice),
        "of_others": practice.organisation_id != scope.organisation_id,
        "is_speaker": may_speak(scope),
        "doers": doers(scope, practice, adoptions, organisation_of(request).country),
        "lessons": lessons(scope, practice),
    }


def _places(adoptions: Sequence[Adoption]) -> list[Place]:
    names = organisation_names(one.organisation_id for one in adoptions)
    groups: dict[str, list[Adoption]] = {}
    for one in adoptions:
        groups.setdefault(one.country, []).append(one)
    return [
        Place(
            code, furthest(one.state for one in group), len(group),
            tuple(sorted(names.get(one.organisation_id, "") for one in group)),
        )
        for code, group in groups.items()
    ]  # fmt: skip


def lessons(scope: Scope, practice: Practice, *, adoption_id: uuid.UUID | None = None) -> list[Lesson]:
    """What was learned with a practice (of one adoption), the last first, with the acts on each; three queries."""
    query = Learned.objects.filter(practice_id=practice.id)
    query = query.filter(adoption_id=adoption_id) if adoption_id else query
    rows = list(query.order_by("-changed_at", "id")[:MOST])
    names = organisation_names(one.organisation_id for one in rows)
    copies = PublishedLearned.objects.filter(learned_id__in=[one.id for one in rows])
    published = dict(copies.values_list("learned_id", "version"))
    created = []
    for one in rows:
        offered = _offered(scope, practice, one, published.get(one.id))
        open_now = one.id in published
        created.append(_lesson(one, names.get(one.organisation_id, ""), note=open_now, acts=offered))
    return created


def _offered(scope: Scope, practice: Practice, one: Learned, version: int | None) -> list[tuple[str, str]]:
    """The acts on something learned: their words and where they lead."""
    offered = []
    if may_accept(scope, practice, one):
        offered += ["accept"] * (version != one.version) + ["refuse"] * (version is not None)
    if may_speak(scope) and one.organisation_id == scope.organisation_id:
        offered += ["change_learned", "remove_learned"]
    words = {
        "accept": _("Publicar"),
        "refuse": _("Retirar de lo publicado"),
        "change_learned": _("Cambiar"),
        "remove_learned": _("Quitar"),
    }
    return [(words[name], reverse(f"adoption:{name}", args=[one.id])) for name in offered]


def _lesson(one: Any, who: str, *, note: bool, acts: Sequence[tuple[str, str]] = ()) -> Lesson:
    values = from_row(LEARNED.facts, one)
    words = {fact.name: fact.words(values[fact.name]) for fact in LEARNED.facts}
    return Lesson(
        words["title"], structured(words["words"]), words["kind"], words["moment"], country_name(one.country), who,
        note, acts,
    )  # fmt: skip


def open_lessons(rows: Iterable[PublishedLearned]) -> list[Lesson]:
    """What anybody reads of what was learned."""
    return [_lesson(one, one.by, note=False) for one in rows]


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, as its lines."""

    state: str
    rows: list[Row]
    at: Any


def adoption_values(request: Request, adoption: Adoption, practice: Practice) -> dict[str, Any]:
    """Everything of one adoption; a constant number of queries."""
    moves = AdoptionMove.objects.filter(adoption_id=adoption.id).order_by("-at", "id")[:MOST]
    steps = [
        Taken(
            _sentence(one), fact_rows(STEP.facts, from_row(STEP.facts, one), all_facts=False), one.at
        )
        for one in moves
    ]  # fmt: skip
    mine = may_move(request.scope, adoption)
    verbs = [verb for verb in ADOPTION.verbs(adoption.state) if verb in STEPS] if mine else []
    verbs.sort(key=lambda verb: verb not in FOLLOWING)  # what is asked every six months stands first
    return {
        "adoption": adoption,
        "practice": practice,
        "name": name_of(practice),
        "who": organisation_names([adoption.organisation_id]).get(adoption.organisation_id, ""),
        "where": country_name(adoption.country),
        "steps": steps,
        "mine": mine,
        "acts": [
            (
                STEPS[verb].words,
                reverse("adoption:step", args=[adoption.id, STEPS[verb].slug]),
                _look(n, verb),
            )
            for n, verb in enumerate(verbs)
        ],
        "lessons": lessons(request.scope, practice, adoption_id=adoption.id),
    }


def _look(n: int, verb: str) -> str:
    """The first step is the one that is likely; to leave it is a link."""
    return "link" if verb == "drop" else "second" if n else "primary"


def _sentence(move: AdoptionMove) -> str:
    """A step in words: the state it led to, or that it told how it goes."""
    if move.verb in FOLLOWING:
        return str(STEPS[move.verb].words)
    return str(AdoptionState(move.to_state).label)
