"""The fields we read: names in the HTCDS 2.0 field list (ODS), the XLSForm and the workbooks, and our own.

HTCDS: IOM, CC BY 4.0. The three disagree on spellings; each is an alias of the name in the field list. Four
fields are ours (`x_…`), for what registers of the region hold beside the standard.
"""

import dataclasses
import functools
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from contratrata.ground.codes.public import fold
from contratrata.ground.kinds.public import (
    Answers,
    Code,
    Codes,
    Countries,
    Country,
    Kind,
    Partial,
    Text,
    YesNo,
)
from contratrata.ground.sheets.public import KEY_COLUMN, Headers

from ..file.questions import FILE, ROWS

_PART = re.compile(r"[/:.\-]")


class Shape(StrEnum):
    """What a cell of the field holds."""

    TEXT = "text"
    NAME = "name"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    COUNTRY = "country"
    COUNTRIES = "countries"
    ANSWER = "answer"
    PHONE = "phone"
    AGE = "age"
    ID = "id"


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the field list, what it holds, the vocabulary of its codes, its spellings."""

    name: str
    shape: Shape
    vocabulary: str = ""
    labels: tuple[str, ...] = ()


def _code(name: str, vocabulary: str, *labels: str) -> Field:
    return Field(name, Shape.CODE, vocabulary, labels)


def _codes(name: str, vocabulary: str, *labels: str) -> Field:
    return Field(name, Shape.CODES, vocabulary, labels)


_STANDARD = (
    Field("prs_Salutation", Shape.TEXT, "", ("Salutation", "Tratamiento")),
    Field("prs_FirstName", Shape.NAME, "", ("prs_First_Name", "First Name", "Nombres", "Nombre", "Prénom")),
    Field("prs_MiddleName", Shape.NAME, "", ("prs_Middle_Name", "Middle Name", "Segundo nombre")),
    Field(
        "prs_SecondName",
        Shape.NAME,
        "",
        (
            "prs_Second_Name",
            "Second Name",
            "Last Name",
            "Surname",
            "Apellidos",
            "Apellido",
            "Primer apellido",
        ),
    ),
    Field("x_SecondSurname", Shape.NAME, "", ("Segundo apellido", "Second surname")),
    Field("x_Alias", Shape.NAME, "", ("Alias", "Conocida como", "Known as")),
    Field(
        "prs_Birthdate", Shape.DATE, "", ("Birthdate", "Date of birth", "Fecha de nacimiento", "Nacimiento")
    ),
    _code("prs_Gender", "gender", "Gender", "Género"),
    _code("x_Sex", "sex", "Sex", "Sexo"),
    _code("prs_MaritalStatus", "marital_status", "Marital Status", "Estado civil"),
    _code("prs_HighestLevelOfEducation", "education_level", "Highest Level of Education", "Escolaridad"),
    _code("prs_PrimaryLanguage", "language", "Primary Language", "Idioma", "Idioma principal"),
    _code("prs_SecondaryLanguage", "language", "Secondary Language", "Otro idioma"),
    Field(
        "prs_Citizenship", Shape.COUNTRIES, "", ("Citizenship", "Nacionalidad", "Nationality", "Ciudadanía")
    ),
    Field("prs_IdentityNumber", Shape.ID, "", ("Identity Number", "Documento", "Número de documento")),
    Field("prs_Title", Shape.TEXT, "", ("Title", "Cargo")),
    Field("prs_Email", Shape.TEXT, "", ("Email", "Correo", "Correo electrónico")),
    Field("prs_HomePhone", Shape.PHONE, "", ("Home Phone", "Teléfono", "Teléfono de casa")),
    Field("prs_MobilePhone", Shape.PHONE, "", ("Mobile Phone", "Celular", "Móvil")),
    Field("prs_MailingStreet", Shape.TEXT, "", ("Mailing Street", "Dirección")),
    Field("prs_MailingCity", Shape.TEXT, "", ("Mailing City", "Ciudad", "Municipio")),
    Field("prs_MailingState", Shape.TEXT, "", ("Mailing State/Province", "Departamento", "Provincia")),
    Field("prs_MailingPostalCode", Shape.ID, "", ("Mailing Zip/Postal Code", "Código postal")),
    Field("prs_MailingCountry", Shape.COUNTRY, "", ("Mailing Country", "País de residencia")),
    _code(
        "vic_TraffickingStatus",
        "trafficking_status",
        "Trafficking Status",
        "Condición respecto de la trata",
        "Condición",
    ),
    _code(
        "vic_TraffickingStatusDecisionMakingOrg",
        "decision_making_org",
        "vic_TraffickinStatusDecisionMakingOrg",  # so in the workbooks
        "Trafficking Status Decision Making Organization",
        "Quién determinó la condición",
    ),
    _code(
        "vic_RelationshipToTrafficker",
        "relationship_to_trafficker",
        "Relationship to Trafficker",
        "Relación con el tratante",
    ),
    Field("vic_AgeWhenTrafficked", Shape.AGE, "", ("Age When Trafficked", "Edad al momento de la trata")),
    Field("x_Age", Shape.AGE, "", ("Age", "Edad", "Edad estimada", "Edad aparente")),
    _codes("vic_MethodOfRecruitment", "method_of_recruitment", "Method of Recruitment", "Forma de captación"),
    Field("vic_LocationOfRecruitment", Shape.TEXT, "", ("Location of Recruitment", "Lugar de captación")),
    _codes(
        "vic_MethodsOfControl",
        "method_of_control",
        "vic_Methods_of_Control",
        "Methods of Control",
        "Formas de control",
    ),
    _codes("vic_TypeOfExploitation", "type_of_exploitation", "Type of Exploitation", "Forma de explotación"),
    _codes("vic_ForcedLabourIndustry", "labour_industry", "Forced Labour Industry", "Rama de actividad"),
    _codes(
        "vic_TypeOfSexExploitation",
        "sexual_exploitation_type",
        "Type of Sex Exploitation",
        "Tipo de explotación sexual",
    ),
    Field("vic_LocationOfExploitation", Shape.TEXT, "", ("Location of Exploitation", "Lugar de explotación")),
    Field("x_ExploitationFrom", Shape.DATE, "", ("Exploitation from", "Inicio de la explotación")),
    _code("cas_Status", "case_status", "Status", "Estado del caso", "Estado"),
    Field("cas_CaseOwner", Shape.TEXT, "", ("Case Owner", "Responsable del caso")),
    Field("cas_ReferringOrganisation", Shape.TEXT, "", ("Referring Organisation", "Organización que deriva")),
    Field(
        "cas_IncomingReferralDate", Shape.DATE, "", ("Incoming Referral Date", "Fecha de derivación recibida")
    ),
    Field("cas_ReferringPrimaryCaseWorker", Shape.TEXT, "", ("Referring Primary Case Worker",)),
    _code("cas_ReasonForIncomingReferral", "referral_reason", "Reason for Incoming Referral"),
    Field("cas_IncomingReferralDetails", Shape.TEXT, "", ("Incoming Referral Details",)),
    Field("cas_ReferredOrganisation", Shape.TEXT, "", ("Referred Organisation",)),
    Field("cas_ReferredPrimaryCaseWorker", Shape.TEXT, "", ("Referred Primary Case Worker",)),
    _code("cas_ReasonForOutgoingReferral", "referral_reason", "Reason for Outgoing Referral"),
    Field("cas_OutgoingReferralDate", Shape.DATE, "", ("Outgoing Referral Date",)),
    Field("cas_OutgoingReferralDetails", Shape.TEXT, "", ("Outgoing Referral Details",)),
    Field("cas_ReasonForCaseClosure", Shape.TEXT, "", ("Reason for Case Closure", "Motivo del cierre")),
    Field("cco_CaseComment", Shape.TEXT, "", ("Case Comment", "Observaciones", "Comentarios", "Notas")),
    Field("con_Consent", Shape.ANSWER, "", ("Consent", "Consentimiento")),
    Field("x_RegisteredOn", Shape.DATE, "", ("Fecha de registro", "Registered on", "Registration date")),
)

#: How a cell of a question is read that the standard has no field for.
_SHAPES: Mapping[type[Kind[Any]], Shape] = {
    Text: Shape.TEXT,
    Code: Shape.CODE,
    Codes: Shape.CODES,
    Answers: Shape.CODES,
    Partial: Shape.DATE,
    Countries: Shape.COUNTRIES,
    Country: Shape.COUNTRY,
    YesNo: Shape.ANSWER,
}


def _of_questions() -> Iterator[Field]:
    """A field for each question with rows of its own that the standard does not know, named by its words."""
    taken = {fold(spelling) for field in _STANDARD for spelling in (field.name, *field.labels)}
    for fact in ROWS:
        shape = _SHAPES.get(type(fact.kind))
        if shape is None or fact.standards.get("htcds"):
            continue
        words = [fact.label, *([fact.said] if fact.said else [])]
        labels = dict.fromkeys([*fact.columns, *(text for one in words for text in (one.es, one.en))])
        free = tuple(label for label in labels if fold(label) not in taken)
        taken |= {fold(label) for label in free}
        yield Field(f"x_{fact.name}", shape, getattr(fact.kind, "vocabulary", ""), free)


FIELDS = (*_STANDARD, *_of_questions())

#: What tools add of their own accord. The first that is filled becomes the source id of the row.
SOURCE_IDS = ("_uuid", "instanceID", "meta/instanceID", "KEY", "_id", "case_id", "Case ID", "x_SourceId",
              KEY_COLUMN, "Source ID", "Id")  # fmt: skip
#: When the answers were given, in order of trust.
ANSWERED_AT = ("start", "_submission_time", "SubmissionDate", "end")
_OF_TOOLS = ("__version__", "_index", "_parent_index", "_parent_table_name", "_tags", "_notes", "_status",
             "_submitted_by", "_validation_status", "formdef_version", "_attachments", "_geolocation",
             "_xform_id_string", "_bamboo_dataset_id", "meta/rootUuid", "meta/deprecatedID", "rootUuid",
             "deviceid", "instanceName", "meta/instanceName", "AttachmentsPresent", "AttachmentsExpected",
             "SubmitterID", "SubmitterName", "Status.1", "ReviewState", "DeviceID", "Edits", "FormVersion",
             "formhub/uuid", "_version_", "_media_all_received", *ANSWERED_AT)  # fmt: skip


@functools.lru_cache(maxsize=1)
def by_name() -> Mapping[str, Field]:
    """The fields by their name in the field list."""
    return {field.name: field for field in FIELDS}


@functools.lru_cache(maxsize=1)
def _spellings() -> Mapping[str, Field]:
    result: dict[str, Field] = {}
    for field in FIELDS:
        for spelling in (field.name, *field.labels):
            key = fold(spelling)
            if result.setdefault(key, field) is not field:
                raise ValueError(f"{spelling!r} names two fields")
    for fact in FILE.facts:  # a sheet that we wrote has the words of the questions
        known = by_name().get(fact.standards.get("htcds", ""))
        if known is not None:
            for words in filter(None, (fact.label, fact.said)):
                for spelling in (words.es, words.en):
                    result.setdefault(fold(spelling), known)
    return result


@functools.lru_cache(maxsize=1)
def _tool_columns() -> frozenset[str]:
    return frozenset(name.casefold() for name in _OF_TOOLS)


def is_field_name(header: str) -> bool:
    """Whether the header is written as a field name (`prs_FirstName`), not as words for people."""
    return bool(re.match(r"(?:[\w\-]+[/:.\-])?(?:prs|vic|cas|con|cco|x)_\w+", header.strip()))


def field_of(header: str) -> Field | None:
    """The field a header names, by name or label (English, Spanish), with or without groups before it."""
    text = header.strip()
    result = _spellings().get(fold(text))
    if result is None and _PART.search(text):
        result = _spellings().get(fold(_PART.split(text)[-1]))
        return result if result and is_field_name(_PART.split(text)[-1]) else None
    return result


def choice_of(header: str) -> tuple[Field, str] | None:
    """Field and choice of a column that ODK and Kobo write for one choice (`field/choice`)."""
    parts = [part for part in re.split(r"[/:.]", header.strip()) if part]
    if len(parts) < 2:
        return None
    field = _spellings().get(fold(parts[-2]))
    return (field, parts[-1]) if field and field.shape is Shape.CODES else None


def is_of_tool(header: str) -> bool:
    """Whether a collecting tool added the column for itself."""
    return header.strip().casefold() in _tool_columns()


def _name_of(header: str) -> str | None:
    field = field_of(header)
    return field.name if field else None


def _choice_name(header: str) -> tuple[str, str] | None:
    known = choice_of(header)
    return (known[0].name, known[1]) if known else None


#: How a sheet of cases is known: names of the standard, labels that people see, columns of the tools of the field.
HEADERS = Headers(
    field_of=_name_of,
    choice_of=_choice_name,
    is_field_name=is_field_name,
    is_of_tool=is_of_tool,
    source_ids=SOURCE_IDS,
    answered_at=ANSWERED_AT,
    not_read=frozenset({"about", "validation"}),  # sheets of the HTCDS workbooks that hold lists, not cases
    fewest=3,
    unknown=_("No se reconocen las columnas: falta la fila con los nombres de los campos de HTCDS."),
)
