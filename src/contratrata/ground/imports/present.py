"""What is said about a row, in words: its outcome, then each finding with its column."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.ui.parts import State

from .findings import Finding, Kind, plain
from .importer import Importer, Understood
from .models import ImportRow
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


def words_of(importer: Importer[Any], row: ImportRow, read: Understood[Any]) -> list[str]:
    """One line for the row, then one a finding that needs eyes, the gravest first."""
    lines = [f"{row.get_outcome_display()}."]
    if row.problem:
        lines.append(row.problem)
    return lines + [_line(importer, finding) for finding in findings_of(read.findings)]


def findings_of(findings: Sequence[Finding]) -> list[Finding]:
    """What is worth saying: all but what was simply understood, the gravest first."""
    rank = {kind: i for i, kind in enumerate(_GRAVITY)}
    return sorted((one for one in findings if one.kind in rank), key=lambda one: rank[one.kind])


def _line(importer: Importer[Any], finding: Finding) -> str:
    where = f"{importer.label_of(finding.field)}: " if finding.field else ""
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


def _left_out(importer: Importer[Any], row: ImportRow) -> list[str]:
    """Which data a row came in without, by the codes that stay when what stood there is gone."""
    asked = dict.fromkeys(
        importer.label_of(field)
        for field, _sep, kind in (code.rpartition(":") for code in row.findings)
        if kind == Kind.ASKED
    )
    return [_("Entró sin lo dudoso: %(fields)s.") % {"fields": ", ".join(asked)}] if asked else []


def shown(importer: Importer[Any], row: ImportRow, read: Understood[Any] | None) -> Shown:
    """The row as it stands on the page; without what it said when that is not kept any more."""
    mark = MARKS[Outcome(row.outcome)]
    if row.made_id:
        url = importer.url_of(row.made_id)
        return Shown(row.number, _("Ya entró"), _("Traída"), "done", _left_out(importer, row), url)
    if read is None:
        sentences = [row.problem] if row.problem else []
        if row.outcome == Outcome.DUPLICATE and not sentences:
            sentences = [_("Lo de esta fila ya estaba.")]
        return Shown(row.number, "", row.get_outcome_display(), mark, sentences)
    lines = [row.problem] if row.problem else []
    lines += [_sentence(importer, finding) for finding in findings_of(read.findings)]
    return Shown(row.number, read.name, row.get_outcome_display(), mark, lines)


def _sentence(importer: Importer[Any], finding: Finding) -> str:
    stood = plain(finding.raw) if finding.raw is not None else ""
    if not stood or len(stood) > 80:
        return _line(importer, finding)
    return f"{_line(importer, finding)} " + _("Decía «%(value)s».") % {"value": stood}
