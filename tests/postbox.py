"""The queue of messages about accounts, emptied as the worker does it."""

import json

from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection

from contratrata.ground.accounts import jobs
from contratrata.ground.accounts import mail as messages


def queued() -> list[str]:
    """What waits, as it stands in the database; taken away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING id, args::text", [messages.TASK]
        )
        return [args for _id, args in sorted(cursor.fetchall())]


def delivered() -> list[EmailMessage]:
    """Send what waits; the messages that came out."""
    before = len(mail.outbox)
    for args in queued():
        jobs.send(**json.loads(args))
    return list(mail.outbox[before:])
