"""What a kind of answer is, and what one declared fact is."""

import dataclasses
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from contratrata.ground.base.errors import DomainError
from contratrata.ground.paper.public import BlankQuestion, QuestionKind

from .conditions import Condition, plain

V = TypeVar("V")
#: Values by the name of their fact. What is absent was not asked; what is empty is not known.
Values = Mapping[str, Any]
Cell = str | int | float | None


class Unreadable(ValueError):
    """A cell of a sheet that means nothing to the kind, or two things; `words` ask the user for an answer."""

    def __init__(self, words: Any) -> None:
        super().__init__(str(words))
        self.words = words


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that is asked: its name, its kind, and its words (anything whose `str` is in the active language).

    `when`: the condition under which it is asked at all; `must`: what its answer has to satisfy, else `must_words`.
    `fold`: the title of the fold it stands in («Más …»).
    `part`: the part of a file it belongs to (vocabulary `file_part`). `why`: why it is asked, said beside it.
    `sealed`: kept encrypted. `standards`: its field in outside standards (`htcds`, `gbvims` …). `columns`:
    spellings of its heading in sheets, besides its own label. `figure`: its place among the figures.
    `store`: where its owner keeps it, when that is not the default. `shown`: False where another line says it.
    """

    name: str
    kind: "Kind[Any]"
    label: Any = ""
    help: Any = ""
    required: bool = False
    missing: Any = ""
    when: Condition | None = None
    must: Condition | None = None
    must_words: Any = ""
    fold: Any = ""
    part: str = ""
    why: Any = ""
    sealed: bool = False
    standards: Mapping[str, str] = dataclasses.field(default_factory=dict)
    columns: tuple[str, ...] = ()
    figure: str = ""
    store: str = ""
    shown: bool = True
    said: Any = ""

    @property
    def title(self) -> str:
        """What the line of a page or the heading of a column says: `said`, else the question."""
        return str(self.said or self.label)

    def asked_for(self, values: Values) -> bool:
        """Whether the fact is asked, given the other answers."""
        return self.when is None or self.when.holds(values)

    def check(self, value: Any, before: Any = None) -> Any:
        """The value as it may be kept; `before`: what stood there. Raises `DomainError` with the name of the field."""
        checked = value if self.kind.stays and value == before else self.kind.check(value, self)
        if self.required and self.kind.is_empty(checked):
            raise self.wrong(self.missing or _("Falta responder: %s.") % self.title)
        return checked

    def words(self, value: Any) -> str:
        """The value in words; "" when it is not known."""
        return "" if self.kind.is_empty(value) else self.kind.words(value)

    def on_paper(self, kind: QuestionKind, **options: Any) -> BlankQuestion:
        """The question as a blank form asks it; the paper hears why it is asked too."""
        words = " ".join(filter(None, (str(self.help), str(self.why))))
        return BlankQuestion(str(self.label), words, kind, **options)

    def wrong(self, message: Any) -> DomainError:
        """The error to raise about this fact."""
        return DomainError(str(message), field=self.name)


class Kind(Generic[V]):
    """How one kind of answer behaves. A value of the kind is immutable and compares by what it says."""

    #: The value when nothing is known.
    empty: V
    #: Whether the answer takes several form fields that each have their own label.
    spreads: ClassVar[bool] = False
    #: Whether an answer stays when it is left untouched, although nobody may choose it any more.
    stays: ClassVar[bool] = False
    #: How a sheet shows it.
    number: ClassVar[bool] = False

    # --- asked -------------------------------------------------------------------------------------------
    def field(self, fact: Fact) -> forms.Field:
        """The form field of a kind that needs one only."""
        raise NotImplementedError(f"{type(self).__name__} is asked by fields()")

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """The form fields, by their names."""
        return {fact.name: self.field(fact)}

    def folds(self, fact: Fact) -> Mapping[str, str]:
        """The titles of the folds that some of its fields stand in, where the fact itself stands in none."""
        return {}

    def fields_for(self, fact: Fact, value: V) -> dict[str, forms.Field]:
        """The form fields over what stands there; what that makes them ask besides."""
        return self.fields(fact)

    def to_fields(self, fact: Fact, value: V) -> dict[str, Any]:
        """What the fields show of a value."""
        return {fact.name: value}

    def from_fields(self, fact: Fact, cleaned: Values, before: V) -> V:
        """The value that was typed; `before` is what stood there. Raises `DomainError` with the field to mend."""
        result = cleaned.get(fact.name)
        return self.empty if result is None else result

    # --- judged and said ---------------------------------------------------------------------------------
    def check(self, value: V, fact: Fact) -> V:
        """The value as it may be kept. Raises `DomainError` with the name of the field."""
        return value

    def is_empty(self, value: V | None) -> bool:
        """Whether nothing is known."""
        return value is None or value == self.empty

    def words(self, value: V) -> str:
        """The value as read aloud, in the active language."""
        return str(value)

    def shown(self, value: V) -> Any:
        """The value on a page: its words, or the words with what leads to more."""
        return self.words(value)

    def options(self) -> list[tuple[str, str]]:
        """What may be answered, code and words, where that is a list (for filters and blank forms)."""
        return []

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """How it is asked on a sheet that is filled in by hand: a line, where the kind says nothing else."""
        return [fact.on_paper("line")]

    # --- kept --------------------------------------------------------------------------------------------
    def to_text(self, value: V) -> str:
        """The value as text for a sealed column, an answer's row or a history; "" when it is empty."""
        return "" if self.is_empty(value) else str(value)

    def from_text(self, text: str) -> V:
        """The value again."""
        raise NotImplementedError

    def column(self) -> "models.Field[Any, Any]":
        """The model's column of a kind that needs one only."""
        raise NotImplementedError(f"{type(self).__name__} has no column of its own")

    def model_fields(self, fact: Fact) -> "dict[str, models.Field[Any, Any]]":
        """The columns that a model needs for the fact, by their names."""
        return {fact.name: self.column()}

    def to_columns(self, fact: Fact, value: V) -> dict[str, Any]:
        """The columns of a model that hold the value."""
        return {fact.name: value}

    def from_columns(self, fact: Fact, row: Any) -> V:
        """The value a model's columns hold."""
        result = getattr(row, fact.name)
        return self.empty if result is None else result

    # --- sheets ------------------------------------------------------------------------------------------
    def cell(self, value: V) -> Cell:
        """The value in a sheet: a figure as a figure, everything else as words."""
        return self.words(value) if not self.is_empty(value) else None

    def read(self, text: str) -> V:
        """What a cell means. Raises `Unreadable` when that is not certain."""
        raise NotImplementedError

    def headings(self, fact: Fact) -> dict[str, list[str]]:
        """The cells of a row that the fact is read from, each with what may stand above it, in every language."""
        return {fact.name: [*fact.columns, *spelled(fact)]}

    def read_cells(self, fact: Fact, cells: Mapping[str, str]) -> V:
        """What those cells mean together. Raises `Unreadable`."""
        return self.read(cells.get(fact.name, ""))


