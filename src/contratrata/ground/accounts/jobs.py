"""The jobs of accounts, where the worker looks for them."""

from smtplib import SMTPException

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import mail

_RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


class NotSent(Exception):
    """The mail server did not take a message. Only its kind is told: what a server answers repeats the address."""


@app.task(name=mail.TASK, queue="mail", retry=_RETRY)
def send(sealed: str) -> None:
    """One message. Raises `NotSent`: the worker tries again, for a day (4 s, 16 s … 18 h)."""
    try:
        mail.deliver(sealed)
    except (OSError, SMTPException) as fault:
        raise NotSent(type(fault).__name__) from None
