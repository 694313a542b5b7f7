"""The kinds of mail, each declared once by its package: subject, sentence, link words, and how it may travel.

No mail carries personal data: it may be read by anybody who picks up a telephone. What a sentence may hold besides
its own words is a code, the name of an organisation, the title of something public, what a session that anybody reads
of leaves pending, and a moment (`VALUES`).
"""

import dataclasses
import re
import uuid
from collections.abc import Callable, Mapping

from django.utils.functional import Promise

Words = str | Promise
#: What may be put into a sentence, and what it must look like.
_PLAIN = re.compile(r"[^\r\n<>@]{1,300}")
VALUES = {
    "code": re.compile(r"[A-Z0-9-]{4,20}"),
    "organisation": _PLAIN,
    "title": _PLAIN,
    "pending": _PLAIN,
    "when": _PLAIN,
}
PATH = re.compile(r"(/[A-Za-z0-9_./-]*)?")


class UnknownKind(LookupError):
    """A mail of a kind, or a group, that nobody declared: a fault of ours."""


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Kinds that a user chooses about together: at once, once a day, never."""

    name: str
    label: Words


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """`subject`, `sentence`, `action` (words of the link) and `footer` are translatable.

    `group`: what a user may turn off or take once a day (empty: always sent). `merges`: several waiting for one user
    become one mail. `urgent`: at once, in the night too. `looked_at`: a large batch of it is held until somebody
    has looked. `wanted`: asked at the moment of sending, with the user and what `send` noted about it; what is not
    wanted any more is dropped.
    """

    name: str
    subject: Words
    sentence: Words
    action: Words
    footer: Words
    group: str = ""
    merges: bool = False
    urgent: bool = False
    looked_at: bool = True
    wanted: Callable[[uuid.UUID | None, Mapping[str, str]], bool] | None = None

    def words(self, values: Mapping[str, str]) -> str:
        """The sentence of one mail, in the active language."""
        return str(self.sentence).format(**values)

    def check(self, values: Mapping[str, str], link: str) -> None:
        """Refuse what no mail may carry: other values, a link that is no plain path. Raises `ValueError`."""
        if not PATH.fullmatch(link):
            raise ValueError(f"{self.name}: a link is a path of the site")
        for name, value in values.items():
            if name not in VALUES or not VALUES[name].fullmatch(value):
                raise ValueError(f"{self.name}: {name} may not stand in a mail")


_kinds: dict[str, Kind] = {}
_groups: dict[str, Group] = {}


def declare(kind: Kind) -> None:
    """Declare a kind (`subject.event`). Its group must be declared. Raises `UnknownKind`."""
    if kind.group:
        group_of(kind.group)
    _kinds[kind.name] = kind


def declare_group(name: str, label: Words) -> None:
    """Declare what users choose about together."""
    _groups[name] = Group(name, label)


def kind_of(name: str) -> Kind:
    """The declared kind. Raises `UnknownKind`."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(f"Undeclared mail: {name}") from None


def group_of(name: str) -> Group:
    """The declared group. Raises `UnknownKind`."""
    try:
        return _groups[name]
    except KeyError:
        raise UnknownKind(f"Undeclared group of mail: {name}") from None


def declared() -> dict[str, Kind]:
    """All kinds by name."""
    return dict(_kinds)


def groups() -> list[Group]:
    """All groups, in the order of their declaration."""
    return list(_groups.values())
