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


ADDRESS = "nadie.ficticia@gt.example"

REPORT = """\
From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

The address {address} does not exist.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 {address}: no such user

--B
Content-Type: text/rfc822-headers

From: avisos@contratrata.example
Message-ID: {message_id}
Subject: Aviso de ContraTrata

--B--
"""


def report(**changes: str) -> bytes:
    """A report of mail that came back, as a server writes it, with these places changed."""
    words = {
        "to": "avisos@contratrata.example",
        "address": ADDRESS,
        "action": "failed",
        "status": "5.1.1",
        "message_id": "<nothing@mx.example>",
    }
    return REPORT.format(**words | changes).encode()
