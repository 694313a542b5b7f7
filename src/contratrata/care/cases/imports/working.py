"""The work on an import, batch by batch: each batch is one transaction that also marks its rows.

Whoever is killed between two batches goes on with the next one; in the middle of one, nothing of it stays.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, WrongState
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import Organisation
from contratrata.ground.notices import public as board
from contratrata.ground.sheets.public import FileProblem, SourceRow, SourceTable, open_table
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring

from ..given import NewCase
from ..htcds.public import (
    HEADERS,
    Defaults,
    Finding,
    Kind,
    ReadCase,
    date_orders,
    interpret,
)
from ..models import Import, ImportRow
from ..operations import register_cases, remove_cases
from ..operations.registering import check_case
from ..queries import known_sources
from . import keeping, notices, raws, rules, sealing
from .mapping import SOURCE, new_case
from .moving import locked, move
from .present import refused
from .queries import codes_worked_on, shown, waiting
from .states import ImportState, Outcome

STAGING, APPLYING = 250, 100
Tell = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Nobody is watching."""


def stage(scope: Scope, import_id: uuid.UUID, tell: Tell = _silent) -> None:
    """Read the file into rows with their outcome, on from where it stopped. One that cannot be read fails."""
    with acting(scope):
        one = locked(import_id)
        if one.state == ImportState.RECEIVED:
            move(one, "read")
        if one.state != ImportState.READING:
            return
        if not rules.still_works_here(scope, one):
            _fail(one, _("Quien trajo el archivo ya no gestiona casos en esta organización."))
            return
        keys = vault.ring()
        name = sealing.opened(one, keys)["file_name"]
    try:
        table = open_table(lambda: keeping.get(import_id, keys), name, HEADERS)
        if not one.total:
            _prepare(scope, import_id, table)
        _stage_rows(scope, import_id, table, tell)
    except FileProblem as problem:
        with acting(scope):
            where = " " + _("(fila %(row)d)") % {"row": problem.row} if problem.row else ""
            _fail(locked(import_id), f"{problem}{where}")


def _prepare(scope: Scope, import_id: uuid.UUID, table: SourceTable) -> None:
    """The first pass: how many rows, in what order its dates are written, which columns."""
    total = 0

    def counted() -> Iterator[SourceRow]:
        nonlocal total
        for row in table:
            total += 1
            yield row

    month_first, mixed = date_orders(counted())
    if not total:
        raise FileProblem(_("El archivo tiene los títulos, pero ninguna fila con datos."))
    with acting(scope):
        one = locked(import_id)
        country = Organisation.objects.values_list("country", flat=True).get(id=one.organisation_id)
        one.reading = {
            "today": clock.today().isoformat(),
            "country": country,
            "month_first": sorted(month_first),
            "mixed_dates": sorted(mixed),
            "epoch1904": table.epoch1904,
        }
        one.total, one.kind = total, table.kind
        sealing.put_table(one, table, vault.ring())
        one.save(update_fields=["reading", "total", "kind", "columns", "notes"])


def defaults_of(one: Import) -> Defaults:
    """How the rows of an import are to be read."""
    told = one.reading
    return Defaults(
        today=dt.date.fromisoformat(told["today"]) if told else clock.today(),
        country=told.get("country"),
        month_first=frozenset(told.get("month_first", ())),
        mixed_dates=frozenset(told.get("mixed_dates", ())),
        epoch1904=bool(told.get("epoch1904")),
    )


def _stage_rows(scope: Scope, import_id: uuid.UUID, table: SourceTable, tell: Tell) -> None:
    with acting(scope):
        staged = ImportRow.objects.filter(of_id=import_id)
        last = staged.order_by("-number").values_list("number", flat=True).first() or 0
        seen = set(staged.values_list("key", flat=True))
    batch: list[SourceRow] = []
    for row in table:
        if row.number <= last:
            continue
        batch.append(row)
        if len(batch) == STAGING:
            if not _stage_batch(scope, import_id, batch, seen, tell):
                return
            batch = []
    _stage_batch(scope, import_id, batch, seen, tell, last=True)


