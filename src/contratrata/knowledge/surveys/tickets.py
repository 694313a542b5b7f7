"""What may be spent once: a random number that only the survey's own secret can have made.

The ticket of a registered person is told from her registration by the secret, and holds nothing of it: who has the
secret can make hers again (a lost link is shown again on her own page), who has not can tell from no ticket and no mark
whose it is. Without registration each sheet carries a ticket of chance. The secret is destroyed when the survey closes.
"""

import base64
import binascii
import hmac
import secrets
import uuid

_PART = 16


def new_secret() -> str:
    """What the tickets and marks of one survey are made with."""
    return secrets.token_hex(32)


def _code(secret: str, about: bytes) -> bytes:
    return hmac.digest(bytes.fromhex(secret), about, "sha256")[:_PART]


def _ticket(secret: str, number: bytes) -> str:
    whole = number + _code(secret, b"ticket" + number)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def of_chance(secret: str) -> str:
    """The ticket of one sheet."""
    return _ticket(secret, secrets.token_bytes(_PART))


def of_registration(secret: str, registration_id: uuid.UUID) -> str:
    """The ticket of one registered person, the same each time."""
    return _ticket(secret, _code(secret, b"person" + registration_id.bytes))


def _parts(ticket: str) -> tuple[bytes, bytes]:
    """The number and the code of a ticket; empty for what is none."""
    try:
        whole = base64.b64decode(ticket.encode() + b"=" * (-len(ticket) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        whole = b""
    return (whole[:_PART], whole[_PART:]) if len(whole) == 2 * _PART else (b"", b"")


def mark_of(secret: str, ticket: str) -> uuid.UUID | None:
    """What stays of a ticket that was spent; None for what is no ticket of this survey."""
    number, code = _parts(ticket)
    is_ours = hmac.compare_digest(code, _code(secret, b"ticket" + number))
    return uuid.UUID(bytes=_code(secret, b"mark" + number)) if is_ours else None


def named(secret: str, registration_id: uuid.UUID) -> str:
    """The ticket of a survey that says who answers: it names the registration."""
    whole = registration_id.bytes + _code(secret, b"named" + registration_id.bytes)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def registration_of(secret: str, ticket: str) -> uuid.UUID | None:
    """Whom a ticket of such a survey is of; None for what is no ticket of it."""
    number, code = _parts(ticket)
    return uuid.UUID(bytes=number) if hmac.compare_digest(code, _code(secret, b"named" + number)) else None
