"""What a noun is declared with. Its words and its facts are data (`questions`); who may do what is said here.

    ENTRIES = Noun(
        load(Path(__file__).with_name("countries.yaml")), Entry, Published,
        app="countries", readers=tuple(Role), writers=WRITERS, publishers=(Role.COORDINATION,),
        columns=("name", "kind", "country"), filters=("country", "kind"), by=("country", "kind"),
    )

The file of questions has besides its questions `words`: `lead`, `write` and `change` (titles of the forms), `one` and
`many` («%(n)s entradas»), `first` (the next step when there is none), `of` («una entrada de …», for the trail).
"""

import dataclasses
import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import Words
from contratrata.ground.files.public import File
from contratrata.ground.kinds.public import Fact, Values
from contratrata.ground.lists.public import EXPORTED, List
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as notices
from contratrata.ground.questions.public import QuestionSet, register_kind
from contratrata.ground.ui.parts import NavItem

from .coedited import CoEdited
from .finding import SEARCH_COLUMNS, Searched
from .models import NounCopy, NounRow
from .moving import Moves
from .ties import Tie

R = TypeVar("R", bound=NounRow)
C = TypeVar("C", bound=NounCopy)
#: The traces of a noun's acts, by the end of the event's name, and the details they carry.
TRACES = {
    ".written": (_l("escribió %s"), ()),
    ".edited": (_l("cambió %s"), ()),
    ".removed": (_l("quitó %s"), ()),
    ".published": (_l("publicó %s"), ()),
    ".taken_back": (_l("retiró de lo publicado %s"), ()),
    ".moved": (_l("pasó %s a «{state}»"), ("state",)),
    ".exported": (_l("exportó {rows} filas de %s"), EXPORTED),
}
#: Those of the acts of writing together, and what the other organisation is told of it.
COEDITED_TRACES = {
    ".coeditor_invited": _l("invitó a otra organización a escribir %s"),
    ".coeditor_ended": _l("terminó la coedición de %s"),
}
COEDITED_NOTICES = (
    _l("Otra organización le invita a escribir con ella %s"),
    _l("Terminó la coedición de %s"),
)


def _sentence(words: object, of: Words) -> str:
    return str(words) % of.here()


_lazy_sentence = lazy(_sentence, str)


register_kind("file", File)
register_kind("tie", Tie)
_declared: "dict[str, Noun[Any, Any]]" = {}


def every_noun() -> "list[Noun[Any, Any]]":
    """Every noun that is declared, once the models of all packages are loaded."""
    return list(_declared.values())


@dataclasses.dataclass(frozen=True, eq=False)
class Family:
    """Nouns that stand beside each other, apart from all others.

    `pages`: what stands there, words and URL name of each; without any, the lists of all its nouns.
    """

    words: Any
    pages: tuple[tuple[Any, str], ...] = ()

    def tabs(self, scope: Scope, current: str = "") -> "list[NavItem]":
        """Its pages beside each other, for who acts; `current`: the URL name of the page that asks. None for one."""
        lists = [
            (one.words("menu").here(), f"{one.app}:list")
            for one in every_noun()
            if one.family is self and scope.has(*one.readers)
        ]
        items = [
            NavItem(str(words), reverse(name), current=name == current)
            for words, name in self.pages or sorted(lists)
        ]
        return items if len(items) > 1 else []


#: What the network knows: every noun that says nothing else.
KNOWLEDGE = Family(_l("Conocimiento de la red"))


