"""What other packages may use of the audit trail: leaving traces, and what the viewer and the console read."""

from . import anchors, queries, verifying
from .events import declare, declared, event
from .models import PLATFORM, Entry
from .operations import collect_refusals, entry, record, record_many, record_refused, write_refusals
from .sealing import seal_waiting
from .verifying import Problem, Report, What, verify

__all__ = [
    "PLATFORM",
    "Entry",
    "Problem",
    "Report",
    "What",
    "anchors",
    "collect_refusals",
    "declare",
    "declared",
    "entry",
    "event",
    "queries",
    "record",
    "record_many",
    "record_refused",
    "seal_waiting",
    "verify",
    "verifying",
    "write_refusals",
]
