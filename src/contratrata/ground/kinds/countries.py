"""Asking for a country: those of the region in a list, any other by typing its name.

A list of all 250 is more than anybody reads through at a telephone. What is typed is a name, a demonym or a code; where
several could be meant they are put into the list to choose from, as the house does wherever something is searched.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contratrata.ground.codes.public import REGION, countries_here, country_from_text, fold

from .fields import NOT_KNOWN, Choices, choice_field

#: What is typed stands in the form under the name of the list and this; so many of what was found are offered.
TYPED, SHOWN = "-otro", 20


def country_choices(empty: Any = NOT_KNOWN) -> Callable[[], Choices]:
    """Every country: those of the region first, then the others. What a list may hold, not what it shows."""

    def choices() -> Choices:
        near = [(one.alpha3, one.name.here()) for one in countries_here() if one.in_region]
        far = [(one.alpha3, one.name.here()) for one in countries_here() if not one.in_region]
        return [("", empty), (_("Región"), near), (_("Otros países"), far)]

    return choices


def country_choice(label: Any, *, empty: Any = NOT_KNOWN, **options: Any) -> Any:
    """The field of a country, by its alpha-3 code."""
    return choice_field(label, country_choices(empty), widget=CountrySelect(), **options)


def meant(text: str) -> list[str]:
    """The countries that a text may mean: the one it names for certain, else those whose names hold it."""
    sure = country_from_text(text).code
    if sure:
        return [sure]
    part = fold(text)
    return [one.alpha3 for one in countries_here() if part and part in fold(one.name.here())][:SHOWN]


class CountrySelect(forms.Select):
    """The region, the chosen one and what was found for what is typed; and the box to type another in."""

    template_name = "ui/widgets/country.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.typed, self.matches = "", list[str]()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was chosen; if another was typed that one, or what was typed while it is not clear which is meant."""
        self.typed, self.matches = str(data.get(f"{name}{TYPED}", "")).strip()[:100], []
        if not self.typed:
            return super().value_from_datadict(data, files, name)
        chosen = data.get(name)
        self.matches = meant(self.typed)
        if len(self.matches) == 1 or chosen in self.matches:
            self.typed = ""
            return chosen if chosen in self.matches else self.matches[0]
        return self.typed

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """The list as it is shown."""
        shown, every = {"", *REGION, *self.matches, *map(str, value)}, self.choices
        self.choices = [one for one in (_among(one, shown) for one in every) if one]
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = every

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With what is typed."""
        typed = {"typed": self.typed, "typed_name": f"{name}{TYPED}"}
        return super().get_context(name, value, attrs) | typed


def _among(choice: Any, shown: set[str]) -> Any:
    key, label = choice
    if isinstance(label, list | tuple):
        stored = [one for one in label if str(one[0]) in shown]
        return (key, stored) if stored else None
    return choice if str(key) in shown else None
