"""The lines of the log: what happened and where in the code, never about whom."""

import logging
import re
import time

#: What stands for a person, a case or a right in an address or in the words of a fault.
_MASKS = (
    # What follows a question mark: names that are searched for, addresses.
    (re.compile(r"(?<=[\w/-])\?[^\s'\"]*=[^\s'\"]*"), "?…"),
    (re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}"), "…"),
    # Codes of cases, referrals, certificates; tokens of invitations and new passwords; addresses.
    (re.compile(r"\b[A-Z]{2,3}(?:-[A-Z0-9]{4}){2,}\b"), "…"),
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…"),
    (re.compile(r"(?<=/)[\w-]{20,}(?=[/\s'\":),]|$)"), "…"),
    # What the database adds to an error quotes the row.
    (re.compile(r"^(DETAIL|CONTEXT|HINT|LINE \d+):.*$", re.MULTILINE), r"\1: …"),
)


def masked(text: str) -> str:
    """A text of the log without ids of persons, codes of cases, addresses, tokens, or rows of the database."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


class Masked(logging.Formatter):
    """Formats a record as a line, its fault included, and masks the whole. Moments are in UTC and say so."""

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return masked(super().format(record))
