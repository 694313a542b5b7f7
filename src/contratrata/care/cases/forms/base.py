"""What every form of the case has: fields that fold, a version for two editors, a token for one act."""

import dataclasses
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict

from contratrata.ground.base.errors import DomainError
from contratrata.ground.ui.parts import Row


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
                yield Part(fold.title, fields, any(_told(field) for field in fields))

    def put(self, error: DomainError, names: Mapping[str, str] | None = None) -> None:
        """Say what an operation refused beside its field; over the form when it has no such field."""
        name = (names or {}).get(error.field or "", error.field)
        self.add_error(name if name in self.fields else None, error.message)

    def retype(self, name: str, value: str) -> None:
        """Put another value where one was sent (a hidden field that must follow what stands now)."""
        data = QueryDict(mutable=True)
        for key in self.data:
            data.setlist(key, cast(QueryDict, self.data).getlist(key))
        data[self.add_prefix(name)] = value
        self.data = data

    def unjudged(self) -> None:
        """Show what was sent or kept without saying what is wrong with it."""
        vars(self)["_errors"] = ErrorDict()

    def shows(self, name: str) -> str:
        """What a field holds as the words on the screen."""
        return words_of(self[name])


class EditForm(CaseForm):
    """A form that two persons may have open: `version` is the one that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def renew(self, version: int) -> None:
        """After a conflict: the next sending is about what stands now."""
        self.retype("version", str(version))

    def beside(self, now: "EditForm") -> list[Row]:
        """What stands now in the fields where something else was typed."""
        return [
            Row(str(field.label), now.shows(field.name))
            for field in self.visible_fields()
            if words_of(field) != now.shows(field.name)
        ]


class OnceForm(CaseForm):
    """A form that makes something new: the same sending twice makes it once."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def clean_once(self) -> uuid.UUID:
        """The token of the act; a lost one is a new act."""
        found: uuid.UUID | None = self.cleaned_data.get("once")
        return found or uuid.uuid4()


def words_of(field: BoundField) -> str:
    """What a field holds as words: labels of choices, dates in boxes joined, texts as they are."""
    value = field.value()
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        flat = dict(_flat(choices))
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(flat[str(one)]) for one in chosen if str(one) in flat and str(one) != "")
    if isinstance(field.field.widget, forms.MultiWidget):
        boxes = value if isinstance(value, list) else field.field.widget.decompress(value) or []
        return "/".join(str(box) for box in boxes if box)
    if isinstance(field.field, forms.BooleanField):
        return "✓" if value in (True, "on", "true", "True") else ""
    return str(value or "")


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(one), words) for one, words in label)
        else:
            yield str(value), label


def _told(field: BoundField) -> bool:
    value = field.value()
    if isinstance(value, list):
        value = [one for one in value if one]
    return bool(field.errors) or bool(value and value != "unknown")
