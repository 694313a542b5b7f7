"""Links that open one thing without an account, told from the keys of the organisation: nothing of them is stored.

A link names organisation and registration and carries a keyed code of 128 bits; keys that were turned still open it.
"""

import base64
import binascii
import hmac
import uuid

from contratrata.ground.vault import public as vault

_MAC = 16


def _code(key: bytes, about: str) -> bytes:
    return hmac.digest(key, f"registrations|{about}".encode(), "sha256")[:_MAC]


def token_of(organisation_id: uuid.UUID, registration_id: uuid.UUID, keys: vault.Ring) -> str:
    """What the address of a registration's own page ends with: 64 letters."""
    code = _code(keys.token_key, f"own|{registration_id}")
    return base64.urlsafe_b64encode(organisation_id.bytes + registration_id.bytes + code).decode()


def parts_of(token: str) -> tuple[uuid.UUID, uuid.UUID, bytes] | None:
    """Organisation, registration and code of a link; None for what is none."""
    try:
        raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    if len(raw) != 32 + _MAC:
        return None
    return uuid.UUID(bytes=raw[:16]), uuid.UUID(bytes=raw[16:32]), raw[32:]


def opens(registration_id: uuid.UUID, code: bytes, keys: vault.Ring) -> bool:
    """Whether the code is that of the registration."""
    return any(hmac.compare_digest(_code(key, f"own|{registration_id}"), code) for key in keys.token_keys)


def invitation_of(event_id: uuid.UUID, turn: int, keys: vault.Ring) -> str:
    """What the link that invites to an event carries; another one when it is turned."""
    return _code(keys.token_key, f"invitation|{event_id}|{turn}").hex()


def invites(event_id: uuid.UUID, turn: int, code: str, keys: vault.Ring) -> bool:
    """Whether the link invites to the event."""
    about = f"invitation|{event_id}|{turn}"
    return any(hmac.compare_digest(_code(key, about).hex(), code) for key in keys.token_keys)


def address_keys(event_id: uuid.UUID, email: str, keys: vault.Ring) -> list[uuid.UUID]:
    """The keyed tokens of an address at an event, that of today first."""
    about = f"address|{event_id}|{email.strip().casefold()}"
    return [uuid.UUID(bytes=_code(key, about)) for key in keys.token_keys]
