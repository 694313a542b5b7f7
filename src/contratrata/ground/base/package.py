"""What a package brings to the house besides its code, declared by itself in `<package>/furniture.py`.

    FURNITURE = Furniture(
        urls=(Mount("casos/", "contratrata.care.cases.urls"),),
        menu=(Entry(_l("Casos"), "cases:list", area="cases", order=20, roles=(Role.CASEWORKER,)),),
    )

Found by its name in every installed package, so that nothing shared has to know it: the doors read the addresses, the
menu, what waits in Hoy, what the worker repeats, and what the demonstration shows.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal, Protocol

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from .open_things import OpenThings
from .request import Request
from .scope import Scope

#: Which of the three doors a page stands behind: anybody, the network (no persons), cases (confidential).
Area = Literal["public", "network", "cases"]


@dataclasses.dataclass(frozen=True, slots=True)
class Mount:
    """Addresses of a package: the module of its `urlpatterns`, and where they begin."""

    prefix: str
    module: str


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: who gets it, in which area, and after which others (`order`, small first).

    `also`: further pages (URL names) that stand in this entry, as its tabs; the entry counts what waits in all of them.
    A public entry has no roles; its page takes the language.
    `home`: the roles that begin here; who has none of them begins with her first entry.
    """

    label: str | Promise
    name: str
    area: Area
    order: int
    roles: tuple[str, ...]
    also: tuple[str, ...] = ()
    home: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All its pages by their URL names."""
        return (self.name, *self.also)

    def serves(self, scope: Scope) -> bool:
        """Whether whoever acts gets it."""
        return scope.has(*self.roles)


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """One line of Hoy: who (name and code), what, until when, the next verb as a link."""

    name: str | None
    code: str
    text: str
    url: str
    verb: str
    due: dt.datetime | None
    waiting: bool = False
    words: str = ""
    mark: str = "plain"


@dataclasses.dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits, before anything of it is opened: its kind (of its package), which, until when.

    `others`: it waits on somebody else. `today`: it is work of today whatever time is left. `task`: its line, where
    it costs nothing more.
    """

    kind: str
    id: uuid.UUID
    due: dt.datetime | None = None
    others: bool = False
    today: bool = False
    task: Task | None = dataclasses.field(default=None, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for whoever acts.

    `find`: which and until when, at most so many of a kind, in a constant number of queries. `open`: the lines of
    those that the page shows; one that ended a moment ago has none.
    """

    find: Callable[[Scope, int], Iterable[Wait]]
    open: Callable[[Scope, Collection[Wait]], Mapping[Wait, Task]]


@dataclasses.dataclass(frozen=True, slots=True)
class Periodic:
    """What the worker does every so many seconds. It opens its own scope and is safe to call twice."""

    seconds: float
    run: Callable[[], object]


class Resealed(Protocol):
    """What is sealed directly by a keyset that is turned (`vault.resealing.Column`); the keeper's connection passes."""

    @property
    def by(self) -> Literal["master", "organisation"]: ...
    @property
    def table(self) -> str: ...
    def again(self, keeper: Any, sealing: Any) -> Any: ...
    def left(self, keeper: Any, sealing: Any) -> int: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """What the figures hold under keyed pseudonyms: a unit, and SQL for the ids of an organisation (one parameter)."""

    unit: str
    ids: str


@dataclasses.dataclass(frozen=True, slots=True)
class Announcement:
    """One thing of a block of the public home: its name, where it leads, a sentence, short words about it.

    `level`: a grade it has, as its step, of how many, and its word.
    """

    title: str
    url: str
    text: str
    meta: tuple[str, ...] = ()
    language: str = ""
    level: tuple[int, int, str] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """What a package tells on the public home: real rows only, and the way to all of them.

    `place`: which of the home's places it fills (`practices`, `events`, `figures`, `certificates`); until a package
    does, the home says there what will stand in it. "": it stands after the practices. `template`: what is shown
    instead of the list, with `block` and its `context` (a form, a figure).
    """

    title: str
    lead: str
    items: tuple[Announcement, ...]
    more: str
    url: str
    place: str = ""
    template: str = ""
    context: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class HelpLine:
    """A hotline: its country with the page of it, its name, the number as it is dialled, when it answers."""

    country: str
    url: str
    name: str
    phone: str
    hours: str


#: A step of the demonstration: gets the scope of the coordination; safe to call twice. Returns how many it made.
Demonstration = Callable[[Scope], int]


@dataclasses.dataclass(frozen=True, slots=True)
class Furniture:
    """All that a package brings."""

    urls: tuple[Mount, ...] = ()
    menu: tuple[Entry, ...] = ()
    #: How many things wait behind entries of the menu, by URL name; one query.
    counts: Callable[[Scope], Mapping[str, int]] | None = None
    waiting: Waiting | None = None
    periodic: tuple[Periodic, ...] = ()
    #: What a user leaves open when she stops working on cases in the acting organisation (a job's scope asks).
    leaving: Callable[[uuid.UUID], Iterable[OpenThings]] | None = None
    demonstration: tuple[Demonstration, ...] = ()
    #: What of its rows no person's key seals: sealed again when keys are turned.
    sealed: tuple[Resealed, ...] = ()
    counted: tuple[Counted, ...] = ()
    #: Seals what older versions left in clear in the acting organisation, writing as the keeper; returns how many.
    unsealed: Callable[[Any], int] | None = None
    #: Its public pages for search engines: the addresses in one language.
    sitemap: Callable[[str], Iterable[str]] | None = None
    #: «¿Necesita ayuda ahora?» on the public home: a word and where it leads, in one language.
    help: Callable[[str], Iterable[tuple[str, str]]] | None = None
    #: The hotlines that stand on the public home, in one language.
    hotlines: Callable[[str], Iterable[HelpLine]] | None = None
    #: Its block of the public home in one language; None while there is nothing to tell.
    home: Callable[[str], Block | None] | None = None


@lru_cache(maxsize=1)
def furniture() -> Mapping[str, Furniture]:
    """What every installed package brings, by the package's label, in the order of the installed packages."""
    brought: dict[str, Furniture] = {}
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "furniture"):
            brought[app.label] = import_module(f"{app.name}.furniture").FURNITURE
    return brought


