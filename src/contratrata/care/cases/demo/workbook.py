"""A fictitious register of one organisation as an HTCDS workbook; the same seed gives the same persons.

Its spread by country, sex, age and form is that of `shape.yaml`; some cells are as dirty as those of real
registers, so that what is brought in from it is understood, repaired and asked about. Field names and codes:
HTCDS 2.0 (IOM, CC BY 4.0).
"""

import dataclasses
import datetime as dt
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from contratrata.ground.codes.public import country, country_name, vocabulary

from .persons import FEMALE, MALE, SURNAMES

Row = Mapping[str, Any]
COLUMNS: tuple[str, ...] = (
    "case_id", "x_RegisteredOn", "prs_FirstName", "prs_SecondName", "x_Alias", "x_Sex", "prs_Gender",
    "prs_Birthdate", "x_Age", "prs_Citizenship", "prs_PrimaryLanguage", "prs_MaritalStatus",
    "prs_HighestLevelOfEducation", "prs_MobilePhone", "vic_TraffickingStatus",
    "vic_TraffickingStatusDecisionMakingOrg", "vic_TypeOfExploitation", "vic_TypeOfSexExploitation",
    "vic_ForcedLabourIndustry", "vic_MethodOfRecruitment", "vic_MethodsOfControl",
    "vic_RelationshipToTrafficker", "vic_LocationOfRecruitment",
    "vic_LocationOfExploitation", "x_ExploitationFrom", "cas_Status",
    "cas_IncomingReferralDate", "cas_ReasonForCaseClosure", "con_Consent", "cco_CaseComment",
)  # fmt: skip
_AGES = {"girls": (11, 17), "boys": (11, 17), "women": (18, 46), "men": (18, 52)}
_OTHER_FORMS = ("forced_marriage", "servitude", "forced_begging", "child_labour", "other")
_INDUSTRIES = (
    "agriculture_forestry_fishing", "construction", "accommodation_food", "households_as_employers",
)  # fmt: skip
_CONTROLS = (
    "threats", "debt_bondage", "false_promises", "takes_earnings", "restricts_movement", "withholds_documents",
    "psychological_abuse", "excessive_working_hours", "threatens_children_family", "physical_abuse",
)  # fmt: skip
_RECRUITED = (
    "online_social_networks", "workplace", "family", "friends", "online_advertisement", "place_of_business",
)  # fmt: skip
_STATES = (("active", 58), ("follow_up", 20), ("closed", 15), ("closed_referred", 7))
_YEARS = 3


@lru_cache(maxsize=1)
def shape() -> Mapping[str, Mapping[str, Any]]:
    """The shares by country (alpha-3)."""
    values = yaml.safe_load((Path(__file__).parent / "shape.yaml").read_text(encoding="utf-8"))
    result: Mapping[str, Mapping[str, Any]] = values["countries"]
    return result


def rows(where: str, number: int, *, seed: str, today: dt.date) -> list[Row]:
    """So many persons detected in a country, newest last."""
    chance = random.Random(f"contratrata|{where}|{seed}")  # noqa: S311 - invented persons, no secret
    days = sorted((int(_YEARS * 365 * chance.random() ** 1.6) for _one in range(number)), reverse=True)
    return [
        _Person(chance, where, today - dt.timedelta(days=back)).row(f"DEMO-{where}-{seed}-{index:04}")
        for index, back in enumerate(days, start=1)
    ]


