"""The acts on surveys: preparing, opening and closing, answering, mailing the link, tagging what was written."""

from .answering import answer
from .mailing import mail_links
from .opening import close, close_what_is_over, move_last_day, open_survey
from .tagging import tag
from .writing import change, remove, write

__all__ = [
    "answer",
    "change",
    "close",
    "close_what_is_over",
    "mail_links",
    "move_last_day",
    "open_survey",
    "remove",
    "tag",
    "write",
]
