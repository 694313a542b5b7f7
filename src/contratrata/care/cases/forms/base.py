"""What every form of the case has: fields that fold."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from contratrata.ground.acts import public as acts


@dataclasses.dataclass(frozen=True, slots=True)
class Fold:
    """Fields that open on demand («Más …»); open when something in them is answered or wrong."""

    title: Any
    fields: tuple[str, ...]
    after: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A run of fields as the template lays them out."""

    title: Any
    fields: list[BoundField]
    is_open: bool


class CaseForm(forms.Form):
    """Drawn with `folds` closed."""

    template_name = "cases/form.html"
    folds: Sequence[Fold] = ()

    @property
    def hide_optional(self) -> bool:
        """Where nothing is required, saying «opcional» beside every field only makes noise."""
        return not any(field.required for field in self.fields.values())

    def layout(self) -> Iterator[Part]:
        """The visible fields in their order; a fold stands after the field it belongs to, else at the end."""
        folded = {name for fold in self.folds for name in fold.fields}
        run: list[BoundField] = []
        for field in self.visible_fields():
            if field.name in folded:
                continue
            run.append(field)
            behind = [fold for fold in self.folds if fold.after == field.name]
            if behind:
                yield Part("", run, True)
                yield from self._folded(behind)
                run = []
        if run:
            yield Part("", run, True)
        yield from self._folded([fold for fold in self.folds if fold.after not in self.fields])

    def _folded(self, folds: Sequence[Fold]) -> Iterator[Part]:
        for fold in folds:
            fields = [self[name] for name in fold.fields if name in self.fields]
            if fields:
                yield Part(fold.title, fields, any(_filled(field) for field in fields))


class EditForm(acts.VersionForm, CaseForm):
    """A form about a case that two users may have open."""


class OnceForm(acts.OnceForm, CaseForm):
    """A form that makes something new on a case."""


def _filled(field: BoundField) -> bool:
    value = field.value()
    if isinstance(value, list):
        value = [one for one in value if one]
    return bool(field.errors) or bool(value and value != "unknown")
