"""What the page and the sheet of an import show of its rows."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse as address

from contratrata.ground.audit import public as audit
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import NavItem
from contratrata.ground.vault.public import Ring

from ..models import Import, ImportRow
from . import present, queries, report, sealing
from .states import TABS, Outcome, Tab
from .working import defaults_of

#: A report is made in memory: of more rows than this only those that wait for somebody are told.
MOST_REPORTED = 20_000


def rows(request: Request, one: Import, keys: Ring) -> dict[str, Any]:
    """The counts, the tabs and one page of rows; leaves the trace that they were seen."""
    counts = queries.counts(one)
    wanted = request.GET.get("filas", "")
    chosen = next((tab for tab in TABS if tab[0] == wanted), TABS[0])
    after = request.GET.get("desde", "")
    number = int(after) if after.isdecimal() and len(after) < 9 else 0
    found, more = queries.page_of_rows(one, *chosen[2:], number)
    reading = defaults_of(one)
    shown = [present.shown(row, sealing.read(row, reading, keys) if row.raw else None) for row in found]
    audit.record("import.viewed", kind="import", subject=one.id, rows=len(shown))
    here = address("imports:detail", args=[one.id])
    return {
        "counts": counts,
        "notes": sealing.notes_of(one, keys),
        "rows": shown,
        "next_url": f"{here}?filas={wanted}&desde={more}" if more else "",
        "first_url": f"{here}?filas={wanted}" if after else "",
        "row_tabs": [
            NavItem(
                f"{tab[1]} ({number})", f"{here}?filas={tab[0]}" if tab[0] else here, current=tab == chosen
            )
            for tab in TABS
            # Nothing came in with doubts in most imports: then there is no such tab.
            if (number := _number(tab, counts)) or not tab[3]
        ],
        "kept": one.rows.exclude(raw=b"").exists(),
        "total": sum(counts[outcome] for outcome in Outcome),
        "ready": counts[Outcome.UNDERSTOOD] + counts[Outcome.REPAIRED],
        "unsolved": _number(TABS[0], counts),
    }


def _number(tab: Tab, counts: Mapping[str, int]) -> int:
    """How many rows stand behind a tab. Of those with a doubt, some may have become cases."""
    _slug, _label, outcomes, made = tab
    if made:
        return counts["asked_made"]
    return sum(counts[each] for each in outcomes) - (counts["asked_made"] if made is False else 0)


def sheet(one: Import, keys: Ring) -> tuple[bytes, int]:
    """The report and how many rows it holds: those that did not become a case and are still kept."""
    kept = ImportRow.objects.filter(of=one).exclude(raw=b"").order_by("number")
    number = kept.count()
    if number > MOST_REPORTED:
        kept = kept.filter(outcome__in=[Outcome.ASKED, Outcome.REFUSED])[:MOST_REPORTED]
        number = kept.count()
    return report.write(one, kept.iterator(chunk_size=500), keys, defaults_of(one)), number
