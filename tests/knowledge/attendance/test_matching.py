"""Whose stays they are: one under three names, two of one name, and who is not sure is asked."""

import datetime as dt

import pytest

from contratrata.knowledge.attendance.matching import How, Registered, Shown, identity, match
from contratrata.knowledge.attendance.reports.report import Doubt, Stay

START = dt.datetime(2026, 10, 6, 16, 0, tzinfo=dt.UTC)
ANA = Registered("ana", "Ana Lucía Morales Tzoc", frozenset({"ana@una.example"}))
BEA = Registered("bea", "Beatriz Ixcoy Paz", frozenset({"bea@otra.example", "bea.paz@casa.example"}))
CARLOS = Registered("carlos", "Carlos Ixcoy Paz", frozenset({"grupo@otra.example"}))
DORA = Registered("dora", "Dora Menchú Sic", frozenset({"grupo@otra.example"}))
JUAN = Registered("juan", "Juan Pérez López", frozenset({"juan@una.example"}))
OTHER_JUAN = Registered("otro", "Juan Pérez López", frozenset())
EVERYBODY = (ANA, BEA, CARLOS, DORA, JUAN, OTHER_JUAN)


def stay(name: str, email: str = "", *doubts: Doubt) -> Stay:
    return Stay(1, name, email, START, START + dt.timedelta(hours=1), 3600, doubts=frozenset(doubts))


def shown(name: str, email: str = "", answers: dict[str, str | None] | None = None) -> Shown[str]:
    (one,) = match([stay(name, email)], EVERYBODY, answers or {})
    return one


@pytest.mark.parametrize(
    ("name", "email", "how", "key", "candidates"),
    [
        ("iPhone de Ana", "ana@una.example", How.ADDRESS, "ana", ()),
        ("Bea", "bea.paz@casa.example", How.ADDRESS, "bea", ()),
        ("Ana Lucia Morales Tzoc", "", How.NAME, "ana", ()),
        ("MORALES TZOC, Ana Lucía", "", How.NAME, "ana", ()),
        ("Ana (Ana Lucía Morales Tzoc)", "", How.NAME, "ana", ()),
        ("Dora Menchú Sic - Casa Ficticia", "", How.NAME, "dora", ()),
        # Her name, but an address that she did not sign up with: another may be called so.
        ("Ana Lucía Morales Tzoc", "ana.m@casa.example", How.ASKED, None, ("ana",)),
        # A part of a name may be another's.
        ("Ana Morales", "", How.ASKED, None, ("ana",)),
        # The same sound is not the same name, nor are the same surnames the other way round.
        ("Dora Menchu Zic", "", How.ASKED, None, ("dora",)),
        ("Dora Sic Menchú", "", How.ASKED, None, ("dora",)),
        ("Juan Pérez López", "", How.ASKED, None, ("juan", "otro")),
        ("Juan Pérez López", "juan@una.example", How.ADDRESS, "juan", ()),
        # Two signed up with the address of their group.
        ("Dora Menchú Sic", "grupo@otra.example", How.ADDRESS, "dora", ()),
        ("Sala 2", "grupo@otra.example", How.ASKED, None, ("carlos", "dora")),
        ("Galaxy A12", "", How.NOBODY, None, ()),
        ("Rosa Quiñónez Batz", "rosa@ella.example", How.NOBODY, None, ()),
    ],
)
def test_who_it_is(name: str, email: str, how: How, key: str | None, candidates: tuple[str, ...]) -> None:
    one = shown(name, email)
    assert (one.how, one.key, tuple(sorted(one.candidates))) == (how, key, candidates)


def test_one_person_under_three_names_is_one_after_the_answers() -> None:
    stays = [stay("Ana Morales"), stay("A. Morales T."), stay("invitada 3", "ana@una.example")]
    first = match(stays, EVERYBODY, {})
    assert [one.key for one in first] == [None, None, "ana"]
    answers = {identity(stays[0]): "ana", identity(stays[1]): "ana"}
    assert [one.key for one in match(stays, EVERYBODY, answers)] == ["ana"] * 3


def test_an_answer_is_remembered_for_the_next_report() -> None:
    answers: dict[str, str | None] = {
        identity(stay("Juan Pérez López")): "otro",
        identity(stay("Ana Morales")): None,
    }
    assert (shown("JUAN PEREZ LOPEZ", "", answers).key, shown("juan pérez lópez", "", answers).how) == (
        "otro",
        How.ANSWERED,
    )
    assert (shown("Ana Morales", "", answers).how, shown("Ana Morales", "", answers).key) == (
        How.ANSWERED,
        None,
    )


def test_an_answer_about_somebody_who_is_gone_is_asked_again() -> None:
    assert shown("Ana Morales", "", {identity(stay("Ana Morales")): "nobody any more"}).how is How.ASKED


def test_stays_in_doubt_are_nobodys() -> None:
    assert match([stay("Ana Morales", "", Doubt.BACKWARDS)], EVERYBODY, {}) == []


def test_stays_of_one_address_are_one_identity() -> None:
    (one,) = match([stay("Ana", "ana@una.example"), stay("Ana Lucía", "ana@una.example")], EVERYBODY, {})
    assert (one.name, len(one.stays)) == ("Ana Lucía", 2)
