"""What a noun brings so that its things come in from files: how columns are known, what a row means, what is made.

Everything else (the sealed file, rows with their outcome, the report, jobs that resume, pages, traces, reversing)
is of this package. A noun registers one object in its `importer.py`, which is found by that name.
"""

import abc
import dataclasses
import datetime as dt
import functools
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import Scope
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import Role
from contratrata.ground.sheets.public import Headers, SourceRow

from .findings import Finding

Values = TypeVar("Values")
Words = str | Promise


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """How the rows of one import are read, the same whenever it is done.

    `today`: the day the file was read first; `about`: what `prepare` learnt from all rows; `key`: what the row is
    known by when it comes again; `responsible_id`: who will answer for what is made.
    """

    today: dt.date
    about: Mapping[str, Any]
    key: str = ""
    responsible_id: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Understood(Generic[Values]):
    """A row as it was understood: what would be made, what is said about it, whom or what it names."""

    values: Values
    findings: Sequence[Finding] = ()
    name: str = ""


class Importer(abc.ABC, Generic[Values]):
    """The importer of one kind of thing. Words are Spanish and translatable."""

    #: What an import remembers of whose it is, and the namespace of its addresses.
    key: ClassVar[str]
    namespace: ClassVar[str]
    #: Begins the names of its notices.
    event: ClassVar[str] = "import"
    #: Whether only who may read identities sees its files and rows.
    confidential: ClassVar[bool] = True
    #: Who brings files, and who of them sees those of others too.
    roles: ClassVar[tuple[Role, ...]]
    overseers: ClassVar[tuple[Role, ...]] = ()
    title: ClassVar[Words]
    short: ClassVar[Words]
    lead: ClassVar[Words]
    #: The address name of the list of the things, what it is called, and how one goes there.
    home: ClassVar[tuple[str, Words, Words]]
    help_template: ClassVar[str]
    #: What stands before the choice of who will answer for the things; "" where nobody is asked.
    responsible: ClassVar[Words] = ""
    before_reversing: ClassVar[Words] = _(
        "Se quita todo lo que entró. Después puede traer el archivo de nuevo."
    )

    @property
    @abc.abstractmethod
    def headers(self) -> Headers:
        """How a sheet's columns are known."""

    @abc.abstractmethod
    def noun(self, number: int) -> str:
        """The word for so many things: «caso», «casos»."""

    @abc.abstractmethod
    def understand(self, row: SourceRow, reading: Reading) -> Understood[Values]:
        """What a row says, in the active language. Never raises for what stands in it."""

    @abc.abstractmethod
    def apply(self, batch: Sequence[Values]) -> Sequence[uuid.UUID]:
        """Make the things of a batch, all or none, and give their ids in the same order.

        Raises `DomainError`; `Conflict` for one that is there already.
        """

    @abc.abstractmethod
    def reverse(self, ids: list[uuid.UUID]) -> int:
        """Take things back, all or none (as the worker). Raises `WrongState` when somebody worked on one."""

    @abc.abstractmethod
    def known(self, scope: Scope, keys: Collection[str]) -> Collection[str]:
        """Those of these keys whose thing is here already."""

    def prepare(self, rows: Iterable[SourceRow], organisation_id: uuid.UUID) -> dict[str, Any]:
        """What must be known of all rows to read one (plain JSON values); it goes through all of them."""
        for _row in rows:
            pass
        return {}

    def is_field(self, name: str) -> bool:
        """Whether a finding of this name may be told by its name: one of ours, no header of the file."""
        return "_" in name[:4]

    def problem(self, values: Values) -> str:
        """Why nothing can be made of a row, in words; "" when it can. Asked once, while a file is read."""
        return ""

    def worked_on(self, organisation_id: uuid.UUID, rows: "QuerySet[Any, Any]") -> list[str]:
        """What may be said of those things (ids as a query) that somebody worked on since."""
        return []

    def url_of(self, made_id: uuid.UUID) -> str:
        """The page of a thing."""
        return ""

    def label_of(self, field: str) -> str:
        """A field as people know it."""
        return field

    def refused(self, error: DomainError) -> str:
        """What an operation refused, in words."""
        label = self.label_of(error.field) if error.field else ""
        return f"{label}: {error.message}" if label and label != error.field else error.message

    def colleagues(self, scope: Scope) -> Offer | None:
        """Among whom one who sees all may choose who will answer for the things."""
        return None

    def check_responsible(self, user_id: uuid.UUID, scope: Scope) -> None:
        """Raises `DomainError` on `responsible_id` when this person cannot answer for the things."""

    def address(self, page: str, *args: uuid.UUID) -> str:
        """The address of one of its pages: list, detail, progress, report, bring, cancel, reverse, go_on."""
        return reverse(f"{self.namespace}:{page}", args=args)


_importers: dict[str, Importer[Any]] = {}


def register(importer: Importer[Any]) -> None:
    """Make an importer known, with its notices."""
    from . import notices

    _importers[importer.key] = importer
    notices.declare_for(importer)


@functools.cache
def _all() -> dict[str, Importer[Any]]:
    autodiscover_modules("importer")
    return _importers


def importer_of(key: str) -> Importer[Any]:
    """The importer of that key. Raises `LookupError`."""
    return _importers[key] if key in _importers else _all()[key]


def importers() -> Collection[Importer[Any]]:
    """All of them."""
    return _all().values()
