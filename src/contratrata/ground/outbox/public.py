"""What other packages may use of the outbox."""

from .kinds import Group, Kind, declare, declare_group, declared, groups
from .operations import choose, discard, drop, release, retry
from .queries import Held, choices_of, held, kind_label, last_sent, preview, tallies, troubled
from .sending import Prepared, To, prepare, put, send, send_many, send_to_nobody
from .states import Choice, State