@dataclasses.dataclass(frozen=True, eq=False)
class Noun(Generic[R, C]):
    """A noun whose rows a member's organisation writes, and the realm reads; with `copy`, anybody once published.

    `app`: the namespace of its addresses. `named_by`: the fact that is a row's title. `columns`: the facts that its
    list shows on the page (the sheet has every one); `filters`: those it narrows by;
    `rules`: checks over all its facts, raising `DomainError`; `moves`: the states it goes through, where publishing
    alone is not enough; `copied`: what a published copy says besides the facts, by column.
    `page`, `beside`: its own template of a row's page and what that shows besides.
    `ways`: further ways to write one, offered on its list: words, and the page's name among its addresses.
    `coedited`: how several organisations write one row, where they do.
    `ends`: what everybody may read of why one was taken back, code and words; `ended`: what is done besides then, with
    the row's id and that code.
    `publishes_own`: the organisation of a row publishes it by itself, and nobody else does; `publishers` may take back.
    `family`: the nouns that it stands beside.
    `followed`: what is done besides when a row was `edited` or `published`, and before it is `removed`.
    `by`: those it is ordered by, besides the order of the last change (each needs an index that leads with `realm`);
    with a dash before it one goes downwards, the latest day first.
    """

    questions: QuestionSet
    row: type[R]
    copy: type[C] | None
    _: dataclasses.KW_ONLY
    app: str
    readers: tuple[Role, ...]
    writers: tuple[Role, ...]
    publishers: tuple[Role, ...] = ()
    columns: tuple[str, ...]
    filters: tuple[str, ...] = ()
    by: tuple[str, ...]
    named_by: str = "name"
    family: Family = KNOWLEDGE
    rules: tuple[Callable[[Values], None], ...] = ()
    moves: Moves | None = None
    copied: Callable[[R], Mapping[str, Any]] = lambda _row: {}
    ends: tuple[tuple[str, Any], ...] = ()
    ended: Callable[[uuid.UUID, str], None] = lambda _row_id, _why: None
    publishes_own: bool = False
    followed: Callable[[str, R], None] = lambda _act, _row: None
    page: str = "nouns/row.html"
    ways: tuple[tuple[Any, str], ...] = ()
    coedited: CoEdited | None = None
    beside: Callable[[Request, R], Mapping[str, Any]] = lambda _request, _row: {}

    def __post_init__(self) -> None:
        for end, (words, details) in TRACES.items():
            of = self.words("of") if end != ".exported" else self.questions.title
            audit.declare(self.event(end), _lazy_sentence(words, of), *details)
        if self.coedited is not None:
            of = self.words("of")
            for end, words in COEDITED_TRACES.items():
                audit.declare(self.event(end), _lazy_sentence(words, of))
            for kind, words in zip(self.coedited.notices, COEDITED_NOTICES, strict=True):
                notices.declare(kind, _lazy_sentence(words, of), f"{self.app}:row")
        _declared[self.key] = self

    @property
    def key(self) -> str:
        """Its name in traces, history and lists."""
        return self.questions.key

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is told of a row."""
        return self.questions.facts

    @property
    def is_searched(self) -> bool:
        """Whether its rows are found by words (`Searched`)."""
        return issubclass(self.row, Searched)

    def event(self, end: str) -> str:
        """The event of one of its acts (`.written` …)."""
        return f"{self.key}{end}"

    def words(self, name: str) -> Words:
        """One of its words. Raises `KeyError`."""
        return self.questions.words[name]

    def title(self, row: NounRow) -> str:
        """What a row is called, in the reader's language where there is one."""
        return str(self.questions.fact(self.named_by).words(vars(row)[self.named_by]))

    def may_write(self, scope: Scope) -> bool:
        """Whether who acts may write a new row; a job that brings a sheet asks who brought it by itself."""
        return scope.has(*self.writers) or scope.is_job

    def may_edit(self, scope: Scope, row: NounRow) -> bool:
        """Whether who acts may change what this row says, in whatever state: of the own organisation, or co-editing."""
        if self.owns(scope, row):
            return True
        return self.coedited is not None and self.may_write(scope) and self.coedited.writes(scope, row)

    def owns(self, scope: Scope, row: NounRow) -> bool:
        """Whether who acts decides over this row (its steps, its removal): it is of the own organisation."""
        return self.may_write(scope) and row.organisation_id == scope.organisation_id

    def may_publish(self, scope: Scope, row: NounRow | None = None) -> bool:
        """Whether who acts may put this row (any row) before everybody."""
        if self.publishes_own:
            return self.copy is not None and row is not None and self.owns(scope, row)
        return self.copy is not None and scope.has(*self.publishers)

    def may_take_back(self, scope: Scope, row: NounRow) -> bool:
        """Whether who acts may take this row back from before everybody."""
        return self.copy is not None and (scope.has(*self.publishers) or self.may_publish(scope, row))

    @property
    def who_publishes(self) -> tuple[Role, ...]:
        """The roles that publish some row or take it back."""
        return (*self.publishers, *self.writers) if self.publishes_own else self.publishers

    def rows(self) -> QuerySet[R]:
        """Every row that the database lets who acts read."""
        rows = self.row._default_manager.all()
        return cast("QuerySet[R]", rows.defer(*SEARCH_COLUMNS) if self.is_searched else rows)

    def visible_to(self, scope: Scope) -> QuerySet[R]:
        """The rows that who acts reads: those of the realm."""
        rows = self.rows()
        return rows.filter(realm=scope.realm) if scope.realm and scope.has(*self.readers) else rows.none()

    def url(self, name: str, row: NounRow | None = None) -> str:
        """The address of one of its pages (`list`, `new`; of a row `row`, `edit` …)."""
        return reverse(f"{self.app}:{name}", args=[row.id] if row else [])

    @functools.cached_property
    def list(self) -> "List[R, Any]":
        """Its list, which is its sheet too."""
        from .listing import list_of

        return list_of(self)