def _stage_batch(
    scope: Scope,
    import_id: uuid.UUID,
    batch: Sequence[SourceRow],
    seen: set[str],
    tell: Tell,
    *,
    last: bool = False,
) -> bool:
    """Write a batch; False when the import was cancelled meanwhile."""
    with acting(scope):
        one = locked(import_id)
        if one.state != ImportState.READING:
            return False
        keys = vault.ring()
        rows = [_row(one, source, keys, seen) for source in batch]
        _mark_known(scope, rows)
        ImportRow.objects.bulk_create(rows)
        one.done += len(rows)
        one.save(update_fields=["done"])
        if last:
            move(one, "stage")
            audit.record("import.staged", kind="import", subject=one.id, rows=one.done, file_kind=one.kind)
            _notify(one, notices.STAGED)
    if last:
        keeping.drop(import_id)
    tell(one.done, one.total)
    return True


def _row(one: Import, source: SourceRow, keys: Ring, seen: set[str]) -> ImportRow:
    key = raws.key_of(source, keys.token_key)
    read = interpret(source, defaults_of(one))
    row = ImportRow(of=one, number=source.number, key=key, findings=_codes(read.findings))
    row.outcome = _outcome(read.findings)
    if key in seen:
        row.outcome, row.problem = Outcome.DUPLICATE, _("La misma fila está antes en este archivo.")
        return row
    seen.add(key)
    if row.outcome != Outcome.REFUSED and (problem := refusal(_case_of(one, row, read))):
        row.outcome, row.problem = Outcome.REFUSED, problem[:300]
    return sealing.put_raw(row, source, keys)


def _mark_known(scope: Scope, rows: Sequence[ImportRow]) -> None:
    known = known_sources(scope, SOURCE, [row.key for row in rows])
    for row in rows:
        if row.key in known and row.outcome != Outcome.DUPLICATE:
            row.outcome, row.raw, row.problem = Outcome.DUPLICATE, b"", ""


def _codes(findings: Sequence[Finding]) -> list[str]:
    """`field:kind` without values; a header that is no field of ours is not told."""
    known = [f"{finding.field}:{finding.kind}"[:60] for finding in findings if "_" in finding.field[:4]]
    return sorted({code for code in known if not code.endswith(f":{Kind.UNDERSTOOD}")})


def _outcome(findings: Sequence[Finding]) -> Outcome:
    kinds = {finding.kind for finding in findings}
    for kind in (Kind.REFUSED, Kind.ASKED, Kind.REPAIRED):
        if kind in kinds:
            return Outcome(kind.value)
    return Outcome.UNDERSTOOD


def refusal(new: NewCase) -> str:
    """Why no case can begin with this, in words; "" when one can."""
    try:
        check_case(new)
    except DomainError as error:
        return refused(error)
    return ""


def _case_of(one: Import, row: ImportRow, read: ReadCase) -> NewCase:
    return new_case(read, key=row.key, responsible_id=one.responsible_id, today=defaults_of(one).today)


@dataclasses.dataclass(frozen=True, slots=True)
class _Ready:
    """A row and the case it will be."""

    row: ImportRow
    case: NewCase


def bring(scope: Scope, import_id: uuid.UUID, tell: Tell = _silent) -> int:
    """Make cases of the rows that were decided on. Returns how many it made; goes on where it stopped."""
    made = 0
    while (batch := _bring_batch(scope, import_id, tell)) is not None:
        made += batch
    return made