def mounts() -> list[Mount]:
    """The addresses of all packages; of two that begin alike the longer beginning is asked first."""
    result = [mount for one in furniture().values() for mount in one.urls]
    return sorted(result, key=lambda mount: -len(mount.prefix))


@lru_cache(maxsize=1)
def menu() -> tuple[Entry, ...]:
    """Every entry of the menu in its order."""
    return tuple(sorted((e for one in furniture().values() for e in one.menu), key=lambda e: e.order))


def counts(request: Request, area: str) -> Mapping[str, int]:
    """How many things wait behind the entries of the menu in this area, by URL name; nothing is asked for others.

    Asked once a request: a page that shows such a number itself and its menu say the same.
    """
    stored: dict[str, dict[str, int]] = request.__dict__.setdefault("_counts", {})
    if area in stored:
        return stored[area]
    result = stored[area] = {}
    for one in furniture().values():
        if one.counts is not None and any(entry.area == area for entry in one.menu):
            result |= one.counts(request.scope)
    return result


def left_open(user_id: uuid.UUID) -> list[OpenThings]:
    """Everything that this user would leave open in the acting organisation, kind by kind."""
    asked = [one.leaving for one in furniture().values() if one.leaving is not None]
    return [entry for leaving in asked for entry in leaving(user_id) if entry.things]


def demonstrations() -> list[Demonstration]:
    """The steps of every package, in the order of the installed packages."""
    return [step for one in furniture().values() for step in one.demonstration]


def sitemap(language: str) -> list[str]:
    """Every public address in this language."""
    return [path for one in furniture().values() if one.sitemap for path in one.sitemap(language)]


def help_now(language: str) -> list[tuple[str, str]]:
    """Where somebody who needs help now is led, in the order of the packages."""
    return [pair for one in furniture().values() if one.help for pair in one.help(language)]


def hotlines(language: str) -> list[HelpLine]:
    """Every hotline for the public home, in the order of the packages."""
    return [line for one in furniture().values() if one.hotlines for line in one.hotlines(language)]


def home_blocks(language: str) -> list[Block]:
    """What stands on the public home besides help, in the order of the packages."""
    return [block for one in furniture().values() if one.home and (block := one.home(language))]
