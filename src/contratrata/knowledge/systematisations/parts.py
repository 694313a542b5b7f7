"""The parts of a systematisation: what each kind asks, and the acts on them, each part with a version of its own.

Two who write different parts never meet; of two who write the same one, the second sees both texts.
"""

import dataclasses
import functools
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import locked, one_at_a_time
from contratrata.ground.base.scope import required
from contratrata.ground.codes.public import Words
from contratrata.ground.kinds.public import Fact, Values, check_values
from contratrata.ground.nouns.public import ask_about
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.questions.public import Section, load
from contratrata.knowledge.lessons.public import QUESTIONS as LESSON_QUESTIONS
from contratrata.knowledge.practices.public import QUESTIONS as PRACTICE_QUESTIONS

from . import events  # noqa: F401  (declares the events of this package)
from .models import MOVES, SYSTEMATISATIONS, EarlierText, Part, Systematisation
from .states import SystematisationState

QUESTIONS = load(Path(__file__).with_name("parts.yaml"))
#: More parts of a kind than this are no document any more.
MOST = 60
#: What a part said longer ago than so many versions is kept no more.
MOST_EARLIER = 50
#: What the catalogue asks of a practice at least, asked here of an experience that is one.
OF_CATALOGUE = ("name", "summary", "country", "area", "problem", "how")
_ALWAYS = ("name", "summary", "country")


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """A part with what its facts say."""

    row: Part
    values: Values

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.row.kind

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return facts_of(self.kind)[0].words(self.values[facts_of(self.kind)[0].name])


def kinds() -> tuple[Section, ...]:
    """Every kind of part, in the order of the document."""
    return QUESTIONS.sections


@functools.cache
def facts_of(kind: str) -> tuple[Fact, ...]:
    """What a kind asks: its own questions, and those of the catalogue or of messages where it becomes one."""
    own = QUESTIONS.section(kind).facts
    if kind == "experience":
        fold = _l("Si es una buena práctica: lo que pide el catálogo")
        first = tuple(PRACTICE_QUESTIONS.fact(name) for name in _ALWAYS)
        more = (PRACTICE_QUESTIONS.fact(name) for name in OF_CATALOGUE if name not in _ALWAYS)
        return (*first, *own, *(dataclasses.replace(one, required=False, fold=fold) for one in more))
    if kind == "message":
        return (*own, LESSON_QUESTIONS.fact("audience"), LESSON_QUESTIONS.fact("channel"))
    return own


def adding(kind: str) -> Words:
    """What is asked of who adds one of a kind."""
    return Words(**QUESTIONS.section(kind).extra["add"])


def is_single(kind: str) -> bool:
    """Whether there is one of this kind at most."""
    return bool(QUESTIONS.section(kind).extra.get("single"))


def written_in(systematisation_id: uuid.UUID) -> list[Written]:
    """Every part of one, in the order of the document; one query."""
    order = [section.key for section in kinds()]
    rows = Part.objects.filter(systematisation_id=systematisation_id).order_by("kind", "place", "id")
    return sorted((read(row) for row in rows), key=lambda one: order.index(one.kind))


def read(row: Part) -> Written:
    """A part with the values of its facts."""
    return Written(row, values_of(row.kind, row.texts))


def values_of(kind: str, texts: dict[str, str]) -> Values:
    """The values of texts as the facts of a kind wrote them."""
    return {fact.name: fact.kind.from_text(texts.get(fact.name, "")) for fact in facts_of(kind)}


def add(systematisation_id: uuid.UUID, kind: str, *, values: Values, token: uuid.UUID | None = None) -> Part:
    """Write a new part. Raises `DomainError`, `Doubt`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _writable(systematisation_id)
        of_kind = Part.objects.filter(systematisation_id=row.id, kind=kind)

        def new() -> Part:
            number = of_kind.count()
            if number and is_single(kind):
                raise WrongState(_("Ya está escrito: cámbielo en lugar de escribir otro."))
            if number >= MOST:
                raise WrongState(_("Ya hay demasiadas: quite alguna primero."))
            facts = facts_of(kind)
            checked = _checked(kind, {fact.name: fact.kind.empty for fact in facts} | dict(values))
            ask_about(facts, checked)
            last = of_kind.aggregate(last=Max("place"))["last"] or 0
            part = Part(**row.stamp(), systematisation_id=row.id, kind=kind, place=last + 1, once=token)
            part.texts = _texts(kind, checked)
            part.save(force_insert=True)
            audit.record(
                "systematisation.part_added", kind="systematisations", subject=row.id, part=_name(kind)
            )
            return part

        return once(token, of_kind, new)


def change(part_id: uuid.UUID, *, values: Values, expected_version: int) -> Part:
    """Change a part. Raises `Conflict`, `DomainError`, `Doubt`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        part = _part(part_id)
        if _put(part, values, expected_version):
            audit.record("systematisation.part_changed", **_about(part))
    return part


def restore(part_id: uuid.UUID, version: int, *, expected_version: int) -> Part:
    """Let a part say again, as a new version, what it said in an earlier one; that is asked about as what is typed.

    Raises `Conflict`, `DomainError`, `Doubt`, `NotAllowed`, `WrongState`.
    """
    with transaction.atomic():
        part = _part(part_id)
        earlier = _earlier(part, version)
        values = values_of(part.kind, earlier.texts)
        if _put(part, values, expected_version):
            audit.record("systematisation.part_restored", **_about(part))
    return part


