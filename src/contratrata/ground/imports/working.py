"""The work on an import, batch by batch: each batch is one transaction that also marks its rows.

Whoever is killed between two batches goes on with the next one; in the middle of one, nothing of it stays.
"""

import dataclasses
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Conflict, DomainError, WrongState
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.sheets.public import FileProblem, SourceRow, SourceTable, open_table
from contratrata.ground.vault import public as vault
from contratrata.ground.vault.public import Ring

from . import keeping, notices, raws, rules, sealing
from .findings import Finding, Kind
from .importer import Importer, importer_of
from .models import Import, ImportRow
from .moving import locked, move
from .queries import shown, waiting, worked_on
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
        if not rules.still_works_here(one):
            _fail(one, _("Quien trajo el archivo ya no trabaja con esto en la organización."))
            return
        keys, importer = vault.ring(), importer_of(one.importer)
        name, source = sealing.opened(one, keys)["file_name"], keeping.source(import_id)
    try:
        table = open_table(source, name, importer.headers)
        if not one.total:
            _prepare(scope, importer, import_id, one.organisation_id, table)
        _stage_rows(scope, import_id, table, tell)
    except FileProblem as problem:
        with acting(scope):
            where = " " + _("(fila %(row)d)") % {"row": problem.row} if problem.row else ""
            _fail(locked(import_id), f"{problem}{where}")


def _prepare(
    scope: Scope,
    importer: Importer[Any],
    import_id: uuid.UUID,
    organisation_id: uuid.UUID,
    table: SourceTable,
) -> None:
    """The first pass: how many rows, which columns, what the importer must know of all rows."""
    total = 0

    def counted() -> Iterator[SourceRow]:
        nonlocal total
        for row in table:
            total += 1
            yield row

    about = importer.prepare(counted(), organisation_id)
    if not total:
        raise FileProblem(_("El archivo tiene los títulos, pero ninguna fila con datos."))
    with acting(scope):
        one = locked(import_id)
        one.reading = {**about, "today": clock.today().isoformat(), "epoch1904": table.epoch1904}
        one.total, one.kind = total, table.kind
        sealing.put_table(one, table, vault.ring())
        one.save(update_fields=["reading", "total", "kind", "columns", "notes"])


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
        importer = importer_of(one.importer)
        rows = [_row(importer, one, source, keys, seen) for source in batch]
        former = {
            row.number: {raws.key_of(source, key) for key in keys.token_keys[1:]}
            for row, source in zip(rows, batch, strict=True)
        }
        _mark_known(scope, importer, rows, former)
        ImportRow.objects.bulk_create(rows)
        one.done += len(rows)
        one.save(update_fields=["done"])
        if last:
            move(one, "stage")
            audit.record("import.staged", kind="import", subject=one.id, rows=one.done, file_kind=one.kind)
            notices.notify(one, importer, notices.STAGED)
            keeping.drop(import_id)
    tell(one.done, one.total)
    return True


def _row(importer: Importer[Any], one: Import, source: SourceRow, keys: Ring, seen: set[str]) -> ImportRow:
    key = raws.key_of(source, keys.token_key)
    row = ImportRow(of=one, confidential=one.confidential, number=source.number, key=key)
    read = sealing.understood(one, row, source)
    row.findings = _codes(importer, read.findings)
    row.outcome = _outcome(read.findings)
    content = raws.key_of(dataclasses.replace(source, source_id=None), keys.token_key)
    if key in seen:
        if source.source_id and content not in seen:
            words = _("Otra fila tiene el mismo código de origen y dice otra cosa: déle un código propio.")
            row.outcome, row.problem = Outcome.REFUSED, words
            return sealing.put_raw(row, source, keys)
        row.outcome, row.problem = Outcome.DUPLICATE, _("La misma fila está antes en este archivo.")
        return row
    seen |= {key, content}
    if row.outcome != Outcome.REFUSED and (problem := importer.problem(read.values)):
        row.outcome, row.problem = Outcome.REFUSED, problem[:300]
    return sealing.put_raw(row, source, keys)


def _mark_known(
    scope: Scope, importer: Importer[Any], rows: Sequence[ImportRow], former: Mapping[int, set[str]]
) -> None:
    """Rows that were brought before, by the organisation's key of today or a former one, keep the key of then."""
    asked = {row.number: {row.key} | former[row.number] for row in rows}
    known = set(importer.known(scope, list(set().union(*asked.values()))))
    for row in rows:
        row.key = next(iter(asked[row.number] & known), row.key)
        if row.key in known and row.outcome != Outcome.DUPLICATE:
            row.outcome, row.raw, row.problem = Outcome.DUPLICATE, b"", ""


def _codes(importer: Importer[Any], findings: Sequence[Finding]) -> list[str]:
    """`field:kind` without values; a header that is no field of ours is not told."""
    known = [f"{one.field}:{one.kind}"[:60] for one in findings if importer.is_field(one.field)]
    return sorted({code for code in known if not code.endswith(f":{Kind.UNDERSTOOD}")})


