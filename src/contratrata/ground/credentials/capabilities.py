"""Secrets in an address: who has one opens what was sealed under it; who has the database alone opens nothing.

A code stands on paper and is typed: its key is derived slowly, so that trying all codes against a stolen database has
no end. A link comes by mail and is long.
"""

import hashlib
import json
import os
import re
import secrets
import uuid
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from contratrata.ground.base.ids import ALPHABET

from .models import Door

#: 27^12 codes: more than 2^57. The address of the page is counted besides (`views`).
_GROUPS, _LETTERS = 3, 4
_CODE = re.compile(rf"CT(?:-[{ALPHABET}]{{{_LETTERS}}}){{{_GROUPS}}}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_NONCE = 12


class Place(NamedTuple):
    """Where a secret leads: the row, and the key of what it holds."""

    id: uuid.UUID
    key: bytes


def new_code() -> str:
    """The code of a certificate, as it is printed."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(("CT", *groups))


def new_token() -> str:
    """The secret part of a holder's link: 128 bits."""
    return secrets.token_urlsafe(16)


def typed_code(text: str) -> str:
    """The code in what somebody typed, however spaced; "" where there is none."""
    letters = re.sub(r"[\s\-–—.]", "", text).upper()[2:]
    parts = (letters[n : n + _LETTERS] for n in range(0, len(letters), _LETTERS))
    return code_in("-".join(("CT", *parts)))


def code_in(text: str) -> str:
    """The first code that stands in a text, or ""."""
    match = _CODE.search(text)
    return match[0] if match else ""


def place_of(secret: str) -> Place:
    """Where a code or a link leads."""
    if _CODE.fullmatch(secret):
        both = hashlib.scrypt(secret.encode(), salt=b"contratrata code 1", n=1 << 12, r=8, p=1, dklen=48)
    else:
        both = hashlib.sha512(b"contratrata link 1" + secret.encode()).digest()[:48]
    return Place(uuid.UUID(bytes=both[:16], version=4), both[16:])


def sealed(place: Place, values: dict[str, Any]) -> Door:
    """An unsaved row that only its secret opens."""
    nonce = os.urandom(_NONCE)
    text = json.dumps(values, separators=(",", ":")).encode()
    return Door(id=place.id, content=nonce + AESGCM(place.key).encrypt(nonce, text, place.id.bytes))


def opened(secret: str) -> dict[str, Any] | None:
    """What a secret opens; None for one that nobody has, that is none, or whose row was exchanged."""
    if not (_CODE.fullmatch(secret) or _TOKEN.fullmatch(secret)):
        return None
    place = place_of(secret)
    row = Door.objects.filter(id=place.id).first()
    if row is None:
        return None
    content = bytes(row.content)
    try:
        text = AESGCM(place.key).decrypt(content[:_NONCE], content[_NONCE:], place.id.bytes)
    except InvalidTag:
        return None
    values: dict[str, Any] = json.loads(text)
    return values
