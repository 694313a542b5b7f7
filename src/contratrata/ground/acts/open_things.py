"""Before somebody leaves or a case ends: what stands open is listed, and each thing gets an answer.

An act says what stands open (`Ask.open`); `ask` asks for the answers on a page of its own – none where nothing is
open – and the operation does what was answered in its own transaction (`settle`).
"""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import Conflict
from contratrata.ground.base.open_things import Answers, OpenThings
from contratrata.ground.base.text_fields import TextField

from .forms import retype
from .versions import fingerprint

PREFIX = "abierto"
SEEN = f"{PREFIX}_visto"
#: More answers than this are chosen from a list.
_BESIDE = 4


class Unanswered(Conflict):
    """Something stands open that nobody was asked about: it came, or changed, since the page was opened."""


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """One kind of things as the page shows it: the answer for all, and those that differ."""

    title: str
    words: Sequence[str]
    field: BoundField
    apart: Sequence[BoundField]

    @property
    def is_open(self) -> bool:
        """Whether one of them is answered for itself."""
        return any(field.value() for field in self.apart)


class OpenForm(forms.Form):
    """An answer for all the things of a kind, and where they are several, another for some of them."""

    hide_optional = True

    def __init__(self, data: QueryDict | None, *, kinds: Sequence[OpenThings]) -> None:
        super().__init__(data)
        self.kinds = kinds
        self._now = fingerprint([(kind.name, sorted(thing.id for thing in kind.things)) for kind in kinds])
        self.fields[SEEN] = TextField(required=False, widget=forms.HiddenInput, initial=self._now)
        for kind in kinds:
            beside = len(kind.choices) <= _BESIDE
            first = [] if beside or kind.first else [("", _("Elija"))]
            self.fields[_for_all(kind)] = forms.ChoiceField(
                label=str(kind.question),
                choices=[*first, *kind.choices],
                initial=kind.first or None,
                widget=forms.RadioSelect() if beside else forms.Select(),
                error_messages={"required": _("%(kind)s: elija qué hacer.") % {"kind": kind.title}},
            )
            for thing in kind.things if len(kind.things) > 1 else ():
                self.fields[_for_one(kind, thing.id)] = forms.ChoiceField(
                    label=thing.words, choices=[("", _("Como los demás")), *kind.choices], required=False
                )

    def clean(self) -> dict[str, Any]:
        """About what stands open now: what came meanwhile is shown first."""
        data = super().clean() or {}
        if data.get(SEEN) != self._now:
            retype(self, SEEN, self._now)
            self.add_error(None, _("Mientras tanto cambió lo que está abierto. Revíselo y confirme."))
        return data

    def groups(self) -> Iterator[Group]:
        """As the page lays them out."""
        for kind in self.kinds:
            apart = [self[name] for thing in kind.things if (name := _for_one(kind, thing.id)) in self.fields]
            words = [thing.words for thing in kind.things]
            yield Group(str(kind.title), words, self[_for_all(kind)], apart)

    def answers(self) -> Answers:
        """What was answered, each thing with its own answer or that for all."""
        return {
            kind.name: {
                thing.id: self.cleaned_data.get(_for_one(kind, thing.id)) or self.cleaned_data[_for_all(kind)]
                for thing in kind.things
            }
            for kind in self.kinds
        }


def settle(rows: Sequence[OpenThings], answers: Answers) -> None:
    """Do what was answered about everything that stands open now. Raises `Unanswered`, and what an answer raises."""
    data = [(kind, {thing.id: answers.get(kind.name, {}).get(thing.id, "") for thing in kind.things})
            for kind in rows]  # fmt: skip
    for kind, entry in data:
        if not set(entry.values()) <= {value for value, _words in kind.choices}:
            raise Unanswered(_("Mientras tanto cambió lo que está abierto. Revíselo y confirme."))
    for kind, entry in data:
        kind.answer(entry)


def _for_all(kind: OpenThings) -> str:
    return f"{PREFIX}_{kind.name}"


def _for_one(kind: OpenThings, thing_id: str) -> str:
    return f"{PREFIX}_{kind.name}_{thing_id}"
