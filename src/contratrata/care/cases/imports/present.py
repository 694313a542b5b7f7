"""What is said about a row, in words: its outcome, then each finding with its column."""

import dataclasses

from django.utils.translation import gettext as _

from ..htcds.fields import by_name
from ..htcds.public import Finding, Kind, ReadCase
from ..htcds.values import plain
from ..models import ImportRow
from .states import Outcome

#: The order in which a person reads what is the matter.
_GRAVITY = (Kind.REFUSED, Kind.ASKED, Kind.REPAIRED)
#: What the tag of an outcome looks like (`ui.parts` states).
MARKS = {
    Outcome.UNDERSTOOD: "done",
    Outcome.REPAIRED: "wait",
    Outcome.ASKED: "soon",
    Outcome.REFUSED: "late",
    Outcome.DUPLICATE: "plain",
}


def label_of(field: str) -> str:
    """A field as people know it: its last Spanish label, else the header as it was written."""
    known = by_name().get(field)
    if known is None:
        return field
    return next((label for label in reversed(known.labels) if not label.startswith(("prs_", "vic_"))), field)


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
    mark: str
    lines: list[str]


def shown(row: ImportRow, read: ReadCase | None) -> Shown:
    """The row as it stands on the page; without what it said when that is not kept any more."""
    mark = MARKS[Outcome(row.outcome)]
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
