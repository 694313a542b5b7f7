"""What other packages may use of the audit trail: leaving traces, and what the viewer and the console read."""

from . import anchors, checking, queries, verifying
from .events import declare, declared, event
from .models import PLATFORM, Check, Entry
from .operations import (
    collect_refusals,
    entry,
    nobodys_attempt,
    record,
    record_many,
    record_refused,
    write_refusals,
)
from .sealing import anchor_last, seal_waiting
from .verifying import Problem, Report, What, verify
from .wording import problem_words
