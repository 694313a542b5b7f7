"""What other packages may use of the notices."""

from .kinds import Kind, UnknownNotice, declare, declared, kind_of
from .models import Notice
from .operations import MAIL_TASK, notify, seen, settle
from .queries import MOST, unseen, waiting_for
