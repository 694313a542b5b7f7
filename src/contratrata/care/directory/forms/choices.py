"""What the directory's forms offer to choose from."""

from typing import Any

from django import forms

from contratrata.ground.codes.public import areas, countries_here, vocabulary
from contratrata.ground.ui.parts import Hinted

Choices = list[tuple[Any, Any]]


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field its choices for this request."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def region_choices(empty: Any = None) -> Choices:
    """The countries of the region."""
    found: Choices = [(one.alpha3, one.name.here()) for one in countries_here() if one.in_region]
    return found if empty is None else [("", empty), *found]


def area_choices(alpha3: str, empty: Any = None) -> Choices:
    """The first-level areas of a country."""
    found: Choices = [(one.code, one.name.lazily()) for one in areas(alpha3)] if alpha3 else []
    return found if empty is None else [("", empty), *found]


def kind_choices() -> Choices:
    """The kinds of service with their help."""
    kinds = vocabulary("service_kind")
    return [(term.code, Hinted(kinds.label(term.code), kinds.help(term.code))) for term in kinds.terms()]


def sex_choices() -> Choices:
    """The sexes a service may be for; «unknown» is an answer about a person, not a public."""
    return [(code, words) for code, words in vocabulary("sex").choices() if code != "unknown"]