def write(query: Iterable[Row]) -> bytes:
    """The workbook (.xlsx): field names over plain cells, as the standard's own workbooks have them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("HTCDS")
        bold = book.add_format({"bold": True})
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, bold)
        for at, row in enumerate(query, start=1):
            for column, name in enumerate(COLUMNS):
                value = row.get(name, "")
                if isinstance(value, int):
                    sheet.write_number(at, column, value)
                elif value:
                    sheet.write_string(at, column, str(value))
    return out.getvalue()


@dataclasses.dataclass
class _Person:
    """One invented person, made by chance."""

    chance: random.Random
    where: str
    registered: dt.date

    def row(self, source_id: str) -> Row:
        """Her row of the register."""
        local = shape()[self.where]
        group = self._drawn(local["sex_age"])
        form = self._drawn(local["forms"])
        home = self._drawn(local["citizenship"])
        low, high = _AGES[group]
        age = self.chance.randint(low, high)
        state = self._drawn(dict(_STATES))
        female = group in ("girls", "women")
        values = {
            "case_id": source_id,
            "x_RegisteredOn": self._date(self.registered),
            "prs_FirstName": self.chance.choice(FEMALE if female else MALE),
            "prs_SecondName": " ".join(self.chance.sample(SURNAMES, 2)),
            "x_Sex": "Female" if female else "Male",
            "prs_Gender": _standard("gender", "feminine" if female else "masculine"),
            "prs_Citizenship": self._citizenship(home),
            "prs_PrimaryLanguage": self._language(home),
            "prs_MobilePhone": f"5550-{self.chance.randint(0, 9999):04}",
            "cas_Status": _standard("case_status", state),
            "con_Consent": self.chance.choice(("Yes", "Yes", "Yes", "")),
            "cco_CaseComment": "Persona inventada para practicar.",
        }
        if self.chance.random() < 0.15:
            values["x_Alias"] = (
                f"La {self.chance.choice(('Chele', 'Negra', 'Flaca', 'Colocha'))}" if female else "Chele"
            )
        return {**values, **self._age(age), **self._what_happened(form, age, home), **self._end(state)}

    def _age(self, age: int) -> Row:
        """A birth date in full or in part, or an age that was guessed."""
        born = self.registered - dt.timedelta(days=age * 365 + age // 4 + self.chance.randint(2, 360))
        kind = self.chance.random()
        if kind < 0.62:
            return {"prs_Birthdate": self._date(born)}
        if kind < 0.72:
            return {"prs_Birthdate": str(born.year)}
        if kind < 0.97:
            return {"x_Age": age if kind < 0.85 else f"aprox. {age}"}
        return {"prs_Birthdate": f"31/02/{born.year}"}  # a day that does not exist: asked about

    def _what_happened(self, form: str, age: int, home: str) -> Row:
        what = self.chance.choice(_OTHER_FORMS) if form == "other" else form
        if what == "child_labour" and age >= 18:
            what = "servitude"
        forms = [what]
        if self.chance.random() < 0.12:
            forms.append(self.chance.choice([one for one in ("forced_labour", "servitude") if one != what]))
        began = self.registered - dt.timedelta(days=self.chance.randint(20, 700))
        status = self.chance.choice(("possible_victim", "possible_victim", "actual_victim"))
        values: dict[str, Any] = {
            "vic_TypeOfExploitation": _many("type_of_exploitation", forms),
            "vic_MethodOfRecruitment": _standard("method_of_recruitment", self.chance.choice(_RECRUITED)),
            "vic_MethodsOfControl": _many(
                "method_of_control", self.chance.sample(_CONTROLS, self.chance.randint(1, 4))
            ),
            "vic_RelationshipToTrafficker": _standard(
                "relationship_to_trafficker", self.chance.choice(("familial", "acquainted", "unacquainted"))
            ),
            "vic_LocationOfRecruitment": country_name(home),
            "vic_LocationOfExploitation": country_name(self.where),
            "x_ExploitationFrom": f"{began:%m/%Y}",
            "vic_TraffickingStatus": _standard("trafficking_status", status),
            "vic_TraffickingStatusDecisionMakingOrg": _standard(
                "decision_making_org", self.chance.choice(("ngo", "police", "court_or_prosecution"))
            ),
        }
        if "sexual_exploitation" in forms:
            values["vic_TypeOfSexExploitation"] = _standard("sexual_exploitation_type", "prostitution")
        if "forced_labour" in forms:
            values["vic_ForcedLabourIndustry"] = _standard("labour_industry", self.chance.choice(_INDUSTRIES))
        return values

    def _end(self, state: str) -> Row:
        values = {}
        if self.chance.random() < 0.3:
            values["cas_IncomingReferralDate"] = self._date(self.registered)
        if state == "closed":
            values["cas_ReasonForCaseClosure"] = self.chance.choice(
                ("plan_completed", "reintegrated", "lost_contact")
            )
        return values

    def _citizenship(self, code: str) -> str:
        """As registers write it: most well, some by demonym in capitals, some with a lost letter."""
        named = country_name(code)
        kind = self.chance.random()
        demonym = country(code).demonym
        if kind < 0.12 and demonym:
            return demonym.es.upper()
        if kind < 0.16:
            return named.encode().decode("latin-1")
        return code if kind < 0.5 else named

    def _language(self, home: str) -> str:
        if home == "GTM" and self.chance.random() < 0.25:
            return vocabulary("language").term(self.chance.choice(("kiche", "qeqchi", "mam"))).label.es
        return vocabulary("language").term("haitian_creole" if home == "HTI" else "spanish").label.es

    def _date(self, day: dt.date) -> str:
        return f"{day:%d/%m/%Y}"

    def _drawn(self, shares: Mapping[str, int]) -> str:
        return self.chance.choices(list(shares), weights=list(shares.values()))[0]


def _standard(key: str, code: str) -> str:
    return vocabulary(key).to_standard("htcds", code)[0]


def _many(key: str, codes: Sequence[str]) -> str:
    return ";".join(_standard(key, code) for code in codes)
