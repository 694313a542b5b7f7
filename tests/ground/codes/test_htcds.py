"""Every value of the real HTCDS 2.0 files is understood, and written back as a value of its canonical sheet.

Reads the standard's own files beside the repository; skipped, saying so, where they are absent.
"""

import re
from pathlib import Path

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from contratrata.ground.codes.public import UnknownCode, country, country_from_text, vocabulary

HTCDS = Path(__file__).parents[3].parent / "shared" / "data" / "htcds"
pytestmark = pytest.mark.skipif(not HTCDS.is_dir(), reason=f"the HTCDS files are not at {HTCDS}")

#: Field of the ODS → our vocabulary. Countries and languages are ISO lists there, not value lists.
ODS_FIELDS = {
    "org_Type": "org_kind",
    "prs_Gender": "gender",
    "prs_MaritalStatus": "marital_status",
    "prs_HighestLevelOfEducation": "education_level",
    "vic_TraffickingStatus": "trafficking_status",
    "vic_TraffickingStatusDecisionMakingOrg": "decision_making_org",
    "vic_RelationshipToTrafficker": "relationship_to_trafficker",
    "vic_RecruitmentWebsitesAndApps": "platform",
    "vic_MethodOfRecruitment": "method_of_recruitment",
    "vic_MethodsOfControl": "method_of_control",
    "vic_TypeOfExploitation": "type_of_exploitation",
    "vic_ForcedLabourIndustry": "labour_industry",
    "vic_TypeOfSexExploitation": "sexual_exploitation_type",
    "vic_ExploitationWebsitesAndApps": "platform",
    "vic_Vulnerabilities": "vulnerability",
    "per_RoleInProcess": "perpetrator_role",
    "cas_Status": "case_status",
    "cas_ReasonForIncomingReferral": "referral_reason",
    "cas_ReasonForOutgoingReferral": "referral_reason",
    "hte_Type": "event_type",
    "spl_Type": "support_plan_type",
}
ISO_FIELDS = {"prs_PrimaryLanguage", "prs_SecondaryLanguage", "prs_Citizenship", "prs_MailingCountry"}
LISTS = {
    "gender": "gender",
    "methodofrecruitment": "method_of_recruitment",
    "methodsofcontrol": "method_of_control",
    "typeofexploitation": "type_of_exploitation",
    "forcedlabourindustry": "labour_industry",
    "typeofsexexploitation": "sexual_exploitation_type",
    "status": "case_status",
    "consent": "answer",
    "traffickingstatus": "trafficking_status",
    "traffickingstatusdecisionmakingorg": "decision_making_org",
}
WORKBOOK = {
    "Gender": "gender",
    "Method of Recruitment": "method_of_recruitment",
    "Methods of Control": "method_of_control",
    "Type of Exploitation": "type_of_exploitation",
    "Forced Labour Industry": "labour_industry",
    "Type of Sex Exploitation": "sexual_exploitation_type",
    "Vulnerabilities": "vulnerability",
    "Status": "case_status",
    "Reason for Incoming Referral": "referral_reason",
    "Reason for Outgoing Referral": "referral_reason",
    "Trafficking Status": "trafficking_status",
    "Trafficking Status Decision Making Organization": "decision_making_org",
}
#: ISO codes that are words of a form too (no, sí, sin dato, not available), and names of two countries.
ASKED_CODES = {"NA": "NAM", "NO": "NOR", "SI": "SVN", "SD": "SDN"}
ASKED_NAMES = {"Congo": ("COG", "COD")}


