"""What is said about a row, in words: its outcome, then each finding with its column."""

import dataclasses

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.errors import DomainError
from contratrata.ground.ui.parts import State

from ..htcds.fields import by_name
from ..htcds.public import Finding, Kind, ReadCase
from ..htcds.values import plain
from ..models import ImportRow
from .states import Outcome

#: The order in which a person reads what is the matter.
_GRAVITY = (Kind.REFUSED, Kind.ASKED, Kind.REPAIRED)
#: What the tag of an outcome looks like (`ui.parts` states).
MARKS: dict[Outcome, State] = {
    Outcome.UNDERSTOOD: "done",
    Outcome.REPAIRED: "wait",
    Outcome.ASKED: "soon",
    Outcome.REFUSED: "late",
    Outcome.DUPLICATE: "plain",
}


#: Fields as people know them, where the spellings of `htcds.fields` do not end with that word.
_LABELS = {
    "prs_FirstName": _l("Nombres"),
    "prs_SecondName": _l("Apellidos"),
    "prs_Birthdate": _l("Fecha de nacimiento"),
    "prs_Citizenship": _l("Nacionalidad"),
    "prs_IdentityNumber": _l("Documento"),
    "x_SecondSurname": _l("Segundo apellido"),
    "x_Alias": _l("Alias"),
    "x_Age": _l("Edad"),
    "x_ExploitationFrom": _l("Inicio de la explotación"),
    "x_RegisteredOn": _l("Fecha de registro"),
    "cas_Status": _l("Estado del caso"),
    "cas_ReasonForIncomingReferral": _l("Motivo de la derivación recibida"),
    "cas_ReasonForOutgoingReferral": _l("Motivo de la derivación enviada"),
    "cas_OutgoingReferralDate": _l("Fecha de derivación enviada"),
}
#: The same for what an operation refuses (the names of its fields).
_REFUSED = {
    "given_names": _l("Nombres"),
    "first_surname": _l("Apellidos"),
    "second_surname": _l("Segundo apellido"),
    "alias": _l("Alias"),
    "birth_date": _l("Fecha de nacimiento"),
    "age_years": _l("Edad"),
    "exploited_from": _l("Inicio de la explotación"),
    "registered_at": _l("Fecha de registro"),
    "arrived_on": _l("Fecha de derivación recibida"),
    "documents": _l("Documento"),
}


def label_of(field: str) -> str:
    """A field as people know it; a header that is no field as it was written."""
    known = by_name().get(field)
    if field in _LABELS:
        return str(_LABELS[field])
    if known is None or not known.labels:
        return field
    if (get_language() or "").startswith("en"):
        return next((label for label in known.labels if "_" not in label), known.labels[-1])
    return known.labels[-1]


def refused(error: DomainError) -> str:
    """What an operation refused, led by the field it is about."""
    label = _REFUSED.get(error.field or "")
    return f"{label}: {error.message}" if label else error.message


def words_of(row: ImportRow, read: ReadCase) -> list[str]:
    """One line for the row, then one a finding that needs eyes, the gravest first."""
    lines = [f"{row.get_outcome_display()}."]
    if row.problem:
        lines.append(row.problem)
    return lines + [_line(finding) for finding in findings_of(read)]


def findings_of(read: ReadCase) -> list[Finding]:
    """What is worth saying: all but what was simply understood, the gravest first."""
    rank = {kind: i for i, kind in enumerate(_GRAVITY)}
    return sorted((one for one in read.findings if one.kind in rank), key=lambda one: rank[one.kind])


def _line(finding: Finding) -> str:
    where = f"{label_of(finding.field)}: " if finding.field else ""
    near = " " + _("¿Será «%(value)s»?") % {"value": finding.suggestion} if _asks(finding) else ""
    return f"{where}{finding.message}{near}"


def _asks(finding: Finding) -> bool:
    return finding.kind is Kind.ASKED and bool(finding.suggestion)


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A row on the page: its number in the file, whom it names, what it is and what is said about it."""

    number: int
    name: str
    outcome: str
    mark: State
    lines: list[str]
    url: str = ""


def _left_out(row: ImportRow) -> list[str]:
    """Which data a case came in without, by the codes that stay when what stood there is gone."""
    asked = dict.fromkeys(
        label_of(field)
        for field, _sep, kind in (code.rpartition(":") for code in row.findings)
        if kind == Kind.ASKED
    )
    return [_("Entró sin lo dudoso: %(fields)s.") % {"fields": ", ".join(asked)}] if asked else []


def shown(row: ImportRow, read: ReadCase | None) -> Shown:
    """The row as it stands on the page; without what it said when that is not kept any more."""
    mark = MARKS[Outcome(row.outcome)]
    if row.case_id:
        url = reverse("cases:detail", args=[row.case_id])
        return Shown(row.number, _("Ya es un caso"), _("Traída"), "done", _left_out(row), url)
    if read is None:
        said = [row.problem] if row.problem else []
        if row.outcome == Outcome.DUPLICATE and not said:
            said = [_("Ya hay un caso de esta fila.")]
        return Shown(row.number, "", row.get_outcome_display(), mark, said)
    names = filter(None, (read.given_names, read.surname, read.second_surname))
    lines = [row.problem] if row.problem else []
    lines += [_told(finding) for finding in findings_of(read)]
    return Shown(row.number, " ".join(names) or read.alias, row.get_outcome_display(), mark, lines)


def _told(finding: Finding) -> str:
    stood = plain(finding.raw) if finding.raw is not None else ""
    if not stood or len(stood) > 80:
        return _line(finding)
    return f"{_line(finding)} " + _("Decía «%(value)s».") % {"value": stood}
