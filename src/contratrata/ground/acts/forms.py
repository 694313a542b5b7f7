"""What forms of acts have in common: the token of one act, the version two editors saw, a field's value in words."""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.texts import LONG
from contratrata.ground.things.public import FactsForm
from contratrata.ground.ui.parts import Row

from .versions import fingerprint

F = TypeVar("F", bound=forms.BaseForm)


class _Sent(forms.Form):
    """What the operation takes of a valid form, by its own names (`sent`)."""

    @property
    def sent(self) -> dict[str, Any]:
        """The declared facts, where it asks some."""
        return {"values": self.values} if isinstance(self, FactsForm) else {}


class VersionForm(_Sent):
    """A form that two users may have open: `version` is the one that was on the screen.

    `marks` are the hidden fields that say what was on the screen; after a conflict they follow what stands now.
    """

    marks = ("version",)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        """The version that was seen; 0, which no row has, when it was lost."""
        return self.cleaned_data["version"] or 0

    @property
    def sent(self) -> dict[str, Any]:
        """With the version that was seen."""
        return super().sent | {"expected_version": self.cleaned_data["version"]}


def seen_version(data: QueryDict) -> int:
    """The version that a page of one button was made for; 0, which no row has, when it was lost."""
    form = VersionForm(data)
    return int(form.cleaned_data["version"]) if form.is_valid() else 0


class OnceForm(_Sent):
    """A form that makes something new: the same sending twice makes it once."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def clean_once(self) -> uuid.UUID:
        """The token of the act; a lost one is a new act."""
        token: uuid.UUID | None = self.cleaned_data.get("once")
        return token or uuid.uuid4()

    @property
    def sent(self) -> dict[str, Any]:
        """With the token of the act."""
        return super().sent | {"token": self.cleaned_data["once"]}


def words_field(label: Any = "", help_text: Any = "", *, most: int = LONG) -> TextField:
    """Some lines to others; where they must not be missing, the operation says so."""
    area = forms.Textarea(attrs={"rows": 5})
    return TextField(label=label, help_text=help_text, max_length=most, required=False, widget=area)


class WordsForm(OnceForm):
    """Some lines that are sent once."""

    hide_optional = True

    def __init__(self, data: Any = None, *, label: Any, help_text: Any = "", most: int = LONG) -> None:
        super().__init__(data)
        self.fields["words"] = words_field(label, help_text, most=most)

    @property
    def sent(self) -> dict[str, Any]:
        """With the words."""
        return super().sent | {"words": self.cleaned_data["words"]}


class NewFactsForm(OnceForm, FactsForm):
    """Declared facts of something new."""


class FactsEditForm(VersionForm, FactsForm):
    """Declared facts that two users may have open."""


def marked(form: F, values: object, *, stored: bool = False) -> F:
    """The form, carrying in its hidden `seen` the fingerprint of the values it was opened over (see `unchanged`).

    `kept`: the form is filled with what was kept, and nobody sent it.
    """
    form.fields["seen"] = TextField(
        required=False, max_length=16, widget=forms.HiddenInput, initial=fingerprint(values)
    )
    form.initial.pop("seen", None)
    vars(form)["marks"] = ("seen",)
    if stored and form.is_bound and form.add_prefix("seen") not in form.data:
        retype(form, "seen", fingerprint(values))
    return form


def put(form: forms.BaseForm, error: DomainError, names: Mapping[str, str] | None = None) -> None:
    """Show what an operation refused beside its field, or over the form when it has no such field.

    `names`: the operation's name of a field → the form's, where they differ.
    """
    name = (names or {}).get(error.field or "", error.field) or ""
    name = getattr(form, "places", {}).get(name, (name,))[0]  # a declared fact may take several fields
    form.add_error(name if name in form.fields else None, error.message)


def unjudged(form: forms.BaseForm) -> None:
    """Show what was sent or kept without saying what is wrong with it."""
    vars(form)["_errors"] = ErrorDict()


def retype(form: forms.BaseForm, name: str, value: object) -> None:
    """Put another value where one was sent (a hidden field that must follow what stands now)."""
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix(name)] = "" if value is None else str(value)
    form.data = data


def beside(form: forms.BaseForm, now: forms.BaseForm) -> list[Row]:
    """What stands now (the values of `now`) in the fields where something else was typed."""
    stands = [name for name, field in now.fields.items()
              if now.is_bound or name in now.initial or field.initial is not None]  # fmt: skip
    bounds = [bound for bound in form.visible_fields() if bound.name in stands]
    pairs = ((str(bound.label), words_of(bound), words_of(now[bound.name])) for bound in bounds)
    return [Row(label, there) for label, here, there in pairs if here != there]


def words_of(bound: BoundField) -> str:
    """The value of a field as words: labels of choices, dates in boxes joined, texts as they are."""
    value = bound.value()
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        labels = dict(_flat(choices))
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(labels[str(one)]) for one in chosen if str(one) in labels and str(one) != "")
    if isinstance(bound.field.widget, forms.MultiWidget):
        boxes = value if isinstance(value, list) else bound.field.widget.decompress(value) or []
        return "/".join(str(box) for box in boxes if box)
    if isinstance(bound.field, forms.BooleanField):
        return "✓" if value in (True, "on", "true", "True") else ""
    return str(value or "").replace("\r\n", "\n")


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(one), words) for one, words in label)
        else:
            yield str(value), label
