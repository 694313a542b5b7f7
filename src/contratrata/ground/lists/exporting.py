"""A list as a sheet: the same columns, the same visible rows, in the same order; asked for, limited and traced.

What persons told does not touch the disk in clear: a sheet is made in memory (XlsxWriter's own pieces too, on a
file system of memory where the machine has one).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.request import Request
from contratrata.ground.base.scope import Scope

from .declared import Column, Export, M, More, R
from .paging import every
from .reading import Asked

BATCH = 500
#: Excel and its like run a cell that begins so as a formula.
_RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_IN_MEMORY = Path("/dev/shm")  # noqa: S108  (memory, not a place where anything stays)
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Why data of persons leave. A closed list: a free text would name them in the trail.
REASONS = (
    ("report", _l("Informe a una autoridad o a quien financia")),
    ("work", _l("Trabajo del equipo fuera de la plataforma")),
    ("person", _l("Lo pidió la propia persona")),
    ("court", _l("Lo pidió un juzgado o una fiscalía")),
    ("move", _l("Traslado a otro sistema")),
)


class ExportForm(forms.Form):
    """The kind of sheet; for data of persons why, and whether names go with it."""

    hide_optional = True
    kind = forms.ChoiceField(
        label=_l("Clase de archivo"),
        choices=(("xlsx", _l("Hoja de cálculo (XLSX)")), ("csv", _l("Texto separado por comas (CSV)"))),
        initial="xlsx",
        widget=forms.RadioSelect(),
    )
    identities = forms.BooleanField(label=_l("Incluir nombres y otros datos que identifican"), required=False)
    more = forms.BooleanField(required=False)
    reason = forms.ChoiceField(
        label=_l("¿Para qué salen estos datos?"), choices=REASONS, widget=forms.RadioSelect()
    )

    def __init__(self, *args: Any, grave: bool, identities: bool, more: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if more:
            self.fields["more"].label = more
        else:
            del self.fields["more"]
        if not grave:
            del self.fields["reason"]
        if not identities:
            del self.fields["identities"]


def export(request: Request, scope: Scope, asked: Asked[M, R]) -> HttpResponseBase:
    """Ask how (and why), then give the sheet. An address that could not be read whole gives none."""
    rules = asked.what.export
    assert rules is not None  # noqa: S101  (the caller has asked; this is for the type)
    if asked.problems:
        messages.error(request, _("Revise los filtros antes de exportar: alguno no se entendió."))
        return redirect(asked.url())
    if not grave(asked, rules):
        return _answer(request, scope, asked, rules)
    from contratrata.ground.accounts.public import fresh_proof_required

    return fresh_proof_required(_answer)(request, scope, asked, rules)


def grave(asked: Asked[M, R], rules: Export) -> bool:
    """Whether the sheet asks a fresh proof and a reason: as it says, and always where it may hold identities."""
    return rules.grave or any(one.identity for one in asked.what.columns)


def _answer(request: Request, scope: Scope, asked: Asked[M, R], rules: Export) -> HttpResponseBase:
    identifying = any(one.identity for one in asked.what.columns)
    form = ExportForm(
        request.POST if request.method == "POST" else None,
        grave=grave(asked, rules),
        identities=identifying and rules.identities(scope),
        more=rules.more.label if rules.more else "",
    )
    result = asked.narrowed(asked.what.visible(scope))
    number = result.count()
    if request.method == "POST" and form.is_valid() and number <= rules.most:
        return _sheet(scope, asked, rules, form)
    columns = [one for one in asked.what.columns if one.sheet]
    context = {
        "asked": asked,
        "form": form,
        "number": asked.what.counted(number) if number else "",
        "too_many": number > rules.most,
        "most": rules.most,
        "columns": [one.label for one in columns if not one.identity],
        "identifying": [one.label for one in columns if one.identity],
    }
    return render(request, "lists/export.html", context)


def columns_of(columns: Sequence[Column[R]], *, identities: bool) -> list[Column[R]]:
    """The columns a sheet has: those of the page, without acts, and without identities where they stay."""
    return [one for one in columns if one.sheet and (identities or not one.identity)]


def _sheet(scope: Scope, asked: Asked[M, R], rules: Export, form: ExportForm) -> HttpResponseBase:
    cleaned, what = form.cleaned_data, asked.what
    more = rules.more if cleaned.get("more") else None
    wanted = (*what.columns, *(more.columns if more else ()))
    columns = columns_of(wanted, identities=bool(cleaned.get("identities")))
    rows = _Rows(scope, asked, columns, rules.most, more)
    out = io.BytesIO()
    write = _as_csv if cleaned["kind"] == "csv" else _as_xlsx
    write(out, str(what.title), [str(column.label) for column in columns], rows)
    audit.record(
        rules.event,
        kind=what.kind,
        subject=what.subject,
        rows=rows.number,
        filters=asked.traced(),
        form=cleaned["kind"],
        identities=bool(cleaned.get("identities")),
        more=more is not None,
        reason=cleaned.get("reason", ""),
    )
    return _attached(out, rules.name, cleaned["kind"])


def sheet_answer(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], *, kind: str, name: str
) -> FileResponse:
    """A sheet of what is no list (`kind`: csv, xlsx), made in memory; who asks for it leaves the trace."""
    out = io.BytesIO()
    (_as_csv if kind == "csv" else _as_xlsx)(out, title, head, [[_plain(one) for one in row] for row in rows])
    return _attached(out, name, kind)


def _attached(out: io.BytesIO, name: str, kind: str) -> FileResponse:
    out.seek(0)
    called = f"{name}-{clock.today().isoformat()}.{kind}"
    return FileResponse(out, as_attachment=True, filename=called, content_type=_KINDS[kind])


class _Rows:
    """The values of every row, read in batches; `number` is how many went by."""

    def __init__(
        self,
        scope: Scope,
        asked: Asked[M, R],
        columns: Sequence[Column[R]],
        most: int,
        more: More[R] | None = None,
    ) -> None:
        self._scope, self._asked, self._columns, self._most = scope, asked, columns, most
        self._more = more
        self.number = 0

    def __iter__(self) -> Iterator[list[Any]]:
        what = self._asked.what
        result = self._asked.narrowed(what.visible(self._scope))
        for batch in every(result, self._asked.order, size=BATCH, most=self._most):
            rows = what.rows(self._scope, batch)
            for row in self._more.fill(self._scope, rows) if self._more else rows:
                self.number += 1
                yield [_plain(column.value(row)) for column in self._columns]


def _plain(value: Any) -> Any:
    """A value as a sheet holds it: a moment is that of the reader's clock, without a zone."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return value if value is None or isinstance(value, int | float | dt.date) else str(value)


