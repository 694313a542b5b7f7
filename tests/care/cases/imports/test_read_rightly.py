"""Kinds of input that were read wrongly once, each by its right value. All invented."""

import datetime as dt

import pytest
from bringing import csv_of, staged

from cast import Cast
from contratrata.care.cases.htcds.public import Defaults, ReadCase, interpret
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import sealing
from contratrata.ground.imports.public import Kind
from contratrata.ground.sheets.public import SourceRow
from contratrata.ground.vault import public as vault


def read(extra: dict[str, object] | None = None, **cells: object) -> ReadCase:
    """A row with these cells, as it is read."""
    row = SourceRow(number=2, cells={"x_Alias": "Faro", **cells}, extra=extra or {}, flags={})
    return interpret(row, Defaults(today=dt.date(2026, 11, 29)))


def remarks(case: ReadCase, field: str) -> set[Kind]:
    return {one.kind for one in case.findings if one.field == field}


@pytest.mark.parametrize("text", ["menor de 18", "<18", "48+", "> 40", "mayor de edad (18)", "hasta 17"])
def test_a_bound_is_no_age(text: str) -> None:
    case = read(x_Age=text)
    assert case.age is None
    assert Kind.ASKED in remarks(case, "x_Age")


@pytest.mark.parametrize("words", ["16", "16 años", 16.0])
def test_an_age_is_one(words: object) -> None:
    assert read(x_Age=words).age == Age(16, 16)


@pytest.mark.parametrize("nothing", ["N/A", "NULL", "-", "No tiene", "NA", "sin dato"])
def test_what_says_that_there_is_nothing_is_no_value(nothing: str) -> None:
    case = read(
        prs_FirstName=nothing, prs_SecondName=nothing, prs_IdentityNumber=nothing, prs_MobilePhone=nothing
    )
    assert (case.given_names, case.surname) == ("", "")
    assert case.text("prs_IdentityNumber") == case.text("prs_MobilePhone") == ""
    assert remarks(case, "prs_FirstName") == remarks(case, "prs_IdentityNumber") == {Kind.REPAIRED}
    assert (read(prs_FirstName="Na").given_names, read(prs_FirstName="Ana").given_names) == ("Na", "Ana")


def test_a_document_that_may_have_lost_its_zero_is_asked_about() -> None:
    case = read(prs_IdentityNumber=801199012345.0)
    (one,) = [each for each in case.findings if each.field == "prs_IdentityNumber"]
    assert (one.kind, one.suggestion) == (Kind.ASKED, "0801199012345")
    assert read(prs_IdentityNumber="0801199012345").text("prs_IdentityNumber") == "0801199012345"
    assert remarks(read(prs_IdentityNumber=2456123450101.0), "prs_IdentityNumber") == {Kind.REPAIRED}


def test_columns_of_no_field_and_several_places_are_asked_about() -> None:
    case = read(
        {"Teléfono de la madre": "5555-0187"}, vic_LocationOfExploitation="Tapachula, Mexico; Guatemala"
    )
    assert remarks(case, "Teléfono de la madre") == {Kind.ASKED}
    for header, answer in (
        ("NOMBRE COMPLETO", "Petrona"),
        ("Ref.", "2456 12345 0101"),
        ("Otro", "a@b.example"),
    ):
        assert remarks(read({header: answer}), header) == {Kind.ASKED}
    assert remarks(read({"Expediente": "E-77"}), "Expediente") == {Kind.REPAIRED}  # kept apart
    assert Kind.ASKED in remarks(case, "vic_LocationOfExploitation")
    assert case.consent is Answer.UNKNOWN


HEAD = "Código de origen;Nombres;Apellidos;Nacionalidad;Forma de explotación"


def test_two_persons_under_one_code_are_told_apart_and_nothing_is_lost(cast: Cast) -> None:
    first, other = "EXP-12;Ana;Faro;HND;Trabajo forzoso", "EXP-12;Rosa;Faro;HND;Trabajo forzoso"
    one = staged(cast.ana, csv_of(HEAD, first, other, first))
    with acting(cast.ana.scope):
        rows = list(one.rows.order_by("number"))
        assert [row.outcome for row in rows] == ["understood", "refused", "duplicate"]
        assert "mismo código" in rows[1].problem
        assert sealing.source_of(rows[1], vault.ring()).cells["prs_FirstName"] == "Rosa"
