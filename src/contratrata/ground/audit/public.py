"""What other packages may use of the audit trail."""

from .events import declare, declared, event
from .models import PLATFORM, Entry
from .operations import collect_refusals, entry, record, record_many, record_refused, write_refusals

__all__ = [
    "PLATFORM",
    "Entry",
    "collect_refusals",
    "declare",
    "declared",
    "entry",
    "event",
    "record",
    "record_many",
    "record_refused",
    "write_refusals",
]