def forget(part_id: uuid.UUID, version: int) -> None:
    """Remove what a part said in an earlier version. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        part = _part(part_id)
        _earlier(part, version).delete()
        audit.record("systematisation.part_forgotten", **_about(part))


def earlier_of(part: Part) -> QuerySet[EarlierText]:
    """What a part said before, the last first."""
    rows = EarlierText.objects.filter(organisation_id=part.organisation_id, part_id=part.id)
    return rows.order_by("-version")


def remove(part_id: uuid.UUID, *, expected_version: int) -> None:
    """Take a part out. Raises `Conflict`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        part = _part(part_id)
        edit(part, expected_version)
        audit.record("systematisation.part_removed", kind="systematisations", subject=part.systematisation_id,
                     part=_name(part.kind))  # fmt: skip
        earlier_of(part).delete()
        part.delete()


def raise_up(part_id: uuid.UUID) -> None:
    """Let a part stand before the one that stands above it now. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        part = _part(part_id)
        of_kind = Part.objects.filter(systematisation_id=part.systematisation_id, kind=part.kind)
        above = of_kind.filter(place__lt=part.place).order_by("-place").first()
        if above is not None:
            part.place, above.place = above.place, part.place
            Part.objects.bulk_update([part, above], ["place"])
            audit.record(
                "systematisation.part_raised", kind="systematisations", subject=part.systematisation_id
            )


def ask_about_all(written: Iterable[Written]) -> None:
    """Ask once about everything that parts may give away, before anybody reads them. Raises `Doubt`."""
    facts: list[Fact] = []
    values: dict[str, Any] = {}
    for n, one in enumerate(written):
        for fact in facts_of(one.kind):
            facts.append(dataclasses.replace(fact, name=f"{n}.{fact.name}"))
            values[facts[-1].name] = one.values[fact.name]
    ask_about(tuple(facts), values)


def may_write_parts(row: Systematisation) -> bool:
    """Whether who acts may write its parts in the state in which it is."""
    return SYSTEMATISATIONS.may_edit(required(), row) and _state(row) not in MOVES.frozen


def _state(row: Systematisation) -> str:
    return MOVES.state(MOVES.of(row.id).first())


def _writable(systematisation_id: uuid.UUID) -> Systematisation:
    """The systematisation, under its lock, if its parts may be written now; a published one is a draft again."""
    one_at_a_time(str(systematisation_id))  # with its moves
    row = SYSTEMATISATIONS.visible_to(required()).filter(id=systematisation_id).first()
    if row is None or not SYSTEMATISATIONS.may_edit(required(), row):
        raise NotAllowed(_("Esto lo escribe la organización que la empezó, y las que ella invita."))
    MOVES.check_thawed(row.id)
    if _state(row) in (SystematisationState.PUBLISHED, SystematisationState.WITHDRAWN):
        nouns.judge(SYSTEMATISATIONS, row, "revise")
    return row


def _part(part_id: uuid.UUID) -> Part:
    """The part, locked, if it may be written now."""
    asked = Part.objects.filter(id=part_id).values_list("systematisation_id", flat=True).first()
    gone = _("Esta parte ya no está.")
    if asked is None:
        raise NotAllowed(gone)
    _writable(asked)
    return locked(Part.objects.all(), part_id, gone)


def _earlier(part: Part, version: int) -> EarlierText:
    """What it said in that version, while somebody may still read it."""
    earlier = earlier_of(part).filter(version=version).first()
    if earlier is None:
        raise WrongState(_("Ese texto anterior ya no está."))
    return earlier


def _about(part: Part) -> dict[str, Any]:
    """What the trail notes of an act on a part."""
    return {"kind": "systematisations", "subject": part.systematisation_id, "part": _name(part.kind)}


def _put(part: Part, values: Values, expected_version: int) -> bool:
    """Let a locked part say something else, if it does; what it said stays readable to those who write it."""
    version = part.version
    edit(part, expected_version)
    before = values_of(part.kind, part.texts)
    checked = _checked(part.kind, {**before, **values})
    ask_about(facts_of(part.kind), checked, before)
    texts, before_texts = _texts(part.kind, checked), part.texts
    changed: bool = texts != before_texts
    if changed:
        now = clock.now()
        of = {"systematisation_id": part.systematisation_id, "part_id": part.id}
        EarlierText.objects.bulk_create(
            [EarlierText(**part.stamp(), **of, version=version, texts=before_texts, until=now)]
        )
        earlier_of(part).filter(version__lte=version - MOST_EARLIER).delete()
        part.texts, part.changed_at = texts, now
        part.save()
    return changed


def _checked(kind: str, values: Values) -> Values:
    checked = check_values(facts_of(kind), values)
    if kind == "experience" and checked["is_practice"]:
        for fact in facts_of(kind):
            if fact.name in OF_CATALOGUE and fact.kind.is_empty(checked[fact.name]):
                raise DomainError(
                    _("El catálogo lo pide de toda buena práctica: %s.") % fact.title, field=fact.name
                )
    return checked


def _texts(kind: str, values: Values) -> dict[str, str]:
    """What the facts write, those that say something."""
    return {fact.name: text for fact in facts_of(kind) if (text := fact.kind.to_text(values[fact.name]))}


def _name(kind: str) -> str:
    return str(QUESTIONS.section(kind).title)