def _as_csv(out: io.BytesIO, _title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """RFC 4180, with the mark by which Excel knows UTF-8."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([defused(words) for words in head])
    for row in rows:
        writer.writerow([defused(value) if isinstance(value, str) else value for value in row])
    text.detach()


def defused(text: str) -> str:
    """A text that no sheet takes for a formula."""
    return f"'{text}" if text.startswith(_RUN) else text


def _as_xlsx(out: io.BytesIO, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    import xlsxwriter

    options: dict[str, Any] = {"in_memory": True}
    if _IN_MEMORY.is_dir():
        options = {"constant_memory": True, "tmpdir": str(_IN_MEMORY)}
    with xlsxwriter.Workbook(out, options | {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title[:31].translate({ord(mark): None for mark in "[]:*?/\\'"}))
        bold = book.add_format({"bold": True})
        text = book.add_format({"quote_prefix": True})
        day, moment = (book.add_format({"num_format": kind}) for kind in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        sheet.set_column(0, max(0, len(head) - 1), 22)
        for at, words in enumerate(head):
            sheet.write_string(0, at, words, bold)
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(line, at, value, moment if isinstance(value, dt.datetime) else day)
                elif isinstance(value, int | float):
                    sheet.write_number(line, at, value)
                elif value:
                    sheet.write_string(line, at, value, text)
