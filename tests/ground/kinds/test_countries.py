"""A country: chosen of the region, or typed; what several could be comes back to choose from."""

from typing import Any

import pytest
from django import forms

from contratrata.ground.kinds.public import country_choice


class Where(forms.Form):
    where = country_choice("País")


def form_of(**data: str) -> Where:
    return Where({name.replace("_", "-"): value for name, value in data.items()})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"where": "GTM"}, "GTM"),
        ({"where": "ESP"}, "ESP"),  # of no region: kept where it was chosen before
        ({"where": "", "where_otro": "españa"}, "ESP"),
        ({"where": "GTM", "where_otro": "Filipinas"}, "PHL"),  # what is typed is meant
        ({"where": "GIN", "where_otro": "guin"}, "GIN"),  # chosen of those found
        ({"where": ""}, ""),
    ],
)
def test_a_country_is_chosen_or_typed(data: dict[str, Any], code: str) -> None:
    form = form_of(**data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["where"] == code


def test_what_several_could_be_comes_back_to_choose_from() -> None:
    form = form_of(where="", where_otro="guin")
    assert not form.is_valid()
    drawn = str(form["where"])
    assert 'value="GIN"' in drawn
    assert 'value="GNQ"' in drawn
    assert 'value="guin"' in drawn


def test_what_is_no_country_is_said_and_stays_typed() -> None:
    form = form_of(where="", where_otro="xxyy")
    assert not form.is_valid()
    assert 'value="xxyy"' in str(form["where"])
    assert "<details" in str(form["where"])
    assert " open>" in str(form["where"])


def test_a_list_shows_the_region_and_the_chosen_one() -> None:
    assert str(Where()["where"]).count("<option") == 19
    drawn = str(Where(initial={"where": "ESP"})["where"])
    assert drawn.count("<option") == 20
    assert '<option value="ESP" selected>' in drawn
