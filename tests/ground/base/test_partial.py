"""Partial dates, ages and three-valued facts: what is known is kept, nothing is made up."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from contratrata.ground.base.answers import Answer, all_of, any_of
from contratrata.ground.base.partial import (
    Age,
    PartialDate,
    Precision,
    UnreadableDate,
    age_range,
    birth_span,
    is_minor,
)
from contratrata.ground.base.partial_fields import PartialDateField

DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2090, 12, 31))
PARTIALS = st.builds(
    lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]), DAYS, st.integers(1, 3)
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2001", "2001"),
        (2001, "2001"),
        (2001.0, "2001"),
        ("2001-05", "2001-05"),
        ("2001-05-17", "2001-05-17"),
        ("2001/5/7", "2001-05-07"),
        (" 17/05/2001 ", "2001-05-17"),
        ("17-5-2001", "2001-05-17"),
        ("17.05.2001", "2001-05-17"),
        ("05/2001", "2001-05"),
        ("17 de mayo de 2001", "2001-05-17"),
        ("Mayo 2001", "2001-05"),
        ("setiembre de 1999", "1999-09"),
        ("17-may-2001", "2001-05-17"),
        ("May 17, 2001", "2001-05-17"),
        ("2001-05-17T08:30:00.000-06:00", "2001-05-17"),
        ("2001-05-17 00:00:00", "2001-05-17"),
        (dt.date(2001, 5, 17), "2001-05-17"),
        (dt.datetime(2001, 5, 17, 23, 59, tzinfo=dt.UTC), "2001-05-17"),
    ],
)
def test_reads_what_people_and_sheets_write(raw: object, expected: str) -> None:
    assert str(PartialDate.parse(raw)) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "ayer",
        "05/17/2001",
        "17/05/01",
        "2001-13",
        "2001-02-30",
        "30/02/2001",
        "0",
        "20010517",
        "ju 2001",
        None,
    ],
)
def test_does_not_guess(raw: object) -> None:
    with pytest.raises(UnreadableDate):
        PartialDate.parse(raw)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(UnreadableDate):
        PartialDate(2001, None, 5)


def test_says_its_precision_and_its_span() -> None:
    month = PartialDate(2004, 2)
    assert month.precision is Precision.MONTH
    assert (month.earliest(), month.latest()) == (dt.date(2004, 2, 1), dt.date(2004, 2, 29))
    assert PartialDate(2004).latest() == dt.date(2004, 12, 31)


def test_is_worded_in_the_language_of_the_reader() -> None:
    with translation.override("es"):
        assert PartialDate(2001, 5, 17).words() == "17 de mayo de 2001"
        assert PartialDate(2001, 5).words() == "mayo de 2001"
    with translation.override("en"):
        assert PartialDate(2001, 5).words() == "May 2001"
    assert PartialDate(2001).words() == "2001"


def test_a_year_is_neither_before_nor_after_a_month_in_it() -> None:
    year, month = PartialDate(2001), PartialDate(2001, 5)
    assert not year.surely_before(month)
    assert not month.surely_before(year)
    assert year.may_be_before(month)
    assert year.may_be_same(month)
    with pytest.raises(TypeError):
        sorted([year, month])  # type: ignore[type-var]


@given(PARTIALS)
def test_text_round_trip(date: PartialDate) -> None:
    assert PartialDate.parse(str(date)) == date


@given(PARTIALS, PARTIALS)
def test_before_agrees_with_the_days_it_may_be(one: PartialDate, other: PartialDate) -> None:
    if one.surely_before(other):
        assert one.may_be_before(other)
        assert not one.may_be_same(other)
        assert not other.may_be_before(one)


@given(DAYS, st.integers(1, 3), DAYS)
def test_the_true_age_lies_in_the_span(born: dt.date, parts: int, on: dt.date) -> None:
    birth = PartialDate(*(born.year, born.month, born.day)[:parts])
    age = age_range(birth, on)
    if born > on:
        assert age is None or age.low == 0
        return
    exact = age_range(PartialDate.of(born), on)
    assert exact is not None
    assert age is not None
    assert exact.low == exact.high
    assert age.low <= exact.low <= age.high
    assert age.high - age.low <= 1


def test_age_on_birthdays_and_leap_days() -> None:
    birth = PartialDate(2008, 2, 29)
    assert age_range(birth, dt.date(2026, 2, 28)) == Age(17, 17)
    assert age_range(birth, dt.date(2026, 3, 1)) == Age(18, 18)
    assert is_minor(birth, dt.date(2026, 2, 28)) is Answer.YES
    assert is_minor(PartialDate(2008), dt.date(2026, 6, 1)) is Answer.UNKNOWN
    assert is_minor(PartialDate(2007), dt.date(2026, 6, 1)) is Answer.NO
    assert is_minor(None, dt.date(2026, 6, 1)) is Answer.UNKNOWN
    assert age_range(PartialDate(2027), dt.date(2026, 6, 1)) is None


def test_an_estimate_widens_with_time_and_stays_an_estimate() -> None:
    assessed = dt.date(2024, 3, 10)
    age = Age(16, 16, estimated=True)
    assert birth_span(age, assessed) == (dt.date(2007, 3, 11), dt.date(2008, 3, 10))
    assert age.at(assessed, assessed) == age
    assert age.at(assessed, dt.date(2025, 9, 1)) == Age(17, 18, estimated=True)
    assert age.at(assessed, dt.date(2025, 9, 1)).is_minor is Answer.UNKNOWN  # type: ignore[union-attr]
    assert age.at(assessed, PartialDate(2000)) is None
    with translation.override("es"):
        assert Age(1, 1).words() == "1 año"
        assert Age(16, 18, estimated=True).words() == "entre 16 y 18 años (edad estimada)"
    with pytest.raises(ValueError, match="low before high"):
        Age(18, 16)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Sí", Answer.YES),
        ("SI", Answer.YES),
        (True, Answer.YES),
        ("TRUE", Answer.YES),
        ("no", Answer.NO),
        (False, Answer.NO),
        ("", Answer.UNKNOWN),
        (None, Answer.UNKNOWN),
        ("No se sabe", Answer.UNKNOWN),
        ("N/A", Answer.UNKNOWN),
        ("tal vez", None),
    ],
)
def test_answers_from_files(raw: object, expected: Answer | None) -> None:
    assert Answer.from_text(raw) is expected


def test_missing_is_not_no() -> None:
    asked = [Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN]
    assert any_of(asked) is Answer.YES
    assert any_of([Answer.NO, Answer.UNKNOWN]) is Answer.UNKNOWN
    assert any_of([]) is Answer.NO
    assert all_of([Answer.YES, Answer.UNKNOWN]) is Answer.UNKNOWN
    assert all_of([Answer.NO, Answer.UNKNOWN]) is Answer.NO


class BirthForm(forms.Form):
    birth = PartialDateField(allow_future=False, required=False, label="Nacimiento")


def _posted(day: str, month: str, year: str) -> BirthForm:
    return BirthForm({"birth_day": day, "birth_month": month, "birth_year": year})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("", "", "2004"), PartialDate(2004)),
        (("", "5", "2004"), PartialDate(2004, 5)),
        (("7", "05", "2004"), PartialDate(2004, 5, 7)),
        (("7", "mayo", "2004"), PartialDate(2004, 5, 7)),
        (("", "", ""), None),
        (("", "", "2026"), PartialDate(2026)),
    ],
)
@time_machine.travel("2026-11-21 12:00:00+00:00", tick=False)
def test_the_form_takes_what_is_known(typed: tuple[str, str, str], expected: PartialDate | None) -> None:
    form = _posted(*typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["birth"] == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("7", "5", ""), "Escriba el año. Si no se sabe, deje la fecha vacía."),
        (("7", "", "2004"), "Escriba también el mes, o deje el día vacío."),
        (("30", "2", "2004"), "Ese día no existe. Revise el día y el mes."),
        (("7", "13", "2004"), "El mes va del 1 al 12."),
        (("77", "1", "2004"), "El día va del 1 al 31."),
        (("", "", "04"), "Escriba el año con cuatro cifras, por ejemplo 2004."),
        (("", "", "٢٠٠٤"), "Escriba el año con cuatro cifras, por ejemplo 2004."),
        (("1", "1", "1204"), "El año parece un error: es anterior a 1900."),
        (("22", "11", "2026"), "La fecha no puede estar en el futuro."),
    ],
)
@time_machine.travel("2026-11-21 12:00:00+00:00", tick=False)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    typed: tuple[str, str, str], words: str
) -> None:
    form = _posted(*typed)
    with translation.override("es"):
        assert form.errors == {"birth": [words]}
        html = str(form["birth"])
    for box in filter(None, typed):
        assert f'value="{box}"' in html


def test_a_stored_date_fills_the_boxes_and_is_unchanged() -> None:
    stored = PartialDate(2004, 5)
    form = BirthForm({"birth_day": "", "birth_month": "05", "birth_year": "2004"}, initial={"birth": stored})
    assert not form.has_changed()
    assert 'value="2004"' in str(BirthForm(initial={"birth": stored})["birth"])
    with translation.override("es"):
        assert '<label class="govuk-label govuk-date-input__label" for="id_birth_1">Mes</label>' in str(
            form["birth"]
        )
