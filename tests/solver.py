"""A crude solver: from what a dump says of persons, and public lists of names with frequencies, whole names.

Expectation–maximisation over the graph of shared tokens. Whoever attacks knows the code and not the key: under a key
of her own she computes which *features* (a word, its sound, its initial, its length …) each name of her lists has, how
many persons of which sex and country should have them, and matches these with the tokens she sees: by how many persons
have a token, then again and again by who they seem to be. Where no two persons share anything she is left with
frequencies.
"""

import dataclasses
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence

from contratrata.ground.vault.public import Names, name_tokens

#: A key of the attacker's own: equal features give equal tokens under it, whatever the key of the house is.
OWN_KEY = b"\x07" * 32
ROUNDS = 3
_NEVER = 1e-4
Feature = bytes
Token = Hashable


@dataclasses.dataclass(frozen=True, slots=True)
class Lists:
    """Public lists: how often each name is borne, by sex for given names and by country for surnames."""

    given: Mapping[str, Mapping[str, float]]
    surnames: Mapping[str, Mapping[str, float]]


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """What the dump says of one person."""

    sex: str
    country: str
    tokens: frozenset[Token]


Guess = tuple[str, str, str]


def by_frequency(seen: Sequence[Seen], lists: Lists) -> list[Guess]:
    """The best guess by sex and country alone: what is left when nothing else is said."""
    best: list[Guess] = []
    for one in seen:
        initial, surname = _first(lists.given[one.sex]), _first(lists.surnames[one.country])
        best.append((initial, surname, surname))
    return best


def solved(seen: Sequence[Seen], lists: Lists) -> list[Guess]:
    """The guesses of the solver."""
    holders: dict[Token, list[int]] = defaultdict(list)
    for n, one in enumerate(seen):
        for token in one.tokens:
            holders[token].append(n)
    # What nearly everybody has, and what one alone has, tells nothing apart.
    holders = {t: who for t, who in holders.items() if 1 < len(who) < 0.9 * len(seen)}
    words = _features(lists)
    is_of = _priors(seen, lists)
    for _round in range(ROUNDS):
        means = _matched(holders, _expected(is_of, words))
        is_of = _judged(seen, lists, words, means)
    return [_guess(n, is_of) for n in range(len(seen))]


def right(guesses: Sequence[Guess], truth: Sequence[Guess]) -> tuple[int, int]:
    """How many whole names, and how many of at least two of three parts."""
    parts = [sum(a == b for a, b in zip(g, t, strict=True)) for g, t in zip(guesses, truth, strict=True)]
    return sum(n == len(truth[0]) for n in parts), sum(n >= len(truth[0]) - 1 for n in parts)


#: For each person, for given name and surnames, how likely each name is.
_Of = list[tuple[dict[str, float], dict[str, float]]]


def _first(names: Mapping[str, float]) -> str:
    return max(names, key=lambda name: names[name])


def _features(lists: Lists) -> dict[tuple[int, str], frozenset[Feature]]:
    initial = {name for of in lists.given.values() for name in of}
    surnames = {name for of in lists.surnames.values() for name in of}
    result = {(0, one): name_tokens(OWN_KEY, Names(given=one)) for one in initial}
    result |= {(1, one): name_tokens(OWN_KEY, Names(surname=one)) for one in surnames}
    # What is sealed may tell a length.
    return {
        (place, one): frozenset({*tokens, b"%d:%d" % (place, len(one.encode()))})
        for (place, one), tokens in result.items()
    }


def _priors(seen: Sequence[Seen], lists: Lists) -> _Of:
    return [(dict(lists.given[one.sex]), dict(lists.surnames[one.country])) for one in seen]


def _expected(
    is_of: _Of, words: Mapping[tuple[int, str], frozenset[Feature]]
) -> dict[Feature, dict[int, float]]:
    """For each feature, how likely each person has it (by given name, by either surname)."""
    result: dict[Feature, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for n, (answers, surnames) in enumerate(is_of):
        for name, p in answers.items():
            for feature in words[0, name] if p > _NEVER else ():
                result[feature][n] += p
        for name, p in surnames.items():
            for feature in words[1, name] if p > _NEVER else ():
                result[feature][n] += 2 * p
    return result


def _matched(
    holders: Mapping[Token, list[int]], expected: Mapping[Feature, Mapping[int, float]]
) -> dict[Token, dict[Feature, float]]:
    """What each token means, by how many should have it and who they seem to be; no two tokens mean the same."""
    weights: dict[Token, dict[Feature, float]] = {}
    totals = {feature: sum(by.values()) for feature, by in expected.items()}
    for token, who in holders.items():
        scores: dict[Feature, float] = {}
        for feature, by in expected.items():
            # So many should have it (its size), and these persons more likely than others (who they are).
            scores[feature] = sum(math.log(min(by.get(n, 0.0), 1.0) + 0.003) for n in who) - totals[feature]
        weights[token] = _shares(scores)
    for _again in range(3):  # each feature is one token's
        claimed: Counter[Feature] = Counter()
        for of in weights.values():
            claimed.update({feature: p for feature, p in of.items() if p > _NEVER})
        weights = {
            token: _normed({f: p / max(claimed[f], 1.0) for f, p in of.items() if p > _NEVER})
            for token, of in weights.items()
        }
    return weights


def _judged(
    seen: Sequence[Seen],
    lists: Lists,
    words: Mapping[tuple[int, str], frozenset[Feature]],
    means: Mapping[Token, Mapping[Feature, float]],
) -> _Of:
    """Who each person is, given what her tokens mean."""
    judged: _Of = []
    for one in seen:
        has: dict[Feature, float] = defaultdict(float)
        values = [means[token] for token in one.tokens if token in means]
        for of in values:
            for feature, p in of.items():
                has[feature] = 1 - (1 - has[feature]) * (1 - p)
        parts = []
        for place, names in ((0, lists.given[one.sex]), (1, lists.surnames[one.country])):
            scores = {
                name: math.log(p)
                + sum(math.log(has.get(f, 0.0) + 0.05) - math.log(0.1) for f in words[place, name] if values)
                for name, p in names.items()
            }
            parts.append(_shares(scores))
        judged.append((parts[0], parts[1]))
    return judged


def _guess(n: int, is_of: _Of) -> Guess:
    initial, surnames = is_of[n]
    first, *others = sorted(surnames, key=lambda name: -surnames[name])
    # Two surnames that both stand out are both hers, in one order or the other; else the commonest twice.
    second = (
        others[0] if others and surnames[others[0]] > surnames[first] / 4 and surnames[first] > 0.3 else first
    )
    return _first(initial), first, second


def _shares(scores: Mapping[Feature, float] | Mapping[str, float]) -> dict:  # type: ignore[type-arg]
    top = max(scores.values())
    return _normed({key: math.exp(score - top) for key, score in scores.items()})


def _normed(shares: dict) -> dict:  # type: ignore[type-arg]
    total = sum(shares.values()) or 1.0
    return {key: share / total for key, share in shares.items()}
