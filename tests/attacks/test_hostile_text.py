"""Text that would run, or break, wherever it is written: dates, ages, sessions, cells."""

import pytest
from django.core.exceptions import ValidationError

from contratrata.care.cases.htcds.interpret import _read_age
from contratrata.ground.base.partial_fields import PartialDateField

ODD = ("9" * 5000, "²", "٣٣", "-1", "\x00", "1e9", "\u202e12", "1\u200b2")


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("box", [0, 1, 2])
def test_a_date_is_refused_in_words_whatever_is_typed(odd: str, box: int) -> None:
    boxes = ["3", "4", "2001"]
    boxes[box] = odd
    with pytest.raises(ValidationError):
        PartialDateField().clean(boxes)


@pytest.mark.parametrize("odd", ["9" * 5000, "²", "-", f"16 {'9' * 5000}"])
def test_a_cell_of_thousands_of_digits_is_asked_about(odd: str) -> None:
    read = _read_age(odd)
    assert read.value is None
    assert read.message
