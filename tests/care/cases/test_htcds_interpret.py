"""A row becomes a case as far as it is certain; what is not is asked, and nothing is lost. All fictitious."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from contratrata.care.cases.htcds.public import Defaults, ReadCase, date_orders, interpret
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age, PartialDate
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.imports.public import Finding, Kind
from contratrata.ground.sheets.public import Flag, SourceRow

TODAY = dt.date(2026, 11, 21)
GLOTIP = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "glotip" / "glotip_ca_caribbean.csv"


def _row(flags: dict[Flag, tuple[str, ...]] | None = None, **cells: Any) -> SourceRow:
    return SourceRow(2, cells, {}, flags or {}, "fuente-1", None)


def _case(**cells: Any) -> ReadCase:
    return interpret(_row(**cells), Defaults(today=TODAY, country="HND"))


def _about(case: ReadCase, field: str) -> Finding:
    (result,) = [finding for finding in case.findings if finding.field == field]
    return result


def _asked(case: ReadCase) -> list[str]:
    return [finding.field for finding in case.asked]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "False promises;Debt bondage ;Withholds documents",
            "false_promises debt_bondage withholds_documents",
        ),
        ("FalsePromises DebtBondage  WithholdsDocuments", "false_promises debt_bondage withholds_documents"),
        ("Debt bondage", "debt_bondage"),
        ("debt_bondage", "debt_bondage"),
        ("Physical threats, Sexual abuse", "threats sexual_abuse"),
        ("Amenazas de daño | Maltrato físico", "threats physical_abuse"),
        ("RestrictsMovement;UsesChildren", "restricts_movement uses_children"),
        ("Threatens children/family;Threatens children/family", "threatens_children_family"),
        ("FalsePromises\nDebtBondage", "false_promises debt_bondage"),
    ],
)
def test_several_values_however_they_are_parted(raw: str, expected: str) -> None:
    case = _case(prs_FirstName="Ana", vic_MethodsOfControl=raw)
    assert case.codes("vic_MethodsOfControl") == tuple(expected.split())
    assert _asked(case) == []


def test_labels_that_hold_separators_are_one_value() -> None:
    raw = (
        "Water supply; sewerage, waste management and remediation;Construction;"
        "Wholesale and retail trade; repair of motor vehicles and motorcycles"
    )
    case = _case(prs_FirstName="Ana", vic_ForcedLabourIndustry=raw)
    assert case.codes("vic_ForcedLabourIndustry") == ("water_waste", "construction", "trade_vehicle_repair")


def test_an_unknown_value_is_asked_and_the_known_ones_are_kept() -> None:
    case = _case(prs_FirstName="Ana", vic_MethodsOfControl="FalsePromises;Debt bondag;brujería")
    assert case.codes("vic_MethodsOfControl") == ("false_promises",)
    result = _about(case, "vic_MethodsOfControl")
    assert (result.kind, result.raw) == (Kind.ASKED, "FalsePromises;Debt bondag;brujería")
    with translation.override("es"):
        result = _about(
            _case(prs_FirstName="Ana", vic_MethodsOfControl="Debt bondag"), "vic_MethodsOfControl"
        )
    assert result.suggestion == vocabulary("method_of_control").term("debt_bondage").label.es


def test_one_value_where_one_is_meant() -> None:
    case = _case(
        prs_FirstName="Ana", vic_TraffickingStatus="Police;NGO", prs_Gender="M", cas_Status="Follow up"
    )
    assert _asked(case) == ["vic_TraffickingStatus", "prs_Gender"]
    assert case.text("cas_Status") == "follow_up"
    several = _case(prs_FirstName="Ana", cas_Status="Active;Closed")
    assert _asked(several) == ["cas_Status"]
    assert several.text("cas_Status") == ""


@pytest.mark.parametrize(
    ("raw", "expected", "kind"),
    [
        ("Honduras", ("HND",), Kind.UNDERSTOOD),
        ("HN", ("HND",), Kind.UNDERSTOOD),
        ("HN GT", ("HND", "GTM"), Kind.UNDERSTOOD),
        ("HN;GT", ("HND", "GTM"), Kind.UNDERSTOOD),
        ("NICARAGUENSE", ("NIC",), Kind.REPAIRED),
        ("Rep?blica Dominicana", ("DOM",), Kind.REPAIRED),
        ("Ciudadanos de su pa?s", ("HND",), Kind.REPAIRED),
        ("Venezuela (Bolivarian Republic of)", ("VEN",), Kind.UNDERSTOOD),
        ("NA", (), Kind.ASKED),
        ("Centroamérica", (), Kind.ASKED),
    ],
)
def test_countries_are_repaired_only_where_certain(raw: str, expected: tuple[str, ...], kind: Kind) -> None:
    case = _case(prs_FirstName="Ana", prs_Citizenship=raw)
    assert case.codes("prs_Citizenship") == expected
    assert _about(case, "prs_Citizenship").kind is kind


@pytest.mark.skipif(not GLOTIP.is_file(), reason="GLOTIP is not at ../shared/data/glotip")
def test_every_dirty_label_of_glotip_is_taken_or_asked_never_lost() -> None:
    with GLOTIP.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = {
        row["Category"] for row in rows if row["Dimension"].startswith(("by citizenship", "by country"))
    }
    assert len(labels) > 100
    cases = {label: _case(prs_FirstName="Ana", prs_Citizenship=label) for label in labels if label}
    assert all(_about(case, "prs_Citizenship").raw == label for label, case in cases.items())
    unread = {label: case for label, case in cases.items() if not case.codes("prs_Citizenship")}
    said_unknown = {label for label, case in unread.items() if not case.asked}
    assert said_unknown == {"DESCONOCIDA", "NO DETERMINADA", "NO DETERMINADAS", "Unknown"}
    assert unread.keys() - said_unknown == {
        "(especifique el pa\ufffds)",
        "(especifique otras nacionalidades)",
        "Abroad",
        "BARSIL",
        "Congo",
        "GUINEANA",
        "Hodruanian",
        "TOTAL POR AÑO",
    }


@pytest.mark.parametrize(
    ("raw", "expected", "kind"),
    [
        (dt.date(2001, 5, 17), "2001-05-17", Kind.UNDERSTOOD),
        ("17/05/2001", "2001-05-17", Kind.UNDERSTOOD),
        ("05/06/2001", "2001-06-05", Kind.UNDERSTOOD),
        ("05/17/2001", "2001-05-17", Kind.REPAIRED),
        (37028.0, "2001-05-17", Kind.REPAIRED),
        (2001.0, "2001", Kind.UNDERSTOOD),
        ("mayo de 2001", "2001-05", Kind.UNDERSTOOD),
        ("17/05/01", None, Kind.ASKED),
        ("31/02/2001", None, Kind.ASKED),
        ("17/05/2001 0:00:00", "2001-05-17", Kind.UNDERSTOOD),
        ("17/05/2001 12:00:00 a. m.", "2001-05-17", Kind.UNDERSTOOD),
        ("17/05/2001 14:30:00", None, Kind.ASKED),
        ("1900-01-01", None, Kind.ASKED),
        ("1/1/1900", None, Kind.ASKED),
        ("1/1/1900 0:00", None, Kind.ASKED),
        ("2030-01-01", None, Kind.ASKED),
        ("1201", None, Kind.ASKED),
        ("hace mucho", None, Kind.ASKED),
    ],
)
def test_dates_of_sheets(raw: object, expected: str | None, kind: Kind) -> None:
    case = _case(prs_FirstName="Ana", prs_Gender="Feminine", prs_Birthdate=raw)
    assert (str(case.birth) if case.birth else None) == expected
    assert [finding.kind for finding in case.findings if finding.field == "prs_Birthdate"][-1] is kind


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    row = _row(prs_FirstName="Ana", prs_Birthdate=35566.0)
    assert str(interpret(row, Defaults(today=TODAY)).birth) == "1997-05-16"
    assert str(interpret(row, Defaults(today=TODAY, epoch1904=True)).birth) == "2001-05-17"


def test_the_order_of_day_and_month_is_learnt_from_the_column() -> None:
    rows = [
        _row(prs_Birthdate="05/17/2001"),
        _row(prs_Birthdate="05/06/2001"),
        _row(x_RegisteredOn="17/05/2026"),
    ]
    month_first, mixed = date_orders(rows)
    assert (month_first, mixed) == (frozenset({"prs_Birthdate"}), frozenset())
    case = interpret(rows[1], Defaults(today=TODAY, month_first=month_first))
    assert str(case.birth) == "2001-05-06"
    month_first, mixed = date_orders([*rows, _row(prs_Birthdate="17/05/2001")])
    assert (month_first, mixed) == (frozenset(), frozenset({"prs_Birthdate"}))
    case = interpret(rows[1], Defaults(today=TODAY, mixed_dates=mixed))
    assert case.birth is None
    assert _about(case, "prs_Birthdate").kind is Kind.ASKED


def test_what_cannot_both_be_so_is_asked() -> None:
    late = _case(prs_FirstName="Ana", x_RegisteredOn="2026-03-01", x_ExploitationFrom="2026-05")
    assert _asked(late) == ["x_ExploitationFrom"]
    assert "x_ExploitationFrom" not in late.facts
    same_year = _case(prs_FirstName="Ana", x_RegisteredOn="2026-03-01", x_ExploitationFrom="2026")
    assert _asked(same_year) == []
    ages = _case(prs_FirstName="Ana", prs_Birthdate="2001", x_Age="14 años", vic_AgeWhenTrafficked=30)
    assert _asked(ages) == ["x_Age", "vic_AgeWhenTrafficked"]
    child = _case(prs_FirstName="Ana", vic_TypeOfExploitation="ChildLabour", vic_AgeWhenTrafficked=25)
    assert _asked(child) == ["vic_TypeOfExploitation"]
    back = _case(
        prs_FirstName="Ana", cas_IncomingReferralDate="2026-03-05", cas_OutgoingReferralDate="2026-03-01"
    )
    assert _asked(back) == ["cas_OutgoingReferralDate"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (16.0, Age(16, 16)),
        ("16 años", Age(16, 16)),
        ("15-17", Age(15, 17, estimated=True)),
        ("aprox. 16", Age(16, 16, estimated=True)),
        ("adolescente", None),
        ("160", None),
        ("17-15", None),
    ],
)
def test_ages(raw: object, expected: Age | None) -> None:
    assert _case(prs_FirstName="Ana", x_Age=raw).age == expected


def test_numbers_that_a_sheet_spoilt() -> None:
    case = _case(prs_FirstName="Ana", prs_MobilePhone=50499990000.0, prs_IdentityNumber="8.01E+12")
    assert case.text("prs_MobilePhone") == "50499990000"
    assert _about(case, "prs_MobilePhone").kind is Kind.REPAIRED
    assert _asked(case) == ["prs_IdentityNumber"]
    assert (
        _case(prs_FirstName="Ana", prs_MobilePhone="+504 9999 0000").text("prs_MobilePhone")
        == "+504 9999 0000"
    )


def test_broken_letters_in_names() -> None:
    case = _case(prs_FirstName="MarÃ\xada", prs_SecondName="Mu?oz", prs_Gender="Feminine")
    assert case.given_names == "María"
    assert _about(case, "prs_FirstName").kind is Kind.REPAIRED
    assert case.surname == "Mu?oz"
    assert _asked(case) == ["prs_SecondName"]


@pytest.mark.parametrize(
    ("whole", "parted"),
    [
        ("Láinez", ("Láinez", "")),
        ("Láinez Norales", ("Láinez", "Norales")),
        ("De la Cruz Méndez", ("De la Cruz", "Méndez")),
        ("Méndez de León", ("Méndez", "de León")),
        ("Ponce Sierra Núñez", ("Ponce Sierra Núñez", "")),
    ],
)
def test_surnames_are_parted_only_when_certain(whole: str, parted: tuple[str, str]) -> None:
    case = _case(prs_FirstName="Ana", prs_SecondName=whole)
    assert (case.surname, case.second_surname) == parted


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("TRUE", Answer.YES),
        (True, Answer.YES),
        (0.0, Answer.NO),
        ("No", Answer.NO),
        ("No se sabe", Answer.UNKNOWN),
    ],
)
def test_consent_has_three_values(raw: object, expected: Answer) -> None:
    assert _case(prs_FirstName="Ana", con_Consent=raw).consent is expected


def test_a_row_that_is_no_case_is_refused_with_the_reason() -> None:
    nameless = interpret(SourceRow(2, {"prs_Gender": "Feminine"}, {}, {}), Defaults(today=TODAY))
    assert nameless.refused
    assert _case(prs_FirstName="Ana").refused
    assert not _case(prs_FirstName="Ana", prs_Gender="Feminine").refused
    anonymous = interpret(SourceRow(2, {"prs_Gender": "F"}, {}, {}, source_id="x-1"), Defaults(today=TODAY))
    assert not anonymous.refused


def test_what_was_noticed_in_the_cells_is_told() -> None:
    flags = {Flag.FORMULA: ("prs_Title",), Flag.FORMULA_WITHOUT_VALUE: ("prs_Email",), Flag.MERGED: ()}
    case = interpret(_row(flags, prs_FirstName="Ana", prs_Gender="F"), Defaults(today=TODAY))
    values = [(finding.field, finding.kind) for finding in case.findings[:3]]
    assert values == [("prs_Title", Kind.REPAIRED), ("prs_Email", Kind.ASKED), ("", Kind.ASKED)]


def test_the_day_of_the_answers_is_the_day_of_registration() -> None:
    row = SourceRow(2, {"prs_FirstName": "Ana"}, {"Color": "verde"}, {}, "u", "2026-03-01T08:00:00.000-06:00")
    case = interpret(row, Defaults(today=TODAY))
    assert case.registered_on == PartialDate(2026, 3, 1)
    assert case.extra == {"Color": "verde"}


CELL = st.one_of(
    st.text(max_size=60),
    st.floats(allow_nan=True),
    st.booleans(),
    st.dates(),
    st.sampled_from(["FalsePromises;x", "=1+1", "1/1/1", "0", "99999999999999999999", "\x00", "٣", "²"]),
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "prs_FirstName",
                "prs_Birthdate",
                "prs_Gender",
                "prs_Citizenship",
                "prs_MobilePhone",
                "x_Age",
                "vic_AgeWhenTrafficked",
                "vic_MethodsOfControl",
                "con_Consent",
                "x_ExploitationFrom",
            ]
        ),
        CELL,
    )
)
def test_nothing_in_a_cell_breaks_the_reading(cells: dict[str, object]) -> None:
    case = interpret(_row(**cells), Defaults(today=TODAY, country="HND"))
    for name in cells:
        assert any(finding.field == name for finding in case.findings)
    for finding in case.findings:
        assert finding.kind is Kind.UNDERSTOOD or str(finding.message)
