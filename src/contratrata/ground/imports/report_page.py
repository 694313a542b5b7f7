"""What the page and the sheet of an import show of its rows."""

from typing import Any

from contratrata.ground.base.request import Request
from contratrata.ground.lists.public import part_of_page
from contratrata.ground.vault.public import Ring

from . import queries, report, sealing
from .listing import number_behind, rows_of
from .models import Import, ImportRow
from .states import TABS, Outcome

#: A report is made in memory: of more rows than this only those that wait for somebody are told.
MOST_REPORTED = 20_000


def rows(request: Request, one: Import, keys: Ring) -> dict[str, Any]:
    """The counts and one page of rows; leaves the trace that they were seen."""
    counts = queries.counts(one)
    return {
        "counts": counts,
        "notes": sealing.notes_of(one, keys),
        "page": part_of_page(request, rows_of(one, counts, keys)),
        "kept": one.rows.exclude(raw=b"").exists(),
        "total": sum(counts[outcome] for outcome in Outcome),
        "ready": counts[Outcome.UNDERSTOOD] + counts[Outcome.REPAIRED],
        "unsolved": number_behind(TABS[0], counts),
    }


def sheet(one: Import, keys: Ring) -> tuple[bytes, int]:
    """The report and how many rows it holds: those that did not come in and are still kept."""
    query = ImportRow.objects.filter(of=one).exclude(raw=b"").order_by("number")
    number = query.count()
    if number > MOST_REPORTED:
        query = query.filter(outcome__in=[Outcome.ASKED, Outcome.REFUSED])[:MOST_REPORTED]
        number = query.count()
    return report.write(one, query.iterator(chunk_size=500), keys), number
