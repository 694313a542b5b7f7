"""Deadlines are said as a person says them, in the acting person's time zone."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from contratrata.ground.ui.deadlines import due, moment_words

# Saturday 21 November 2026, 12:00 in Guatemala.
NOW = dt.datetime(2026, 11, 21, 18, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_guatemala_in_spanish():
    with timezone.override("America/Guatemala"), translation.override("es"):
        yield


@pytest.mark.parametrize(
    ("left", "words", "state"),
    [
        (-1 * MINUTE, "Venció hace 1 minuto", "late"),
        (-5 * HOUR, "Venció hace 5 horas", "late"),
        (-1 * DAY, "Venció hace 1 día", "late"),
        (-3 * DAY, "Venció hace 3 días", "late"),
        (0 * MINUTE, "Vence ahora", "soon"),
        (1 * MINUTE, "Queda 1 minuto", "soon"),
        (59 * MINUTE, "Quedan 59 minutos", "soon"),
        (1 * HOUR, "Queda 1 hora", "soon"),
        (3 * HOUR + 20 * MINUTE, "Quedan 3 horas", "soon"),
        (7 * HOUR + 30 * MINUTE, "Hoy 19:30", "soon"),
        (22 * HOUR, "Mañana 10:00", "soon"),
        (34 * HOUR, "Mañana 22:00", "plain"),
        (5 * DAY, "Jue 26 12:00", "plain"),
        (9 * DAY, "30 nov 12:00", "plain"),
        (60 * DAY, "20 ene 2027 12:00", "plain"),
    ],
)
def test_a_moment(left: dt.timedelta, words: str, state: str) -> None:
    sentence = due(NOW + left, now=NOW)
    assert (sentence.words, sentence.state) == (words, state)


@pytest.mark.parametrize(
    ("left", "words", "state"),
    [
        (7 * HOUR, "Responden antes de hoy 19:00", "wait"),
        (22 * HOUR, "Responden antes de mañana 10:00", "wait"),
        (5 * DAY, "Responden antes del jue 26 12:00", "wait"),
        (-5 * HOUR, "Debían responder hace 5 horas", "late"),
    ],
)
def test_waiting_for_others(left: dt.timedelta, words: str, state: str) -> None:
    sentence = due(NOW + left, now=NOW, waiting=True)
    assert (sentence.words, sentence.state) == (words, state)


@pytest.mark.parametrize(
    ("day", "words", "state"),
    [(20, "Venció hace 1 día", "late"), (21, "Hoy", "soon"), (22, "Mañana", "soon"), (25, "Mié 25", "plain")],
)
def test_a_day_lasts_until_it_ends(day: int, words: str, state: str) -> None:
    sentence = due(dt.date(2026, 11, day), now=NOW)
    assert (sentence.words, sentence.state) == (words, state)


def test_a_hearing_says_its_hour_however_near() -> None:
    assert due(NOW + HOUR, now=NOW, event=True).words == "Hoy 13:00"


def test_the_day_is_the_acting_persons_day() -> None:
    late_evening = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
    assert due(late_evening, now=NOW, event=True).words == "Hoy 22:00"
    with timezone.override("Europe/Madrid"):
        assert due(late_evening, now=NOW, event=True).words == "Mañana 05:00"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(dt.datetime(2026, 11, 21, 12, 0), now=NOW)  # noqa: DTZ001


def test_what_has_been() -> None:
    assert moment_words(NOW - 3 * HOUR, now=NOW) == "hoy 09:00"
    assert moment_words(NOW - DAY, now=NOW) == "ayer 12:00"
    assert moment_words(dt.date(2025, 2, 3), now=NOW) == "3 feb 2025"


@given(st.timedeltas(dt.timedelta(days=-900), dt.timedelta(days=900)))
def test_late_exactly_when_it_has_passed(left: dt.timedelta) -> None:
    sentence = due(NOW + left, now=NOW)
    assert (sentence.state == "late") == (left < dt.timedelta(0))
    assert sentence.words
    assert "\n" not in sentence.words


def test_the_tag_is_a_time_element() -> None:
    page = Template("{% load ct %}{% due d now=now %}").render(Context({"d": NOW + 3 * HOUR, "now": NOW}))
    assert page.strip() == (
        '<time datetime="2026-11-21T21:00:00+00:00" class="ct-tag ct-tag--soon">Quedan 3 horas</time>'
    )


@pytest.mark.parametrize(
    ("left", "waiting", "words"),
    [
        (-5 * HOUR, False, "Was due 5 hours ago"),
        (1 * MINUTE, False, "1 minute left"),
        (22 * HOUR, False, "Tomorrow 10:00"),
        (5 * DAY, True, "They answer before Thu 26 12:00"),
    ],
)
def test_in_english(left: dt.timedelta, waiting: bool, words: str) -> None:
    with translation.override("en"):
        assert due(NOW + left, now=NOW, waiting=waiting).words == words
