"""Mail that came back: delivery reports (RFC 3464) read from a mailbox, matched by the token in the envelope's address.

Of a report only the token and the status code are kept; everything else in it may name somebody.
"""

import contextlib
import email
import email.message
import email.policy
import imaplib
import mailbox
import re
import ssl
import urllib.parse
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from contratrata.ground.base.scope import acting

from .delivery import SENDER, move
from .models import Message
from .states import State

_TOKEN = re.compile(r"\+([0-9a-f]{24})@|<([0-9a-f]{24})@")
_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")
#: Where the address a report came back to stands, the likeliest first.
_HEADERS = ("X-Original-To", "Delivered-To", "Envelope-To", "To")


class NoMailbox(Exception):
    """There is no mailbox of a known kind at that place."""


def read(source: str) -> tuple[int, int]:
    """Read a mailbox and take away what was read: a file (mbox), a folder (Maildir) or `imaps://user:word@host/INBOX`.

    Returns how many reports were read and how many mails bounced by them. Raises `NoMailbox`, and what the IMAP
    server or the file system raises.
    """
    reports = bounced = 0
    for raw in _messages(source):
        reports += 1
        result = token_and_status(raw)
        bounced += result is not None and bounce(*result)
    return reports, bounced


def token_and_status(raw: bytes) -> tuple[str, str] | None:
    """The token and the status code of a report of a final failure; None for all else (delays, answers, junk)."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    status = _failure(message)
    if status is None:
        return None
    places = [str(message.get(name, "")) for name in _HEADERS]
    places += [_original_id(part) for part in message.walk()]
    for place in places:
        match = _TOKEN.search(place)
        if match:
            return match.group(1) or match.group(2), status
    return None


def bounce(token: str, status: str) -> bool:
    """Mark what that mail carried as bounced; False when no such mail is out."""
    with acting(SENDER):
        head = Message.objects.select_for_update().filter(token=token, state=State.SENT).first()
        if head is None:
            return False
        rows = [head, *Message.objects.select_for_update().filter(merged_into=head.id, state=State.SENT)]
        move(rows, "bounce", failure=f"report {status}")
    return True


def _failure(message: email.message.Message) -> str | None:
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _inside(part):
            status = _STATUS.match(str(block.get("Status", "")))
            if str(block.get("Action", "")).strip().lower() == "failed" and (
                status is None or status[1] == "5"
            ):
                return status.group(0).strip() if status else "5.0.0"
    return None


def _original_id(part: email.message.Message) -> str:
    """The Message-ID of the mail that a report encloses, whole or only its head."""
    kind = part.get_content_type()
    if kind == "text/rfc822-headers":
        text = part.get_content() if isinstance(part, EmailMessage) else str(part.get_payload())
        return str(email.message_from_string(str(text)).get("Message-ID", ""))
    inner = _inside(part) if kind == "message/rfc822" else []
    return str(inner[0].get("Message-ID", "")) if inner else ""


def _inside(part: email.message.Message) -> list[email.message.Message]:
    payload = part.get_payload()
    return (
        [one for one in payload if isinstance(one, email.message.Message)]
        if isinstance(payload, list)
        else []
    )


def _messages(source: str) -> Iterator[bytes]:
    if source.startswith(("imaps://", "imap://")):
        yield from _imap(source)
        return
    path = Path(source)
    box: mailbox.Mailbox[mailbox.Message]
    if path.is_dir():
        box = mailbox.Maildir(path, create=False)
    elif path.is_file():
        box = mailbox.mbox(path, create=False)
    else:
        raise NoMailbox(source)
    with contextlib.closing(box):
        box.lock()
        try:
            for key in list(box.keys()):
                yield box.get_bytes(key)
                box.discard(key)
        finally:
            box.flush()
            box.unlock()


def _imap(source: str) -> Iterator[bytes]:
    place = urllib.parse.urlsplit(source)
    host, port = place.hostname or "", place.port or 0
    server = (
        # Of itself this library believes any certificate, and says the password to whoever answers.
        imaplib.IMAP4_SSL(
            host,
            port or 993,
            ssl_context=ssl.create_default_context(),
            timeout=settings.EMAIL_TIMEOUT,
        )
        if place.scheme == "imaps"
        else imaplib.IMAP4(host, port or 143, timeout=settings.EMAIL_TIMEOUT)
    )
    with server:
        _sign_in(server, *(urllib.parse.unquote(one or "") for one in (place.username, place.password)))
        server.select(urllib.parse.unquote(place.path.lstrip("/")) or "INBOX")
        for number in server.search(None, "ALL")[1][0].split():
            parts = server.fetch(number, "(RFC822)")[1]
            yield from (part[1] for part in parts if isinstance(part, tuple))
            server.store(number, "+FLAGS", r"(\Deleted)")
        server.expunge()


def _sign_in(server: imaplib.IMAP4, user: str, password: str) -> None:
    """Raises `imaplib.IMAP4.error`. The command LOGIN takes ASCII alone; SASL's PLAIN (RFC 4616) is UTF-8."""
    if user.isascii() and password.isascii():
        server.login(user, password)
    else:
        server.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())


def read_configured() -> None:
    """Read the mailbox of the settings, if there is one."""
    if settings.OUTBOX_BOUNCE_MAILBOX:
        read(settings.OUTBOX_BOUNCE_MAILBOX)
