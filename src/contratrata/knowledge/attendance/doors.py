"""The door of a session: an address that changes every two minutes for the screen, and one for who helps in a room.

Nothing of it is stored: it carries organisation, session, until when it opens, and a keyed code of 128 bits. A picture
of the screen that is passed on opens nothing some minutes later; the helper's address opens until the session is over.
"""

import base64
import binascii
import dataclasses
import datetime as dt
import hmac
import struct
import uuid

from contratrata.ground.base import clock
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import Organisation, job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events import public as events
from contratrata.knowledge.events.public import Session

#: The screen changes so often; a code opens for two turns, so that somebody who types slowly gets in.
TURN = dt.timedelta(minutes=2)
#: Before the beginning and after the end so long the door is open.
EARLY, LATE = dt.timedelta(hours=1), dt.timedelta(minutes=30)
_MAC = 16
_FORM = ">I"


@dataclasses.dataclass(frozen=True, slots=True)
class Door:
    """An open door: the session, its organisation, and its address."""

    organisation: Organisation
    session: Session
    token: str
    until: dt.datetime

    @property
    def is_helpers(self) -> bool:
        """Whether it opens until the session is over, as that of who helps: what the screen shows never does."""
        return self.until == _closes(self.session)

    @property
    def scope(self) -> Scope:
        """Within which who enters is written down."""
        return job_scope(self.organisation)


def screen(session: Session) -> str:
    """What the address on the screen ends with, now; good for two turns from the beginning of this one."""
    turn = int(clock.now().timestamp() // TURN.total_seconds()) * int(TURN.total_seconds())
    until = dt.datetime.fromtimestamp(turn, dt.UTC) + 2 * TURN
    return _token(session, until - dt.timedelta(seconds=until == _closes(session)))  # never the helper's


def helper(session: Session) -> str:
    """What the address of who helps in a room ends with."""
    return _token(session, _closes(session))


def _closes(session: Session) -> dt.datetime:
    assert session.until is not None  # noqa: S101  (its time is known)
    return (session.until + LATE).replace(microsecond=0)


def is_open(session: Session) -> bool:
    """Whether one may sign in now."""
    begins, until = session.begins, session.until
    return begins is not None and until is not None and begins - EARLY <= clock.now() <= until + LATE


def _token(session: Session, until: dt.datetime) -> str:
    raw = session.organisation_id.bytes + session.id.bytes + struct.pack(_FORM, int(until.timestamp()))
    return base64.urlsafe_b64encode(raw + _code(vault.ring().token_key, raw)).decode().rstrip("=")


def _code(key: bytes, raw: bytes) -> bytes:
    return hmac.digest(key, b"attendance|door|" + raw, "sha256")[:_MAC]


def opened(token: str) -> Door | None:
    """The door that an address opens now; None for any other, which says nothing more."""
    raw, code = _parts(token)
    if raw is None:
        return None
    organisation = Organisation.objects.filter(id=uuid.UUID(bytes=raw[:16]), left_at=None).first()
    until = dt.datetime.fromtimestamp(struct.unpack(_FORM, raw[32:])[0], dt.UTC)
    if organisation is None or until < clock.now():
        return None
    with acting(job_scope(organisation)):
        if not any(hmac.compare_digest(_code(key, raw), code) for key in vault.ring().token_keys):
            return None
        session = Session.objects.filter(
            id=uuid.UUID(bytes=raw[16:32]), organisation_id=organisation.id
        ).first()
        if session is None or not is_open(session) or _cancelled(session):
            return None
    return Door(organisation, session, token, until)


def _parts(token: str) -> tuple[bytes | None, bytes]:
    """What an address says and its code; None for what is no address of ours."""
    try:
        data = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None, b""
    return (data[:36], data[36:]) if len(data) == 36 + _MAC else (None, b"")


def _cancelled(session: Session) -> bool:
    return events.Event.objects.filter(id=session.event_id).exclude(cancelled_at=None).exists()
