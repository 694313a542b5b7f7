"""What the clock does: surveys close, links go out. Period: some minutes; safe to run twice."""

from . import operations


def tend() -> int:
    """One pass. Returns how many surveys were closed and mails written."""
    return operations.close_what_is_over() + operations.mail_links()
