"""Whose stays they are: shown names and addresses beside those who signed up. What is not certain is asked.

An address that one of them has is certain; so is a whole name that one of them alone bears, where the report knows no
address for it. Anything nearer than chance is a candidate for a person to judge, by the house's likeness of names.
"""

import dataclasses
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contratrata.ground.codes.public import fold
from contratrata.ground.vault.public import LIKELY, Names, name_tokens, needed, query_tokens, score

from .reports.report import Stay

Key = TypeVar("Key")
#: Candidates that a question offers at most; the nearness of a name that is the same word by word.
MOST, SAME = 4, 1.0
_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
#: Names of devices and of nobody: they are nobody's name.
_NOBODY = frozenset(
    map(fold, ("iPhone", "iPad", "Galaxy", "Samsung", "Android", "Huawei", "Xiaomi", "Redmi", "Usuario", "Invitado",
               "Invitada", "Guest", "Anónimo", "Anonymous", "Zoom", "Host", "Sala", "Laptop", "Desktop"))
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Registered(Generic[Key]):
    """Somebody who signed up: her name, and every address she is known by (small letters)."""

    key: Key
    name: str
    emails: frozenset[str] = frozenset()


class How(TextChoices):
    """How somebody of a report was shown, or was not."""

    ADDRESS = "address", _("Mismo correo")
    NAME = "name", _("Mismo nombre completo")
    ANSWERED = "answered", _("Ya se respondió")
    ASKED = "asked", _("Por aclarar")
    UNSURE = "unsure", _("No se sabe quién es")
    NOBODY = "nobody", _("No está entre las inscritas")


@dataclasses.dataclass(frozen=True, slots=True)
class Shown(Generic[Key]):
    """One identity of a report, with its stays: who she is, if that is certain, else candidates, nearest first."""

    identity: str
    name: str
    email: str
    stays: Sequence[Stay]
    how: How
    key: Key | None = None
    candidates: Sequence[Key] = ()


def identity(stay: Stay) -> str:
    """By what the same person is known in another report too: her address, else her name as shown."""
    return f"@{stay.email}" if stay.email else fold(stay.name)


def match(
    stays: Iterable[Stay], registered: Sequence[Registered[Key]], answers: Mapping[str, Key | None]
) -> list[Shown[Key]]:
    """Find each identity among those who signed up, in the order in which the report shows them.

    `answers`: what a person said of an identity, in this report or an earlier one of the event: who she is, or None for
    somebody else. Stays that do not count are left out.
    """
    groups: dict[str, list[Stay]] = {}
    for stay in stays:
        if stay.counts:
            groups.setdefault(identity(stay), []).append(stay)
    index = _Index(registered)
    return [index.shown(one, group, answers) for one, group in groups.items()]


class _Index(Generic[Key]):
    """Those who signed up, by address and by the tokens of their names (keyed by chance: they never leave here)."""

    def __init__(self, registered: Sequence[Registered[Key]]) -> None:
        self.token_key = secrets.token_bytes(32)
        self.names = {one.key: Names.typed(one.name) for one in registered}
        self.words = {one.key: _words(one.name) for one in registered}
        self.emails = {one.key: one.emails for one in registered}
        self.by_email: dict[str, list[Key]] = {}
        self.by_token: dict[bytes, set[Key]] = {}
        self.by_words: dict[tuple[str, ...], list[Key]] = {}
        for one in registered:
            for email in one.emails:
                self.by_email.setdefault(email, []).append(one.key)
            self.by_words.setdefault(self.words[one.key], []).append(one.key)
            for token in name_tokens(self.token_key, self.names[one.key]):
                self.by_token.setdefault(token, set()).add(one.key)

    def shown(self, one: str, stays: Sequence[Stay], answers: Mapping[str, Key | None]) -> Shown[Key]:
        """Who an identity is."""
        name, email = max((stay.name for stay in stays), key=len), stays[0].email

        def as_shown(how: How, key: Key | None = None, candidates: Sequence[Key] = ()) -> Shown[Key]:
            return Shown(one, name, email, stays, how, key, candidates)

        if one in answers and (answers[one] is None or answers[one] in self.names):
            return as_shown(How.ANSWERED, answers[one])
        here = self.by_email.get(email, [])
        if len(here) == 1:
            return as_shown(How.ADDRESS, here[0])
        near = self.near(name, here or None)
        if here:  # several signed up with one address: the name says which, or nothing does
            same = [key for key, value in near if value == SAME]
            return (
                as_shown(How.ADDRESS, same[0])
                if len(same) == 1
                else as_shown(How.ASKED, None, tuple(here)[:MOST])
            )
        if not near:
            return as_shown(How.NOBODY)
        same = [key for key, value in near if value == SAME]
        if len(same) == 1 and _whole(name) and not (email and self.emails[same[0]]):
            return as_shown(How.NAME, same[0])
        return as_shown(How.ASKED, None, tuple(key for key, _value in near)[:MOST])

    def near(self, name: str, among: Sequence[Key] | None) -> list[tuple[Key, float]]:
        """Those whose name is like it, nearest first."""
        values: dict[Key, float] = {}
        for spelling in _spellings(name):
            exact = self.by_words.get(_words(spelling), []) if among is None else []
            if len(exact) == 1:
                return [(exact[0], SAME)]
            for key in self._candidates(spelling) if among is None else among:
                same = _words(spelling) == self.words[key]
                value = SAME if same else min(score(spelling, self.names[key]).value, 0.99)
                if value >= LIKELY:
                    values[key] = max(value, values.get(key, 0.0))
        return sorted(values.items(), key=lambda pair: -pair[1])

    def _candidates(self, spelling: str) -> list[Key]:
        weights: dict[Key, dict[int, int]] = {}
        for token in query_tokens(self.token_key, spelling):
            for key in self.by_token.get(token.token, ()):
                words = weights.setdefault(key, {})
                words[token.word] = max(words.get(token.word, 0), token.weight)
        least = needed(spelling)
        heavy = [(sum(words.values()), key) for key, words in weights.items()]
        heavy = sorted((pair for pair in heavy if pair[0] >= least), key=lambda pair: -pair[0])
        return [key for _weight, key in heavy[:10]]


def _spellings(shown: str) -> list[str]:
    """The names that a shown name may hold: without what stands in brackets, what stands in them, before a dash."""
    plain = _BRACKETS.sub(" ", shown)
    parts = [plain, *_BRACKETS.findall(shown), *re.split(r"\s[-–|/]\s|,\s", plain)]
    names = [" ".join(part.split()) for part in parts if "@" not in part]
    known = [name for name in names if name and not _NOBODY & {fold(word) for word in name.split()}]
    return list(dict.fromkeys(known))[:4]


def _words(name: str) -> tuple[str, ...]:
    """The words of a name, the same whether surnames stand first or last: the first in order of all its turns."""
    words = tuple(word.text for word in Names.typed(name).words())
    return min((words[n:] + words[:n] for n in range(len(words))), default=())


def _whole(shown: str) -> bool:
    """Whether a shown name has two words at least: one alone is many people's."""
    return any(len(Names.typed(name).words()) >= 2 for name in _spellings(shown))