def spelled(fact: Fact, language: str = "") -> list[str]:
    """What a fact is called in that language, else in every one."""
    languages = [language] if language else [code for code, _name in settings.LANGUAGES]
    names = []
    for code in languages:
        with override(code):
            names += [fact.title, str(fact.label)]
    return list(dict.fromkeys(names))


def check_values(
    facts: "tuple[Fact, ...]",
    values: Values,
    rules: "tuple[Callable[[Values], None], ...]" = (),
    *,
    before: Values = MappingProxyType({}),
) -> dict[str, Any]:
    """Every value checked, what is not asked for left out; then the rules over all. Raises `DomainError`.

    `before`: what stands now, where these values change it.

    Only facts of `facts` may be named. What a name that is absent stood for stays as it is.
    """
    strange = set(values) - {fact.name for fact in facts}
    if strange:
        raise ValueError(f"No such fact: {sorted(strange)}")
    checked = {
        fact.name: fact.check(values[fact.name], before.get(fact.name))
        for fact in facts
        if fact.name in values
    }
    for fact in facts:
        if (
            fact.name in checked
            and not fact.kind.is_empty(checked[fact.name])
            and not fact.asked_for(checked)
        ):
            raise fact.wrong(_("Con las demás respuestas esta pregunta no se hace: deje vacía la respuesta."))
        known = fact.name in checked and not fact.kind.is_empty(checked[fact.name])
        if known and fact.must is not None and not fact.must.holds(checked, plain(checked[fact.name])):
            raise fact.wrong(fact.must_words or _("Esa respuesta no puede ser. Revísela."))
    for rule in rules:
        rule(checked)
    return checked
