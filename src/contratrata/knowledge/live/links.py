"""Addresses that open something of a session without an account, told from the keys of the house; none is stored.

The rapporteur's opens what her table writes; a seat is one person's place in a session; the door gives seats.
"""

import base64
import binascii
import dataclasses
import hmac
import secrets
import uuid
from typing import Literal

from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events

Door = Literal["table", "seat", "door"]
_MAC = 16


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """What an address opens: the session and its event, in the scope of a job of whoever holds it.

    `extra`: the turn of a table's link, or the seat.
    """

    scope: Scope
    event: events.Event
    session: events.Session
    token: str
    extra: bytes


def table_token(session: events.Session, turn: int) -> str:
    """What the address of a table's rapporteur ends with."""
    return _token("table", session, turn.to_bytes(4))


def seat_token(session: events.Session, seat: bytes) -> str:
    """What the address of one person in a session ends with."""
    return _token("seat", session, seat)


def door_token(session: events.Session) -> str:
    """What the address that the room's screen shows ends with."""
    return _token("door", session, b"")


def seat_of(session_id: uuid.UUID, registration_id: uuid.UUID) -> bytes:
    """The seat of who registered: the same by her link and by her code at the door."""
    return _code(vault.ring().token_key, f"seat|{session_id}|{registration_id}".encode())


def new_seat() -> bytes:
    """A seat of somebody who did not register."""
    return secrets.token_bytes(_MAC)


def mark_of(of_id: uuid.UUID, seat: bytes) -> uuid.UUID:
    """What says that this seat voted for this, and for nothing else."""
    return uuid.UUID(bytes=_code(vault.ring().token_key, b"mark|" + of_id.bytes + seat))


def _token(door: Door, session: events.Session, extra: bytes) -> str:
    raw = session.organisation_id.bytes + session.id.bytes + extra
    code = _code(vault.ring().token_key, door.encode() + b"|" + raw)
    return base64.urlsafe_b64encode(raw + code).decode().rstrip("=")


def _code(key: bytes, raw: bytes) -> bytes:
    return hmac.digest(key, b"live|" + raw, "sha256")[:_MAC]


def opened(door: Door, token: str) -> Opened | None:
    """What an address of this sort opens; None for any other, which says nothing more."""
    try:
        data = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    if len(data) not in (32 + _MAC, 36 + _MAC, 48 + _MAC):
        return None
    raw, code = data[:-_MAC], data[-_MAC:]
    house = Organisation.objects.filter(id=uuid.UUID(bytes=raw[:16]), left_at=None).first()
    if house is None:
        return None
    scope = job_scope(house)
    with acting(scope):
        whole = door.encode() + b"|" + raw
        if not any(hmac.compare_digest(_code(key, whole), code) for key in vault.ring().token_keys):
            return None
        own = events.Session.objects.filter(organisation_id=house.id, id=uuid.UUID(bytes=raw[16:32]))
        session = own.first()
        event = (
            events.Event.objects.filter(id=session.event_id, cancelled_at=None).first() if session else None
        )
        if session is None or event is None:
            return None
    return Opened(scope, event, session, token, raw[32:])
