"""How near two names are, from 0 to 1, and why in words: ranks the few files that tokens selected."""

import dataclasses
import functools
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .name_words import COMMON
from .names import MOST, MOST_WORDS, NamePart, Names, Word, words
from .sounds import heard_as, skeleton, sounds

LIKELY = 0.72
CLASH = 1.25
MISSING = 0.15
BEGUN = 0.85

Key = TypeVar("Key")


class Reason(models.TextChoices):
    """Why a name counts as near, for the person who chooses."""

    SAME = "same", _("Mismo nombre")
    SAME_SOUND = "same_sound", _("Suena igual")
    OTHER_ORDER = "other_order", _("Mismas partes en otro orden")
    INITIAL = "initial", _("Coincide una inicial")
    ABBREVIATION = "abbreviation", _("Nombre abreviado")
    MISSING_SECOND_SURNAME = "missing_second_surname", _("Falta un apellido o un nombre")
    ONE_SLIP = "one_slip", _("Difiere en una letra")
    SIMILAR_SOUND = "similar_sound", _("Suena parecido")
    BEGINNING = "beginning", _("Coincide el comienzo")
    ALIAS = "alias", _("Coincide con otro nombre o alias")


@dataclasses.dataclass(frozen=True, slots=True)
class Nearness:
    """`value` from 0 (nothing) to 1 (the same name), and the reasons that hold."""

    value: float
    reasons: tuple[Reason, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Likely(Generic[Key]):
    """A candidate with how near it is."""

    key: Key
    names: Names
    nearness: Nearness


def score(query: Names | str, candidate: Names) -> Nearness:
    """How near the candidate is to what was asked, aliases included; symmetric in spirit, not in detail."""
    asked = (words(query) if isinstance(query, str) else query.words())[:MOST_WORDS]
    best = _nearness(asked, candidate.words()[:MOST_WORDS])
    for other in candidate.others:
        result = _nearness(asked, words(other)[:MOST_WORDS])
        if result.value > best.value:
            best = Nearness(result.value, (Reason.ALIAS, *result.reasons))
    return best


def likely(
    query: Names | str, candidates: Iterable[tuple[Key, Names]], threshold: float = LIKELY
) -> list[Likely[Key]]:
    """The candidates at or above the threshold, nearest first, at most `MOST`; ties keep their order."""
    result = [Likely(key, names, score(query, names)) for key, names in candidates]
    near = [one for one in result if one.nearness.value >= threshold]
    return sorted(near, key=lambda one: -one.nearness.value)[:MOST]


def _nearness(asked: tuple[Word, ...], there: tuple[Word, ...]) -> Nearness:
    if not asked or not there:
        return Nearness(0.0)
    pairs = sorted(
        (
            (*_alike(one, other, growing=i == len(asked) - 1), i, j)
            for i, one in enumerate(asked)
            for j, other in enumerate(there)
        ),
        key=lambda pair: (-pair[0], abs(pair[2] - pair[3])),
    )
    taken: dict[int, int] = {}
    gained = weighed = 0.0
    reasons: dict[Reason, None] = {}
    for likeness, reason, i, j in pairs:
        if likeness <= 0 or i in taken or j in taken.values():
            continue
        taken[i] = j
        weight = _tells(asked[i])
        gained += likeness * weight
        weighed += weight
        reasons[reason] = None
    if not taken:
        return Nearness(0.0)
    left_asked = [word for i, word in enumerate(asked) if i not in taken]
    left_there = [word for j, word in enumerate(there) if j not in taken.values()]
    value = gained / (weighed + _unlike(left_asked, left_there))
    return Nearness(round(value, 3), _reasons(reasons, taken, bool(left_asked or left_there)))


def _unlike(left_asked: list[Word], left_there: list[Word]) -> float:
    """What counts against: much for words of one part that contradict each other, little for missing ones."""
    against = 0.0
    rest = sorted(left_there, key=_tells, reverse=True)
    for word in sorted(left_asked, key=_tells, reverse=True):
        clash = next((other for other in rest if _same_part(word, other)), None)
        if clash is None:
            against += MISSING
        else:
            rest.remove(clash)
            against += CLASH * (_tells(word) + _tells(clash)) / 2
    return against + MISSING * len(rest)


def _same_part(one: Word, other: Word) -> bool:
    return one.part == other.part or NamePart.ANY in (one.part, other.part)


def _reasons(reasons: dict[Reason, None], taken: dict[int, int], missing: bool) -> tuple[Reason, ...]:
    values = dict(reasons)
    places = [taken[i] for i in sorted(taken)]
    if places != sorted(places):
        values[Reason.OTHER_ORDER] = None
    if missing:
        values[Reason.MISSING_SECOND_SURNAME] = None
    if len(values) > 1:
        values.pop(Reason.SAME, None)
    return tuple(values)


def _tells(word: Word) -> float:
    """How much a word says: an initial and the commonest names less."""
    if word.bare:
        return 0.5
    return 0.7 if word.text in COMMON else 1.0


def _alike(one: Word, other: Word, *, growing: bool) -> tuple[float, Reason]:
    if one.bare or other.bare:
        if one.text == other.text:
            return 0.9, Reason.INITIAL
        return (0.8, Reason.INITIAL) if one.text[0] == other.text[0] else (0.0, Reason.INITIAL)
    if one.text == other.text:
        return 1.0, Reason.SAME if bool(one.readings) == bool(other.readings) else Reason.ABBREVIATION
    best = max(_alike_texts(a, b) for a in one.all_readings() for b in other.all_readings())
    if growing and best[0] < BEGUN and _begins(one.text, other.text):
        return BEGUN, Reason.BEGINNING
    return best


def _begins(typed: str, there: str) -> bool:
    """Whether the word still being typed may become the other."""
    return len(typed) >= 4 and sounds(there)[0].startswith(sounds(typed)[0])


@functools.lru_cache(maxsize=65_536)
def _alike_texts(one: str, other: str) -> tuple[float, Reason]:
    heard, there = heard_as(one), sounds(other)
    if set(heard) & set(there):
        return (0.98, Reason.SAME) if one == other else (0.96, Reason.SAME_SOUND)
    a, b = heard[0], there[0]
    if _only_ending_differs(a, b) or {one, other} <= COMMON:
        # Mario and María, Juan and Juana, Hernández and Fernández: names of their own, not slips.
        return 0.0, Reason.ONE_SLIP
    shorter = min(len(a), len(b), len(one), len(other))
    distance = _distance(a, b, 2)
    # A slip of the keyboard may change the sound of a whole group (ll, ee): spelling counts as well.
    if min(distance, _distance(one, other, 1)) == 1 and shorter >= 5:
        return 0.88, Reason.ONE_SLIP
    if distance <= 2 and skeleton(a) and skeleton(a) == skeleton(b):
        return 0.84, Reason.SIMILAR_SOUND
    return (0.78 if distance == 2 and shorter >= 7 else 0.0), Reason.SIMILAR_SOUND


def _only_ending_differs(a: str, b: str) -> bool:
    stems = a.rstrip("ao"), b.rstrip("ao")
    return stems[0] == stems[1] and a != b and len(stems[0]) >= 2


def _distance(a: str, b: str, most: int) -> int:
    """Edit distance up to `most`; neighbouring letters swapped are one slip (optimal string alignment)."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        row = [i]
        for j, y in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