def _sheet(file: str, sheet: str | int) -> list[list[str]]:
    book = CalamineWorkbook.from_path(HTCDS / file)
    name = book.sheet_names[sheet] if isinstance(sheet, int) else sheet
    return [[str(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]


def _ods() -> dict[str, list[tuple[str, str]]]:
    """Field name → pairs of value name and value label."""
    result = {}
    for row in _sheet("HTCDS Field Standards 2.0.ods", 0)[1:]:
        field, values, labels = row[6], row[9].split("\n"), row[10].split("\n")
        if row[9].strip():
            result[field] = [(v, label) for v, label in zip(values, labels, strict=False) if v.strip()]
    return result


def _written(key: str, code: str) -> str:
    return vocabulary(key).to_standard("htcds", code)[0]


def test_every_picklist_of_the_canonical_sheet_is_covered() -> None:
    assert set(_ods()) == set(ODS_FIELDS) | ISO_FIELDS


def test_every_value_of_the_canonical_sheet_is_read_and_written_back_as_itself() -> None:
    seen = 0
    for field, pairs in _ods().items():
        if field in ISO_FIELDS:
            continue
        for value, label in pairs:
            code = vocabulary(ODS_FIELDS[field]).from_standard("htcds", value)
            assert code is not None, (field, value)
            # The sheet has `DebtBondage ` with a blank at its end; we write it without.
            assert _written(ODS_FIELDS[field], code) == value.strip(), (field, value)
            assert vocabulary(ODS_FIELDS[field]).from_standard("htcds", label) == code, (field, label)
            seen += 1
    assert seen > 150


def test_every_term_written_to_htcds_is_a_value_of_the_canonical_sheet() -> None:
    allowed: dict[str, set[str]] = {}
    for field, pairs in _ods().items():
        if field not in ISO_FIELDS:
            allowed.setdefault(ODS_FIELDS[field], set()).update(value.strip() for value, _ in pairs)
    for key, values in allowed.items():
        for term in vocabulary(key):
            if "htcds" in term.standards:
                assert _written(key, term.code) in values, (key, term.code)


def test_every_choice_of_the_survey_is_read_by_name_and_by_label() -> None:
    for list_name, name, label in (row[:3] for row in _sheet("htcds_xlsform.xlsx", "choices")[1:]):
        if list_name in {"", "citizenship"}:
            continue
        result = vocabulary(LISTS[list_name])
        code = result.from_standard("htcds", name)
        assert code is not None, (list_name, name)
        assert result.from_standard("htcds", label) == code, (list_name, label)
        assert _written(LISTS[list_name], code).lower() == name.strip().lower()


def test_every_citizenship_of_the_survey_is_a_country_or_asked_about() -> None:
    rows = [row[:3] for row in _sheet("htcds_xlsform.xlsx", "choices") if row[0] == "citizenship"]
    assert len(rows) == 249
    for _, name, label in rows:
        by_code, by_label = country_from_text(name), country_from_text(label)
        if name in ASKED_CODES:
            assert (by_code.how, by_code.candidates) == ("ambiguous", (ASKED_CODES[name],))
        else:
            assert by_code.how == "exact", name
            assert country(by_code.code or "").alpha2 == name
        if label in ASKED_NAMES:
            assert (by_label.how, by_label.candidates) == ("ambiguous", ASKED_NAMES[label])
        else:
            assert by_label.code is not None, label
            assert country(by_label.code).alpha2 == name, label


def test_every_validation_value_of_the_workbook_is_read() -> None:
    file = "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx"
    rows = _sheet(file, "validation")
    head = next(i for i, row in enumerate(rows) if "Gender" in row)
    columns = {title: column for column, title in enumerate(rows[head]) if title}
    assert set(WORKBOOK) <= set(columns)
    unread = [
        (title, row[columns[title]])
        for title, key in WORKBOOK.items()
        for row in rows[head + 1 :]
        if row[columns[title]].strip() and vocabulary(key).from_standard("htcds", row[columns[title]]) is None
    ]
    assert unread == []
    countries = [row[columns["Country"]] for row in rows[head + 1 :] if row[columns["Country"]].strip()]
    asked = [name for name in countries if country_from_text(name).code is None]
    assert (len(countries), asked) == (249, ["Congo"])


def test_every_defined_method_of_control_is_read_under_its_long_and_short_name() -> None:
    text = (HTCDS / "Field Definitions.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| (MethodsOfControl\w+)", text, flags=re.MULTILINE)
    assert len(names) == 17
    control = vocabulary("method_of_control")
    read = {name: control.from_standard("htcds", name) for name in names}
    assert [name for name, code in read.items() if code is None] == []
    short = {name: control.from_standard("htcds", name.removeprefix("MethodsOfControl")) for name in names}
    assert short == read
    # All seventeen, and the one that only the picklist has.
    assert {term.code for term in control} - set(read.values()) == {"threatens_children_family"}


def test_every_defined_industry_is_read() -> None:
    text = (HTCDS / "Field Definitions.md").read_text(encoding="utf-8")
    names = re.findall(r"^\| ([A-U]_\w+)", text, flags=re.MULTILINE)
    result = {vocabulary("labour_industry").from_standard("htcds", name) for name in names}
    assert len(names) == 21
    assert result == {term.code for term in vocabulary("labour_industry")}
    isic = [
        vocabulary("labour_industry").to_standard("isic", term.code)[0]
        for term in vocabulary("labour_industry")
    ]
    assert "".join(isic) == "ABCDEFGHIJKLMNOPQRSTU"


class TestContradictions:
    """What the definitions hold and the picklist does not is kept, and written with a note of the loss."""

    @pytest.mark.parametrize(
        ("key", "code", "written"),
        [
            ("method_of_control", "restricts_movement", "Other"),
            ("method_of_control", "uses_children", "ThreatensChildrenFamily"),
            ("marital_status", "de_facto_union", "RegisteredPartnership"),
            ("education_level", "no_schooling", "EarlyChildhoodEducation"),
        ],
    )
    def test_a_term_without_a_place_is_written_as_another_and_says_so(
        self, key: str, code: str, written: str
    ) -> None:
        with translation.override("es"):
            value, note = vocabulary(key).to_standard("htcds", code)
        assert value == written
        assert note is not None
        assert "HTCDS" in note
        # What is read back is the owner of the code, not the guest.
        assert vocabulary(key).from_standard("htcds", written) not in {code, None}

    def test_a_term_with_its_own_place_has_no_note(self) -> None:
        assert vocabulary("method_of_control").to_standard("htcds", "withholds_documents") == (
            "WithholdsDocuments",
            None,
        )

    def test_a_term_that_the_standard_cannot_hold_is_refused(self) -> None:
        with pytest.raises(UnknownCode, match="international_body"):
            vocabulary("org_kind").to_standard("htcds", "international_body")

    @pytest.mark.parametrize(
        "raw",
        ["Threats of law enforcement", "ThreatsLawEnforcement", "MethodsOfControlThreatOfLawEnforcement",
         "threat_of_law_enforcement", "  THREATS OF LAW ENFORCEMENT ",
         "Amenaza de denunciarla ante la autoridad"],
    )  # fmt: skip
    def test_the_spellings_of_one_code_meet(self, raw: str) -> None:
        assert vocabulary("method_of_control").from_standard("htcds", raw) == "threat_of_law_enforcement"

    def test_what_could_mean_two_things_is_not_read(self) -> None:
        # M is Masculino in one country's forms and Mujer in another's.
        assert vocabulary("gender").from_standard("htcds", "M") is None
        assert vocabulary("gender").from_standard("htcds", "") is None