def _bring_batch(scope: Scope, import_id: uuid.UUID, tell: Tell) -> int | None:
    """One batch in one transaction; None when nothing is left to do."""
    with acting(scope):
        one = locked(import_id)
        if one.state != ImportState.APPLYING:
            return None
        allowed = rules.still_works_here(scope, one)
        rows = list(waiting(one)[:APPLYING]) if allowed else []
        if not rows:
            _finish(one, "" if allowed else _("Se detuvo: quien la mandó ya no gestiona casos aquí."))
            return None
        keys = vault.ring()
        ready = [_Ready(row, _case_of(one, row, sealing.read(row, defaults_of(one), keys))) for row in rows]
        known = known_sources(scope, SOURCE, [row.key for row in rows])
        for row in rows:
            if row.key in known:
                row.outcome, row.raw = Outcome.DUPLICATE, b""
        made = _register([each for each in ready if each.row.key not in known])
        _mark(rows)
        one.done += len(rows)
        one.save(update_fields=["done"])
    tell(one.done, one.total)
    return made


def _mark(rows: Sequence[ImportRow]) -> None:
    """Save what became of the rows of a batch, with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_importrow AS r SET outcome = t.outcome, problem = t.problem, case_id = t.case_id, "
            "raw = CASE WHEN t.keeps THEN r.raw ELSE '' END "
            "FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::boolean[]) "
            "AS t(id, outcome, problem, case_id, keeps) WHERE r.organisation_id = %s AND r.id = t.id",
            [
                [row.id for row in rows],
                [str(row.outcome) for row in rows],
                [row.problem for row in rows],
                [row.case_id for row in rows],
                [bool(row.raw) for row in rows],
                rows[0].organisation_id,
            ],
        )


def _register(ready: Sequence[_Ready]) -> int:
    """All at once; row by row when one of them stops the others. Marks the rows (unsaved)."""
    if not ready:
        return 0
    try:
        with transaction.atomic():
            cases = register_cases([each.case for each in ready])
    except DomainError as error:
        if len(ready) > 1:
            return sum(_register([each]) for each in ready)
        row = ready[0].row
        row.problem = refused(error)[:300]
        if isinstance(error, Conflict):
            row.outcome, row.raw = Outcome.DUPLICATE, b""
        else:
            row.outcome = Outcome.REFUSED
        return 0
    for each, case in zip(ready, cases, strict=True):
        each.row.case_id, each.row.raw = case.id, b""
    return len(cases)


def _finish(one: Import, problem: str) -> None:
    move(one, "finish", problem=problem)
    cases = one.rows.filter(case_id__isnull=False).count()
    audit.record("import.applied", kind="import", subject=one.id, cases=cases)
    _notify(one, notices.APPLIED)


def reverse(scope: Scope, import_id: uuid.UUID) -> int:
    """Take the cases back, all or none, in one transaction (as the `worker` login). Returns how many."""
    with acting(scope):
        one = locked(import_id)
        if one.state != ImportState.REVERSING:
            return 0
        rows = one.rows.filter(case_id__isnull=False)
        ids = [case_id for case_id in rows.values_list("case_id", flat=True) if case_id]
        try:
            with transaction.atomic():
                removed = remove_cases(ids)
        except WrongState:
            stopped = codes_worked_on(one)
            move(
                one, "keep", problem=_("Ya se trabajó en estos casos: %(codes)s.") % {"codes": shown(stopped)}
            )
            audit.record("import.kept", kind="import", subject=one.id, cases=len(stopped))
            _notify(one, notices.KEPT)
            return 0
        rows.update(case_id=None)
        move(one, "undo", problem="")
        audit.record("import.reversed", kind="import", subject=one.id, cases=removed)
        _notify(one, notices.REVERSED)
    return removed


def _fail(one: Import, problem: str) -> None:
    if one.state not in (ImportState.RECEIVED, ImportState.READING):
        return
    one.rows.all().delete()
    move(one, "fail", problem=problem)
    audit.record("import.failed", kind="import", subject=one.id)
    _notify(one, notices.FAILED)
    transaction.on_commit(lambda: keeping.drop(one.id))


def _notify(one: Import, kind: str) -> None:
    if one.by_id is not None:
        board.notify(kind, organisation_id=one.organisation_id, subject_id=one.id, user_id=one.by_id)