def _outcome(findings: Sequence[Finding]) -> Outcome:
    kinds = {finding.kind for finding in findings}
    for kind in (Kind.REFUSED, Kind.ASKED, Kind.REPAIRED):
        if kind in kinds:
            return Outcome(kind.value)
    return Outcome.UNDERSTOOD


@dataclasses.dataclass(frozen=True, slots=True)
class _Ready:
    """A row and what will be made of it."""

    row: ImportRow
    values: Any


def bring(scope: Scope, import_id: uuid.UUID, tell: Tell = _silent) -> int:
    """Make things of the rows that were decided on. Returns how many it made; goes on where it stopped."""
    created = 0
    while (batch := _bring_batch(scope, import_id, tell)) is not None:
        created += batch
    return created


def _bring_batch(scope: Scope, import_id: uuid.UUID, tell: Tell) -> int | None:
    """One batch in one transaction; None when nothing is left to do."""
    with acting(scope):
        one = locked(import_id)
        if one.state != ImportState.APPLYING:
            return None
        allowed = rules.still_works_here(one)
        rows = list(waiting(one)[:APPLYING]) if allowed else []
        if not rows:
            _finish(one, "" if allowed else _("Se detuvo: quien la mandó ya no trabaja con esto aquí."))
            return None
        keys, importer = vault.ring(), importer_of(one.importer)
        known = importer.known(scope, [row.key for row in rows])
        for row in rows:
            if row.key in known:
                row.outcome, row.raw = Outcome.DUPLICATE, b""
        fresh = [row for row in rows if row.key not in known]
        read = [sealing.understood(one, row, sealing.source_of(row, keys)) for row in fresh]
        created = _apply(importer, [_Ready(row, each.values) for row, each in zip(fresh, read, strict=True)])
        _mark(rows)
        one.done += len(rows)
        one.save(update_fields=["done"])
    tell(one.done, one.total)
    return created


def _mark(rows: Sequence[ImportRow]) -> None:
    """Save what became of the rows of a batch, with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_importrow AS r SET outcome = t.outcome, problem = t.problem, made_id = t.made_id, "
            "raw = CASE WHEN t.keeps THEN r.raw ELSE '' END "
            "FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::boolean[]) "
            "AS t(id, outcome, problem, made_id, keeps) WHERE r.organisation_id = %s AND r.id = t.id",
            [
                [row.id for row in rows],
                [str(row.outcome) for row in rows],
                [row.problem for row in rows],
                [row.made_id for row in rows],
                [bool(row.raw) for row in rows],
                rows[0].organisation_id,
            ],
        )


def _apply(importer: Importer[Any], ready: Sequence[_Ready]) -> int:
    """All at once; row by row when one of them stops the others. Marks the rows (unsaved)."""
    if not ready:
        return 0
    try:
        with transaction.atomic():
            created = importer.apply([each.values for each in ready])
    except DomainError as error:
        if len(ready) > 1:
            return sum(_apply(importer, [each]) for each in ready)
        row = ready[0].row
        row.problem = importer.refused(error)[:300]
        if isinstance(error, Conflict):
            row.outcome, row.raw = Outcome.DUPLICATE, b""
        else:
            row.outcome = Outcome.REFUSED
        return 0
    for each, made_id in zip(ready, created, strict=True):
        each.row.made_id, each.row.raw = made_id, b""
    return len(created)


def _finish(one: Import, problem: str) -> None:
    move(one, "finish", problem=problem)
    cases = one.rows.filter(made_id__isnull=False).count()
    audit.record("import.applied", kind="import", subject=one.id, cases=cases)
    notices.notify(one, importer_of(one.importer), notices.APPLIED)


def reverse(scope: Scope, import_id: uuid.UUID) -> int:
    """Take back what was made, all or none, in one transaction (as the `worker` login). Returns how many."""
    with acting(scope):
        one = locked(import_id)
        if one.state != ImportState.REVERSING:
            return 0
        rows = one.rows.filter(made_id__isnull=False)
        importer = importer_of(one.importer)
        ids = [made_id for made_id in rows.values_list("made_id", flat=True) if made_id]
        try:
            with transaction.atomic():
                removed = importer.reverse(ids)
        except WrongState:
            stopped = worked_on(one)
            move(one, "keep", problem=_("Ya se trabajó en %(codes)s.") % {"codes": shown(stopped)})
            audit.record("import.kept", kind="import", subject=one.id, cases=len(stopped))
            notices.notify(one, importer, notices.KEPT)
            return 0
        rows.update(made_id=None)
        move(one, "undo", problem="")
        audit.record("import.reversed", kind="import", subject=one.id, cases=removed)
        notices.notify(one, importer, notices.REVERSED)
    return removed


def _fail(one: Import, problem: str) -> None:
    if one.state not in (ImportState.RECEIVED, ImportState.READING):
        return
    one.rows.all().delete()
    move(one, "fail", problem=problem)
    audit.record("import.failed", kind="import", subject=one.id)
    notices.notify(one, importer_of(one.importer), notices.FAILED)
    keeping.drop(one.id)
