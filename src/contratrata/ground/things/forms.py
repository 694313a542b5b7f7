"""The form of declared facts: fields, folds, conditions and checks follow from the declaration."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.kinds.public import Fact, Values, check_values

Rule = Callable[[Values], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Fields that stand together: openly, or in a fold with a title. `why`: said once above them."""

    title: Any
    fields: list[BoundField]
    is_open: bool


class FactsForm(forms.Form):
    """Asks facts. `values` (after `is_valid`) holds what was answered, by the name of the fact.

    `initial_values`: what stands now. `rules`: checks over all answers, raising `DomainError`. A file has more
    facts than a form asks: what the form does not ask is not in `values`.
    """

    template_name = "ui/facts_form.html"
    #: What it asks, and the checks over all answers, unless a form is made for others.
    facts: tuple[Fact, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        facts: Iterable[Fact] | None = None,
        initial_values: Values | None = None,
        rules: Sequence[Rule] | None = None,
        **options: Any,
    ) -> None:
        self.facts = self.facts if facts is None else tuple(facts)
        self.rules = self.rules if rules is None else tuple(rules)
        self.before: dict[str, Any] = {one.name: one.kind.empty for one in self.facts} | dict(
            initial_values or {}
        )
        shown = {
            name: value
            for one in self.facts
            for name, value in one.kind.to_fields(one, self.before[one.name]).items()
        }
        super().__init__(data, initial=shown | dict(options.pop("initial", None) or {}), **options)
        self.values: dict[str, Any] = {}
        #: Names of the form fields by fact, in order.
        self.places: dict[str, tuple[str, ...]] = {}
        for one in self.facts:
            created = self._fields_of(one, self.before[one.name])
            self.places[one.name] = tuple(created)
            self.fields.update(created)

    @staticmethod
    def _fields_of(one: Fact, before: Any) -> dict[str, forms.Field]:
        fields = one.kind.fields_for(one, before)
        if not fields:  # a vocabulary whose terms are all asked no longer
            return fields
        first = next(iter(fields.values()))
        if not one.kind.spreads and len(fields) == 1:
            first.label = one.label
        if one.help and not first.help_text:
            first.help_text = one.help
        for field in fields.values():
            field.required = False  # what is missing is told by the check, as everywhere
            field.widget.is_required = False
        vars(first)["needed"] = one.required  # for its label: what is needed is not «opcional»
        first.widget.attrs |= {"data-asked-when": one.when.text} if one.when else {}
        return fields

    @property
    def hide_optional(self) -> bool:
        """Where nothing is required, saying «opcional» beside every field only makes noise."""
        return not any(one.required for one in self.facts)

    def clean(self) -> dict[str, Any]:
        """Read each fact from its fields, then judge them as the operation does."""
        cleaned = super().clean() or self.cleaned_data
        values: dict[str, Any] = {}
        for one in self.facts:
            if any(name in self.errors for name in self.places[one.name]):
                continue
            try:
                values[one.name] = one.check(
                    one.kind.from_fields(one, cleaned, self.before[one.name]), self.before[one.name]
                )
            except DomainError as error:
                self.put(error)
        if not self.errors:
            try:
                values = check_values(self.facts, values, self.rules, before=self.before)
            except DomainError as error:
                self.put(error)
        self.values = values
        return cleaned

    def put(self, error: DomainError, names: Any = None) -> None:
        """Say what was refused beside its field (named by the field or by its fact); else over the form."""
        name = (names or {}).get(error.field or "", error.field) or ""
        field = self.places.get(name, (name,))[0]
        self.add_error(field if field in self.fields else None, error.message)

    def layout(self) -> Iterator[Run]:
        """The visible fields in their order, those of one fold together."""
        mine = {field for names in self.places.values() for field in names}
        others = [field for field in self.visible_fields() if field.name not in mine]
        run: list[BoundField] = []
        title: Any = ""
        for one in self.facts:
            folds = one.kind.folds(one)
            for field in (self[name] for name in self.places[one.name]):
                fold = one.fold or folds.get(field.name, "")
                if fold != title and run:
                    yield self._run(title, run)
                    run = []
                title = fold
                run += [] if field.is_hidden else [field]
        if run:
            yield self._run(title, run)
        if others:
            yield Run("", others, True)

    @staticmethod
    def _run(title: Any, fields: list[BoundField]) -> Run:
        return Run(title, fields, not title or any(is_answered(field) for field in fields))

    def why(self) -> list[tuple[str, str]]:
        """Question and reason, for the facts that say why they are asked."""
        return [(one.title, str(one.why)) for one in self.facts if one.why]

    def answered(self) -> list[tuple[str, str]]:
        """What stands in the form as words (title, words), judged or not; for summaries and conflicts."""
        self.is_valid()
        typed = {one.name: self._typed(one) for one in self.facts}
        return [(one.title, sentence) for one in self.facts if (sentence := one.words(typed[one.name]))]

    def _typed(self, one: Fact) -> Any:
        if not self.is_bound:
            return self.before[one.name]
        if one.name in self.values:
            return self.values[one.name]
        return one.kind.empty


def is_answered(field: BoundField) -> bool:
    """Whether something stands in a field, or is wrong with it (then its fold stands open)."""
    value = field.value()
    if isinstance(value, list | tuple):
        value = [one for one in value if one]
    return bool(field.errors) or bool(value and value != "unknown")


def beside(facts: Iterable[Fact], typed: Values, now: Values) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what stands now: (title, typed, now) in words, for two editors."""
    return [
        (one.title, one.words(typed[one.name]) or _("Sin dato"), one.words(now[one.name]) or _("Sin dato"))
        for one in facts
        if one.name in typed and one.name in now and typed[one.name] != now[one.name]
    ]
