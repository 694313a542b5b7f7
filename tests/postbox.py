"""The outbox, emptied as the worker does it."""

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from contratrata.ground.base.scope import acting
from contratrata.ground.outbox import delivery
from contratrata.ground.outbox.models import Message


def queued() -> list[str]:
    """What waits, as it stands in the database; taken away."""
    with acting(delivery.SENDER):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT to_jsonb(m)::text FROM outbox_message m WHERE state = 'queued' ORDER BY at, id"
            )
            rows = [str(row) for (row,) in cursor.fetchall()]
        Message.objects.filter(state="queued").delete()
    return rows


def delivered() -> list[EmailMultiAlternatives]:
    """Send what is due; the mails that went out."""
    before = len(mail.outbox)
    delivery.sweep()
    return [one for one in mail.outbox[before:] if isinstance(one, EmailMultiAlternatives)]


def messages(**where: object) -> list[Message]:
    """The rows of the outbox, oldest first."""
    with acting(delivery.SENDER):
        return list(Message.objects.filter(**where).order_by("at", "id"))
